"""The one way in which the product fetches something over HTTP: bounded in time and size, and only from where it may.

Two ways: `PUBLIC` for an address that somebody typed (a calendar), which may lead to the open internet only, and
`CONFIGURED` for a server that the operator named in a setting, which may stand in the own network but sends us nowhere
else. A name is resolved once a step and the connection goes to the very address that was judged, so a resolver that
changes its answer gains nothing. Proxies of the environment are not used: they would resolve the name again.

What was asked for is never logged, nor said in an error: it may hold what somebody typed.
"""

import http.client
import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import SplitResult, quote, urljoin

import urllib3.exceptions
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from webapp.core.fetch_policy import CONFIGURED, PUBLIC, FetchFailed, Policy, Problem, judge
from webapp.core.public_addresses import Address, host_of, port_of, split_address
from webapp.core.turns import stand_aside

__all__ = ["CONFIGURED", "PUBLIC", "Bounds", "FetchFailed", "Fetched", "Policy", "Problem", "fetch"]

CONNECT_S = 5.0
CHUNK_BYTES = 65_536
MAX_TRIES = 3  # of the addresses of one name, where the first does not answer
REDIRECTS = (301, 302, 303, 307, 308)
SAFE_IN_TARGET = "!#$%&'()*+,/:;=?@[]~"
AGENT = "Dichtbij"


