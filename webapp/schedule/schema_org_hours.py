"""Opening hours in the words of schema.org, read one by one; what they mean together is found in schema_org_week.

schema.org: closing at an earlier time than opening is on the next day; from 00:00 to 00:00, or without times, it is
closed; 00:00 to 23:59 is day and night. `openingHours` is the short form as text, "Mo-Fr 09:00-17:00".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.schedule.reading import Reader, show, text
from webapp.schedule.rules import MAX_LENGTH, HoursError
from webapp.schedule.schema_org_values import (
    check_type,
    each_value,
    finish,
    read_clock,
    read_day,
    read_weekday,
    values_of,
)
from webapp.schedule.values import MINUTES_A_DAY

ALL_DAYS = frozenset(range(7))
ALL_DAY = (0, MINUTES_A_DAY)
LAST_MINUTE = MINUTES_A_DAY - 1
_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_TIME = r"\d{1,2}:\d{2}"
_SHORT = re.compile(
    rf"({_DAY}(?:-{_DAY})?(?:,\s*{_DAY}(?:-{_DAY})?)*)(?:\s+({_TIME}-{_TIME}(?:,\s*{_TIME}-{_TIME})*))?", re.ASCII
)


@dataclass(frozen=True)
class Said:
    """`times` are minutes after midnight, past 1,440 on the next day; None is closed. `special` stands before usual."""

    where: str
    weekdays: frozenset[int]
    holidays: bool
    times: tuple[int, int] | None
    first: date | None = None
    last: date | None = None
    special: bool = False

    @property
    def is_dated(self) -> bool:
        return self.first is not None or self.last is not None


def read_specifications(value: object, where: str) -> list[Said]:
    return [_specification(one, place, False) for one, place in each_value(value, where)]


def read_special(value: object, where: str) -> list[Said]:
    return [_specification(one, place, True) for one, place in each_value(value, where)]


def _specification(value: object, where: str, special: bool) -> Said:
    reader = Reader(value, where)
    check_type(reader, "OpeningHoursSpecification")
    named = [read_weekday(one, place) for one, place in values_of(reader, "dayOfWeek")]
    first, last = reader.optional("validFrom", read_day), reader.optional("validThrough", read_day)
    times = _times(reader, where)
    finish(reader)
    weekdays = frozenset(day for day in named if day is not None)
    said = Said(where, weekdays, None in named, times, first, last, special)
    if not named and said.is_dated:
        said = Said(where, ALL_DAYS, False, times, first, last, special)
    _check(said)
    return said


def _check(said: Said) -> None:
    if said.special and not said.is_dated:
        raise HoursError(f"{said.where}: special hours need the days on which they hold (validFrom, validThrough)")
    if not said.weekdays and not said.holidays:
        raise HoursError(f"{said.where}.dayOfWeek is missing: on which days is that?")
    if said.holidays and said.is_dated:
        raise HoursError(f"{said.where}: public holidays between two dates are not supported; write the dates out")
    if said.first is None or said.last is None:
        return
    if said.last < said.first:
        raise HoursError(f"{said.where}: the last day comes before the first")
    days = {
        (said.first + timedelta(days=number)).weekday() for number in range(min(7, (said.last - said.first).days + 1))
    }
    if not days & said.weekdays:
        raise HoursError(f"{said.where}: none of its days of the week comes between {said.first} and {said.last}")


def _times(reader: Reader, where: str) -> tuple[int, int] | None:
    opens, closes = reader.optional("opens", read_clock), reader.optional("closes", read_clock)
    if opens is None and closes is None:
        return None
    if opens is None or closes is None:
        raise HoursError(f"{where}.{'opens' if opens is None else 'closes'} is missing")
    return _period(opens, closes, where)


def _period(opens: int, closes: int, where: str) -> tuple[int, int] | None:
    if (opens, closes) == (0, 0):
        return None
    if opens in (closes, MINUTES_A_DAY):
        raise HoursError(f"{where}: it opens and closes at the same time; day and night is 00:00 to 23:59")
    if (opens, closes) == (0, LAST_MINUTE):
        return ALL_DAY
    return opens, closes if closes > opens else closes + MINUTES_A_DAY


def read_short_forms(value: object, where: str) -> list[Said]:
    """All lines hold together. A line without times is all of its days: schema.org says so of "Mo-Su"."""
    return [said for one, place in each_value(value, where) for said in _short_form(one, place)]


def _short_form(value: object, where: str) -> Iterator[Said]:
    words = text(value, where).strip()
    found = _SHORT.fullmatch(words) if len(words) <= MAX_LENGTH else None
    if not found:
        raise HoursError(f"{where}: {show(value)} is not in the form Mo-Fr 09:00-17:00; write each one in its own line")
    weekdays = frozenset(day for part in found[1].split(",") for day in _row(part.strip(), where))
    if not found[2]:
        yield Said(where, weekdays, False, ALL_DAY)
        return
    for part in found[2].split(","):
        opens, closes = (read_clock(time, where) for time in part.strip().split("-"))
        yield Said(where, weekdays, False, _period(opens, closes, where))


def _row(part: str, where: str) -> Iterator[int]:
    """`Sa-Mo` goes on over Sunday."""
    first, _, last = part.partition("-")
    start, end = read_weekday(first, where) or 0, read_weekday(last or first, where) or 0
    for number in range((end - start) % 7 + 1):
        yield (start + number) % 7
