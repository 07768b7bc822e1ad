"""Reads a CSV of places as a stream: one row in memory at a time, whatever its size and whatever is wrong in it."""

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import reduce
from pathlib import Path
from typing import BinaryIO

from webapp.core.errors import ImportRefused, RowProblem
from webapp.core.sentences import Sentence, say
from webapp.places.checks import NO_TEXT, show
from webapp.places.facts import PlaceEntry
from webapp.places.findings import Finding, Rejected
from webapp.places.rules import COLUMNS, REQUIRED, UNDECODED, read_row
from webapp.places.town_area import TownArea

LONGEST_LINE = 1_000_000  # characters
MOST_LINES_A_ROW = 500  # a quote that is never closed would otherwise swallow the rest of the file
NO_CSV = {
    b"PK\x03\x04": say("This is an Excel or zip file; save the sheet as CSV UTF-8."),
    b"\xd0\xcf\x11\xe0": say("This is an old or locked Excel file; save the sheet as CSV UTF-8."),
    codecs.BOM_UTF16_LE: say("This file is UTF-16; save it as CSV UTF-8."),
    codecs.BOM_UTF16_BE: say("This file is UTF-16; save it as CSV UTF-8."),
    b"\x1f\x8b": say("This file is compressed; unpack it first."),
    b"%PDF": say("This is a PDF and not a CSV file."),
}


Row = list[str] | str  # the cells, or why they cannot be told apart


def read_places(path: Path, *, area: TownArea, today: date) -> Iterator[Finding]:
    """Raises ImportRefused for a file that is no such CSV."""
    with path.open("rb") as binary, read_table(binary) as (columns, rows):
        yield from find_places(columns, rows, area=area, today=today)


@contextmanager
def read_table(
    binary: BinaryIO, known: Collection[str] = COLUMNS, check: Callable[[Sequence[str]], None] | None = None
) -> Iterator[tuple[Sequence[str], Iterator[tuple[int, Row]]]]:
    """The columns, and the rows as they are read, each with its line. Raises ImportRefused.

    The delimiter is the one by which the header names more columns that are known; without `check` it is a table of
    places.
    """
    with _open_lines(binary) as lines:
        delimiter, columns = _read_header(lines, known)
        (check or check_columns)(columns)
        yield columns, _read_rows(lines, delimiter)


def find_places(
    columns: Sequence[str], rows: Iterable[tuple[int, Row]], *, area: TownArea, today: date
) -> Iterator[PlaceEntry | Rejected]:
    """What each row of a table says; empty rows say nothing."""
    first_lines: dict[str, int] = {}
    for line, row in rows:
        if isinstance(row, str):
            yield Rejected.at([RowProblem(line, "", row)])
        elif any(cell.strip() for cell in row):
            yield _read_one(line, row, columns, first_lines, area, today)


def _read_one(
    line: int, row: Sequence[str], columns: Sequence[str], first_lines: dict[str, int], area: TownArea, today: date
) -> PlaceEntry | Rejected:
    if len(row) != len(columns):
        reason = say("has %(number)s cells; the header has %(columns)s columns", number=len(row), columns=len(columns))
        return Rejected.at([RowProblem(line, "", reason)])
    cells = dict(zip(columns, row, strict=True))
    entry, flaws = read_row(cells, line=line, area=area, today=today)
    problems = [RowProblem(line, flaw.column, flaw.reason) for flaw in flaws]
    first = first_lines.setdefault(cells["external_id"].strip(), line)
    if first != line and cells["external_id"].strip():
        problems.insert(0, RowProblem(line, "external_id", say("is the same as on line %(line)s", line=first)))
    return Rejected.at(problems) if problems or entry is None else entry


class _Lines:
    """Numbered as an editor shows them; lines that were read too far can be put back."""

    def __init__(self, stream: io.TextIOBase) -> None:
        self._stream = stream
        self._returned: deque[str] = deque()
        self.number = 0  # of the line that was read last

    def read(self) -> str:
        """The empty text at the end. Raises ImportRefused for a line that no CSV has."""
        line = self._returned.popleft() if self._returned else self._stream.readline(LONGEST_LINE + 1)
        self.number += bool(line)
        if len(line) > LONGEST_LINE:
            sentence = say(
                "Line %(line)s has more than %(most)s characters: no CSV has that.",
                line=self.number,
                most=f"{LONGEST_LINE:,}",
            )
            raise ImportRefused(sentence)
        return line

    def put_back(self, lines: Sequence[str]) -> None:
        self._returned.extendleft(reversed(lines))
        self.number -= len(lines)


