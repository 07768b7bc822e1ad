"""What is noted of each request: a random number, which view answered, with what status, how long it took.

Never its address, its query, its headers or its words: an address can hold what somebody typed, or the code of a
question."""

import logging
import re
import secrets
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, has_request_context, request

logger = logging.getLogger("webapp.request")
NOTE = "dichtbij.note"
STATIC, KEPT, UNKNOWN = "static", "kept", "unknown"
_ID_OF_PROXY = re.compile(r"[0-9a-f]{32}")  # as nginx makes it; anything else could be words of a visitor
Count = Callable[[str, int, float | None], None]


class Note:
    """`endpoint` is empty until a view has answered."""

    __slots__ = ("_id", "_told", "endpoint")

    def __init__(self, told: str) -> None:
        self.endpoint = ""
        self._id = ""
        self._told = told

    @property
    def id(self) -> str:
        """That of the proxy in front, so that its log and ours can be laid side by side. Made when somebody asks: most
        answers are kept ones."""
        if not self._id:
            self._id = self._told if _ID_OF_PROXY.fullmatch(self._told) else secrets.token_hex(16)
        return self._id


class RequestWatch:
    """WSGI middleware around all others. `count` gets endpoint and status of every answer. Seconds and a line in the
    log are for those that a view gave: what is kept or static is too quick and too much to tell anything."""

    def __init__(self, app: WSGIApplication, count: Count, *, has_proxy: bool) -> None:
        self._app = app
        self._count = count
        self._has_proxy = has_proxy

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began = perf_counter()
        note = environ[NOTE] = Note(environ.get("HTTP_X_REQUEST_ID", "") if self._has_proxy else "")
        statuses: list[str] = []

        def start(status: str, headers: Any, exc_info: Any = None) -> Any:
            statuses.append(status)
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        answer = self._app(environ, start)
        status = int(statuses[-1][:3]) if statuses else 500
        if not note.endpoint:
            self._count(STATIC if environ["PATH_INFO"].startswith("/static/") else KEPT, status, None)
            return answer
        seconds = perf_counter() - began
        self._count(note.endpoint, status, seconds)
        if logger.isEnabledFor(logging.INFO):
            told = {"request": note.id, "endpoint": note.endpoint, "status": status, "ms": round(seconds * 1000, 1)}
            logger.info("request", extra={"told": told})
        return answer


def init_app(app: Flask) -> None:
    @app.after_request
    def note_view(response: Response) -> Response:
        note = find_note()
        if note is not None:
            note.endpoint = request.endpoint or UNKNOWN
        return response


def find_note() -> Note | None:
    """Of the request that is being answered."""
    return request.environ.get(NOTE) if has_request_context() else None
