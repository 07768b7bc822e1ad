"""`make run`: database, migrations, demonstration, worker, web server; stops what it started, no more."""

import os
import shutil
import sys
import time
from contextlib import ExitStack, closing
from typing import NoReturn
from urllib.parse import unquote, urlsplit

import psycopg

from tools import cluster, local, serving
from tools.processes import Program, Stopped, StopSignal, run_step

READY_WITHIN_S = 90
EXTENSIONS = ("postgis", "pg_trgm", "unaccent")


class CannotRun(Exception):
    """What is wrong and what to do about it."""


def main() -> int:
    stop = StopSignal()
    try:
        with closing(ExitStack()) as started:
            run(stop, started)
    except Stopped:
        print("Dichtbij has stopped.", flush=True)
        return 0
    except (CannotRun, cluster.ClusterError) as problem:
        print(f"Dichtbij: {problem}", file=sys.stderr, flush=True)
        return 1


def run(stop: StopSignal, started: ExitStack) -> NoReturn:
    """Ends by an exception, always."""
    local.load_env_file()
    port = usable_port()
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = started.enter_context(cluster.borrowed())
    local.fill_environment()
    address = os.environ["BASE_URL"] = (os.environ.get("BASE_URL") or f"http://{serving.HOST}:{port}").rstrip("/")
    say_where_mail_goes()
    count_together(port)
    prepare_database(stop)
    programs = start_programs(port, started)
    wait_until_ready(port, programs, stop)
    print(f"Dichtbij is ready at {address}/", flush=True)
    while True:
        stop.wait(0.5)
        check_alive(programs)


def say_where_mail_goes() -> None:
    url = os.environ.get("MAIL_URL", "")
    if url.startswith("file:"):
        folder = cluster.ROOT / unquote(urlsplit(url).path)
        shown = folder.relative_to(cluster.ROOT) if folder.is_relative_to(cluster.ROOT) else folder
        print(f"Mails are not sent: they are written to {shown}/ (MAIL_URL names a mail server).", flush=True)


def count_together(port: int) -> None:
    """All web processes of this run; what earlier runs counted went with them."""
    if os.environ.get("METRICS_DIR"):
        return
    folder = cluster.VAR / "metrics" / str(port)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["METRICS_DIR"] = str(folder)


def usable_port() -> int:
    port = serving.port_setting()
    if port is None:
        raise CannotRun(f"PORT is {os.environ['PORT']!r}; it must be a number from 1 to 65535.")
    if not serving.port_is_free(port):
        raise CannotRun(f"port {port} is in use. Stop what uses it, or choose another: PORT={port + 1} make run")
    return port


def prepare_database(stop: StopSignal) -> None:
    stop.wait(0)
    ensure_extensions(os.environ["DATABASE_URL"])
    for command in (("db", "upgrade"), ("demo", "load", "--if-empty")):
        if not run_step(command[0], serving.flask(*command), stop):
            raise CannotRun(f"`flask {' '.join(command)}` failed; the lines above say why.")


def ensure_extensions(url: str) -> None:
    """Our own cluster has them; in a database that somebody gave us we may not be allowed to make them."""
    try:
        with psycopg.connect(
            url.replace("postgresql+psycopg://", "postgresql://", 1), connect_timeout=10
        ) as connection:
            connection.execute("SET client_min_messages = warning")
            for extension in EXTENSIONS:
                connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    except psycopg.errors.InsufficientPrivilege as problem:
        wanted = " ".join(f"CREATE EXTENSION IF NOT EXISTS {extension};" for extension in EXTENSIONS)
        raise CannotRun(f"the database needs its administrator to run once: {wanted}") from problem
    except psycopg.Error as problem:
        raise CannotRun(f"the database in DATABASE_URL does not work: {problem}") from problem


def start_programs(port: int, started: ExitStack) -> list[Program]:
    programs = []
    for name, command in (
        ("the worker", serving.flask("worker")),
        ("the web server", serving.server_command(port)),
    ):
        program = Program(name, command)
        started.callback(program.stop)
        programs.append(program)
    return programs


def check_alive(programs: list[Program]) -> None:
    for program in programs:
        if program.exit_code is not None:
            raise CannotRun(f"{program.name} has ended (code {program.exit_code}); stopping the rest.")


def wait_until_ready(port: int, programs: list[Program], stop: StopSignal, path: str = "/health/ready") -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while True:
        status, text = serving.health(port, path)
        if status == 200:
            return
        if time.monotonic() > deadline:
            raise CannotRun(f"not ready after {READY_WITHIN_S} seconds; {path} says {status}: {text[:500]}")
        stop.wait(0.2)
        check_alive(programs)


if __name__ == "__main__":
    sys.exit(main())