@contextmanager
def _open_lines(binary: BinaryIO) -> Iterator[_Lines]:
    start = binary.read(4)
    for signature, sentence in NO_CSV.items():
        if start.startswith(signature):
            raise ImportRefused(sentence)
    binary.seek(0)
    # Bytes that are not UTF-8 are kept apart, so that they cost their own row and not the file.
    with io.TextIOWrapper(binary, encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
        yield _Lines(text)


def _read_header(lines: _Lines, known: Collection[str]) -> tuple[str, Sequence[str]]:
    """The delimiter and the columns. Raises ImportRefused."""
    header = lines.read()
    while header and not header.strip():
        header = lines.read()
    if not header:
        raise ImportRefused(say("The file is empty."))
    if NO_TEXT.search(header) or UNDECODED.search(header):
        raise ImportRefused(say("The first line is not text in UTF-8; save the file as CSV UTF-8."))
    delimiter = max(",;", key=lambda delimiter: sum(name in known for name in _names(header, delimiter)))
    return delimiter, _names(header, delimiter)


def check_columns(columns: Sequence[str]) -> None:
    """Raises ImportRefused that names what is missing or unknown."""
    complaints = _complaints(columns)
    if complaints:
        sentence = say(
            "The first line must name the columns, separated by commas or semicolons. %(complaints)s "
            "It needs %(needed)s; it may have %(more)s.",
            complaints=reduce(lambda first, then: say("%(first)s %(then)s", first=first, then=then), complaints),
            needed=", ".join(REQUIRED),
            more=", ".join(column for column in COLUMNS if column not in REQUIRED),
        )
        raise ImportRefused(sentence)


def _names(header: str, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader([header], delimiter=delimiter, strict=True))
    except csv.Error:
        return [header.strip()]
    return [re.sub(r"\s+", " ", cell).strip().lower() for cell in cells]


def _complaints(columns: Sequence[str]) -> list[Sentence]:
    missing = [column for column in REQUIRED if column not in columns]
    unknown = [show(column) for column in columns if column not in COLUMNS]
    twice = sorted({column for column in columns if columns.count(column) > 1})
    complaints = []
    if missing:
        complaints.append(say("Missing: %(columns)s.", columns=", ".join(missing)))
    if unknown:
        complaints.append(say("Unknown: %(columns)s.", columns=", ".join(unknown)))
    if twice:
        complaints.append(say("More than once: %(columns)s.", columns=", ".join(twice)))
    return complaints


def _read_rows(lines: _Lines, delimiter: str) -> Iterator[tuple[int, Row]]:
    """Each row with the line it begins on; in place of the cells a reason where they cannot be told apart.

    After a quote that is not closed reading goes on at the next line: one slip costs one row.
    """
    while first := lines.read():
        number = lines.number
        row, taken = _parse(first, lines, delimiter)
        if isinstance(row, str):
            lines.put_back(taken)
        yield number, row


def _parse(first: str, lines: _Lines, delimiter: str) -> tuple[Row, list[str]]:
    """The cells or the reason, and the lines that were taken beyond the first."""
    text, taken = first, list[str]()
    while True:
        try:
            return next(csv.reader([text], delimiter=delimiter, strict=True)), taken
        except csv.Error as error:
            if "unexpected end of data" not in str(error):
                return _reason(error), taken
        more = _read_to_quote(lines, MOST_LINES_A_ROW - len(taken))
        taken += more
        text += "".join(more)
        if not more or '"' not in more[-1]:
            return say("a quote is opened and never closed"), taken


def _read_to_quote(lines: _Lines, most: int) -> list[str]:
    taken: list[str] = []
    while len(taken) < most and (line := lines.read()):
        taken.append(line)
        if '"' in line:
            break
    return taken


def _reason(error: csv.Error) -> str:
    if "field larger" in str(error):
        return say("a cell has more than %(most)s characters", most=f"{csv.field_size_limit():,}")
    return say("the quotes do not match; write a quote inside a quoted cell twice")
