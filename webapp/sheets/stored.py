"""A table as it waits for a yes: cells as texts, with what was mended in them and what cannot be used. Pure."""

import io
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from webapp.core.cells import is_formula
from webapp.core.errors import ImportRefused, RowProblem
from webapp.core.sentences import Sentence, say, say_again
from webapp.places.csv_file import Row, check_columns, read_table
from webapp.sheets.rules import other_kind, read_cell
from webapp.sheets.xlsx import SENTENCES, read_xlsx

MOST_ROWS = 1_000  # a page has to answer; more goes by `flask places import`
AS_WORDS = say("looks like a formula; it comes in as words, and nobody works it out")
XLSX = b"PK\x03\x04"


@dataclass
class Table:
    """`rows` with their line; `notes` are about what was mended, `problems` about rows that are not in `rows`."""

    columns: list[str]
    rows: list[tuple[int, Row]] = field(default_factory=list)
    notes: list[RowProblem] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


def read_file(data: bytes) -> Table:
    """A CSV or an XLSX file, by its content and not by its name. Raises ImportRefused."""
    if word := other_kind(data):
        raise ImportRefused(SENTENCES[word])
    return _from_xlsx(read_xlsx(data)) if data.startswith(XLSX) else _from_csv(data)


def _from_csv(data: bytes) -> Table:
    with read_table(io.BytesIO(data)) as (columns, rows):
        table = Table(list(columns), list(islice(rows, MOST_ROWS + 1)))
    if len(table.rows) > MOST_ROWS:
        raise ImportRefused(SENTENCES["too_many_rows"])
    for line, row in table.rows:
        cells = [] if isinstance(row, str) else list(zip(table.columns, row, strict=False))
        table.notes += [RowProblem(line, column, AS_WORDS) for column, cell in cells if is_formula(cell)]
    return table


def _from_xlsx(rows: list[tuple[int, list[Any]]]) -> Table:
    if not rows:
        raise ImportRefused(say("The file is empty."))
    columns = [" ".join(str(cell if isinstance(cell, str) else cell[1]).split()).lower() for cell in rows[0][1]]
    check_columns(columns)
    table = Table(columns)
    for line, cells in rows[1:]:
        _read_row(table, line, cells)
    return table


def _read_row(table: Table, line: int, cells: list[Any]) -> None:
    if len(cells) > len(table.columns):
        number, columns = len(cells), len(table.columns)
        reason = say("has %(number)s cells; the header has %(columns)s columns", number=number, columns=columns)
        table.problems.append(RowProblem(line, "", reason))
        return
    cells = [*cells, *[""] * (len(table.columns) - len(cells))]
    read = [(column, read_cell(column, cell)) for column, cell in zip(table.columns, cells, strict=True)]
    table.notes += [RowProblem(line, column, cell.note) for column, cell in read if cell.note]
    problems = [RowProblem(line, column, cell.problem) for column, cell in read if cell.problem]
    table.problems += problems
    if not problems:
        table.rows.append((line, [cell.text for _column, cell in read]))


# ---------------------------------------------------------------- as bytes


def pack(table: Table) -> bytes:
    document = {
        "columns": table.columns,
        "rows": [[line, row if isinstance(row, list) else _pack_sentence(row)] for line, row in table.rows],
        "notes": _pack_problems(table.notes),
        "problems": _pack_problems(table.problems),
    }
    return zlib.compress(json.dumps(document).encode("ascii"))


def unpack(packed: bytes) -> Table:
    document = json.loads(zlib.decompress(packed))
    rows: list[tuple[int, Row]] = [
        (line, row if isinstance(row, list) else _unpack_sentence(row)) for line, row in document["rows"]
    ]
    return Table(document["columns"], rows, _unpack_problems(document["notes"]), _unpack_problems(document["problems"]))


def _pack_problems(problems: Iterable[RowProblem]) -> list[Any]:
    return [[one.line, one.column, _pack_sentence(one.reason)] for one in problems]


def _unpack_problems(packed: Iterable[Any]) -> list[RowProblem]:
    return [RowProblem(line, column, _unpack_sentence(reason)) for line, column, reason in packed]


def _pack_sentence(sentence: str) -> dict[str, Any]:
    if isinstance(sentence, Sentence):
        return {"pattern": sentence.pattern, "values": {name: str(one) for name, one in sentence.values.items()}}
    return {"pattern": sentence.replace("%", "%%"), "values": {}}


def _unpack_sentence(packed: dict[str, Any]) -> Sentence:
    return say_again(packed["pattern"], packed["values"])
