"""A browser in which somebody has signed in before has a limit of its own.

Otherwise whoever keeps trying passwords for an address would keep its owner out. The cookie opens nothing.
"""

import secrets

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from webapp.accounts.cookies import name_of
from webapp.core.access import STAFF
from webapp.core.crypto import fingerprint

NAME = "dichtbij_device"
DAYS = 180


def find_key(email: str) -> str | None:
    """Names this browser, if this address signed in here before."""
    try:
        known, name = _serializer().loads(request.cookies.get(_name(), ""), max_age=DAYS * 86_400)
    except (BadSignature, ValueError, TypeError):
        return None
    return str(name) if known == _hash(email) else None


def remember(response: Response, email: str) -> None:
    config = current_app.config
    response.set_cookie(
        _name(),
        _serializer().dumps([_hash(email), secrets.token_urlsafe(9)]),
        max_age=DAYS * 86_400,
        path=STAFF,
        secure=config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _name() -> str:
    return name_of(NAME, secure=current_app.config["SESSION_COOKIE_SECURE"])


def _hash(email: str) -> str:
    return fingerprint(f"device {email}").hex()


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="staff device")
