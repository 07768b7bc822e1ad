"""The documented nginx on loopback: the file of tools/deploy as it is, but for names, ports and folders of a test."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.certificate import make_certificate
from tests.messages.workers import wait_for
from tools import serving
from tools.processes import before_start
from webapp.app import ROOT

DOCUMENTED = ROOT / "tools" / "deploy" / "nginx.conf"
NAME = "localhost"
AROUND = """
{user}daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/start.log;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/dichtbij.conf;
}}
"""


def find_nginx() -> str | None:
    return shutil.which(
        "nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:{ROOT}/var/nginx/usr/sbin"
    )


class Proxy:
    def __init__(self, program: str, folder: Path, upstream: int) -> None:
        self.https, self.http = serving.free_port(), serving.free_port()
        self.certificate = make_certificate(folder)
        self.log = folder / "dichtbij.log"
        self.errors = folder / "dichtbij-error.log"
        self._folder, self._start = folder, folder / "start.log"
        # -e: without it nginx first looks where Debian keeps its log.
        self._command = [program, "-c", f"{folder}/nginx.conf", "-p", str(folder), "-e", str(self._start)]
        (folder / "dichtbij.conf").write_text(self._changed(upstream), encoding="utf-8")
        (folder / "nginx.conf").write_text(
            AROUND.format(folder=folder, user="user root;\n" if os.geteuid() == 0 else ""), encoding="utf-8"
        )

    def _changed(self, upstream: int) -> str:
        text = DOCUMENTED.read_text(encoding="utf-8")
        for old, new in (
            ("127.0.0.1:8000", f"127.0.0.1:{upstream}"),
            ("listen 443", f"listen 127.0.0.1:{self.https}"),
            ("listen 80", f"listen 127.0.0.1:{self.http}"),
            ("/etc/letsencrypt/live/dichtbij.example/fullchain.pem", str(self.certificate)),
            ("/etc/letsencrypt/live/dichtbij.example/privkey.pem", str(self.certificate)),
            ("https://dichtbij.example", f"https://{NAME}:{self.https}"),
            ("server_name dichtbij.example", f"server_name {NAME}"),
            ("/var/cache/nginx/dichtbij", str(self._folder / "cache")),
            ("/var/log/nginx", str(self._folder)),
        ):
            assert old in text, f"the documented file no longer says {old}"
            text = text.replace(old, new)
        return text

    def said(self) -> str:
        return self._start.read_text() if self._start.exists() else ""

    def check(self) -> str:
        """What nginx says of the file; empty when it is content."""
        result = subprocess.run(
            [*self._command, "-t", "-q"],
            capture_output=True,
            text=True,
            check=False,
        )
        return result.stderr

    @contextmanager
    def running(self) -> Iterator["Proxy"]:
        process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=before_start,  # noqa: PLW1509  (nothing between fork and exec needs another thread)
        )
        try:
            wait_for(lambda: not serving.port_is_free(self.https), self.said)
            yield self
        finally:
            process.terminate()
            process.wait(30)
