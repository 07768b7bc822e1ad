"""The one cookie of the product: for staff, below /staff, and nowhere else.

A resident's page cannot set or read a session, whatever its view or a library does: there is none to store.
"""

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from webapp.config import Settings
from webapp.core.access import STAFF, is_for_staff

NAME = "dichtbij_staff"
PREFIX = "__Secure-"  # a browser takes such a cookie over https only; __Host- would need the path /


class StaffSessions(SecureCookieSessionInterface):
    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return super().open_session(app, request) if is_for_staff(request.path) else self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if is_for_staff(request.path):
            super().save_session(app, session, response)


def name_of(name: str, *, secure: bool) -> str:
    return f"{PREFIX}{name}" if secure else name


def init_app(app: Flask, settings: Settings) -> None:
    """A plain local address has no https, and a browser would not send the cookie back there."""
    app.session_interface = StaffSessions()
    secure = settings.is_production or (settings.base_url or "").startswith("https://")
    app.config.update(
        SESSION_COOKIE_NAME=name_of(NAME, secure=secure),
        SESSION_COOKIE_PATH=STAFF,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
    )
