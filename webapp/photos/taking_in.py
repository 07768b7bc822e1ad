"""From somebody's file to our pictures, by a program of its own: one at a time in each web worker, so that no number of
large photos fills the memory."""

import json
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from webapp.photos.rules import HEAD_BYTES, MAX_FILE_BYTES, Flaw, PhotoRefused, kind_of

PROGRAM = Path(__file__).with_name("baking.py")
LONGEST_S = 30.0
LONGEST_WAIT_S = 15.0
_one_at_a_time = threading.BoundedSemaphore()


@dataclass(frozen=True)
class BakedPicture:
    kind: str
    width: int
    height: int
    content: bytes


@dataclass(frozen=True)
class Baked:
    """`width` and `height` of the largest picture."""

    width: int
    height: int
    pictures: tuple[BakedPicture, ...]


def take_in(file: IO[bytes]) -> Baked:
    """From the present place in the file. Raises PhotoRefused that names the field `photo`."""
    with tempfile.TemporaryFile() as copy:
        _copy(file, copy)
        if not _one_at_a_time.acquire(timeout=LONGEST_WAIT_S):
            raise _refused(Flaw.BUSY)
        try:
            return _read(_run(copy))
        finally:
            _one_at_a_time.release()


def _copy(file: IO[bytes], copy: IO[bytes]) -> None:
    """Onto the disk piece by piece, after a look at how it begins."""
    head = file.read(HEAD_BYTES)
    if not head:
        raise _refused(Flaw.EMPTY)
    if flaw := kind_of(head):
        raise _refused(flaw)
    size = copy.write(head)
    while piece := file.read(1 << 20):
        size += copy.write(piece)
        if size > MAX_FILE_BYTES:
            raise _refused(Flaw.TOO_LARGE)
    copy.flush()
    copy.seek(0)


def _run(source: IO[bytes]) -> bytes:
    """What the program wrote. Its environment is empty: it needs no setting, and a key it cannot read is safe from it.
    It is killed when its time is over; a crash of a decoder ends it and nothing else."""
    with tempfile.TemporaryFile() as written:
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(PROGRAM)],
                stdin=source,
                stdout=written,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                timeout=LONGEST_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _refused(Flaw.UNREADABLE) from None
        if done.returncode != 0:
            raise _refused(Flaw.UNREADABLE)
        written.seek(0)
        return written.read()


def _read(answer: bytes) -> Baked:
    line, _, rest = answer.partition(b"\n")
    told: dict[str, Any] = json.loads(line)
    if "problem" in told:
        raise _refused(Flaw(told["problem"]))
    pictures: list[BakedPicture] = []
    for made in told["pictures"]:
        content, rest = rest[: made["size"]], rest[made["size"] :]
        pictures.append(BakedPicture(made["kind"], made["width"], made["height"], content))
    return Baked(told["width"], told["height"], tuple(pictures))


def _refused(flaw: Flaw) -> PhotoRefused:
    return PhotoRefused({"photo": flaw})
