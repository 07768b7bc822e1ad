"""A document that is kept packed, as an answer: zipped as the visitor wants it, with its ETag."""

from flask import Response, request

from webapp.core import microcache
from webapp.finding.feed import CACHE_CONTROL, Feed


def packed_answer(
    document: Feed, mimetype: str = "application/geo+json", *, keep_seconds: int = microcache.KEEP_SECONDS
) -> Response:
    """`keep_seconds` 0 is for a question that holds words or a place of somebody: nobody here keeps it."""
    body, encoding, etag = document.packed_for(request.accept_encodings)
    answer = Response(body, mimetype=mimetype)
    answer.set_etag(etag)
    answer.headers["Cache-Control"] = CACHE_CONTROL
    answer.headers["Vary"] = "Accept-Encoding"
    if encoding:
        answer.headers["Content-Encoding"] = encoding
    return microcache.keep(answer, keep_seconds) if keep_seconds else answer