@dataclass(frozen=True)
class Fetched:
    """`url` is where it came from in the end; `headers` have names in lower case. Any status that is no redirect."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    url: str

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True)
class Bounds:
    """`seconds` for everything together, `max_bytes` of the answer after unpacking."""

    seconds: float = 10.0
    max_bytes: int = 5_000_000
    redirects: int = 5


@dataclass(frozen=True)
class _Ask:
    method: str
    body: bytes | None
    headers: Mapping[str, str]
    bounds: Bounds
    policy: Policy
    until: float  # on the monotonic clock
    expired: threading.Event = field(default_factory=threading.Event)

    def left_s(self) -> float:
        left = self.until - time.monotonic()
        if left <= 0 or self.expired.is_set():
            raise FetchFailed(Problem.TOO_SLOW)
        return left


def fetch(
    url: str,
    *,
    policy: Policy = PUBLIC,
    bounds: Bounds | None = None,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Fetched:
    """GET, or POST with a body. Own headers stay behind where a redirect leads to another host. Raises FetchFailed."""
    stand_aside()
    bounds = bounds or Bounds()
    until = time.monotonic() + bounds.seconds
    ask = _Ask("GET" if body is None else "POST", body, headers or {}, bounds, policy, until)
    here, seen = _split(url), {url}
    for _ in range(bounds.redirects + 1):
        there = _visit(here, ask)
        if isinstance(there, Fetched):
            return there
        if there in seen or body is not None:
            raise FetchFailed(Problem.REDIRECTS)
        seen.add(there)
        here, ask = _follow(here, _split(there, Problem.REDIRECTS), ask)
    raise FetchFailed(Problem.REDIRECTS)


def quiet_logs() -> None:
    """urllib3 warns of odd headers together with the address."""
    logging.getLogger("urllib3").setLevel(logging.CRITICAL)


def _split(url: str, problem: Problem = Problem.NO_ADDRESS) -> SplitResult:
    try:
        return split_address(url)
    except ValueError:
        raise FetchFailed(problem) from None


def _follow(here: SplitResult, there: SplitResult, ask: _Ask) -> tuple[SplitResult, _Ask]:
    if here.scheme == "https" and there.scheme == "http":
        raise FetchFailed(Problem.NOT_SECURE)
    if (host_of(here), port_of(here)) == (host_of(there), port_of(there)):
        return there, ask
    if not ask.policy.leaves_origin:
        raise FetchFailed(Problem.REDIRECTS)
    return there, _Ask(ask.method, ask.body, {}, ask.bounds, ask.policy, ask.until)


def _visit(parts: SplitResult, ask: _Ask) -> Fetched | str:
    """The answer, or where it sends us."""
    with _connected(parts, ask) as connection:
        try:
            connection.request(
                ask.method,
                _target(parts),
                body=ask.body,
                headers={"Host": _host_header(parts), "User-Agent": AGENT, "Accept-Encoding": "gzip", **ask.headers},
                preload_content=False,
            )
            with closing(connection.getresponse()) as answer:
                return _take(answer, parts, ask)
        except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
            problem = _reading_problem(error)
        ask.left_s()
        raise FetchFailed(problem)


def _take(answer: HTTPResponse, parts: SplitResult, ask: _Ask) -> Fetched | str:
    location = answer.headers.get("Location")
    if answer.status in REDIRECTS and location:
        return urljoin(parts.geturl(), location)
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Fetched(answer.status, _read(answer, ask), headers, parts.geturl())


def _read(answer: HTTPResponse, ask: _Ask) -> bytes:
    """Unpacked as it comes in, so that a small answer cannot become a large one in memory."""
    announced = answer.headers.get("Content-Length", "")
    if announced.isdecimal() and len(announced) < 20 and int(announced) > ask.bounds.max_bytes:
        raise FetchFailed(Problem.TOO_LARGE)
    chunks: list[bytes] = []
    size = 0
    for chunk in answer.stream(CHUNK_BYTES, decode_content=True):
        size += len(chunk)
        if size > ask.bounds.max_bytes:
            raise FetchFailed(Problem.TOO_LARGE)
        chunks.append(chunk)
        ask.left_s()
    ask.left_s()  # an answer that we cut off looks like one that ended
    return b"".join(chunks)


@contextmanager
def _connected(parts: SplitResult, ask: _Ask) -> Iterator[HTTPConnection]:
    connection = _connect(parts, judge(parts, ask.policy, ask.left_s()), ask)
    sock = connection.sock  # the connection forgets it while the answer is still read
    guard = threading.Timer(ask.left_s(), _cut_off, (sock, ask.expired))
    guard.daemon = True
    guard.start()
    try:
        yield connection
    finally:
        guard.cancel()
        connection.close()
        if sock is not None:
            sock.close()


def _cut_off(sock: socket.socket, expired: threading.Event) -> None:
    """Ends a read that is under way: a server that sends one byte now and then is never late for any single one."""
    expired.set()
    with suppress(OSError):  # closed already
        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # below TLS, which another thread is reading from


def _connect(parts: SplitResult, addresses: list[Address], ask: _Ask) -> HTTPConnection:
    problem = Problem.UNREACHABLE
    for address in addresses[:MAX_TRIES]:
        connection = _connection(parts, address, min(CONNECT_S, ask.left_s()))
        try:
            connection.connect()
        except (HTTPError, OSError, ValueError) as error:
            connection.close()
            problem = _connecting_problem(error)
        else:
            connection.timeout = ask.left_s()
            return connection
    ask.left_s()
    raise FetchFailed(problem)


def _connection(parts: SplitResult, address: Address, seconds: float) -> HTTPConnection:
    if parts.scheme == "http":
        return HTTPConnection(str(address), port_of(parts), timeout=seconds)
    return HTTPSConnection(
        str(address),
        port_of(parts),
        timeout=seconds,
        server_hostname=host_of(parts),
        ssl_context=_tls(),
    )


@cache
def _tls() -> ssl.SSLContext:
    """With the authorities of the system; reading them takes a while."""
    return ssl.create_default_context()


def _host_header(parts: SplitResult) -> str:
    host = host_of(parts)
    shown = f"[{host}]" if ":" in host else host
    return shown if parts.port is None else f"{shown}:{parts.port}"


def _target(parts: SplitResult) -> str:
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return quote(target, safe=SAFE_IN_TARGET)


def _connecting_problem(error: BaseException) -> Problem:
    if isinstance(error, urllib3.exceptions.SSLError | ssl.SSLError | ssl.CertificateError):
        return Problem.NOT_SECURE
    refused = isinstance(error, urllib3.exceptions.NewConnectionError)  # urllib3 counts it as a time-out too
    if not refused and isinstance(error, TimeoutError | urllib3.exceptions.TimeoutError):
        return Problem.TOO_SLOW
    return Problem.UNREACHABLE


def _reading_problem(error: BaseException) -> Problem:
    if isinstance(error, TimeoutError | urllib3.exceptions.TimeoutError):
        return Problem.TOO_SLOW
    return Problem.BROKEN
