"""All that a question passes: a database, a web server, a worker and a mail server, each of which can fail at will."""

import os
import random
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tests.database import ROOT, migrate
from tests.messages.workers import WITHIN_S, QuickWorker, environment_of, sender, wait_for
from tests.smtp import MailHouse
from tools import cluster, run_tests, serving
from tools.bench.measuring import children
from tools.processes import before_start
from webapp.mail_settings import MailServer

OF_OTHER_SITES = ("BASE_URL", "LANGUAGES_DIR", "PORT", "PROXIES", "STAFF_IDLE_MINUTES")  # a test before may have set
ANY_NUMBER = "100000/second"  # all clients of a test have one address


class Web:
    """The web server as `make run` starts it; whatever it says goes into a file."""

    def __init__(self, url: sa.URL, server: MailServer, folder: Path, root: Path = ROOT) -> None:
        """`root`: where the release lies that is started."""
        self.port, self._root = serving.free_port(), root
        self._log = folder / "web.log"
        around = {name: value for name, value in os.environ.items() if name not in OF_OTHER_SITES}
        self._environment = {**around, **environment_of(url, server), "QUESTION_RATE": ANY_NUMBER}
        self._process: subprocess.Popen[bytes] | None = None

    def change(self, **settings: str) -> None:
        """From the next start on."""
        self._environment.update(settings)

    def reload(self) -> None:
        """As systemd does: new processes come, then the old ones go."""
        assert self._process is not None
        self._process.send_signal(signal.SIGHUP)

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                serving.server_command(self.port),
                cwd=self._root,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=before_start,  # noqa: PLW1509  (nothing between fork and exec needs another thread)
            )

    def stop(self) -> None:
        """As it is stopped every day, so that nothing that it has to say is lost."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait(WITHIN_S)
        self._process = None

    def kill(self) -> None:
        """Every process of it, in the middle of whatever it does."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def kill_one_process(self, chance: random.Random) -> None:
        """One that answers; the server starts another in its place."""
        answering = self.processes
        if answering:  # else it is starting
            os.kill(chance.choice(answering), signal.SIGKILL)

    @property
    def processes(self) -> list[int]:
        """Those that answer."""
        assert self._process is not None
        return children(self._process.pid)

    @property
    def is_up(self) -> bool:
        return serving.health(self.port, "/health/live")[0] == 200

    @property
    def log(self) -> str:
        return self._log.read_text()


class Site:
    """`cause` lets one thing fail; what it ends is started again at once, but for the mail server."""

    def __init__(self, url: sa.URL, folder: Path) -> None:
        self.url, self._folder = url, folder
        self.mail = MailHouse()
        self.web = Web(url, self.mail.server, folder)
        self.worker = self._new_worker()

    def cause(self, trouble: str, chance: random.Random) -> None:
        if trouble == "kill the web server":
            self.web.kill()
            self.web.start()
        elif trouble == "kill one web process":
            self.web.kill_one_process(chance)
        elif trouble == "kill the worker":
            self.worker.kill()
            self.worker = self._new_worker()
        elif trouble == "crash the database":
            self.end_database("crash")
            self.start_database()
        elif trouble == "restart the database":
            self.end_database("stop")
            self.start_database()
        elif trouble == "stop the mail server":
            self.mail.close()
        elif trouble == "start the mail server":
            self.mail.open()
        else:
            self.mail.box.behaviour = trouble

    def end_database(self, how: str) -> None:
        """stop: after a good-bye to each who is connected; crash: without one."""
        cluster.ask(how, _our_cluster())

    def start_database(self) -> None:
        cluster.ask("start", _our_cluster())

    def mend(self) -> None:
        self.mail.box.behaviour = "accept"
        self.mail.open()
        wait_for(lambda: self.web.is_up, lambda: self.web.log[-2000:])

    def end(self) -> None:
        self.web.kill()
        self.worker.kill()
        self.mail.close()

    def _new_worker(self) -> QuickWorker:
        return QuickWorker(self.url, self.mail.server, self._folder)


def _our_cluster() -> dict[str, str]:
    return run_tests.environment_of(str(os.getpid()))


@contextmanager
def own_database(setting: str) -> Iterator[sa.URL]:
    """Migrated, in a database cluster of its own with this setting, and the application of the test in it."""
    with run_tests.throw_away_cluster() as address:
        url = sa.make_url(address)
        as_owner(url, f'ALTER DATABASE "{url.database}" SET {setting}')
        migrate(url)
        with sender(url):
            yield url


def as_owner(url: sa.URL, statement: str) -> list[Any]:
    """As the owner of the whole cluster, outside a transaction; gives the first column of what is answered."""
    engine = sa.create_engine(
        url.set(username="postgres"),
        isolation_level="AUTOCOMMIT",
        poolclass=sa.NullPool,
        connect_args={"options": "-c lock_timeout=30000"},
    )
    with engine.connect() as connection:
        result = connection.execute(sa.text(statement))
        return list(result.scalars()) if result.returns_rows else []


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """A cluster of tests forgets the last moments before a crash, to be fast; here nothing may be forgotten."""
    with own_database("synchronous_commit = on") as url, ExitStack() as open_things:
        site = Site(url, folder)
        open_things.callback(site.end)
        site.mail.open()
        site.web.start()
        wait_for(lambda: site.web.is_up, lambda: site.web.log[-2000:])
        yield site
