"""A schedule cut into parts that one rule of iCalendar says exactly, and the times that no rule says. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from webapp.core.clock import TIME_ZONE, local
from webapp.schedule import recurrence
from webapp.schedule.expansion import Slot, expand, is_replaced, kind_of_planned
from webapp.schedule.rules import HORIZON_DAYS
from webapp.schedule.values import (
    ADDED,
    CANCELLED,
    MOVED,
    NO_WORDS,
    Change,
    Closure,
    Days,
    Hours,
    Schedule,
    Series,
    TownCalendar,
    Weekly,
    Words,
)

WEEKS_BACK = 4  # of opening hours and exceptions; nobody travels to last year
EXCEPTIONS_DAYS = 366  # ahead of today: who keeps the file for a year still stays at home at Christmas


@dataclass(frozen=True)
class Place:
    """One schedule with all that closes it, as seen at a moment."""

    schedule: Schedule
    calendar: TownCalendar
    closures: Sequence[Closure]
    now: datetime

    @property
    def today(self) -> date:
        return local(self.now).date()

    @property
    def days(self) -> Days:
        """Begins on a Monday, so that a file changes once a week, not each day."""
        first = self.today - timedelta(days=self.today.weekday() + 7 * WEEKS_BACK)
        return Days(first, (self.today - first).days + EXCEPTIONS_DAYS)

    def times(self, schedule: Schedule, days: Days) -> list[Slot]:
        return expand(schedule, days, self.calendar, self.closures)


@dataclass
class Written:
    """The changes that already stand as the other time of a date."""

    moves: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Part:
    """Wall-clock times. `left_out` are dates of the rule that fall out, `otherwise` those that are told by a slot."""

    key: str
    first: datetime
    minutes: int
    rule: str = ""
    extra: tuple[datetime, ...] = ()
    note: Words = NO_WORDS
    by_appointment: bool = False
    left_out: tuple[datetime, ...] = ()
    otherwise: tuple[tuple[datetime, Slot], ...] = ()


def parts_of(place: Place, written: Written) -> Iterator[Part]:
    """`written` is told which moves were used up."""
    alone = replace(place.schedule, weekly=(), series=(), expression="", changes=())
    for weekly in place.schedule.weekly:
        if weekly.season is None:
            for group in _alike(weekly):
                part = _weekly_part(group, place)
                if part:
                    days = _weekly_days(group, place.days)
                    yield _with_exceptions(part, days, replace(alone, weekly=(group,)), place, written)
    for series in place.schedule.series:
        part = _series_part(series, by_appointment=place.schedule.by_appointment)
        if part:
            starts = _series_starts(series, place.days)
            yield _with_exceptions(part, starts, replace(alone, series=(series,)), place, written)


def single_slots(place: Place, written: Written) -> list[Slot]:
    """Seasons and expressions of the coming weeks, and all that was added or moved and stands nowhere else."""
    schedule = place.schedule
    gone = tuple(
        replace(change, kind=CANCELLED, to=None, minutes=0) for change in schedule.changes if change.kind != ADDED
    )
    seasonal = tuple(weekly for weekly in schedule.weekly if weekly.season is not None)
    rest = replace(schedule, weekly=seasonal, series=(), changes=gone)
    found = place.times(rest, Days(place.today, HORIZON_DAYS)) if seasonal or schedule.expression else []
    for number, change in enumerate(schedule.changes):
        if number not in written.moves and change.to is not None and change.to.date() >= place.days.first:
            found.extend(_changed_to(number, place))
    return sorted(set(found))


def _alike(weekly: Weekly) -> Iterator[Weekly]:
    """The days of the week with the same hours, since one rule can say them together."""
    groups: dict[tuple[object, ...], list[Hours]] = {}
    for hours in weekly.hours:
        key = (hours.opens, hours.closes, hours.by_appointment, tuple(sorted(hours.note.items())))
        groups.setdefault(key, []).append(hours)
    for group in groups.values():
        yield replace(weekly, hours=tuple(group))


def _weekly_part(group: Weekly, place: Place) -> Part | None:
    hours = group.hours[0]
    first_day = max(place.days.first, group.first_day or place.days.first)
    starts = next(iter(_weekly_days(group, Days(first_day, 7))), None)
    if starts is None:
        return None
    weekdays = sorted({one.weekday for one in group.hours})
    rule = f"FREQ=WEEKLY;BYDAY={','.join(recurrence.WEEKDAYS[day] for day in weekdays)}"
    if group.last_day is not None:
        rule = recurrence.with_until(rule, _here(_opening(group.last_day, hours)))
    return Part(
        f"w{group.first_day or ''}{hours.opens:04}{hours.closes:04}{weekdays[0]}",
        starts,
        hours.closes - hours.opens,
        rule,
        note=hours.note,
        by_appointment=hours.by_appointment or place.schedule.by_appointment,
    )


def _weekly_days(group: Weekly, days: Days) -> list[datetime]:
    all_days = (days.first + timedelta(days=number) for number in range(days.number))
    weekdays = {hours.weekday for hours in group.hours}
    return [_opening(day, group.hours[0]) for day in all_days if group.holds(day) and day.weekday() in weekdays]


def _opening(day: date, hours: Hours) -> datetime:
    return datetime.combine(day, time.min) + timedelta(minutes=hours.opens)


def _series_part(series: Series, *, by_appointment: bool) -> Part | None:
    first = recurrence.first_date(series.starts, series.rule) if series.rule else series.starts
    rule, extra = series.rule, sorted(set(series.extra) - {first})
    if first is None:  # it ended before it began; only the dates beside it are left
        if not extra:
            return None
        first, rule, extra = extra[0], "", extra[1:]
    until = recurrence.until_of(rule) if rule else None
    if until is not None:
        rule = recurrence.with_until(rule, _here(until))
    note, appointment = series.note, series.by_appointment or by_appointment
    return Part(f"s{series.starts:%Y%m%dT%H%M}", first, series.minutes, rule, tuple(extra), note, appointment)


def _series_starts(series: Series, days: Days) -> list[datetime]:
    start, end = datetime.combine(days.first, time.min), datetime.combine(days.end, time.min)
    found = set(recurrence.dates(series.starts, series.rule, start, end)) if series.rule else {series.starts}
    return sorted(one for one in found | set(series.extra) if start <= one < end)


def _with_exceptions(part: Part, starts: list[datetime], alone: Schedule, place: Place, written: Written) -> Part:
    """The engine itself says what stands; here it is only compared with what the rule says."""
    standing = {slot.starts_at: slot for slot in place.times(alone, place.days) if slot.status != CANCELLED}
    left_out: list[datetime] = []
    otherwise: list[tuple[datetime, Slot]] = []
    for one in starts:
        slot = next((standing[moment] for moment in _moments(one) if moment in standing), None)
        number, change = _concerning(place.schedule.changes, one)
        if change is not None:
            otherwise.append((one, _slot_of(number, change, Part(part.key, one, part.minutes), place, written)))
        elif slot is None:
            left_out.append(one)
        elif slot.ends_at - slot.starts_at != timedelta(minutes=part.minutes) or local(slot.starts_at) != _here(one):
            otherwise.append((one, slot))  # the night the clock changes: programs disagree on how long that lasts
    return replace(part, left_out=tuple(left_out), otherwise=tuple(otherwise))


def _concerning(changes: Sequence[Change], starts: datetime) -> tuple[int, Change | None]:
    """The last word on it."""
    found = ((number, change) for number, change in enumerate(changes) if change.kind != ADDED)
    return max(
        ((number, change) for number, change in found if change.concerns(starts)), default=(0, None), key=_number
    )


def _number(numbered: tuple[int, Change | None]) -> int:
    return numbered[0]


def _slot_of(number: int, change: Change, once: Part, place: Place, written: Written) -> Slot:
    if change.kind == MOVED and number not in written.moves:
        written.moves.add(number)
        for slot in _changed_to(number, place):
            return slot
    ends = _moment(once.first + timedelta(minutes=once.minutes))
    return Slot(_moment(once.first), max(ends, _moment(once.first)), CANCELLED, change.reason)


def _changed_to(number: int, place: Place) -> list[Slot]:
    """The slot of what was added or moved to, unless it was cancelled again or falls in a closure."""
    earlier, (change, *later) = place.schedule.changes[:number], place.schedule.changes[number:]
    if change.to is None or is_replaced(change, later):
        return []
    before, after = (tuple(one for one in changes if one.kind == CANCELLED) for changes in (earlier, later))
    alone = replace(place.schedule, weekly=(), series=(), expression="", changes=(*before, change, *after))
    status, note = kind_of_planned(place.schedule, change)
    found = place.times(alone, Days(change.to.date(), 1))
    return [slot if slot.status == CANCELLED else replace(slot, status=status, note=note) for slot in found]


def _moments(wall_clock: datetime) -> Iterator[datetime]:
    """When it may begin: what falls in the hour that is skipped is an hour later, or opens when that hour is over."""
    yield _moment(wall_clock)
    shown = local(_moment(wall_clock))
    if shown != _here(wall_clock):
        yield shown.replace(minute=0).astimezone(UTC)


def _here(wall_clock: datetime) -> datetime:
    return wall_clock.replace(tzinfo=TIME_ZONE)


def _moment(wall_clock: datetime) -> datetime:
    return _here(wall_clock).astimezone(UTC)
