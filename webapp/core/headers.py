"""Security headers on every answer, errors and static files included."""

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, current_app, g, request

from webapp.config import Settings
from webapp.core.addresses import OPEN_DATA

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NOBODY = "frame-ancestors 'none'"
NOT_IN_A_FRAME = "X-Frame-Options"  # knows no list of origins, so it goes where a policy has one
WAIT_SECONDS = 120  # after too many from one address: the sentences say "in a few minutes"
# Scripts of any site may read it, errors too; a search engine for people has our pages.
FOR_EVERYONE = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Robots-Tag": "noindex",
}
HSTS = "max-age=63072000; includeSubDomains"  # two years, as internet.nl asks at least one


def security_headers(settings: Settings) -> dict[str, str]:
    """HSTS only where the public address is https: on a plain local address it would lock the browser out."""
    https = (settings.base_url or "").startswith("https://")
    return {**ALWAYS, "Strict-Transport-Security": HSTS} if https else dict(ALWAYS)


def let_frame(response: Response, frame_ancestors: str) -> None:
    """This one answer may stand inside pages of others, those that this part of a policy names and no other."""
    if frame_ancestors != NOBODY:
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(NOBODY, frame_ancestors)
        g.is_framed = True


def init_app(app: Flask) -> None:
    @app.after_request
    def add(response: Response) -> Response:
        if request.path.startswith(OPEN_DATA):
            response.headers.update(FOR_EVERYONE)
        present = {name.lower() for name, _value in response.headers}  # looked through once, not once a header
        present |= {NOT_IN_A_FRAME.lower()} if g.get("is_framed") else set()
        for name, value in (*security_headers(current_app.config["SETTINGS"]).items(), ("Cache-Control", "no-cache")):
            if name.lower() not in present:
                response.headers.add(name, value)
        if response.status_code == 429 and "Retry-After" not in response.headers:
            response.headers["Retry-After"] = str(WAIT_SECONDS)
        if response.location:
            response.location = _without_our_host(response.location)
        return response


def _without_our_host(location: str) -> str:
    """A redirect to ourselves needs no host: the one in the request is the visitor's word."""
    path = location.removeprefix(request.host_url.rstrip("/"))
    return path if path.startswith("/") and not path.startswith("//") else location


class FileHeaders:
    """WSGI middleware for files: one that did not change, and a method that a file does not know, say little by
    themselves. Everything else passes through Flask, which says them."""

    def __init__(self, app: WSGIApplication, settings: Settings) -> None:
        self._app = app
        self._wanted = [(name, name.lower(), value) for name, value in security_headers(settings).items()]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith("/static/"):
            return self._app(environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            present = {name.lower() for name, _value in headers}
            missing = [(name, value) for name, lowered, value in self._wanted if lowered not in present]
            whole = [*headers, *missing]
            return start_response(status, whole, exc_info) if exc_info else start_response(status, whole)

        return self._app(environ, start)
