"""A schedule becomes slots: regular times, changed dates, holidays, school breaks and closures, in that order. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from webapp.core.clock import TIME_ZONE
from webapp.schedule import recurrence, rules
from webapp.schedule.values import (
    ADDED,
    CANCELLED,
    MOVED,
    NO_WORDS,
    Change,
    Closure,
    Days,
    Schedule,
    Series,
    TownCalendar,
    Weekly,
    Words,
)

OPEN, APPOINTMENT = "open", "appointment"
LONGEST = timedelta(days=31)  # of one opening; a longer one is told as a range of weekly hours


@dataclass(frozen=True, order=True)
class Slot:
    """Half open [starts_at, ends_at), UTC. `status`: open, appointment or cancelled."""

    starts_at: datetime
    ends_at: datetime
    status: str = OPEN
    reason: Words = field(default=NO_WORDS, compare=False)
    note: Words = field(default=NO_WORDS, compare=False)


@dataclass(frozen=True)
class _Time:
    """A time on the wall clock, before it is a moment: only here can "the one of Tuesday 10:00" be found again."""

    starts: datetime
    minutes: int
    status: str
    note: Words = NO_WORDS
    reason: Words = NO_WORDS
    is_exception: bool = False

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)


def expand(schedule: Schedule, days: Days, calendar: TownCalendar, closures: Sequence[Closure] = ()) -> list[Slot]:
    """Every opening and every cancelled opening that begins in these days, in order. Raises HoursError.

    Expansion of two stretches that touch gives together what one stretch over both gives.
    """
    regular = [
        *_weekly(schedule.weekly, days),
        *_series(schedule.series, days),
        *_expression(schedule.expression, days),
    ]
    changed = _change(regular, schedule.changes, days)
    closed = [_close(one, schedule, calendar, closures) for one in changed]
    return _settle(_slot(one) for one in closed)


def _weekly(weeklies: Iterable[Weekly], days: Days) -> Iterator[_Time]:
    for weekly in weeklies:
        for number in range(days.number):
            day = days.first + timedelta(days=number)
            if not weekly.holds(day):
                continue
            for hours in weekly.hours:
                if hours.weekday == day.weekday():
                    starts = datetime.combine(day, time.min) + timedelta(minutes=hours.opens)
                    yield _Time(starts, hours.closes - hours.opens, _status(hours.by_appointment), hours.note)


def _series(all_series: Iterable[Series], days: Days) -> Iterator[_Time]:
    start, end = datetime.combine(days.first, time.min), datetime.combine(days.end, time.min)
    for series in all_series:
        found = set(recurrence.dates(series.starts, series.rule, start, end)) if series.rule else {series.starts}
        for starts in sorted(found | set(series.extra)):
            if start <= starts < end:
                yield _Time(starts, series.minutes, _status(series.by_appointment), series.note)


def _expression(text: str, days: Days) -> Iterator[_Time]:
    """Cut at midnight by day as the library gives it; a time that began before the first day is that day's no more."""
    if not text:
        return
    for slot in rules.expand(text, days.first - timedelta(days=1), days.number + 2):
        starts = slot.starts_at.astimezone(TIME_ZONE).replace(tzinfo=None)
        if days.first <= starts.date() < days.end:
            length = slot.ends_at - slot.starts_at
            note = {"nl": slot.note} if slot.note else NO_WORDS
            yield _Time(starts, int(length.total_seconds() // 60), OPEN, note)


def _status(by_appointment: bool) -> str:
    return APPOINTMENT if by_appointment else OPEN


def _change(regular: Iterable[_Time], changes: Sequence[Change], days: Days) -> Iterator[_Time]:
    for one in regular:
        change = next((change for change in changes if change.kind != ADDED and change.concerns(one.starts)), None)
        yield one if change is None else replace(one, status=CANCELLED, reason=change.reason, is_exception=True)
    for change in changes:
        if change.kind in (ADDED, MOVED) and change.to is not None and days.first <= change.to.date() < days.end:
            yield _Time(change.to, change.minutes, OPEN, reason=change.reason, is_exception=True)


def _close(one: _Time, schedule: Schedule, calendar: TownCalendar, closures: Sequence[Closure]) -> _Time:
    """A closure closes all; a holiday or a break leaves alone what somebody planned for just that date."""
    day = one.starts.date()
    if one.status == CANCELLED:
        return one
    for closure in closures:
        if closure.holds(day):
            return replace(one, status=CANCELLED, reason=closure.reason)
    if one.is_exception:
        return one
    if schedule.closed_on_holidays and day in calendar.holidays:
        return replace(one, status=CANCELLED, reason=calendar.holidays[day])
    if schedule.closed_in_school_breaks:
        for school_break in calendar.school_breaks:
            if school_break.holds(day):
                return replace(one, status=CANCELLED, reason=school_break.reason)
    return one


def _slot(one: _Time) -> Slot:
    return Slot(_moment(one.starts), _moment(one.ends), one.status, one.reason, one.note)


def _moment(wall_clock: datetime) -> datetime:
    """The first moment at which the clock on the wall shows this; an hour that is skipped becomes the one after it."""
    return wall_clock.replace(tzinfo=TIME_ZONE, fold=0).astimezone(UTC)


def _settle(slots: Iterable[Slot]) -> list[Slot]:
    """In order, each once; what is cancelled gives way where something else is open, so the two never overlap."""
    everything = sorted({slot for slot in slots if slot.starts_at < slot.ends_at})
    standing = [slot for slot in everything if slot.status != CANCELLED]
    cancelled = [slot for slot in everything if slot.status == CANCELLED]
    left = [part for slot in cancelled for part in _without(slot, standing)]
    return sorted([*standing, *left])


def _without(slot: Slot, others: Iterable[Slot]) -> list[Slot]:
    parts = [slot]
    for other in others:
        parts = [piece for part in parts for piece in _minus(part, other)]
    return parts


def _minus(part: Slot, other: Slot) -> Iterator[Slot]:
    if other.ends_at <= part.starts_at or other.starts_at >= part.ends_at:
        yield part
        return
    if part.starts_at < other.starts_at:
        yield replace(part, ends_at=other.starts_at)
    if other.ends_at < part.ends_at:
        yield replace(part, starts_at=other.ends_at)


def day_of(slot: Slot) -> date:
    """The Dutch day on which it begins."""
    return slot.starts_at.astimezone(TIME_ZONE).date()
