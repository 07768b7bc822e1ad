"""The dates of one week, with its changes, onto another week: as added, moved and cancelled dates there. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from webapp.programme.rules import wall_clock
from webapp.schedule.changing import NO_CALENDAR
from webapp.schedule.expansion import A_MINUTE, expand
from webapp.schedule.values import ADDED, CANCELLED, MOVED, Change, Days, Schedule, Words

DAYS_A_WEEK = 7
A_WEEK = timedelta(days=DAYS_A_WEEK)


@dataclass(frozen=True, order=True)
class Held:
    """One date on the wall clock."""

    starts: datetime
    minutes: int


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def held_in(schedule: Schedule, monday: date) -> list[Held]:
    """What takes place in the week of this Monday by the schedule and its changes alone: a holiday of one week must
    not close the other."""
    free = replace(schedule, closed_on_holidays=False, closed_in_school_breaks=False)
    slots = expand(free, Days(monday, DAYS_A_WEEK), NO_CALENDAR)
    held = {
        Held(starts, (wall_clock(slot.ends_at) - starts) // A_MINUTE)
        for slot in slots
        if slot.status != CANCELLED
        for starts in [wall_clock(slot.starts_at)]
    }
    return sorted(held)


def copy_week(own: Schedule, regular: Schedule, source: date, target: date, reason: Words) -> Schedule:
    """`source` and `target` are Mondays, `regular` is the schedule with the hours of its place, where it takes them.
    What was changed within the target week before gives way; what was moved there from elsewhere is looked at anew."""
    days = target - source
    wanted = [Held(one.starts + days, one.minutes) for one in held_in(regular, source)]
    kept = tuple(one for one in own.changes if not _is_within(one, target))
    bare = replace(regular, changes=tuple(one for one in regular.changes if one in kept or one not in own.changes))
    return replace(own, changes=(*kept, *_differences(held_in(bare, target), wanted, reason)))


def _is_within(change: Change, monday: date) -> bool:
    moments = [one.date() for one in (change.starts, change.to) if one is not None]
    days = [*moments, *([change.whole_day] if change.whole_day else [])]
    return all(monday <= day < monday + A_WEEK for day in days)


def _differences(have: Sequence[Held], wanted: Sequence[Held], reason: Words) -> list[Change]:
    """Who comes at the usual time is sent on to the time of the same day, where there is one."""
    gone = [one for one in have if one not in wanted]
    new = [one for one in wanted if one not in have]
    changes = []
    for one in gone:
        there = _best(one, new)
        if there is None:
            changes.append(Change(CANCELLED, starts=one.starts, reason=reason))
        else:
            new.remove(there)
            changes.append(Change(MOVED, starts=one.starts, to=there.starts, minutes=there.minutes, reason=reason))
    return [*changes, *(Change(ADDED, to=one.starts, minutes=one.minutes, reason=reason) for one in new)]


def _best(one: Held, new: Sequence[Held]) -> Held | None:
    same_day = [other for other in new if other.starts.date() == one.starts.date()]
    return min(same_day, key=lambda other: (abs(other.starts - one.starts), other), default=None)
