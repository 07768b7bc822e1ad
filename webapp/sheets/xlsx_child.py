"""Reads one XLSX file in a process of its own, which may be killed: the file in, its cells as JSON lines out.

Run by path, isolated (-I): it imports nothing of ours, so that what a file breaks in here breaks nothing else. The
first line says how it went; each further line is `[line, cells]`. A cell is a text, or [kind, text]: n number, d day,
t time, b yes or no, e an error of Excel, f a formula without a value.
"""

import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

MOST_BYTES = 5_000_000
MOST_UNPACKED = 60_000_000  # bytes of all parts together
MOST_PARTS = 2_000
MOST_ROWS = 1_001  # with the header
MOST_LINES = 20_000  # with the empty ones between
MOST_COLUMNS = 60
MOST_OUT = 10_000_000  # characters
MEMORY = 400_000_000  # bytes of address space; Python with openpyxl takes 120 million of them
SECONDS = 5  # of a processor
MAIN = "xl/workbook.xml"
ODS, ODS_PARTS = b"application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml"


class Refused(Exception):
    """One word of sheets.wording."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        lines = list(read(sys.stdin.buffer.read(MOST_BYTES + 1)))
    except Refused as refused:
        lines = [json.dumps(str(refused))]
    except MemoryError:
        lines = [json.dumps("too_large")]
    except Exception:  # whatever a broken file does to the library
        lines = [json.dumps("broken")]
    sys.stdout.write("\n".join(lines))


def read(data: bytes) -> Iterator[str]:
    """Raises Refused."""
    has_formulas = check(data)
    from openpyxl import DEFUSEDXML, load_workbook

    if not DEFUSEDXML:
        raise Refused("broken")
    values = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    number = best_sheet(values)
    formulas: Iterator[Any] = iter(())
    if has_formulas:
        book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
        formulas = rows_of(book.worksheets[number])
    yield json.dumps("fine")
    size = full = 0
    for line, row in enumerate(rows_of(values.worksheets[number]), start=1):
        told = [kind_of(cell) for cell in row]
        for index, cell in enumerate(next(formulas, ())):
            if getattr(cell, "data_type", "") == "f" and told[index] == "":
                told[index] = ["f", ""]
        while told and told[-1] == "":
            told.pop()
        if not told:
            continue
        full += 1
        text = json.dumps([line, told])
        size += len(text)
        if full > MOST_ROWS:
            raise Refused("too_many_rows")
        if size > MOST_OUT:
            raise Refused("too_large")
        yield text


def check(data: bytes) -> bool:
    """Whether there are formulas. What a zip says of its size binds whoever unpacks it. Raises Refused."""
    if len(data) > MOST_BYTES:
        raise Refused("too_large")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Refused("too_large")
        if any(part.flag_bits & 1 for part in parts):
            raise Refused("locked")
        if other := other_program(archive, names):
            raise Refused(other)
        if any(name.lower().endswith(("vbaproject.bin", ".bas", "vbadata.xml")) for name in names):
            raise Refused("macros")
        if MAIN not in names or "[Content_Types].xml" not in names:
            raise Refused("no_sheet")
        if b"macroEnabled" in archive.read("[Content_Types].xml"):
            raise Refused("macros")
        return any(
            b"<f>" in content or b"<f " in content
            for name in sorted(names)
            if name.startswith("xl/worksheets/") and (content := archive.read(name))
        )


def other_program(archive: zipfile.ZipFile, names: set[str]) -> str:
    """The word for a sheet of another program, or for another form of Excel; empty for all else."""
    if "xl/workbook.bin" in names:
        return "binary"
    if any(name.endswith(".iwa") for name in names):
        return "numbers"
    if "mimetype" in names and archive.read("mimetype").startswith(ODS):
        manifest = archive.read(ODS_PARTS) if ODS_PARTS in names else b""
        return "locked" if b"encryption-data" in manifest else "ods"
    return ""


def best_sheet(book: Any) -> int:
    """That whose first row names our columns, else the first."""
    for number, sheet in enumerate(book.worksheets):
        first = next(iter(rows_of(sheet)), ())
        if any(str(cell.value or "").strip().lower() == "external_id" for cell in first):
            return number
    if not book.worksheets:
        raise Refused("no_sheet")
    return 0


def rows_of(sheet: Any) -> Iterator[Any]:
    """Whatever the sheet says of its size."""
    sheet.reset_dimensions()
    return iter(sheet.iter_rows(max_row=MOST_LINES, max_col=MOST_COLUMNS))


def kind_of(cell: Any) -> Any:
    value, type_ = cell.value, getattr(cell, "data_type", "s")
    if value is None:
        return ""
    if type_ == "e":
        return ["e", str(value)]
    for kind, types, write in KINDS:
        if isinstance(value, types):
            return [kind, write(value)]
    return str(value)


def number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def day(value: Any) -> str:
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return str(value.isoformat())


KINDS: tuple[tuple[str, Any, Any], ...] = (
    ("b", bool, lambda value: "yes" if value else "no"),
    ("n", (int, float), number),
    ("d", (datetime, date), day),
    ("t", (time, timedelta), str),
)


if __name__ == "__main__":
    main()
