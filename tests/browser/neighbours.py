"""A site of somebody else on this machine, with a page that holds one of ours."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tools import serving


@contextmanager
def neighbour(page: str) -> Iterator[str]:
    """Its origin; each address there answers with this page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = page.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            pass

    port = serving.free_port()
    server = ThreadingHTTPServer((serving.HOST, port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{serving.HOST}:{port}"
    finally:
        server.shutdown()
        server.server_close()
