"""Workers as programs of their own, and what they share: a database and a mail server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import sqlalchemy as sa
from flask import Flask

from tests.database import DATA_KEYS, ROOT, SECRET_KEY, settings_for_tests
from tools.processes import before_start
from webapp.app import create_app
from webapp.core.database import commit
from webapp.extensions import db
from webapp.mail_settings import MailServer
from webapp.messages import operations

WITHIN_S = 60


class QuickWorker:
    """Its output goes into a file, so that a test can look for what may not be in it."""

    def __init__(self, url: sa.URL, server: MailServer, folder: Path) -> None:
        self.mark = folder / "stumbled"
        self._log = folder / "worker.log"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.messages.quick_worker", str(self.mark)],
                cwd=ROOT,
                env={**os.environ, **environment_of(url, server)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=before_start,  # noqa: PLW1509  (nothing between fork and exec needs another thread)
            )

    @property
    def log(self) -> str:
        return self._log.read_text()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """The exit code."""
        if self.is_alive:
            self._process.send_signal(signal.SIGTERM)
        return self._process.wait(WITHIN_S)


def environment_of(url: sa.URL, server: MailServer) -> dict[str, str]:
    return {
        "ENVIRONMENT": "test",
        "DATABASE_URL": url.render_as_string(hide_password=False),
        "SECRET_KEY": SECRET_KEY,
        "DATA_KEYS": ",".join(DATA_KEYS),
        "MAIL_URL": server.folder.as_uri() if server.folder else f"smtp://{server.host}:{server.port}",
        "LOG_LEVEL": "DEBUG",
    }


@contextmanager
def working(url: sa.URL, server: MailServer, folder: Path) -> Iterator[QuickWorker]:
    worker = QuickWorker(url, server, folder)
    try:
        yield worker
    finally:
        worker.kill()


@contextmanager
def sender(url: sa.URL) -> Iterator[Flask]:
    """The web process: it queues."""
    app = create_app(settings_for_tests(url))
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def queue(*subjects: str) -> None:
    for subject in subjects:
        operations.queue_mail("mevrouw@voorbeeld.nl", subject, "Dag.", kind="test", municipality_id=None)
    commit()


def wait_for(condition: Callable[[], object], what: Callable[[], object] = str) -> None:
    """Looks again and again: a database does not call."""
    deadline = time.monotonic() + WITHIN_S
    while not condition():
        assert time.monotonic() < deadline, f"not within {WITHIN_S} s: {what()}"
        Event().wait(0.05)


def all_settled() -> bool:
    """Every mail has left the queue, and every job is done and gone."""
    return unsettled() == 0


def unsettled() -> int:
    with db.engine.connect() as connection:
        left = connection.scalar(
            sa.text("SELECT (SELECT count(*) FROM outgoing_message WHERE state = 'queued') + "
                    "(SELECT count(*) FROM procrastinate_jobs)")
        )  # fmt: skip
    return left or 0


def wait_for_many(what: Callable[[], object] = str) -> None:
    """Until all is settled, however many there are: something gets settled all the time."""
    while left := unsettled():
        wait_for(lambda before=left: unsettled() < before, lambda before=left: f"{before} left; {what()}")


def rows() -> list[tuple[str, int]]:
    """State and attempts of each mail."""
    with db.engine.connect() as connection:
        found = connection.execute(sa.text("SELECT state, attempts FROM outgoing_message ORDER BY queued_at, id"))
        return [(row.state, row.attempts) for row in found]
