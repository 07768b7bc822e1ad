"""Whole pages kept packed in the process: what a busy hour asks for again and again is written once a minute.

Kept under the version of the town, which each request asks, and the minute: what staff change is seen at once, and what
time changes on a page is told in minutes, as all openings begin and end on one. The price: of an opening that a
calendar of somebody else ends at 10:00:30, the page knows half a minute late.

A page may be kept only when it follows from its address, its town and the minute. Never with words that somebody typed
or where somebody is: these are for one visitor, and would stay in our memory.
"""

from collections.abc import Callable, Collection
from functools import wraps
from hashlib import sha256
from typing import Any

import brotli
from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality
from webapp.areas.queries import get_content_version
from webapp.core import clock
from webapp.core.addresses import base_address
from webapp.core.kept import Kept
from webapp.finding.feed import BROTLI_QUALITY, BROTLI_WINDOW, GZIP_LEVEL, zip_

View = Callable[..., ResponseReturnValue]
Page = tuple[bytes, str]  # as it is sent, and its ETag
MAX_KEPT_BYTES = 6_000_000  # some 600 pages of 10 kB in a process
MAX_QUERY_LETTERS = 120
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda plain: bytes(brotli.compress(plain, quality=BROTLI_QUALITY, lgwin=BROTLI_WINDOW)),
    "gzip": lambda plain: zip_(plain, GZIP_LEVEL),
    "": bytes,
}

_kept: Kept[tuple[str, ...], Page] = Kept(MAX_KEPT_BYTES, lambda page: len(page[0]))


class _Otherwise(Exception):
    """The view gave no page to keep but this."""

    def __init__(self, answer: ResponseReturnValue) -> None:
        super().__init__()
        self.answer = answer


def kept_a_minute(*arguments: str) -> Callable[[View], View]:
    """For a view whose page follows from its address, as far as that has only these arguments, each once. Any other
    page is made for who asks for it."""

    def around(view: View) -> View:
        @wraps(view)
        def answer(**values: Any) -> ResponseReturnValue:
            if not _may_be_kept(arguments):
                return view(**values)
            try:
                return _answer(view, values)
            except _Otherwise as otherwise:
                return otherwise.answer

        return answer

    return around


def _may_be_kept(arguments: Collection[str]) -> bool:
    """Nobody signed in gets or leaves a page here; the browser keeps their cookie below /staff anyway."""
    if current_app.config["SESSION_COOKIE_NAME"] in request.cookies:
        return False
    names = [name for name, _value in request.args.items(multi=True)]
    is_known = len(set(names)) == len(names) and set(names) <= set(arguments)
    return is_known and len(request.query_string) <= MAX_QUERY_LETTERS


def _answer(view: View, values: dict[str, Any]) -> Response:
    town, minute = current_municipality(), clock.now().replace(second=0, microsecond=0)
    packing = next((name for name in ("br", "gzip") if request.accept_encodings[name] > 0), "")
    key = (str(town.id), request.path, request.query_string.decode("latin-1"), base_address(), packing)
    version = (get_content_version(town), minute)
    body, etag = _kept.get(key, version, lambda: _pack(view(**values), packing))
    answer = Response(body, mimetype="text/html")
    answer.set_etag(etag)
    answer.vary.add("Accept-Encoding")
    if packing:
        answer.content_encoding = packing
    answer.make_conditional(request)
    return answer


def _pack(page: ResponseReturnValue, packing: str) -> Page:
    if not isinstance(page, str):
        raise _Otherwise(page)
    plain = page.encode()
    return PACKERS[packing](plain), f"{sha256(plain).hexdigest()[:32]}{packing and '-'}{packing}"
