"""The web server as `make run`, the pictures and the benchmarks start it."""

import http.client
import os
import socket
import sys
from contextlib import closing
from pathlib import Path

BIN = Path(sys.executable).parent
HOST = "127.0.0.1"
WORKERS = 2
# Every thread may hold a database connection: workers x threads stays far under max_connections.
THREADS = 4
# Connections kept alive count as well. Once they fill this, granian accepts no more and visitors wait.
OPEN_CONNECTIONS = 2048

# At a reload a new process has so long to be ready before the old one goes: one that is still starting does not listen.
READY_WITHIN_S = 15


def flask(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "flask", *arguments]


def server_command(port: int) -> list[str]:
    return [
        sys.executable, "-m", "granian",
        "--interface", "wsgi", "--http", "1", "--no-ws", "--factory",
        "--host", HOST, "--port", str(port),
        "--workers", str(WORKERS), "--blocking-threads", str(THREADS),
        "--backlog", str(OPEN_CONNECTIONS), "--backpressure", str(OPEN_CONNECTIONS),
        "--respawn-interval", str(READY_WITHIN_S), "--respawn-failed-workers", "--workers-kill-timeout", "5",
        "--no-access-log", "--log-level", "warning",
        "webapp.app:create_app",
    ]  # fmt: skip


def port_is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def health(port: int, path: str) -> tuple[int, str]:
    """Status and text; status 0 while nobody answers. Not by urllib: that would ask a proxy."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    with closing(connection):
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace").strip()
        except (OSError, http.client.HTTPException) as problem:
            return 0, str(problem)


def port_setting() -> int | None:
    """None when PORT is no port."""
    value = os.environ.get("PORT") or "8000"
    return int(value) if value.isdecimal() and 1 <= int(value) <= 65535 else None
