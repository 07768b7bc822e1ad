"""A primary, a replica that follows it and PgBouncer between the primary and us: Debian's programs, on sockets only."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from tests.database import migrate
from tests.faults.site import as_owner
from tests.messages.workers import WITHIN_S, wait_for
from tools import cluster, run_tests
from tools.bench.measuring import tree
from tools.processes import before_start
from webapp.core.connections import SESSION_OPTIONS, driver_url

POOLER_PORT = 6432
SERVED_AT_ONCE = 4  # sessions of the pooler: fewer than our connections, so that each is used by everybody
# A cluster of tests writes no more than it needs for itself.
LEADING = ("wal_level = replica", "max_wal_senders = 4", "wal_keep_size = '256MB'", "synchronous_commit = on")


class OwnProgram:
    """Of the user who owns the database: PostgreSQL and PgBouncer refuse to be root."""

    def __init__(self, command: list[str], user: int, log: Path) -> None:
        self._command, self._user, self._log = command, user, log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
                user=self._user if os.getuid() == 0 else None,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=before_start,  # noqa: PLW1509  (nothing between fork and exec needs another thread)
            )

    def send(self, number: signal.Signals) -> None:
        """To it and all its children."""
        assert self._process is not None
        for pid in tree(self._process.pid):
            os.kill(pid, number)

    def end(self, how: signal.Signals = signal.SIGQUIT) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(WITHIN_S)
            self._process = None

    @property
    def log(self) -> str:
        return self._log.read_text()


class Follower(OwnProgram):
    """`crash` and `start` it, let it `freeze` and `thaw`, or `hold` what it takes over."""

    def __init__(self, primary: sa.URL, folder: Path, user: int) -> None:
        self._folder = folder
        data = folder / "data"
        copy = [f"{cluster.ask('bin')}/pg_basebackup", "-D", str(data), "-R", "-X", "stream", "-c", "fast", "--no-sync"]
        leader = ["-h", str(primary.query["host"]), "-U", "postgres"]
        run_as(user, [*copy, *leader])
        program = f"{cluster.ask('bin')}/postgres"
        super().__init__([program, "-D", str(data), "-k", str(folder)], user, folder / "follower.log")
        self.url = primary.update_query_dict({"host": str(folder)})

    def start(self) -> None:
        super().start()
        wait_for(lambda: answers(self.url), lambda: self.log[-2000:])

    def crash(self) -> None:
        self.end(signal.SIGQUIT)

    def freeze(self) -> None:
        """It says nothing any more, and its connections stay open."""
        self.send(signal.SIGSTOP)

    def thaw(self) -> None:
        self.send(signal.SIGCONT)

    def hold(self) -> None:
        as_owner(self.url, "SELECT pg_wal_replay_pause()")

    def go_on(self) -> None:
        as_owner(self.url, "SELECT pg_wal_replay_resume()")


class Machines:
    def __init__(self, primary: sa.URL, replica: Follower, pooler: OwnProgram, pooled: sa.URL) -> None:
        self.primary, self.replica, self.pooler, self.pooled = primary, replica, pooler, pooled

    def stop_primary(self) -> None:
        cluster.ask("stop", run_tests.environment_of(str(os.getpid())))

    def start_primary(self) -> None:
        cluster.ask("start", run_tests.environment_of(str(os.getpid())))


@contextmanager
def machines() -> Iterator[Machines]:
    program = pooler_program()
    with run_tests.throw_away_cluster() as address, ExitStack() as started:
        primary = sa.make_url(address)
        for setting in LEADING:
            as_owner(primary, f"ALTER SYSTEM SET {setting}")
        for command in ("stop", "start"):
            cluster.ask(command, run_tests.environment_of(str(os.getpid())))
        migrate(primary)
        user = os.stat(str(primary.query["host"])).st_uid
        folder = started.enter_context(folder_of(user))
        replica = Follower(primary, folder, user)
        started.callback(replica.end)
        replica.start()
        pooler = OwnProgram(pooler_command(program, primary, folder), user, folder / "pooler.log")
        started.callback(pooler.end)
        pooler.start()
        pooled = primary.update_query_dict({"host": str(folder), "port": str(POOLER_PORT)})
        wait_for(lambda: answers(pooled), lambda: pooler.log[-2000:])
        yield Machines(primary, replica, pooler, pooled)


@contextmanager
def folder_of(user: int) -> Iterator[Path]:
    """In /tmp: a socket's path is short, and the user of the database gets there."""
    with tempfile.TemporaryDirectory(prefix="dichtbij-", dir="/tmp", ignore_cleanup_errors=True) as name:
        os.chown(name, user, -1)
        yield Path(name)


def pooler_program() -> str:
    found = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin") or shutil.which(
        "pgbouncer", path=str(cluster.VAR / "pgbouncer" / "usr" / "sbin")
    )
    if found is None:
        pytest.skip("PgBouncer is not there; tools/setup.sh --test unpacks it where there is apt")
    return found


def pooler_command(program: str, primary: sa.URL, folder: Path) -> list[str]:
    """A copy of the program: that user may not get into the folder of the project."""
    own = shutil.copy(program, folder / "pgbouncer")
    settings = "; ".join(f"SET {name} = {value}" for name, value in SESSION_OPTIONS.items())
    target = f"host={primary.query['host']} dbname={primary.database} user={primary.username}"
    (folder / "pgbouncer.ini").write_text(f"""
[databases]
{primary.database} = {target} connect_query='{settings}'
[pgbouncer]
pool_mode = transaction
default_pool_size = {SERVED_AT_ONCE}
max_client_conn = 200
unix_socket_dir = {folder}
listen_port = {POOLER_PORT}
auth_type = any
server_login_retry = 1
query_wait_timeout = 20
""")
    return [own, str(folder / "pgbouncer.ini")]


def answers(url: sa.URL) -> bool:
    try:
        with psycopg.connect(driver_url(url.render_as_string(hide_password=False)), connect_timeout=2) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.Error:
        return False


def run_as(user: int, command: list[str]) -> None:
    """With the environment of nobody: PGHOST and the like of the caller are not for it."""
    name = pwd.getpwuid(user).pw_name
    subprocess.run(
        command,
        check=True,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "USER": name},
        user=user if os.getuid() == 0 else None,
    )
