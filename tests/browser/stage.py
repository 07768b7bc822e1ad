"""Answers that were made before, shown to a browser by a server of their own: scripts and styles come from the
application and are kept by the browser as they are from the real one."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

HOST = "127.0.0.1"
MADE_BY_A_BUILD = "/static/"


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_args: Any, **_values: Any) -> None:
        pass


@contextmanager
def on_stage(app: Flask, answers: Mapping[str, TestResponse]) -> Iterator[str]:
    """The address of the server. `answers` by path with query; nothing else of the application is reached, as it
    belongs to the test that made the answers."""

    def show(environ: Any, start: Any) -> Any:
        query = environ.get("QUERY_STRING")
        path = environ["PATH_INFO"] + (f"?{query}" if query else "")
        if path in answers:
            answer = answers[path]
            return Response(answer.data, answer.status, answer.headers)(environ, start)
        if path.startswith(MADE_BY_A_BUILD):
            return app.wsgi_app(environ, start)
        return Response("", 404)(environ, start)

    server = make_server(HOST, 0, show, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
