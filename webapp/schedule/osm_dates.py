"""Dates of OpenStreetMap that cannot be: the library accepts them, and is then never open, or always.

A range that is over is a fact that got old, and stays.
"""

import re
from datetime import date
from functools import lru_cache

from webapp.schedule import rules
from webapp.schedule.osm_words import LONG_AGO, MONTH, month_of, without_remarks
from webapp.schedule.recurrence import LAST_YEAR
from webapp.schedule.rules import HoursError

A_LEAP_YEAR = 2024
_YEAR = re.compile(r"(?<![\d:.])\d{4}(?![\d:])")
_NUMBER = r"(\d{1,2})(?!\d|:\d)"  # no part of a year or of a time
_MONTH = rf"(?:\b(\d{{4}})\s+)?\b({MONTH})\b"
_DAY = re.compile(rf"{_MONTH}\s+{_NUMBER}(?:\s*-\s*{_NUMBER})?", re.IGNORECASE)
_DATE = rf"{_MONTH}(?:\s+{_NUMBER})?"
_RANGE = re.compile(rf"{_DATE}\s*-\s*{_DATE}", re.IGNORECASE)
_OFF = re.compile(r"\b(?:off|closed)\b", re.IGNORECASE)


def check_dates(text: str) -> None:
    """Raises HoursError for a year beyond sense, a day that no month has, and a range that ends before it begins."""
    bare = without_remarks(text)
    for year in _YEAR.findall(bare):
        if not LONG_AGO.year <= int(year) <= LAST_YEAR:
            raise HoursError(f"{year} is no year between {LONG_AGO.year} and {LAST_YEAR}")
    for found in _DAY.finditer(bare):
        year, month, first, last = found.groups()
        for day in filter(None, (first, last)):
            if not _is_day(year, month, day):
                raise HoursError(f"'{found[0]}': {month.title()} has no day {day}{f' in {year}' if year else ''}")
        if last and int(last) < int(first):
            raise HoursError(f"'{found[0]}' ends before it begins")
    for found in _RANGE.finditer(bare):
        _check_range(found)


def _is_day(year: str | None, month: str, day: str) -> bool:
    try:
        date(int(year or A_LEAP_YEAR), month_of(month), int(day))
    except ValueError:
        return False
    return True


def _check_range(found: re.Match[str]) -> None:
    """`Dec 31-Jan 1` runs over New Year, each year; with a year before it, only for days."""
    year, month, day, last_year, last_month, last_day = found.groups()
    first, last = (month_of(month), int(day or 1)), (month_of(last_month), int(last_day or 31))
    if year and last_year and (int(last_year), last) < (int(year), first):
        raise HoursError(f"'{found[0]}' ends before it begins")
    runs_over_new_year = year and not last_year and last < first
    if (last_year and not year) or (runs_over_new_year and not (day and last_day)):
        raise HoursError(f"'{found[0]}' is read in two ways: write both dates with their years")


@lru_cache(maxsize=1024)
def check_comes(rule: str) -> None:
    """Raises HoursError for days that do not meet in two centuries, as the fifth Thursday and the 10th of January."""
    said = _OFF.sub("open", without_remarks(rule))
    try:
        comes = rules.ever_holds(said, LONG_AGO, date(LAST_YEAR, 12, 31))
    except HoursError:  # only the whole text can be read
        return
    if not comes:
        raise HoursError(f"'{rule}' never comes: there is no such day")
