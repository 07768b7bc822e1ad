"""The tables of a package: a folder or a zip file of CSV. Nothing of a zip file is written to the disk.

A zip file can lie about everything: how many files it holds, how large they are and where they want to stand. So what
is counted is what is really read.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from webapp.core.errors import ImportRefused
from webapp.schedule.reading import show

MAX_BYTES = 100_000_000  # unpacked, all files together
MOST_FILES = 200
MOST_DIRECTORY_BYTES = 1_000_000  # of the list of files in a zip file; each takes 46 and its name
PIECE_BYTES = 1 << 20
END_RECORD = b"PK\x05\x06"
END_RECORD_BYTES = 22
LONGEST_COMMENT = 65_535
ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
READ = (".csv", ".json")
Files = dict[str, bytes]  # by name, without folders


def read_folder(path: Path) -> Files:
    """Raises ImportRefused."""
    found = sorted(one for one in path.iterdir() if one.suffix.lower() in READ)
    if len(found) > MOST_FILES:
        raise ImportRefused(f"{path} holds {len(found)} files; {MOST_FILES} is the most.")
    files: Files = {}
    left = MAX_BYTES
    for one in found:
        if not one.is_file():  # a pipe would be waited for
            raise ImportRefused(f"{one} is not a file.")
        try:
            with one.open("rb") as opened:
                files[one.name.lower()] = opened.read(left + 1)
        except OSError as error:
            raise ImportRefused(f"{one} cannot be read: {error.strerror}.") from error
        left -= len(files[one.name.lower()])
        _refuse_large(path, left)
    return files


def read_zip(path: Path) -> Files:
    """Raises ImportRefused."""
    _refuse_long_list(path)
    try:
        with path.open("rb") as opened, zipfile.ZipFile(opened) as archive:
            return _read_members(path, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise ImportRefused(
            f"{path} cannot be unpacked: the zip file is damaged, locked or of an unknown kind."
        ) from error


def _refuse_long_list(path: Path) -> None:
    """Before the list is read: reading a long one would take all memory."""
    with path.open("rb") as opened:
        size = opened.seek(0, io.SEEK_END)
        opened.seek(max(0, size - END_RECORD_BYTES - LONGEST_COMMENT))
        tail = opened.read()
    at = tail.rfind(END_RECORD)
    if at < 0 or len(tail) - at < END_RECORD_BYTES:
        raise ImportRefused(f"{path} is no whole zip file.")
    number, length = (
        int.from_bytes(tail[at + start : at + start + size], "little") for start, size in ((10, 2), (12, 4))
    )
    if number > MOST_FILES or length > MOST_DIRECTORY_BYTES:
        raise ImportRefused(f"{path} holds more than {MOST_FILES} files; that is the most.")


def _read_members(path: Path, archive: zipfile.ZipFile) -> Files:
    if len(archive.infolist()) > MOST_FILES:
        raise ImportRefused(f"{path} holds more than {MOST_FILES} files; that is the most.")
    files: Files = {}
    left = MAX_BYTES
    for member in archive.infolist():
        _refuse_odd(path, member)
        name = PurePosixPath(member.filename).name.lower()
        if member.is_dir() or not name.endswith(READ) or name.startswith("."):
            continue
        if name in files:
            raise ImportRefused(f"{path} holds {show(name)} twice; which one counts?")
        with archive.open(member) as opened:
            files[name] = b"".join(_pieces(opened, left))  # type: ignore[arg-type]
        left -= len(files[name])
        _refuse_large(path, left)
        if files[name].startswith(ZIPS):
            raise ImportRefused(f"{path}: {show(name)} is packed itself; pack the tables once.")
    return files


def _refuse_odd(path: Path, member: zipfile.ZipInfo) -> None:
    name = member.filename
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or "\\" in name or ":" in name or "\0" in member.orig_filename:
        raise ImportRefused(f"{path}: {show(name)} wants to stand outside the folder; pack the tables anew.")
    if member.flag_bits & 1:
        raise ImportRefused(f"{path} is locked with a password; pack the tables without one.")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise ImportRefused(f"{path}: {show(name)} is a link and not a file; pack the tables themselves.")
    if name.lower().endswith((".zip", ".gz", ".7z", ".rar")):
        raise ImportRefused(f"{path}: {show(name)} is packed itself; pack the tables once.")


def _pieces(opened: io.BufferedReader, left: int) -> Iterator[bytes]:
    """One byte more than there may be tells that there are too many."""
    while left >= 0 and (piece := opened.read(min(PIECE_BYTES, left + 1))):
        left -= len(piece)
        yield piece


def _refuse_large(path: Path, left: int) -> None:
    if left < 0:
        raise ImportRefused(f"{path} is larger than {MAX_BYTES / 1_000_000:g} MB unpacked; cut it in parts.")
