"""A server of somebody else on this machine: answers as a test wants, also slowly, endlessly or not at all."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from socket import AF_INET
from ssl import PROTOCOL_TLS_SERVER, SSLContext

from webapp.core.fetching import Policy


@dataclass(frozen=True)
class Heard:
    method: str
    target: str
    headers: dict[str, str]  # names in lower case
    body: bytes


class Reply:
    """What is written back; `raw` writes to the connection by itself."""

    def __init__(
        self,
        body: bytes = b"",
        status: int = 200,
        headers: dict[str, str] | None = None,
        raw: Callable[["FarServer", Callable[[bytes], object]], None] | None = None,
    ) -> None:
        self.body, self.status, self.headers, self.raw = body, status, headers or {}, raw


class FarServer:
    """`answer` may be changed at any moment; `heard` holds all requests in order."""

    def __init__(self) -> None:
        self.answer: Callable[[Heard], Reply] = lambda heard: Reply(b"hello")
        self.heard: list[Heard] = []
        self.over = threading.Event()
        self.port = 0
        self.scheme = "http"

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"


def drip(server: FarServer, write: Callable[[bytes], object]) -> None:
    """A head, then one byte now and then, for ever."""
    write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while not server.over.wait(0.02):
        write(b".")


def drip_head(server: FarServer, write: Callable[[bytes], object]) -> None:
    write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not server.over.wait(0.02):
        write(b".")


def continue_for_ever(server: FarServer, write: Callable[[bytes], object]) -> None:
    while not server.over.wait(0.005):
        write(b"HTTP/1.1 100 Continue\r\n\r\n")


def pour(server: FarServer, write: Callable[[bytes], object]) -> None:
    """Without end and without saying so."""
    write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while not server.over.is_set():
        write(b"x" * 65_536)


def hang(server: FarServer, write: Callable[[bytes], object]) -> None:
    server.over.wait(60)


def garbage(server: FarServer, write: Callable[[bytes], object]) -> None:
    write(b"\x00\x01\x02 this is no HTTP\r\n\r\n")


def half(server: FarServer, write: Callable[[bytes], object]) -> None:
    write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it")


def _handler_of(server: FarServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            headers = {name.lower(): value for name, value in self.headers.items()}
            heard = Heard(self.command, self.path, headers, self.rfile.read(length))
            server.heard.append(heard)
            try:
                self._write(server.answer(heard))
            except OSError:
                self.close_connection = True  # the other side had enough

        do_POST = do_GET

        def _write(self, reply: Reply) -> None:
            if reply.raw is not None:
                self.close_connection = True
                reply.raw(server, self.wfile.write)
                return
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Quiet."""

    return Handler


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    address_family = AF_INET

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that refuses a certificate is no failure of a test."""


@contextmanager
def far_server(certificate: Path | None = None) -> Iterator[FarServer]:
    """On all loopback addresses (127.0.0.1, 127.0.0.2 …), so that a test can call one of them public."""
    server = FarServer()
    httpd = _Listening(("127.0.0.1", 0) if certificate else ("0.0.0.0", 0), _handler_of(server))
    if certificate is not None:
        context = SSLContext(PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        httpd.socket = context.wrap_socket(httpd.socket, server_side=True, do_handshake_on_connect=False)
        server.scheme = "https"
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.port = httpd.server_port
    try:
        yield server
    finally:
        server.over.set()
        httpd.shutdown()
        thread.join()
        httpd.server_close()


OUTSIDE = ip_address("127.0.0.2")  # stands for the open internet


def policy_of(names: dict[str, list[str]], asked: list[str] | None = None) -> Policy:
    """PUBLIC, but 127.0.0.2 is the open internet, any port goes, and names mean what `names` says (each call takes the
    next answer of a list that holds commas)."""

    def resolve(host: str, port: int, seconds: float) -> list[object]:
        if asked is not None:
            asked.append(host)
        answers = names[host]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return [ip_address(part) for part in answer.split(",")]

    return Policy(may_connect=lambda address: address == OUTSIDE, ports=None, resolve=resolve)  # type: ignore[arg-type]
