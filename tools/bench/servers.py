"""The programs under load: the product as `make run` starts it, and nginx with the same bytes in a file."""

import http.client
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import cluster, serving
from tools.bench.report import Skip
from tools.processes import Program

READY_WITHIN_S = 60
BEAT_S = 0.05

NGINX = """
{user}
worker_processes {workers};
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    open_file_cache max=100;
    default_type application/geo+json;
    client_body_temp_path {folder}/tmp;
    proxy_temp_path {folder}/tmp;
    fastcgi_temp_path {folder}/tmp;
    uwsgi_temp_path {folder}/tmp;
    scgi_temp_path {folder}/tmp;
    server {{
        listen {host}:{port};
        root {folder}/www;
        gzip_static on;
        add_header Cache-Control "public, max-age=60";
    }}
}}
"""

PROXY = cluster.ROOT / "tools" / "deploy" / "nginx.conf"
AROUND_PROXY = """
{user}
worker_processes {workers};
daemon off;
pid {folder}/nginx.pid;
events {{ worker_connections 512; }}
http {{
    # As in Debian's own nginx.conf, which the file of the product is included by.
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    client_body_temp_path {folder}/tmp;
    proxy_temp_path {folder}/tmp;
    fastcgi_temp_path {folder}/tmp;
    uwsgi_temp_path {folder}/tmp;
    scgi_temp_path {folder}/tmp;
    include {folder}/proxy.conf;
}}
"""


class Server(Program):
    """A program of ours that we also look at."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        settings = [f"{key}={value}" for key, value in (environment or {}).items()]
        super().__init__(name, ["env", *settings, *command])

    @property
    def pid(self) -> int:
        return self._process.pid


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(port: int, path: str, headers: Mapping[str, str] | None = None, timeout: float = 60) -> Answer:
    """Not by urllib: that would ask a proxy."""
    with closing(http.client.HTTPConnection(serving.HOST, port, timeout=timeout)) as connection:
        connection.request("GET", path, headers=dict(headers or {}))
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())


@contextmanager
def running(server: Server, is_ready: Callable[[], bool]) -> Iterator[Server]:
    try:
        deadline = time.monotonic() + READY_WITHIN_S
        while not is_ready():
            if server.exit_code is not None:
                raise Skip(f"{server.name} ended by itself (code {server.exit_code})")
            if time.monotonic() > deadline:
                raise Skip(f"{server.name} was not ready in {READY_WITHIN_S} s")
            time.sleep(BEAT_S)
        yield server
    finally:
        server.stop()


def answers(port: int, path: str) -> Callable[[], bool]:
    def check() -> bool:
        try:
            return ask(port, path).status == 200
        except (OSError, http.client.HTTPException):
            return False

    return check


@contextmanager
def product(port: int, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    with running(
        Server("the web server", serving.server_command(port), environment), answers(port, "/health/live")
    ) as server:
        yield server


@contextmanager
def worker() -> Iterator[Server]:
    server = Server("the worker", serving.flask("worker"))
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def nginx(folder: Path, port: int, zipped: bytes, plain: bytes) -> Iterator[Server]:
    """Two workers, like the product; the file is zipped beforehand."""
    www = folder / "www"
    www.mkdir(parents=True)
    (www / "feed.geojson").write_bytes(plain)
    (www / "feed.geojson.gz").write_bytes(zipped)
    user = "user root;" if os.getuid() == 0 else ""
    settings = folder / "nginx.conf"
    settings.write_text(NGINX.format(user=user, workers=serving.WORKERS, folder=folder, host=serving.HOST, port=port))
    server = Server("nginx", [program("nginx"), "-c", str(settings), "-e", str(folder / "error.log")])
    with running(server, answers(port, "/feed.geojson")):
        yield server


@contextmanager
def proxy(folder: Path, port: int, product_port: int, path: str) -> Iterator[Server]:
    """The documented nginx before the product, without TLS: what it is compared with has none either."""
    folder.mkdir()
    (folder / "proxy.conf").write_text(without_tls(PROXY.read_text(encoding="utf-8"), folder, port, product_port))
    user = "user root;" if os.getuid() == 0 else ""
    settings = folder / "nginx.conf"
    settings.write_text(AROUND_PROXY.format(user=user, workers=serving.WORKERS, folder=folder))
    server = Server("nginx with its cache", [program("nginx"), "-c", str(settings), "-e", str(folder / "error.log")])
    with running(server, answers(port, path)):
        yield server


def without_tls(documented: str, folder: Path, port: int, product_port: int) -> str:
    """The last of its servers, and all that stands before the first."""
    before, last = documented[: documented.index("# Whoever asks")], documented[documented.rindex("\nserver {") :]
    last = re.sub(r"^ +ssl_.*\n", "", last, flags=re.MULTILINE)
    changes = (
        ("127.0.0.1:8000", f"{serving.HOST}:{product_port}"),
        ("/var/cache/nginx/dichtbij", f"{folder}/cache"),
        ("listen 443 ssl http2", f"listen {serving.HOST}:{port}"),
        ("/var/log/nginx", str(folder)),
    )
    text = before + last
    for old, new in changes:
        text = text.replace(old, new)
    return text


def program(name: str) -> str:
    """Where it is, after installing it when it is missing (programs.sh)."""
    script = cluster.ROOT / "tools" / "bench" / "programs.sh"
    done = subprocess.run([script, name], stdout=subprocess.PIPE, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Skip(f"{name} could not be installed")
    return done.stdout.strip()
