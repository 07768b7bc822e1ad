"""Events of schema.org: single dates, or a recurring one whose dates are as usual, cancelled or at another time.

`eventStatus`: a rescheduled event stands at its new time, and `previousStartDate` falls out. A postponed one falls out:
nobody knows yet when it will be.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from webapp.schedule import recurrence
from webapp.schedule.checks import MOST_CHANGES, MOST_SERIES
from webapp.schedule.ical_series import FALLS_OUT, IS_OTHERWISE
from webapp.schedule.reading import Reader, one_of
from webapp.schedule.rules import HoursError
from webapp.schedule.schema_org_series import read_series
from webapp.schedule.schema_org_values import Place, plain_name, read_length, read_wall_clock, values_of
from webapp.schedule.values import ADDED, CANCELLED, MOVED, Change, Schedule, Series

SCHEDULED, GONE, RESCHEDULED, POSTPONED = "EventScheduled", "EventCancelled", "EventRescheduled", "EventPostponed"
STATUSES = (SCHEDULED, GONE, RESCHEDULED, POSTPONED)  # "moved online" is another place, and no matter of time
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class _Event:
    where: str
    starts: datetime
    minutes: int
    status: str
    previous: tuple[datetime, ...]

    @property
    def falls_out(self) -> bool:
        return self.status in (GONE, POSTPONED)


def read_recurring(value: object, where: str) -> Schedule:
    """An Event with an eventSchedule; its own start and end only say from when to when that goes on."""
    reader = Reader(value, where)
    if _status(reader) != SCHEDULED:
        raise HoursError(f"{reader.where('eventStatus')}: the whole series falls out")
    found = [read_series(one, place) for one, place in values_of(reader, "eventSchedule")]
    series = tuple(one for one, _ in found)
    changes = [change for _, some in found for change in some]
    places = values_of(reader, "subEvent")
    _check_number(len(series), MOST_SERIES, reader.where("eventSchedule"))
    _check_number(len(changes) + len(places), MOST_CHANGES, reader.where("subEvent"))
    for event in _events(places):
        changes.extend(_of_series(event, series))
    _check_alone(changes, series, where)
    return Schedule(series=series, changes=_in_order(changes, where), closed_on_holidays=False)


def _check_number(number: int, most: int, where: str) -> None:
    """Before each date is looked for in each series: a few seconds at most."""
    if number > most:
        raise HoursError(f"{where}: {number} schedules or changed dates; {most} is the most")


def _check_alone(changes: Iterable[Change], series: Sequence[Series], where: str) -> None:
    """What falls out or is moved belongs to one of them, and a change cannot say to which."""
    for change in changes if len(series) > 1 else ():
        day = change.whole_day or change.starts
        if day is None:
            continue
        start = datetime(day.year, day.month, day.day)
        times = [
            one for each in series for one in recurrence.dates(each.starts, each.rule, start, start + 1440 * A_MINUTE)
        ]
        if sum(map(change.concerns, times)) > 1:
            raise HoursError(f"{where}.eventSchedule: two of them have a date on {start.date()}; which one falls out?")


def read_dates(places: Sequence[Place]) -> Schedule:
    """Events that stand by themselves."""
    events = _events(places)
    by_length: dict[int, set[datetime]] = {}
    changes: list[Change] = []
    taken: Counter[datetime] = Counter()
    for event in events:
        dates = [*event.previous] if event.status == RESCHEDULED and event.previous else [event.starts, *event.previous]
        by_length.setdefault(event.minutes, set()).update(dates)
        taken.update(dates)
        changes.extend(_changes(event, lambda _date: True))
    for change in changes:
        if change.starts and taken[change.starts] > 1:
            raise HoursError(f"two events begin on {change.starts:%Y-%m-%d %H:%M}; which one is changed?")
    series = tuple(_series(minutes, sorted(dates)) for minutes, dates in by_length.items())
    return Schedule(series=series, changes=_in_order(changes, "the events"), closed_on_holidays=False)


def _series(minutes: int, dates: Sequence[datetime]) -> Series:
    return Series(dates[0], minutes, extra=tuple(dates[1:]))


def _events(places: Sequence[Place]) -> list[_Event]:
    return [_event(value, where) for value, where in places]


def _event(value: object, where: str) -> _Event:
    reader = Reader(value, where)
    starts = reader.required("startDate", read_wall_clock)
    previous = tuple(read_wall_clock(one, place) for one, place in values_of(reader, "previousStartDate"))
    status = _status(reader)
    if previous and status not in (RESCHEDULED, GONE):
        raise HoursError(f"{reader.where('previousStartDate')} goes with the status {RESCHEDULED}")
    return _Event(where, starts, _minutes(reader, starts), status, previous)


def _status(reader: Reader) -> str:
    value, where = reader.value("eventStatus"), reader.where("eventStatus")
    return SCHEDULED if value is None else one_of(plain_name(value, where), where, STATUSES)


def _minutes(reader: Reader, starts: datetime) -> int:
    ends, length = reader.optional("endDate", read_wall_clock), reader.optional("duration", read_length)
    if ends is None and length is None:
        raise HoursError(f"{reader.where('endDate')} is missing: until when does it take?")
    if ends is None:
        return length or 0
    minutes = (ends - starts) // A_MINUTE
    if minutes <= 0:
        raise HoursError(f"{reader.where('endDate')}: the end is not after the begin")
    if length not in (None, minutes):
        raise HoursError(f"{reader.where('duration')} and {reader.where('endDate')} give different ends")
    return minutes


def _of_series(event: _Event, series: Sequence[Series]) -> Iterator[Change]:
    """A date that is none of the series is an extra one."""
    usual = [one.minutes for one in series if _has(one, event.starts)]
    if event.status == RESCHEDULED:
        if not any(_has(one, starts) for one in series for starts in event.previous):
            raise HoursError(f"{event.where}.previousStartDate is no date of the series")
        yield from _changes(event, lambda starts: any(_has(one, starts) for one in series))
    elif not usual:
        yield Change(ADDED, to=event.starts, minutes=event.minutes)
        yield from _changes(event, lambda starts: starts == event.starts)
    elif event.falls_out:
        yield from _changes(event, lambda starts: any(_has(one, starts) for one in series))
    elif event.minutes not in usual:
        reason = IS_OTHERWISE
        yield Change(MOVED, starts=event.starts, to=event.starts, minutes=event.minutes, reason=reason)


def _has(series: Series, starts: datetime) -> bool:
    return bool(recurrence.dates(series.starts, series.rule, starts, starts + A_MINUTE))


def _changes(event: _Event, is_date: Callable[[datetime], bool]) -> Iterator[Change]:
    """Of several earlier times the last one is moved, so that each of them is seen to fall out."""
    previous = [starts for starts in dict.fromkeys(event.previous) if is_date(starts)]
    if event.falls_out:
        for starts in dict.fromkeys((event.starts, *previous)):
            yield Change(CANCELLED, starts=starts, reason=FALLS_OUT)
        return
    for starts in previous[:-1]:
        yield Change(CANCELLED, starts=starts, reason=FALLS_OUT)
    for starts in previous[-1:]:
        yield Change(MOVED, starts=starts, to=event.starts, minutes=event.minutes, reason=IS_OTHERWISE)


def _in_order(changes: Sequence[Change], where: str) -> tuple[Change, ...]:
    """What falls out comes first, as another date may be moved to its time; what was added is there before it does."""
    again = [starts for starts, number in Counter(one.starts for one in changes if one.starts).items() if number > 1]
    if again:
        raise HoursError(f"{where}: {again[0]:%Y-%m-%d %H:%M} is changed for the second time")
    added = {change.to for change in changes if change.kind == ADDED}
    return tuple(sorted(changes, key=lambda change: (change.starts in added, change.kind != CANCELLED)))
