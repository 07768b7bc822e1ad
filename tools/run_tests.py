"""`make test`: pytest against a throw-away database cluster that is gone afterwards, however the tests end.

    python -m tools.run_tests [arguments for pytest]

The tests find the cluster in TEST_DATABASE_URL (its role may make databases, and these have the extensions), the
browser in CHROMIUM, and in TEST_TEMPLATES a folder of this run for what templates are translated to. Who sets
TEST_DATABASE_URL brings a cluster along."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from tools import chromium, cluster
from tools.processes import Program, Stopped, StopSignal

CLUSTERS = cluster.VAR / "test-clusters"
INTERRUPTED = 130


def main(arguments: list[str]) -> int:
    stop = StopSignal()
    os.environ["CHROMIUM"] = chromium.find_chromium() or ""
    os.environ.pop("DATABASE_URL", None)  # no test may ever touch a real one
    # Each process reads every test file: translated once and kept that takes a third of the time.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        with TemporaryDirectory() as translated:
            os.environ["TEST_TEMPLATES"] = translated
            if os.environ.get("TEST_DATABASE_URL"):
                return run_pytest(arguments, stop)
            with throw_away_cluster() as url:
                os.environ["TEST_DATABASE_URL"] = url
                return run_pytest(arguments, stop)
    except Stopped:
        return INTERRUPTED


def run_pytest(arguments: list[str], stop: StopSignal) -> int:
    pytest = Program("pytest", [sys.executable, "-m", "pytest", *arguments])
    try:
        while pytest.exit_code is None:
            stop.wait(0.1)
    except Stopped:
        pytest.stop(signal.SIGINT)
        raise
    return pytest.exit_code


@contextmanager
def throw_away_cluster() -> Iterator[str]:
    """A file with our process number tells later runs whose cluster it is. Two runs have two clusters."""
    CLUSTERS.mkdir(parents=True, exist_ok=True)
    remove_forgotten()
    owner = str(os.getpid())
    (CLUSTERS / owner).touch()
    try:
        cluster.ask("start", environment_of(owner))
        yield cluster.ask("url", environment_of(owner))
    finally:
        destroy(owner)


def environment_of(owner: str) -> dict[str, str]:
    return {"CLUSTER_DIR": str(CLUSTERS / f"{owner}.cluster"), "CLUSTER_THROW_AWAY": "yes"}


def destroy(owner: str) -> None:
    cluster.ask("destroy", environment_of(owner))
    (CLUSTERS / owner).unlink(missing_ok=True)


def remove_forgotten() -> None:
    """Of runs that were killed before they could tidy up."""
    for mark in CLUSTERS.iterdir():
        if mark.name.isdecimal() and not is_alive(int(mark.name)):
            destroy(mark.name)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
