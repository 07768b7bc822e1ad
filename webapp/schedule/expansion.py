"""A schedule becomes slots: regular times, changed dates, holidays, school breaks and closures, in that order. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from webapp.core.clock import TIME_ZONE
from webapp.schedule import recurrence, remarks, rules
from webapp.schedule.values import (
    ADDED,
    CANCELLED,
    MINUTES_A_DAY,
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
OTHERWISE = "otherwise"  # beside MOVED and ADDED: other hours on the same day, neither moved from one nor extra
LONGEST = timedelta(days=31)  # of one opening; a longer one is told as a range of weekly hours
A_DAY, AN_HOUR, A_MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
SKIPPED_HOUR = 2  # in March the clock goes from two to three


@dataclass(frozen=True, order=True)
class Slot:
    """Half open [starts_at, ends_at), UTC. `status`: open, appointment or cancelled.

    `change` says how it came here when it is not regular: moved, added or otherwise. `elsewhere` is where a moved one
    comes from; one that fell out because it was moved is cancelled, and `elsewhere` is where it went.
    """

    starts_at: datetime
    ends_at: datetime
    status: str = OPEN
    reason: Words = field(default=NO_WORDS, compare=False)
    note: Words = field(default=NO_WORDS, compare=False)
    change: str | None = field(default=None, compare=False)
    elsewhere: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True)
class _Time:
    """A time on the wall clock, before it is a moment: only here can "the one of Tuesday 10:00" be found again."""

    starts: datetime
    minutes: int
    status: str
    note: Words = NO_WORDS
    reason: Words = NO_WORDS
    change: str | None = None
    elsewhere: datetime | None = None
    is_exception: bool = False
    is_event: bool = False  # begins then and lasts so long; hours are open while the clock is between the two

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)


def expand(schedule: Schedule, days: Days, calendar: TownCalendar, closures: Sequence[Closure] = ()) -> list[Slot]:
    """Every opening and every cancelled opening that begins in these days, in order. Raises HoursError.

    Expansion of two stretches that touch gives together what one stretch over both gives.
    """
    midnights = _midnights(schedule)
    if not midnights or not _may_close(schedule, calendar, closures):
        return _expand(schedule, days, calendar, closures)
    # What runs over midnight meets slots of other days; those, in turn, what began before.
    wide = Days(days.first - 2 * midnights * A_DAY, days.number + 3 * midnights)
    return [slot for slot in _expand(schedule, wide, calendar, closures) if days.first <= day_of(slot) < days.end]


def _expand(schedule: Schedule, days: Days, calendar: TownCalendar, closures: Sequence[Closure]) -> list[Slot]:
    changed = [*_change(_regular(schedule, days), schedule.changes), *_planned(schedule, days)]
    closed = [_close(one, schedule, calendar, closures) for one in changed]
    return _settle(_slot(one) for one in closed)


def _may_close(schedule: Schedule, calendar: TownCalendar, closures: Sequence[Closure]) -> bool:
    holidays = schedule.closed_on_holidays and calendar.holidays
    return bool(schedule.changes or closures or holidays or schedule.closed_in_school_breaks)


def _midnights(schedule: Schedule) -> int:
    """How many midnights the longest opening runs over."""
    ends = [hours.closes for weekly in schedule.weekly for hours in weekly.hours]
    for series in schedule.series:
        ends += [_minute_of_day(starts) + series.minutes for starts in (series.starts, *series.extra)]
    ends += [_minute_of_day(change.to) + change.minutes for change in schedule.changes if change.to is not None]
    if schedule.expression:
        ends.append(2 * MINUTES_A_DAY)  # none is longer than a day, but it may begin at any time
    return max(0, max(ends, default=0) - 1) // MINUTES_A_DAY


def _minute_of_day(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _regular(schedule: Schedule, days: Days) -> list[_Time]:
    regular: list[_Time] = [
        *_weekly(schedule.weekly, days),
        *_series(schedule.series, days),
        *_expression(schedule.expression, days),
    ]
    return [replace(one, status=APPOINTMENT) for one in regular] if schedule.by_appointment else regular


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
                yield _Time(starts, series.minutes, _status(series.by_appointment), series.note, is_event=True)


def _expression(text: str, days: Days) -> Iterator[_Time]:
    """What is open for more than a day is cut at midnight. It is read from two days before to two days after, so that
    every stretch of days cuts it at the same places."""
    if not text:
        return
    for slot in rules.by_day(rules.expand(text, days.first - 2 * A_DAY, days.number + 4)):
        starts, ends = _wall_clock(slot.starts_at), _wall_clock(slot.ends_at)
        if days.first <= starts.date() < days.end:
            by_appointment, note = remarks.meaning(slot.note or "")
            yield _Time(starts, (ends - starts) // A_MINUTE, _status(by_appointment), note)


def _status(by_appointment: bool) -> str:
    return APPOINTMENT if by_appointment else OPEN


def _change(regular: Iterable[_Time], changes: Sequence[Change]) -> Iterator[_Time]:
    elsewhere = [change for change in changes if change.kind != ADDED]
    for one in regular:
        change = _last_word(elsewhere, one)
        gone = change and _fallen_out(one, change.reason, _target(change, changes))
        yield replace(gone, is_exception=True) if gone else one


def _fallen_out(one: _Time, reason: Words, to: datetime | None = None) -> _Time:
    return replace(one, status=CANCELLED, reason=reason, change=MOVED if to else None, elsewhere=to)


def _target(change: Change, changes: Sequence[Change]) -> datetime | None:
    """Where somebody finds it instead. None when it falls out there too, or only takes longer than always."""
    to = change.to
    if to is None or to == change.starts:
        return None
    later = changes[changes.index(change) + 1 :]
    return None if any(one.kind == CANCELLED and one.concerns(to) for one in later) else to


def _planned(schedule: Schedule, days: Days) -> Iterator[_Time]:
    """What was added or moved to these days; it can fall out after all."""
    for number, change in enumerate(schedule.changes):
        later = schedule.changes[number + 1 :]
        if change.to is None or not days.first <= change.to.date() < days.end or is_replaced(change, later):
            continue
        status, note = kind_of_planned(schedule, change)
        kind, elsewhere = _origin(change, schedule.changes)
        one = _Time(change.to, change.minutes, status, note, change.reason, kind, elsewhere, True, True)
        gone = _last_word([each for each in later if each.kind == CANCELLED], one)
        yield _fallen_out(one, gone.reason) if gone else one


def _origin(change: Change, changes: Iterable[Change]) -> tuple[str, datetime | None]:
    """How this date came here, and from where."""
    if change.kind == MOVED:
        return (OTHERWISE, None) if change.to == change.starts else (MOVED, change.starts)
    day = change.to.date() if change.to else None
    instead = any(one.kind == CANCELLED and one.whole_day == day for one in changes)
    return OTHERWISE if instead else ADDED, None


def _last_word(changes: Sequence[Change], one: _Time) -> Change | None:
    """Also of who names the time as it is shown, on the day that skips an hour."""
    return next((each for each in reversed(changes) if each.concerns(one.starts) or each.concerns(_shown(one))), None)


def _shown(one: _Time) -> datetime:
    return _wall_clock(_slot(one).starts_at) if one.starts.hour == SKIPPED_HOUR else one.starts


def is_replaced(change: Change, later: Iterable[Change]) -> bool:
    """A date that was moved falls out or is moved to yet another time: it is in one place only."""
    if change.kind != MOVED or change.starts is None:
        return False
    return any(one.kind != ADDED and one.starts == change.starts for one in later)


def kind_of_planned(schedule: Schedule, change: Change) -> tuple[str, Words]:
    """Status and note: what is moved keeps its own, as who needs an appointment on Tuesday needs one on Friday."""
    if change.kind == MOVED and change.starts is not None:
        for one in _regular(schedule, Days(change.starts.date(), 1)):
            if change.starts in (one.starts, _shown(one)):
                return one.status, one.note
    return _status(schedule.by_appointment), NO_WORDS


def _close(one: _Time, schedule: Schedule, calendar: TownCalendar, closures: Sequence[Closure]) -> _Time:
    """A closure closes all; a holiday or a break leaves alone what somebody planned for just that date."""
    day = one.starts.date()
    if one.status == CANCELLED:
        is_lost = one.elsewhere is not None and any(closure.holds(one.elsewhere.date()) for closure in closures)
        return replace(one, change=None, elsewhere=None) if is_lost else one
    for closure in closures:
        if closure.holds(day):
            return _fallen_out(one, closure.reason)
    if one.is_exception:
        return one
    if schedule.closed_on_holidays and day in calendar.holidays:
        return _fallen_out(one, calendar.holidays[day])
    if schedule.closed_in_school_breaks:
        for school_break in calendar.school_breaks:
            if school_break.holds(day):
                return _fallen_out(one, school_break.reason)
    return one


def _slot(one: _Time) -> Slot:
    """On the day that skips an hour, hours keep to the clock; an event in that hour is an hour later (RFC 5545)."""
    starts, ends = one.starts, one.ends
    if not one.is_event:
        starts, ends = _after_the_skip(starts), _after_the_skip(ends)
    elif _is_skipped(starts):
        starts, ends = starts + AN_HOUR, ends + AN_HOUR
    elsewhere = _moment(one.elsewhere) if one.elsewhere else None
    return Slot(_moment(starts), _moment(ends), one.status, one.reason, one.note, one.change, elsewhere)


def _is_skipped(wall_clock: datetime) -> bool:
    return wall_clock.hour == SKIPPED_HOUR and _wall_clock(_moment(wall_clock)) != wall_clock


def _after_the_skip(wall_clock: datetime) -> datetime:
    return wall_clock.replace(hour=SKIPPED_HOUR + 1, minute=0) if _is_skipped(wall_clock) else wall_clock


def _moment(wall_clock: datetime) -> datetime:
    """The first moment at which the clock on the wall shows this; in a skipped hour, as if it had not been skipped."""
    return wall_clock.replace(tzinfo=TIME_ZONE, fold=0).astimezone(UTC)


def _wall_clock(moment: datetime) -> datetime:
    return moment.astimezone(TIME_ZONE).replace(tzinfo=None, fold=0)


def _settle(slots: Iterable[Slot]) -> list[Slot]:
    """In order, each once; what is cancelled gives way where something else is open, so the two never overlap."""
    everything = sorted({slot for slot in slots if slot.starts_at < slot.ends_at})
    standing = [slot for slot in everything if slot.status != CANCELLED]
    cancelled = [slot for slot in everything if slot.status == CANCELLED]
    left = {part for slot in cancelled for part in _without(slot, standing)}
    return sorted([*standing, *left])


def _without(slot: Slot, others: Iterable[Slot]) -> list[Slot]:
    parts = [slot]
    for other in others:
        if other.ends_at <= slot.starts_at or slot.ends_at <= other.starts_at:
            continue
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
