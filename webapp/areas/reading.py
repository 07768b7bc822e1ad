"""Files as text, in pieces: plain or gzip, UTF-8, never larger than a bound. Raises ImportRefused with a sentence."""

import codecs
import csv
import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from webapp.core.errors import ImportRefused

MAX_BYTES = 300_000_000  # unpacked; the densest national file of CBS is about 250 MB
PIECE_BYTES = 1 << 20
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text(path: Path, max_bytes: int = MAX_BYTES) -> Iterator[str]:
    """A gzip file is known by its first bytes, not by its name."""
    try:
        with path.open("rb") as file:
            yield from _decode(path, _limited(path, _unpacked(path, file), max_bytes))
    except FileNotFoundError:
        raise ImportRefused(f"There is no file {path}.") from None
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise ImportRefused(f"{path} cannot be unpacked: the gzip file is damaged or not complete.") from None
    except OSError as error:
        raise ImportRefused(f"{path} cannot be read: {error.strerror or error}.") from error


def _unpacked(path: Path, file: BinaryIO) -> Iterator[bytes]:
    start = file.read(4)
    file.seek(0)
    if start == ZIP:
        raise ImportRefused(f"{path} is a zip file; unpack it first.")
    source = cast(BinaryIO, gzip.GzipFile(fileobj=file)) if start.startswith(GZIP) else file
    while piece := source.read(PIECE_BYTES):
        yield piece


def _limited(path: Path, pieces: Iterable[bytes], max_bytes: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > max_bytes:
            raise ImportRefused(f"{path} is larger than {max_bytes / 1_000_000:g} MB unpacked; cut it in parts.")
        yield piece


def _decode(path: Path, pieces: Iterable[bytes]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    line = 1
    for number, piece in enumerate(pieces):
        if number == 0 and piece.startswith(UTF_16):
            raise ImportRefused(f"{path} is UTF-16; save it as UTF-8.")
        try:
            text = decoder.decode(piece)
        except UnicodeDecodeError as error:
            line += bytes(error.object).count(b"\n", 0, error.start)
            raise _not_utf_8(path, line) from None
        line += text.count("\n")
        yield text
    try:
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise _not_utf_8(path, line) from None


def _not_utf_8(path: Path, line: int) -> ImportRefused:
    return ImportRefused(f"{path} is not UTF-8 (line {line}): it looks like Latin-1; save it as UTF-8.")


def read_csv(pieces: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Line number and fields, header first; comma or semicolon, whichever the header holds more of."""
    lines = _lines(pieces)
    header = next(lines, "")
    delimiter = ";" if header.count(";") > header.count(",") else ","
    rows = csv.reader(_chain(header, lines), delimiter=delimiter)
    line = 1
    try:
        for fields in rows:
            if any(field.strip() for field in fields):
                yield line, fields
            line = rows.line_num + 1  # a row begins where the one before it ended
    except csv.Error as error:
        raise ImportRefused(f"The file is broken at line {rows.line_num}: {error}.") from error


def _chain(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _lines(pieces: Iterable[str]) -> Iterator[str]:
    rest = ""
    for piece in pieces:
        *whole, rest = (rest + piece).split("\n")
        for line in whole:
            yield f"{line}\n"
    if rest:
        yield rest
