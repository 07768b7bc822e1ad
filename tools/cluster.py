"""The private database cluster of this folder (tools/cluster.sh), for Python."""

import fcntl
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "tools" / "cluster.sh"
VAR = ROOT / "var"
# While this file is there the running cluster was started by one of us and not by hand.
STARTED_BY_US = VAR / "cluster-started-by-tools"
USERS = VAR / "cluster-users.lock"


class ClusterError(RuntimeError):
    """The cluster could not be started or stopped; the script has said why."""


def ask(command: str, environ: Mapping[str, str] | None = None) -> str:
    """In a session of its own: Ctrl-C must not stop a server half-way its start."""
    answer = subprocess.run(
        [SCRIPT, command],
        env={**os.environ, **(environ or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        check=False,
    )
    if answer.returncode:
        raise ClusterError(f"tools/cluster.sh {command} failed.")
    return answer.stdout.strip()


def url() -> str:
    return ask("url")


@contextmanager
def borrowed() -> Iterator[str]:
    """Gives the address of the running cluster. Of several users the last to leave stops what one of them
    started; a cluster that was running already goes on. The lock also ends when a user is killed."""
    VAR.mkdir(exist_ok=True)
    with USERS.open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        if ask("start").endswith("started"):
            STARTED_BY_US.touch()
        try:
            yield url()
        finally:
            if STARTED_BY_US.exists() and is_last(users.fileno()):
                ask("stop")
                STARTED_BY_US.unlink(missing_ok=True)


def is_last(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
