"""How OpenStreetMap writes days: the rules of a value apart, and the days in which each of them holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.schedule import rules
from webapp.schedule.values import Season

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY, MONTH = "|".join(DAYS), "|".join(MONTHS)
_SEPARATOR = re.compile(rf";|,\s+(?=\d{{4}}\s|{MONTH}|{DAY}|PH|easter|week)", re.IGNORECASE)
MONTH_ENDS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
LONG_AGO = date(1900, 1, 1)  # OpenStreetMap has no "until"; this is its first day
FOREVER = 10**6
_ONE = rf"(?:(\d{{4}})\s+)?({MONTH})(?:\s+(\d{{1,2}})(?!\d|:\d))?"
_PREFIX = re.compile(rf"{_ONE}(?:\s*-\s*{_ONE}|\s*(\+))?\s*:?\s*", re.IGNORECASE)
_PLAIN = re.compile(r"(?:mo|tu|we|th|fr|sa|su|ph|off|closed|open|24/7|\d{1,2}:\d{2}|\"|[\s,;:-])*", re.IGNORECASE)


@dataclass(frozen=True)
class Valid:
    """The days in which a rule holds."""

    first_day: date | None = None
    last_day: date | None = None
    season: Season | None = None

    @property
    def number_of_days(self) -> int:
        if self.first_day is None or self.last_day is None:
            return FOREVER
        return (self.last_day - self.first_day).days + 1

    @property
    def days(self) -> list[date]:
        assert self.first_day is not None
        return [self.first_day + timedelta(days=number) for number in range(self.number_of_days)]


ALWAYS = Valid()


def split(text: str) -> Iterator[tuple[str, str]]:
    """Rules, each with the sign before it."""
    covered = rules.QUOTED.sub(lambda found: '"' + "x" * (len(found[0]) - 2) + '"', text)
    sign, start = ";", 0
    for found in _SEPARATOR.finditer(covered):
        if text[start : found.start()].strip():
            yield sign, text[start : found.start()].strip()
        sign, start = found[0].strip(), found.end()
    if text[start:].strip():
        yield sign, text[start:].strip()


def is_plain(text: str) -> bool:
    """Days of the week, holidays and times, the same week after week."""
    return _PLAIN.fullmatch(without_remarks(text)) is not None


def without_remarks(text: str) -> str:
    return rules.QUOTED.sub('""', text)


def read_days(rule: str) -> tuple[Valid, str] | None:
    """The days of a rule and the rest of it; None where they are more than a range or a season."""
    found = _PREFIX.match(rule)
    if found is None:
        return ALWAYS, rule
    year, month, day, last_year, last_month, last_day, goes_on = found.groups()
    rest = rule[found.end() :]
    try:
        if year is None:
            if last_month is None:
                last_month, last_day = month, day
            if goes_on or last_year or (day is None) != (last_day is None):
                return None
            end_of_month = MONTH_ENDS[month_of(last_month) - 1]
            first, last = (
                (month_of(month), int(day or 1)),
                (month_of(last_month), int(last_day or end_of_month)),
            )
            return Valid(season=Season(first, last)), rest
        first_day: date | None = date(int(year), month_of(month), int(day or 0))
        if goes_on:
            return Valid(first_day), rest
        end = first_day if last_month is None else date(int(last_year or 0), month_of(last_month), int(last_day or 0))
    except ValueError:  # 31 June, or a day or a year that is left out
        return None
    return Valid(None if first_day == LONG_AGO else first_day, end), rest


def month_of(month: str) -> int:
    return MONTHS.index(month.title()) + 1
