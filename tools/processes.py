"""Programs that we start and that we end; nobody else's."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence

from tools.cluster import ROOT

GRACE_S = 10
PR_SET_PDEATHSIG = 1


class Stopped(Exception):
    """Ctrl-C, SIGTERM or a closed terminal."""


class StopSignal:
    """Turns the signals into one question that the loops ask."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._asked.set())

    def wait(self, seconds: float) -> None:
        if self._asked.wait(seconds):
            raise Stopped


class Program:
    """In a session of its own, so that Ctrl-C in the terminal reaches only us and we decide the order."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=before_start,  # noqa: PLW1509  (we have no threads)
        )

    @property
    def exit_code(self) -> int | None:
        return self._process.poll()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        self._process.send_signal(how)
        try:
            self._process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            print(f"{self.name} does not stop; ending it.", flush=True)
        self._end_group()
        self._process.wait()

    def _end_group(self) -> None:
        """Whatever it left behind has its session's number."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return


def before_start() -> None:
    """Runs in the new process. Even when we are killed without a chance to tidy up, it gets SIGTERM (Linux
    only). And a shell that started us in the background had made us, and so it, deaf to SIGINT."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def run_step(name: str, command: Sequence[str], stop: StopSignal) -> bool:
    """True when it went well. Raises Stopped after ending it."""
    step = Program(name, command)
    try:
        while step.exit_code is None:
            stop.wait(0.05)
    except Stopped:
        step.stop()
        raise
    return step.exit_code == 0
