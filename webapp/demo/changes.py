"""Changed dates of the content, counted in days from the day on which the demonstration began. Pure.

Each comes back every so many days for a year: whoever shows the town a month later finds it as alive as on the first
day, and nothing has to be loaded again for it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from webapp.core.clock import local
from webapp.schedule.document import DAYS
from webapp.schedule.expansion import Slot, expand
from webapp.schedule.told import read_opening_hours
from webapp.schedule.values import (
    ADDED,
    CANCELLED,
    MOVED,
    Change,
    Closure,
    Days,
    Schedule,
    TownCalendar,
    Words,
)

A_YEAR = 364  # days
NEEDED = {"kind", "from_day", "every", "reason"}
A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True)
class Planned:
    """`kind` happens to the first date from `from_day` on, and again `every` so many days.

    Cancelled: that one, or with `whole_day` all of its day. Moved: `by` days later at `at`. Added: at `at` for
    `minutes`, on the first `weekday` (Monday = 0) where that is told.
    """

    kind: str
    from_day: int
    every: int
    reason: Words
    by: int = 0
    at: time = time.min
    minutes: int = 0
    weekday: int | None = None
    whole_day: bool = False


@dataclass(frozen=True)
class Town:
    """What the days are looked for in: when the demonstration began, and when its doors are closed."""

    first: date
    calendar: TownCalendar
    closures: Sequence[Closure]

    def is_closed(self, day: date) -> bool:
        return day in self.calendar.holidays or any(closure.holds(day) for closure in self.closures)


def read_planned(content: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], list[Planned]]:
    """By ("place" or "activity", slug). Raises ValueError that names the change."""
    found: dict[tuple[str, str], list[Planned]] = {}
    for one in content:
        owners = [key for key in ("place", "activity") if key in one]
        if len(owners) != 1:
            raise ValueError(f"a change is of one place or one activity: {dict(one)}")
        values = {key: value for key, value in one.items() if key not in owners}
        found.setdefault((owners[0], one[owners[0]]), []).append(_planned(values, one[owners[0]]))
    return found


def _planned(values: dict[str, Any], slug: str) -> Planned:
    unknown = values.keys() - {field.name for field in fields(Planned)}
    missing = NEEDED - values.keys()
    if unknown or missing:
        raise ValueError(f"a change of {slug}: {', '.join(sorted(unknown | missing))} is unknown or missing")
    if values["kind"] not in (CANCELLED, MOVED, ADDED) or values["every"] <= 0:
        raise ValueError(f"a change of {slug}: kind {values['kind']!r}, every {values['every']} days")
    if "weekday" in values:
        values["weekday"] = DAYS.index(values["weekday"])
    return Planned(**values)


def plan_for(
    schedule: Schedule | None, opening_hours: str | None, planned: Sequence[Planned], town: Town
) -> Schedule | None:
    """The schedule with its changes; without any it stays as it was told. What takes the hours of its place takes the
    changes of those too. Raises ValueError for a change that never finds a date."""
    if not planned:
        return schedule
    own = schedule or (read_opening_hours(opening_hours) if opening_hours else Schedule())
    slots = expand(replace(own, changes=()), Days(town.first, 2 * A_YEAR), town.calendar, town.closures)
    standing = [slot for slot in slots if slot.status != CANCELLED]
    changes: list[Change] = []
    for one in planned:
        found = [change for change in _rounds(one, standing, town) if not _speaks_of_same(change, changes)]
        if not found:
            raise ValueError(f"there is no date for the change {dict(one.reason)}")
        changes += found
    return replace(own, changes=(*own.changes, *changes))


def _rounds(planned: Planned, standing: Sequence[Slot], town: Town) -> Iterator[Change]:
    for number in range(planned.from_day, A_YEAR, planned.every):
        day = town.first + timedelta(days=number)
        change = _added(planned, day, town) if planned.kind == ADDED else _of_a_date(planned, day, standing, town)
        if change is not None:
            yield change


def _of_a_date(planned: Planned, day: date, standing: Sequence[Slot], town: Town) -> Change | None:
    for slot in standing:
        starts, ends = (local(moment).replace(tzinfo=None) for moment in (slot.starts_at, slot.ends_at))
        if starts.date() < day:
            continue
        if planned.kind == CANCELLED:
            when = {"whole_day": starts.date()} if planned.whole_day else {"starts": starts}
            return Change(CANCELLED, reason=planned.reason, **when)
        to = datetime.combine(starts.date() + planned.by * A_DAY, planned.at)
        if not town.is_closed(to.date()):
            minutes = planned.minutes or (ends - starts) // A_MINUTE
            return Change(MOVED, starts=starts, to=to, minutes=minutes, reason=planned.reason)
    return None


def _added(planned: Planned, day: date, town: Town) -> Change:
    while town.is_closed(day) or planned.weekday not in (None, day.weekday()):
        day += A_DAY
    return Change(ADDED, to=datetime.combine(day, planned.at), minutes=planned.minutes, reason=planned.reason)


def _speaks_of_same(change: Change, others: Iterable[Change]) -> bool:
    """A date has one change; of two that find the same one (there is none in a school break) the first stands."""
    return any(_named(change) & _named(one) for one in others)


def _named(change: Change) -> set[date]:
    moments = (change.whole_day, change.starts and change.starts.date(), change.to and change.to.date())
    return {day for day in moments if day is not None}
