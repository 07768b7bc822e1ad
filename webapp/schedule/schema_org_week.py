"""What the opening hours of schema.org mean together: weeks, days that are otherwise, closed holidays.

Hours with dates stand in place of those without, on the days of the week that they name; of two within each other the
narrower one counts. schema.org leaves that open, and every search engine reads it so. Two that cross are refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import combinations, islice, pairwise

from webapp.schedule import osm
from webapp.schedule.checks import MOST_CHANGES, MOST_WEEKLY, ScheduleError, check_schedule
from webapp.schedule.expansion import expand
from webapp.schedule.rules import HoursError
from webapp.schedule.schema_org_hours import Said
from webapp.schedule.values import (
    ADDED,
    CANCELLED,
    MINUTES_A_DAY,
    Change,
    Days,
    Hours,
    Schedule,
    TownCalendar,
    Weekly,
)

LONGEST_CLOSED = 31  # days that are told as closed days one by one, so that a visitor reads "closed today"
A_DAY = timedelta(days=1)
Times = tuple[int, int]


@dataclass(frozen=True)
class _Group:
    """All that is said of the same stretch of days."""

    first: date
    last: date
    special: bool
    said: tuple[Said, ...]

    @cached_property
    def weekdays(self) -> frozenset[int]:
        return frozenset(day for one in self.said for day in one.weekdays)

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def is_told_by_day(self) -> bool:
        return self.length == 1 or (self.length <= LONGEST_CLOSED and all(one.times is None for one in self.said))

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def times(self, weekday: int) -> list[Times]:
        found = {one.times for one in self.said if weekday in one.weekdays}
        if None in found and len(found) > 1:
            raise HoursError(f"{self.said[0].where}: it is open and closed at the same time")
        return sorted(times for times in found if times)


def together(said: Sequence[Said]) -> Schedule:
    """Raises HoursError. Holidays that nobody speaks of are days like others."""
    groups = _groups([one for one in said if one.weekdays])
    for one, other in combinations(groups, 2):
        _check_order(one, other)
    groups.sort(key=lambda group: (group.length, not group.special))
    long_groups = [group for group in groups if not group.is_told_by_day]
    if len(long_groups) > MOST_WEEKLY:
        raise HoursError(f"{len(long_groups)} stretches of days with hours of their own; {MOST_WEEKLY} is the most")
    weeks = tuple(_weeks(long_groups))
    holidays = [one for one in said if one.holidays]
    changes = tuple(islice(_changes(groups, weeks), MOST_CHANGES + 1))  # one too many is refused below
    schedule = Schedule(weekly=weeks, changes=changes, closed_on_holidays=bool(holidays))
    if any(one.times for one in holidays):
        schedule = _with_hours_on_holidays(schedule, holidays)
    sentences = check_schedule(schedule)
    if sentences:
        raise ScheduleError(sentences)
    if schedule.is_empty:
        raise HoursError(f"{said[0].where if said else 'the hours'}: there is no time at which it is open")
    return schedule


def _groups(said: Sequence[Said]) -> list[_Group]:
    found: dict[tuple[date, date, bool], list[Said]] = {}
    for one in said:
        found.setdefault((one.first or date.min, one.last or date.max, one.special), []).append(one)
    return [_Group(*key, tuple(group)) for key, group in found.items()]


def _check_order(one: _Group, other: _Group) -> None:
    """It must be sure which of the two counts."""
    if not one.weekdays & other.weekdays or one.last < other.first or other.last < one.first:
        return
    one, other = sorted((one, other), key=lambda group: (not group.special, group.length))
    if one.first < other.first or other.last < one.last:
        raise HoursError(f"{one.said[0].where} and {other.said[0].where} speak of the same days; which one counts?")


def _counting(groups: Sequence[_Group], day: date, weekday: int) -> _Group | None:
    return next((group for group in groups if group.holds(day) and weekday in group.weekdays), None)


def _weeks(groups: Sequence[_Group]) -> Iterator[Weekly]:
    """Between two days on which something begins or ends, it is one week again and again."""
    begins = {group.first for group in groups} | {group.last + A_DAY for group in groups if group.last < date.max}
    edges = [*sorted(begins), None]
    for start, next_start in pairwise(edges):
        assert start is not None
        hours = tuple(_hours(groups, start))
        if hours:
            yield Weekly(hours, start if start > date.min else None, next_start - A_DAY if next_start else None)


def _hours(groups: Sequence[_Group], start: date) -> Iterator[Hours]:
    for weekday in range(7):
        group = _counting(groups, start, weekday)
        for opens, closes in group.times(weekday) if group else ():
            yield Hours(weekday, opens, closes)


def _changes(groups: Sequence[_Group], weeks: Sequence[Weekly]) -> Iterator[Change]:
    for group in groups:
        for number in range(group.length if group.is_told_by_day else 0):
            day = group.first + timedelta(days=number)
            if _counting(groups, day, day.weekday()) is group:
                yield from _otherwise(group, day, weeks)


def _otherwise(group: _Group, day: date, weeks: Sequence[Weekly]) -> Iterator[Change]:
    if any(week.holds(day) and any(hours.weekday == day.weekday() for hours in week.hours) for week in weeks):
        yield Change(CANCELLED, whole_day=day)
    for opens, closes in group.times(day.weekday()):
        added = Change(ADDED, to=datetime.combine(day, time.min) + timedelta(minutes=opens), minutes=closes - opens)
        _check_clock(group, day, added, Hours(day.weekday(), opens, closes))
        yield added


def _check_clock(group: _Group, day: date, added: Change, hours: Hours) -> None:
    """In the night the clock changes, a date lasts so many minutes and hours go on until the clock shows their end."""
    calendar, days = TownCalendar(), Days(day, 1)
    as_hours = Schedule(weekly=(Weekly((hours,), day, day),))
    if expand(Schedule(changes=(added,)), days, calendar) != expand(as_hours, days, calendar):
        raise HoursError(
            f"{group.said[0].where}: the clock changes in that night; such hours cannot be kept for one day"
        )


def _with_hours_on_holidays(schedule: Schedule, holidays: Sequence[Said]) -> Schedule:
    """As OpenStreetMap says them: there they stand in place of the usual hours of that day."""
    where = holidays[0].where
    if None in {one.times for one in holidays}:
        raise HoursError(f"{where}: it is open and closed on public holidays")
    if schedule.changes or any(week.first_day or week.last_day for week in schedule.weekly):
        raise HoursError(f"{where}: hours on public holidays beside hours with dates are not supported")
    usual = Schedule(weekly=schedule.weekly, closed_on_holidays=False)
    times = ",".join(f"{_clock(one.times[0])}-{_clock(one.times[1])}" for one in holidays if one.times)
    return osm.read(f"{osm.write(usual)}; PH {times}" if usual.weekly else f"PH {times}")


def _clock(minutes: int) -> str:
    past = minutes - MINUTES_A_DAY if minutes > MINUTES_A_DAY else minutes
    return f"{past // 60:02d}:{past % 60:02d}"
