"""Opens a package of HSDS: JSON, also compressed, or tables in a folder or a zip file. Raises ImportRefused."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from webapp.areas.reading import ZIP, read_text
from webapp.core.errors import ImportRefused
from webapp.hsds_import.archive import MAX_BYTES, Files, read_folder, read_zip
from webapp.hsds_import.linking import COLUMNS, TABLES, link
from webapp.hsds_import.package import Package, Row, Tables
from webapp.hsds_import.shapes import gather
from webapp.places.csv_file import read_table
from webapp.places.findings import Rejected, Warned
from webapp.schedule.reading import show

DESCRIPTION = "datapackage.json"
EMPTY_ZIP = b"PK\x05\x06"
MOST_COLUMNS = 100


def open_package(path: Path) -> Package:
    try:
        if path.is_dir():
            return _read_files(path, read_folder(path))
        with path.open("rb") as opened:
            is_zip = opened.read(4) in (ZIP, EMPTY_ZIP)
    except OSError as error:
        raise ImportRefused(f"{path} cannot be read: {error.strerror}.") from error
    if is_zip:
        return _read_files(path, read_zip(path))
    if path.suffix.lower() == ".csv":
        raise ImportRefused(f"{path} is one table; a package is a folder or a zip file with all of them.")
    return gather(_parse(path, "".join(read_text(path, MAX_BYTES))))


def _read_files(path: Path, files: Files) -> Package:
    """Tables, or one description in JSON."""
    tables = {name: content for name, content in files.items() if name.endswith(".csv")}
    described = [name for name in files if name.endswith(".json") and name != DESCRIPTION]
    if tables:
        return link(_read_tables(tables))
    if len(described) != 1:
        raise ImportRefused(f"{path} holds no tables of HSDS such as services.csv, and not one description in JSON.")
    try:
        return gather(_parse(path, files[described[0]].decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise ImportRefused(f"{path}: {show(described[0])} is not UTF-8; save it as UTF-8.") from None


def _parse(path: Path, content: str) -> Any:
    try:
        return json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits, or lists in lists in lists
        raise ImportRefused(f"{path} is no JSON, or it is cut off.") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no value of JSON")


def _read_tables(files: Files) -> Tables:
    problems: list[Rejected | Warned] = []
    rows = {
        name.removesuffix(".csv"): list(_read_table(name, content, problems))
        for name, content in files.items()
        if name.removesuffix(".csv") in TABLES
    }
    return Tables(rows, problems)


def _read_table(name: str, content: bytes, problems: list[Rejected | Warned]) -> Iterator[Row]:
    """A row that cannot be read costs itself."""
    if not content.strip():
        return  # a table of which there is nothing to tell
    try:
        with read_table(io.BytesIO(content), known=COLUMNS, check=_check_columns) as (
            columns,
            rows,
        ):
            for line, cells in rows:
                where = f"{name} line {line}"
                if isinstance(cells, str):
                    problems.append(Rejected((f"{where}: {cells}",)))
                elif any(cell.strip() for cell in cells):
                    if len(cells) == len(columns):
                        yield where, dict(zip(columns, cells, strict=True))
                    else:
                        reason = f"has {len(cells)} cells; the header has {len(columns)} columns"
                        problems.append(Rejected((f"{where}: {reason}",)))
    except (ImportRefused, csv.Error) as refusal:
        raise ImportRefused(f"{name}: {refusal}") from refusal


def _check_columns(columns: Sequence[str]) -> None:
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        raise ImportRefused(f"The header names {', '.join(map(show, twice))} more than once.")
    if len(columns) > MOST_COLUMNS:
        raise ImportRefused(f"The header has {len(columns)} columns; {MOST_COLUMNS} is the most.")
