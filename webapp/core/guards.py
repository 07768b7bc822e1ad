"""Keeping robots out without a puzzle: whoever is held up sees the same form once more, and one tap sends it.

There is no cookie and no sign-in here, so no page of another site can act in a visitor's name; what is guarded is the
inbox of people. A form kept by a phone for a day is as welcome as a fresh one.
"""

from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadSignature, TimestampSigner

from webapp.core import clock
from webapp.core.limits import hit, take_back, visitor_key

FASTEST_SECONDS = 3  # nobody reads, writes and sends in less
TRAP_FIELD = "website"  # hidden from people; a robot fills in whatever it finds
STAMP_FIELD = "opened"
SENT_AGAIN = "again"  # set on the form that is shown once more
CROSS_SITE = ("cross-site",)


def new_stamp() -> str:
    """When the form was made, signed: a fresh one a form, also inside a page that a phone keeps."""
    return _signer().sign("ask").decode()


def held_up() -> str:
    """Why the form is to be shown once more (see wording.again_sentence), or empty."""
    if _is_from_elsewhere():
        return "foreign"
    if request.form.get(TRAP_FIELD):
        return "filled"
    if request.form.get(SENT_AGAIN) and _age_seconds() is not None:
        return ""
    age = _age_seconds()
    return "quick" if age is None or age < FASTEST_SECONDS else ""


class TooMany(Exception):
    """More from one address than even a library or a community centre sends."""


def count_one_more(what: str) -> None:
    """Of the visitor's address, apart for each kind of form. Raises TooMany; what is refused does not count."""
    if not hit(visitor_key(what), _rate()):
        raise TooMany


def count_one_less(what: str) -> None:
    """What was counted was only said again, as a phone does whose answer got lost."""
    take_back(visitor_key(what), _rate())


def _rate() -> str:
    rate: str = current_app.config["SETTINGS"].question_rate
    return rate


def _is_from_elsewhere() -> bool:
    """Browsers say where a form was (Fetch Metadata, Origin); what says nothing is a program or an old phone."""
    if request.headers.get("Sec-Fetch-Site", "") in CROSS_SITE:
        return True
    origin = request.headers.get("Origin", "")
    return bool(origin) and origin != "null" and urlsplit(origin).netloc not in ("", request.host, _own_host())


def _own_host() -> str:
    return urlsplit(current_app.config["SETTINGS"].base_url or "").netloc


def _age_seconds() -> float | None:
    """None for a stamp that we did not make."""
    try:
        _text, made_at = _signer().unsign(request.form.get(STAMP_FIELD, ""), return_timestamp=True)
    except BadSignature:
        return None
    return (clock.now() - made_at).total_seconds()


def _signer() -> TimestampSigner:
    return TimestampSigner(current_app.config["SECRET_KEY"], salt="question-form")
