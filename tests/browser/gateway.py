"""Between the browser and the site, as a mobile network is: it goes away, hangs, answers with a page of its own, or
brings another release. A worker's own requests pass here too, which no route of Playwright sees."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tools import serving

PORTAL = b"<!doctype html><html lang=en><title>Free Wi-Fi</title><h1>Please sign in</h1>"
NOT_PASSED_ON = {"connection", "transfer-encoding", "content-length", "host", "accept-encoding"}
HANGS_S = 60  # longer than any browser here waits
SECOND = "22222222"  # in place of the hash of main.js


class Gateway:
    """`mode`: open, broken (500), portal (its own HTML with 200 for all), elsewhere (redirects to another host),
    hanging (until `free` is called), cut (the line breaks before an answer), half (it breaks within one)."""

    def __init__(self, upstream: str) -> None:
        self.upstream = urlsplit(upstream).netloc
        self.port = serving.free_port()
        self.address = f"http://{serving.HOST}:{self.port}"
        self.mode = "open"
        self.only = ""  # the mode holds for addresses with this in it
        self.is_second_release = False
        self.worker_begins_with = ""  # script, before that of the worker
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._freed = threading.Event()
        self._server: ThreadingHTTPServer | None = None
        self.start()

    def start(self) -> None:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                gateway.handle(self)

            def log_message(self, *_arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer((serving.HOST, self.port), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Nobody answers at this address any more; `start` brings it back."""
        self.free()
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def free(self) -> None:
        self._freed.set()

    def handle(self, visitor: BaseHTTPRequestHandler) -> None:
        self.asked.append((visitor.path, {name.lower(): value for name, value in visitor.headers.items()}))
        mode = self.mode if self.only in visitor.path else "open"
        if mode == "hanging":
            self._freed.wait(HANGS_S)
            mode = self.mode  # what it is by now
        if mode == "cut":
            return
        if mode == "elsewhere":
            send(visitor, 302, {"Location": "http://localhost:9/sign-in"}, b"")
        elif mode in ("broken", "portal"):
            send(visitor, 500 if mode == "broken" else 200, {"Content-Type": "text/html"}, PORTAL)
        else:
            send(visitor, *self.pass_on(visitor), is_half=mode == "half")

    def pass_on(self, visitor: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        """In the second release main.js has another name, and its former name is gone."""
        path = visitor.path
        if self.is_second_release and path.startswith("/static/main.") and path.endswith(".js"):
            if SECOND not in path:
                return 404, {"Content-Type": "text/plain"}, b"gone"
            path = self.first_script
        connection = http.client.HTTPConnection(self.upstream, timeout=30)
        kept = {name: value for name, value in visitor.headers.items() if name.lower() not in NOT_PASSED_ON}
        connection.request("GET", path, headers=kept)
        answer = connection.getresponse()
        body = answer.read()
        headers = passed_on(answer)
        connection.close()
        if self.is_second_release and answer.status == 200 and "text/html" in headers.get("content-type", ""):
            body = body.replace(self.first_script.encode(), self.second_script.encode())
        if self.is_second_release and path == "/service-worker.js":
            return 200, *self._second_worker(path, headers, body)
        if path == "/service-worker.js":
            body = self.worker_begins_with.encode() + body
        return answer.status, headers, body

    def _second_worker(self, path: str, headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
        if not body:  # the browser has the first one
            connection = http.client.HTTPConnection(self.upstream, timeout=30)
            connection.request("GET", path)
            answer = connection.getresponse()
            headers, body = passed_on(answer), answer.read()
            connection.close()
        text = body.decode().replace(self.first_script, self.second_script)
        return {**headers, "etag": '"second"'}, text.replace('"version": "', '"version": "second', 1).encode()

    first_script = ""

    def release_again(self, first_script: str) -> None:
        """A deploy: `first_script` is the address of main.js until now."""
        self.first_script = first_script
        self.is_second_release = True

    @property
    def second_script(self) -> str:
        return f"/static/main.{SECOND}.js"


def passed_on(answer: http.client.HTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.getheaders() if name.lower() not in NOT_PASSED_ON}


def send(
    visitor: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes, *, is_half: bool = False
) -> None:
    try:
        visitor.send_response_only(status)  # the Date is that of the site
        for name, value in headers.items():
            visitor.send_header(name, value)
        if status != 304:
            visitor.send_header("Content-Length", str(len(body)))
        visitor.end_headers()
        visitor.wfile.write(body[: len(body) // 2] if is_half else body)
    except (BrokenPipeError, ConnectionResetError):
        pass  # the browser did not wait


@contextmanager
def running_gateway(upstream: str) -> Iterator[Gateway]:
    gateway = Gateway(upstream)
    try:
        yield gateway
    finally:
        gateway.stop()
