"""Reads a CSV file of school breaks: regio_code;naam;begin;eind, as the Dutch ministry sets them for three regions."""

import csv
from datetime import date
from pathlib import Path

from webapp.core.errors import ImportRefused
from webapp.schedule.values import Closure, Words

REGIONS = ("NO", "MI", "ZU")  # north, middle and south of the country
COLUMNS = ["regio_code", "naam", "begin", "eind"]
MAX_BYTES = 1_000_000
ENGLISH = {
    "Herfstvakantie": "Autumn break",
    "Kerstvakantie": "Christmas break",
    "Voorjaarsvakantie": "Spring break",
    "Meivakantie": "May break",
    "Zomervakantie": "Summer break",
}


def read_breaks(path: Path, region: str) -> list[Closure]:
    """Of one region, in order. Raises ImportRefused that names the line which is not right."""
    rows = list(csv.reader(_read(path).splitlines(), delimiter=";"))
    if not rows or rows[0] != COLUMNS:
        raise ImportRefused(f"The first line of {path} must be {';'.join(COLUMNS)}.")
    breaks = [_read_row(number, row) for number, row in enumerate(rows[1:], start=2) if row]
    found = sorted((one for code, one in breaks if code == region), key=lambda one: one.first_day)
    if not found:
        raise ImportRefused(f"{path} holds no school breaks of region {region}.")
    return found


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ImportRefused(f"{path} cannot be read: {error.strerror}.") from error
    if len(content) > MAX_BYTES:
        raise ImportRefused(f"{path} has more than {MAX_BYTES:,} bytes: no list of school breaks has that.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{path} is not text in UTF-8.") from error


def _read_row(number: int, row: list[str]) -> tuple[str, Closure]:
    if len(row) != len(COLUMNS):
        raise ImportRefused(f"line {number}: has {len(row)} cells; {len(COLUMNS)} are needed")
    region, name, first, last = row
    try:
        return region, Closure(date.fromisoformat(first), date.fromisoformat(last), _words(name))
    except ValueError as error:
        raise ImportRefused(f"line {number}: {first!a} and {last!a} must be days like 2026-07-18") from error


def _words(name: str) -> Words:
    return {"nl": name, "en": ENGLISH[name]} if name in ENGLISH else {"nl": name}
