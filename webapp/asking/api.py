"""The form as JSON: the same rules, the same store; repeated safely by its key."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, request, url_for

from webapp.areas.models import Municipality
from webapp.asking import coming, forms, wording
from webapp.core.addresses import absolute
from webapp.core.formats import local_iso
from webapp.core.language import find_language
from webapp.core.words import _
from webapp.questions.rules import FIELDS, read_asked
from webapp.questions.values import NewQuestion, Receipt

LARGEST_BYTES = 64_000
THROUGH = "through"  # as in coming.py; what makes no sense there is left out, as in the form


class Refused(Exception):
    """Sentences by field, or under "" about the whole request."""

    def __init__(self, errors: dict[str, str], status: int = 422) -> None:
        super().__init__(status)
        self.errors, self.status = errors, status


def read_key() -> UUID:
    """Raises Refused."""
    try:
        return UUID(request.headers.get("Idempotency-Key", ""))
    except ValueError:
        raise Refused({"Idempotency-Key": _("Send this header with a new UUID for each question.")}, 400) from None


def read_body() -> dict[str, Any]:
    """Raises Refused for what is no JSON object, is too large, or has a field that we do not know."""
    if (request.content_length or 0) > LARGEST_BYTES:
        raise Refused({"": _("This is too long for us. Please make it shorter.")}, 413)
    try:
        body = request.get_json(silent=True)
    except RecursionError:  # thousands of brackets within each other
        body = None
    if not isinstance(body, dict):
        raise Refused({"": _("Send one JSON object with Content-Type: application/json.")}, 400)
    unknown = sorted(str(name) for name in body.keys() - {*FIELDS, THROUGH})
    if unknown:
        raise Refused({name[:60]: _("We do not know this field. Leave it out.") for name in unknown})
    return body


def take_through(body: dict[str, Any]) -> str:
    """Out of the body, as it is no part of the question."""
    return coming.tidy(body.pop(THROUGH, ""))


def language_of(body: dict[str, Any]) -> str:
    """In which the answer is written: that of the question where we speak it."""
    told = body.get("lang")
    return told if isinstance(told, str) and find_language(told) else "nl"


def read_question(body: dict[str, Any], has_whatsapp: bool) -> NewQuestion:
    """Raises Refused."""
    reading = read_asked(body, forms.known(has_whatsapp))
    if reading.new is None:
        raise Refused(wording.problem_sentences(reading.problems))
    return reading.new


def answer(town: Municipality, receipt: Receipt, language: str, promise: str) -> Response:
    status_url = absolute(url_for("following.question", lang=language, town=town.slug, code=receipt.code))
    told = {
        "code": receipt.code,
        "pass_code": receipt.pass_code,
        "status_url": status_url,
        "promise": promise,
        "answer_by": local_iso(receipt.answer_by) if receipt.answer_by else None,
    }
    response = jsonify(told)
    response.status_code = 200 if receipt.is_repeated else 201
    response.headers["Cache-Control"] = "no-store"
    response.headers["Location"] = told["status_url"]
    return response
