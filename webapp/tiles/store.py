"""Tiles kept on disk, for all processes of this machine: whole files only, one asker a tile, bounded in size."""

import fcntl
import json
import logging
import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from webapp.core import clock
from webapp.tiles.rules import Tile

logger = logging.getLogger(__name__)

LOCKS = 512  # files; two tiles that share one wait for each other now and then
WAIT_S = 0.02
CLEAN_TO = 0.8  # of the bound
LONGEST_HEAD = 2000  # bytes


@dataclass(frozen=True)
class Stored:
    """`body` is empty where the server said that there is no such tile. `age_s`: since it was asked for."""

    body: bytes
    age_s: float
    etag: str | None = None
    last_modified: str | None = None


class TileStore:
    """`folder` is ours alone; `version` names the source, so that another source never shows the tiles of this one.
    `tidies`: whether what is too much goes by itself, a twentieth of the bound late."""

    def __init__(self, folder: Path, version: str, most_bytes: int, *, tidies: bool = True) -> None:
        self._root = folder
        self._folder = folder / version
        self._locks = folder / "locks"
        self._most_bytes = most_bytes
        self._written = most_bytes  # so that the first one that is written looks at what is there
        self._counting = threading.Lock()
        self._tidies = tidies
        self._folder.mkdir(parents=True, exist_ok=True)
        self._locks.mkdir(exist_ok=True)

    def read(self, tile: Tile) -> Stored | None:
        """None also for what cannot be read: it is asked for again."""
        try:
            with open(self._path(tile), "rb") as file:
                asked_at = os.fstat(file.fileno()).st_mtime
                head = json.loads(file.readline(LONGEST_HEAD))
                body = file.read()
            if len(body) != head["length"]:
                return None
            age_s = max(clock.now().timestamp() - asked_at, 0.0)
            return Stored(body, age_s, head["etag"], head["last_modified"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, tile: Tile, body: bytes, etag: str | None = None, last_modified: str | None = None) -> None:
        """Never half a file: it gets its name when it is whole. A full disk costs the next visitor a moment only."""
        head = json.dumps({"length": len(body), "etag": etag, "last_modified": last_modified}).encode() + b"\n"
        path = self._path(tile)
        making = path.with_name(f".{path.name}-{secrets.token_hex(6)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            making.write_bytes(head + body)
            self._date(making, 0)
            making.replace(path)
        except OSError as error:
            logger.warning("a tile could not be kept: %s", error.strerror)
            with suppress(OSError):
                making.unlink()
            return
        self._count(len(head) + len(body))

    def asked(self, tile: Tile, age_s: float = 0) -> None:
        """It is as good as one that was asked for so long ago."""
        with suppress(OSError):
            self._date(self._path(tile), age_s)

    @contextmanager
    def locked(self, tile: Tile, seconds: float) -> Iterator[bool]:
        """Whether this one is the only asker, in all processes. False after so many seconds of waiting."""
        number = hash((tile.zoom, tile.x, tile.y)) % LOCKS
        handle = os.open(self._locks / str(number), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            yield _lock_within(handle, seconds)
        finally:
            os.close(handle)  # which also gives the lock back, as the end of a process does

    def clean(self) -> None:
        """What was asked for longest ago goes, as do tiles of other sources. One process at a time."""
        handle = os.open(self._locks / "clean", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            if _lock_within(handle, 0):
                self._forget_other_sources()
                self._forget_oldest()
        finally:
            os.close(handle)

    def _forget_other_sources(self) -> None:
        for entry in os.scandir(self._root):
            if entry.is_dir(follow_symlinks=False) and Path(entry.path) not in (self._folder, self._locks):
                shutil.rmtree(entry.path, ignore_errors=True)

    def _forget_oldest(self) -> None:
        files = sorted(_files_below(self._folder))
        size = sum(length for _asked_at, length, _path in files)
        if size <= self._most_bytes:
            return
        for _asked_at, length, path in files:
            if size <= self._most_bytes * CLEAN_TO:
                break
            with suppress(OSError):
                os.unlink(path)
                size -= length

    def _count(self, length: int) -> None:
        """Cleaning is looked into once a twentieth of the bound was written, and keeps no visitor waiting."""
        with self._counting:
            self._written += length
            if self._written < self._most_bytes / 20:
                return
            self._written = 0
        if self._tidies:
            threading.Thread(target=self._clean_quietly, daemon=True).start()

    def _clean_quietly(self) -> None:
        try:
            self.clean()
        except OSError as error:
            logger.warning("kept tiles could not be cleaned up: %s", error.strerror)

    def _path(self, tile: Tile) -> Path:
        return self._folder / str(tile.zoom) / str(tile.x) / str(tile.y)

    def _date(self, path: Path, age_s: float) -> None:
        moment = clock.now().timestamp() - age_s
        os.utime(path, (moment, moment))


def _lock_within(handle: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(WAIT_S)
        else:
            return True


def _files_below(folder: Path) -> Iterator[tuple[float, int, str]]:
    """When it was asked for, its bytes, its path."""
    for here, _folders, names in os.walk(folder):
        for name in names:
            path = os.path.join(here, name)
            with suppress(OSError):  # another process was faster
                status = os.stat(path, follow_symlinks=False)
                yield status.st_mtime, status.st_size, path
