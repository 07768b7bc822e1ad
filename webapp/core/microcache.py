"""Ready answers kept for a second in the process, so that a busy feed costs no framework and no database.

A view asks for it with `keep(response)`. Only answers that are the same for every visitor belong here. The
price: an answer can be one second (or as many as the view says) older than the database, and two workers may differ by
that. While the database is away the last answer is given for an hour: nothing changes meanwhile, and a map with pins
helps somebody.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Response

NAME = "dichtbij.microcache"  # in app.extensions
KEEP_HEADER = "X-Keep-Seconds"  # between the view and this layer only; never sent
KEEP_SECONDS = 1
STALE_SECONDS = 3600  # how old an answer may be while there is none other
MAX_ENTRIES = 1_000  # one service of a directory takes 3 kB, and a directory is read from one end to the other
MAX_BODY_BYTES = 4_000_000
MAX_BYTES = 16_000_000  # of all bodies together
Key = tuple[str, str, str, str]
HeaderList = list[tuple[str, str]]


def keep(response: Response, seconds: int = KEEP_SECONDS) -> Response:
    response.headers[KEEP_HEADER] = str(seconds)
    return response


@dataclass(frozen=True)
class Answer:
    status: str
    headers: HeaderList
    not_modified_headers: HeaderList
    etag: str | None
    body: bytes
    fresh_until: float
    stale_until: float


class MicroCache:
    """WSGI middleware for the addresses that begin so; bounded in number and size, oldest out first."""

    def __init__(
        self, app: WSGIApplication, prefix: str | tuple[str, ...], clock: Callable[[], float] = monotonic
    ) -> None:
        self._app = app
        self._prefix = prefix
        self._clock = clock
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD") or not environ["PATH_INFO"].startswith(self._prefix):
            return self._app(environ, start_response)
        body = self._answer(environ, start_response)
        return body if method == "GET" else _dropped(body)

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = _key_of(environ)
        answer = self._answers.get(key)
        if answer is None or answer.fresh_until < self._clock():
            return self._ask(key, environ, start_response)
        return _send(answer, environ, start_response)

    def _ask(self, key: Key, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Ask for the whole answer even when the visitor has it: a 304 alone could not be kept."""
        asked = {**environ, "REQUEST_METHOD": "GET"}
        asked.pop("HTTP_IF_NONE_MATCH", None)
        captured: list[Any] = []

        def start(status: str, headers: HeaderList, exc_info: Any = None) -> Any:
            captured[:] = [status, headers, exc_info]
            return lambda _data: None

        body = self._app(asked, start)
        status, headers, exc_info = captured
        stale = self._stale(key) if status.startswith("503") else None
        if stale is not None:
            _read(body)
            return _send(stale, environ, start_response)
        if not status.startswith("200") or not any(name == KEEP_HEADER for name, _ in headers):
            start_response(status, _public(headers), exc_info)
            return body
        answer = self._store(key, status, headers, _read(body))
        return _send(answer, environ, start_response)

    def _stale(self, key: Key) -> Answer | None:
        """The last answer, fresh for one more moment: not each visitor has to wait for a database that hangs."""
        answer = self._answers.get(key)
        if answer is None or answer.stale_until < self._clock():
            return None
        self._answers[key] = replace(answer, fresh_until=self._clock() + KEEP_SECONDS)
        return answer

    def _store(self, key: Key, status: str, headers: HeaderList, body: bytes) -> Answer:
        seconds = float(dict(headers)[KEEP_HEADER])
        public = _public(headers)
        etag = dict(public).get("ETag")
        without_body = [(name, value) for name, value in public if not name.lower().startswith("content-")]
        policy = [(name, value) for name, value in public if name.lower() == "content-security-policy"]
        now = self._clock()
        answer = Answer(status, public, without_body + policy, etag, body, now + seconds, now + STALE_SECONDS)
        if len(body) <= MAX_BODY_BYTES:
            with self._lock:
                self._forget(key)
                self._answers[key] = answer
                self._bytes += len(body)
                while len(self._answers) > MAX_ENTRIES or self._bytes > MAX_BYTES:
                    self._forget(next(iter(self._answers)))
        return answer

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
            self._bytes = 0

    def _forget(self, key: Key) -> None:
        known = self._answers.pop(key, None)
        self._bytes -= len(known.body) if known else 0


def _key_of(environ: WSGIEnvironment) -> Key:
    """With the host: where no public address is set, addresses in an answer begin with it."""
    query, accepted, host = (environ.get(name, "") for name in ("QUERY_STRING", "HTTP_ACCEPT_ENCODING", "HTTP_HOST"))
    return environ["PATH_INFO"], query, accepted, host


def _read(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        close = getattr(body, "close", None)
        if close:
            close()


def _dropped(body: Iterable[bytes]) -> Iterable[bytes]:
    _read(body)
    return []


def _public(headers: HeaderList) -> HeaderList:
    return [(name, value) for name, value in headers if name != KEEP_HEADER]


def _send(answer: Answer, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    condition = environ.get("HTTP_IF_NONE_MATCH")
    if condition and answer.etag and _matches(condition, answer.etag):
        start_response("304 NOT MODIFIED", answer.not_modified_headers)
        return []
    start_response(answer.status, answer.headers)
    return [answer.body]


def _matches(condition: str, etag: str) -> bool:
    """Weak comparison, as RFC 9110 section 13.1.2 asks for If-None-Match."""
    wanted = {part.strip().removeprefix("W/") for part in condition.split(",")}
    return "*" in wanted or etag.removeprefix("W/") in wanted
