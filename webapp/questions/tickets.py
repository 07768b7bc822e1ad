"""Short-lived, signed words that stand in for the pass code on the pages that follow it. They hold a code, no text."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

RECEIPT_SECONDS = 15 * 60  # to write the pass code down; after that it is asked for
OPEN_SECONDS = 60 * 60  # to read, and to write an addition without haste


def new_receipt(code: str) -> str:
    """In the address to which a sent form leads: it shows the pass code this once."""
    return _serializer("receipt").dumps(code)


def is_receipt_of(ticket: str, code: str) -> bool:
    return _holds("receipt", ticket, code, RECEIPT_SECONDS)


def new_opening(code: str) -> str:
    """In the forms of an opened question, never in an address."""
    return _serializer("opening").dumps(code)


def is_opening_of(ticket: str, code: str) -> bool:
    return _holds("opening", ticket, code, OPEN_SECONDS)


def _holds(kind: str, ticket: str, code: str, seconds: int) -> bool:
    try:
        return bool(_serializer(kind).loads(ticket, max_age=seconds) == code)
    except BadSignature:
        return False


def _serializer(kind: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=f"question-{kind}")
