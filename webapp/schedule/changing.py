"""One date of a schedule is cancelled, moved, added or put back. Pure: a schedule in, the changed one out.

`regular` is the schedule by which the dates are found: the schedule itself or, where it takes the hours of its place,
those together.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from webapp.core.clock import TIME_ZONE
from webapp.schedule.checks import ScheduleError, check_reason
from webapp.schedule.expansion import Slot, expand
from webapp.schedule.values import ADDED, CANCELLED, MOVED, NO_WORDS, Change, Days, Schedule, TownCalendar, Words

NO_CALENDAR = TownCalendar()
A_MINUTE = timedelta(minutes=1)


def cancel(schedule: Schedule, when: date | datetime, reason: Words, regular: Schedule) -> Schedule:
    """`when` is one time, or a day with all its times. Raises ScheduleError where there is nothing to cancel."""
    _check(when, reason)
    change = _cancellation(when, reason)
    if not has_date(regular, change):
        raise ScheduleError([f"there is nothing on {when} that could be cancelled"])
    kept = [one for one in schedule.changes if not _replaces(change, one)]
    return replace(schedule, changes=(*kept, change))


def move(
    schedule: Schedule, starts: datetime, to: datetime, reason: Words, regular: Schedule, minutes: int | None = None
) -> Schedule:
    """As long as it always takes, unless told. Raises ScheduleError where nothing begins at `starts`."""
    _check(starts, reason)
    found = next((slot for slot in _regular(regular, starts.date()) if _wall_clock(slot) == starts), None)
    if found is None:
        return _move_again(schedule, starts, to, reason, regular, minutes)
    minutes = minutes or (_wall_clock(found, ends=True) - starts) // A_MINUTE
    kept = [one for one in schedule.changes if one.starts != starts]
    return replace(schedule, changes=(*kept, Change(MOVED, starts=starts, to=to, minutes=minutes, reason=reason)))


def _move_again(
    schedule: Schedule, starts: datetime, to: datetime, reason: Words, regular: Schedule, minutes: int | None
) -> Schedule:
    """What was moved or added to `starts` goes on to another time; who comes then finds that it falls out."""
    planned = [one for one in (*regular.changes, *schedule.changes) if one.kind != CANCELLED and one.to == starts]
    if not planned:
        raise ScheduleError([f"nothing begins on {starts}, so it cannot be moved"])
    last = planned[-1]
    kept = [one for one in schedule.changes if one != last]
    seen = (replace(last, kind=ADDED, starts=None), Change(CANCELLED, starts=starts, reason=reason))
    again = replace(last, to=to, minutes=minutes or last.minutes, reason=reason)
    return replace(schedule, changes=(*kept, *seen, again))


def add(schedule: Schedule, to: datetime, minutes: int, reason: Words) -> Schedule:
    _check(to, reason)
    kept = [one for one in schedule.changes if not (one.kind == ADDED and one.to == to)]
    return replace(schedule, changes=(*kept, Change(ADDED, to=to, minutes=minutes, reason=reason)))


def restore(schedule: Schedule, when: date | datetime) -> Schedule:
    """As if nothing had been said about this time, or about this day."""
    kept = [one for one in schedule.changes if when not in _about(one)]
    return replace(schedule, changes=tuple(kept))


def reinstate(schedule: Schedule, when: date | datetime) -> Schedule:
    """As if this time, or this whole day, had not been cancelled; what was added or moved there stays."""
    said = _cancellation(when, NO_WORDS)
    kept = [one for one in schedule.changes if replace(one, reason=NO_WORDS) != said]
    return replace(schedule, changes=tuple(kept))


def forget_before(schedule: Schedule, day: date) -> Schedule:
    """Without the changes of dates that are all before this day: nobody looks for them any more, and there may only be
    so many."""
    kept = [one for one in schedule.changes if any(moment >= day for moment in _days_of(one))]
    return schedule if len(kept) == len(schedule.changes) else replace(schedule, changes=tuple(kept))


def _days_of(change: Change) -> list[date]:
    moments = (moment.date() for moment in (change.starts, change.to) if moment is not None)
    return [*moments, *([change.whole_day] if change.whole_day else [])]


def has_date(schedule: Schedule, change: Change) -> bool:
    """Whether something regular, or something that was added, begins at the time or on the day of this change."""
    day = change.whole_day or (change.starts.date() if change.starts else None)
    if day is None:
        return False
    added = any(one.to and change.concerns(one.to) for one in schedule.changes if one is not change)
    return added or any(change.concerns(_wall_clock(slot)) for slot in _regular(schedule, day))


def list_idle_changes(schedule: Schedule, regular: Schedule) -> list[str]:
    """Sentences about changes that concern no date: a warning, for the regular times may have moved away from them."""
    return [
        f"the change of {change.starts or change.whole_day} concerns no date of the schedule"
        for change in schedule.changes
        if change.kind != ADDED and not has_date(regular, change)
    ]


def _check(when: date | datetime, reason: Words) -> None:
    sentences = list(check_reason(str(when), reason))
    if sentences:
        raise ScheduleError(sentences)


def _cancellation(when: date | datetime, reason: Words) -> Change:
    if isinstance(when, datetime):
        return Change(CANCELLED, starts=when, reason=reason)
    return Change(CANCELLED, whole_day=when, reason=reason)


def _replaces(change: Change, earlier: Change) -> bool:
    """A day that falls out leaves alone what was moved from it to another day."""
    if change.whole_day is not None:
        day = earlier.whole_day or (earlier.starts.date() if earlier.starts else None)
        return earlier.kind == CANCELLED and day == change.whole_day
    return earlier.starts is not None and earlier.starts == change.starts


def _about(change: Change) -> Iterator[date | datetime]:
    """Each time that the change names, and the day of it."""
    if change.whole_day is not None:
        yield change.whole_day
    for moment in (change.starts, change.to):
        if moment is not None:
            yield from (moment, moment.date())


def _regular(schedule: Schedule, day: date) -> list[Slot]:
    """As the schedule would be without a change, a holiday or a closure."""
    undisturbed = replace(schedule, changes=(), closed_on_holidays=False, closed_in_school_breaks=False)
    return expand(undisturbed, Days(day, 1), NO_CALENDAR)


def _wall_clock(slot: Slot, *, ends: bool = False) -> datetime:
    return (slot.ends_at if ends else slot.starts_at).astimezone(TIME_ZONE).replace(tzinfo=None, fold=0)
