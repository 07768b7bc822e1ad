"""The rows in a dump, counted: pg_restore writes them out as words, and each row is one line."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from threading import Thread
from typing import IO

from webapp.backup.programs import close, end
from webapp.backup.rules import BackupError

_COPY = re.compile(rb'COPY (?:"?\w+"?)\."?(\w+)"? \(.*\) FROM stdin;\n')
_END = b"\\.\n"


def count_rows(program: str, dump: Iterator[bytes]) -> dict[str, int]:
    """Rows a table. Raises BackupError, also one that comes out of `dump`."""
    process = subprocess.Popen(
        [program, "--file=-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    feeder = _Feeder(process, dump)
    feeder.start()
    try:
        assert process.stdout is not None
        counted = _count(process.stdout)
        feeder.join()
        process.wait()
    finally:
        end(process)
    if feeder.problem is not None:
        raise feeder.problem
    if process.returncode:
        raise BackupError("The dump in this backup cannot be read; use another one.")
    return counted


class _Feeder(Thread):
    """Beside the reading, as both ends of a pipe fill."""

    def __init__(self, process: subprocess.Popen[bytes], dump: Iterator[bytes]) -> None:
        super().__init__(daemon=True)
        self.problem: BaseException | None = None
        self._process = process
        self._dump = dump

    def run(self) -> None:
        assert self._process.stdin is not None
        is_listening = True
        try:
            for piece in self._dump:  # to its end, whatever the program does: each piece is looked at
                if is_listening:
                    is_listening = _write(self._process.stdin, piece)
            close(self._process.stdin)
        except BaseException as problem:
            self.problem = problem
            self._process.kill()


def _write(pipe: IO[bytes], piece: bytes) -> bool:
    try:
        pipe.write(piece)
    except BrokenPipeError:
        return False
    return True


def _count(lines: IO[bytes]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    table = ""
    for line in lines:
        if table and line == _END:
            table = ""
        elif table:
            counted[table] += 1
        elif found := _COPY.fullmatch(line):
            table = found[1].decode("ascii")
            counted[table] = 0
    return dict(counted)
