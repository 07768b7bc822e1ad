"""Opening hours of OpenStreetMap, in and out. Both ways a guess is checked: what is not exact is not kept.

Read: each rule is understood as a plain week (between two days, or in a season) by asking the library for one week of
it. Written: the words of osm_text. Then both are expanded, and only what gives the same times stands.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache

from webapp.core.clock import local
from webapp.schedule import osm_text, remarks, rules
from webapp.schedule.expansion import OPEN, Slot, expand
from webapp.schedule.osm_checks import checked
from webapp.schedule.osm_words import ALWAYS, LONG_AGO, Valid, is_plain, read_days, split, without_remarks
from webapp.schedule.recurrence import LAST_YEAR
from webapp.schedule.rules import HoursError
from webapp.schedule.values import (
    CANCELLED,
    NO_WORDS,
    Change,
    Days,
    Hours,
    Schedule,
    TownCalendar,
    Weekly,
    Words,
)

WEEK = Days(date(2026, 6, 1), 7)  # from a Monday on; no holiday and no change of the clock is near
TWO_WEEKS = Days(WEEK.first, 15)
CLOCK_CHANGES = (Days(date(2026, 3, 28), 3), Days(date(2026, 10, 24), 3))
YEARS = range(2026, 2029)  # the last one has a leap day
EVERY_WEEKDAY = range(2026, 2035)  # each date has been on each day of the week, but for 29 February
MOST_YEARS = 3  # named in one text
LONGEST_CLOSURE = 31  # days that are told as closed days one by one
A_DAY = timedelta(days=1)
NO_CALENDAR = TownCalendar()
_HOLIDAYS = re.compile(r"\bPH\b", re.IGNORECASE)
_CLOSED = re.compile(r'(?:off|closed)\s*(?:"([^"]*)")?', re.IGNORECASE)
_YEAR = re.compile(r"\b\d{4}\b(?!:)")


@lru_cache(maxsize=4096)  # a town writes the same hours many times over
def read(text: str) -> Schedule:
    """Weekly hours and closed days where they say exactly the same, else the text itself. Raises HoursError."""
    text = checked(text)
    for found in _guesses(text):
        if _tells_all(found, text) and _agree(found, text):
            return found
    return Schedule(expression=text, closed_on_holidays=names_holidays(text) and _is_closed_on_them(text))


def write(schedule: Schedule) -> str:
    """Raises HoursError for what OpenStreetMap cannot say exactly.

    The holidays that a town ticked become the PH of the Netherlands; a remark goes along in Dutch.
    """
    for text in osm_text.candidates(schedule):
        with suppress(HoursError):  # too long, or a night that would be lost: perhaps the next one
            if checked(text) == text and _agree(schedule, text):
                return text
    raise HoursError("these hours cannot be written as opening hours of OpenStreetMap without changing them")


def _guesses(text: str) -> Iterator[Schedule]:
    if is_plain(text):
        parts: list[tuple[Valid, str]] | None = [(ALWAYS, text)]
        closed: tuple[Change, ...] = ()
    else:
        parts, closed = _parts(text)
    if not parts:
        return
    weekly = tuple(_weekly(part, valid) for valid, part in parts)
    weekly = tuple(one for one in weekly if one.hours)
    if weekly:
        for closed_on_holidays in (True, False) if names_holidays(text) else (False,):
            yield Schedule(weekly=weekly, changes=closed, closed_on_holidays=closed_on_holidays)


def _parts(text: str) -> tuple[list[tuple[Valid, str]] | None, tuple[Change, ...]]:
    """Rules that hold in the same days, together; and the closed dates. None where it is more than that."""
    together: dict[Valid, str] = {}
    closed: list[Change] = []
    for separator, rule in split(text):
        found = read_days(rule)
        if found is None:
            return None, ()
        valid, rest = found
        off = _CLOSED.fullmatch(rest)
        if off and valid.number_of_days <= LONGEST_CLOSURE:
            reason = {remarks.LANGUAGE: off[1]} if off[1] else NO_WORDS
            closed += [Change(CANCELLED, whole_day=day, reason=reason) for day in valid.days]
        elif not is_plain(rest):
            return None, ()
        else:
            together[valid] = f"{together[valid]}{separator} {rest}" if valid in together else rest
    return list(together.items()), tuple(closed)


def _weekly(text: str, valid: Valid) -> Weekly:
    try:
        slots = expand(Schedule(expression=text, closed_on_holidays=False), WEEK, NO_CALENDAR)
    except HoursError:  # the rest of a rule is no rule
        slots = []
    return Weekly(tuple(map(_hours, slots)), valid.first_day, valid.last_day, valid.season)


def _hours(slot: Slot) -> Hours:
    starts, ends = local(slot.starts_at), local(slot.ends_at)
    opens = starts.hour * 60 + starts.minute
    length = ends.replace(tzinfo=None) - starts.replace(tzinfo=None)
    closes = opens + length // timedelta(minutes=1)
    return Hours(starts.weekday(), opens, closes, slot.status != OPEN, slot.note)


def _tells_all(found: Schedule, text: str) -> bool:
    """No remark is lost, such as the one of a day that has no times."""
    told: list[tuple[bool, Words]] = [(hours.by_appointment, hours.note) for one in found.weekly for hours in one.hours]
    told += [(False, change.reason) for change in found.changes]
    return all(remarks.meaning(quoted[1:-1]) in told for quoted in rules.QUOTED.findall(text))


def _is_closed_on_them(text: str) -> bool:
    holidays = _calendar(EVERY_WEEKDAY[0], EVERY_WEEKDAY[-1]).holidays
    return not any(rules.expand(text, day, 1) for day in holidays)


def _agree(schedule: Schedule, text: str) -> bool:
    """Whether both give the same open times, to the minute and with the same remarks."""
    said = Schedule(expression=text, closed_on_holidays=False)
    stretches = _stretches(text)
    for days in stretches:
        calendar = _calendar(days.first.year, days.end.year) if schedule.closed_on_holidays else NO_CALENDAR
        if _times(schedule, days, calendar) != _times(said, days, NO_CALENDAR):
            return False
    return bool(stretches)


def _times(schedule: Schedule, days: Days, calendar: TownCalendar) -> list[tuple[object, ...]]:
    """From, until, status and remark within these days; what touches is one, as both may cut at other places."""
    start, end = rules.midnight(days.first), rules.midnight(days.end)
    joined: list[tuple[object, ...]] = []
    for slot in expand(schedule, Days(days.first - A_DAY, days.number + 1), calendar):
        starts, ends = max(slot.starts_at, start), min(slot.ends_at, end)
        if slot.status == CANCELLED or starts >= ends:
            continue
        kind = (slot.status, slot.note.get(remarks.LANGUAGE, ""))
        if joined and joined[-1][1:] == (starts, *kind):
            joined[-1] = (joined[-1][0], ends, *kind)
        else:
            joined.append((starts, ends, *kind))
    return joined


def _stretches(text: str) -> Sequence[Days]:
    """Where two texts could differ: a plain week repeats itself except on holidays and when the clock changes.

    None where that are too many years to look at.
    """
    if is_plain(text):
        return (TWO_WEEKS, *CLOCK_CHANGES, *(_around_holidays() if names_holidays(text) else ()))
    named = {int(year) for year in _YEAR.findall(without_remarks(text))} - {LONG_AGO.year}
    if len(named) > MOST_YEARS or not all(LONG_AGO.year <= year <= LAST_YEAR for year in named):
        return ()
    years = named.union(YEARS if len(list(split(text))) == 1 else EVERY_WEEKDAY)
    return [Days(date(year, 1, 1), 366) for year in sorted(years)]


@lru_cache(maxsize=1)
def _around_holidays() -> tuple[Days, ...]:
    """Those of a year, and so many that each day of the week has one after a day that is none."""
    holidays = sorted(_calendar(EVERY_WEEKDAY[0], EVERY_WEEKDAY[-1]).holidays)
    chosen = [day for day in holidays if day.year == YEARS[0]]
    weekdays: set[int] = set()
    for day in holidays:
        if day - A_DAY not in holidays and day.weekday() not in weekdays:
            weekdays.add(day.weekday())
            chosen.append(day)
    return tuple(Days(day - A_DAY, 3) for day in dict.fromkeys(chosen))


@lru_cache(maxsize=16)
def _calendar(first_year: int, last_year: int) -> TownCalendar:
    """The PH of the library."""
    days = Days(date(first_year, 1, 1), 366 * (last_year - first_year + 1))
    slots = expand(Schedule(expression="PH", closed_on_holidays=False), days, NO_CALENDAR)
    return TownCalendar(holidays={local(slot.starts_at).date(): NO_WORDS for slot in slots})


def names_holidays(text: str) -> bool:
    return bool(_HOLIDAYS.search(without_remarks(text)))
