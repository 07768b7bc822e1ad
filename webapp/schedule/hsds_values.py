"""Single values of a row of an HSDS schedule, as JSON and as tables write them. Pure."""

import re
from datetime import date

from webapp.schedule.reading import Reader, show, text
from webapp.schedule.rules import HoursError
from webapp.schedule.schema_org_values import check_year

MOST_PARTS = 60  # in one list: days of a month, and weeks of a year
_DAY = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?:00:00(?::00(?:\.0+)?)?|23:59(?::59(?:\.[0-9]+)?)?)(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_NUMBER = re.compile(r"[+-]?[0-9]{1,10}(?:\.0+)?")


def read_numbers(value: object, where: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(read_number(part, where) for part in read_parts(value, where)))


def read_parts(value: object, where: str) -> list[str]:
    """Separated by commas; one number of JSON is a list of one."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    parts = [part.strip().upper() for part in text(value, where).split(",") if part.strip()]
    if len(parts) > MOST_PARTS:
        raise HoursError(f"{where} has {len(parts)} values; {MOST_PARTS} is the most")
    return parts


def read_number(value: object, where: str) -> int:
    """Of JSON, or as a table writes it."""
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return int(value.partition(".")[0])
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e10:
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 10**10:
        raise HoursError(f"{where}: {show(value)} is not a whole number")
    return value


def read_day(value: object, where: str) -> date:
    """A day; some write the first or the last moment of it."""
    found = _DAY.fullmatch(text(value, where))
    try:
        day = date.fromisoformat(found[1]) if found else None
    except ValueError:
        day = None
    if day is None:
        raise HoursError(f"{where}: {show(value)} is not a day like 2026-11-03")
    check_year(day.year, where)
    return day


def offset_of(words: str) -> int:
    if words == "Z":
        return 0
    digits = words[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return -minutes if words[0] == "-" else minutes


def read_hours(value: object, where: str) -> float:
    """An offset from UTC in hours."""
    try:
        hours = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else 99.0
    except (ValueError, OverflowError):
        hours = 99.0
    if not -24 < hours < 24:
        raise HoursError(f"{where}: {show(value)} is not a number of hours from UTC")
    return hours


def line_of(reader: Reader, key: str) -> str:
    words = reader.optional(key, text) or ""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())
