"""pg_dump and pg_restore, which come with PostgreSQL, and how they reach the database of DATABASE_URL."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from webapp.backup.rules import BackupError

_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


def find_program(name: str, server: int) -> str:
    """Of the same major version as the server, else the nearest newer one: an older one refuses a newer server, a newer
    one may write what this server does not know. Raises BackupError."""
    versions = {version: path for path in _paths(name) if (version := _version(path)) >= server}
    if not versions:
        raise BackupError(
            f"{name} of PostgreSQL {server} or newer is missing; on Debian: apt-get install postgresql-client-{server}."
        )
    return versions[min(versions)]


def _paths(name: str) -> Iterator[str]:
    for folder in _FOLDERS:
        yield from (str(path) for path in Path("/").glob(f"{folder[1:]}/{name}"))
    on_the_path = shutil.which(name)
    if on_the_path:
        yield on_the_path


def _version(path: str) -> int:
    """0 for one that does not say, as the wrapper of Debian without a server beside it."""
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = _VERSION.search(told)
    return int(found[1]) if found else 0


def address_of(url: str) -> tuple[str, dict[str, str]]:
    """The words for --dbname, and the environment with the password: what stands on a command line all can read."""
    parts = conninfo_to_dict(url.replace("postgresql+psycopg://", "postgresql://", 1))
    password = parts.pop("password", None)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    if password:
        environment["PGPASSWORD"] = str(password)
    return make_conninfo(**{name: str(value) for name, value in parts.items()}), environment


def end(process: subprocess.Popen[bytes]) -> None:
    """Whether it has ended by itself or not."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            close(pipe)
    process.wait()


def close(pipe: IO[bytes]) -> None:
    """Nobody may listen any more; why, the program itself says."""
    with suppress(BrokenPipeError):
        pipe.close()
