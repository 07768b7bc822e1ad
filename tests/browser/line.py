"""The line between a phone and our server, which a test can cut, delay or let somebody else answer on."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

HERE = "127.0.0.1"
HOP = frozenset(["connection", "content-length", "transfer-encoding", "keep-alive", "date", "server"])
HOLDS_S = 30
_visitors = count(2)

Answer = tuple[int, dict[str, str], bytes]
HTML = {"Content-Type": "text/html"}


class Line:
    """`posts`: the bodies of questions, by the form or the API, in order. Each line is another visitor for the rate
    limits."""

    def __init__(self, port: int, server_port: int) -> None:
        self.port, self.server_port = port, server_port
        self.address = f"http://{HERE}:{port}"
        self.posts: list[bytes] = []
        self.drops_reply = False  # the server hears and answers, and the phone never hears of it
        self.answer: Callable[[], Answer | None] | None = None  # to a question, instead of our server; None: cut off
        self.answers_all: Answer | None = None  # a gateway of a public network
        self.let_go = threading.Event()  # while this is clear, no question gets an answer
        self.let_go.set()
        self.arrived = threading.Event()
        self.visitor = f"127.0.0.{next(_visitors)}"
        self._server: ThreadingHTTPServer | None = None

    def connect(self) -> None:
        self._server = ThreadingHTTPServer((HERE, self.port), _handler_of(self))
        self.port = self._server.server_port
        self.address = f"http://{HERE}:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def cut(self) -> None:
        """Nobody listens there any more; a browser does not call that offline."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def reply_to(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer | None:
        """None: the connection just ends."""
        is_question = method == "POST" and path.endswith(("/questions", "/ask"))
        if is_question:
            self.posts.append(body)
        if self.answers_all:
            return self.answers_all
        if is_question and self.answer:
            return self.answer()
        reply = self._through(method, path, headers, body)
        if is_question:
            self.arrived.set()
            self.let_go.wait(HOLDS_S)
        return None if is_question and self.drops_reply else reply

    def _through(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer | None:
        server = HTTPConnection(HERE, self.server_port, timeout=30, source_address=(self.visitor, 0))
        with closing(server), suppress(OSError):
            server.request(method, path, body, headers)
            answer = server.getresponse()
            kept = {name: value for name, value in answer.getheaders() if name.lower() not in HOP}
            return answer.status, kept, answer.read()
        return None


def _handler_of(line: Line) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {
                name: value for name, value in self.headers.items() if name.lower() not in HOP
            }  # the client counts anew
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            reply = line.reply_to(self.command, self.path, headers, body)
            self.close_connection = True
            if reply is None:
                return
            status, told, content = reply
            with suppress(OSError):  # the tab was closed
                self.send_response_only(status)
                for name, value in {**told, "Content-Length": str(len(content))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

        do_POST = do_GET

        def log_message(self, *_args: object) -> None:
            pass

    return Handler


@contextmanager
def phone_line(server_port: int) -> Iterator[Line]:
    line = Line(0, server_port)
    line.connect()
    try:
        yield line
    finally:
        line.let_go.set()
        line.cut()
