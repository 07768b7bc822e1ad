"""The events of a calendar file as the times of one thing, where they can be told together exactly. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from webapp.core.errors import ImportRefused
from webapp.schedule import recurrence
from webapp.schedule.checks import MOST_CHANGES, MOST_SERIES, check_schedule
from webapp.schedule.ical_read import CalendarRead, ReadEvent
from webapp.schedule.reading import show
from webapp.schedule.values import CANCELLED, Change, Schedule, Series

A_DAY = timedelta(days=1)
THE_END = datetime(recurrence.LAST_YEAR + 1, 1, 1)


@dataclass(frozen=True)
class Gathered:
    """`over` is how many events have no time left; `refused` are sentences that say where and why."""

    schedule: Schedule
    taken: tuple[ReadEvent, ...]
    over: int
    refused: tuple[str, ...]


def gather(read: CalendarRead, today: date, uid: str | None = None) -> Gathered:
    """Of all events, or of the one with this UID. Raises ImportRefused for what is too much for one schedule."""
    events = [one for one in read.schedules if uid in (None, one.uid)]
    refused = [_refusal(sentence, name) for name, sentence in read.refused if uid in (None, name)]
    if not events and not refused:
        raise ImportRefused(f"There is no event with the UID {show(uid)}." if uid else "The calendar holds no events.")
    current = [one for one in events if not is_over(one.schedule, today)]
    _check_number(current)
    clashes = _clashes(current)
    refused += [_refusal(sentence, current[index].uid) for index, sentence in clashes.items()]
    taken = tuple(one for index, one in enumerate(current) if index not in clashes)
    schedule = _together([one.schedule for one in taken])
    sentences = check_schedule(schedule)
    if sentences:
        raise ImportRefused(f"The events together are no schedule: {'; '.join(sentences[:3])}. Choose one with --uid.")
    return Gathered(schedule, taken, len(events) - len(current), tuple(refused))


def _refusal(sentence: str, uid: str) -> str:
    return f"{sentence} (UID {show(uid)})" if uid else sentence


def is_over(schedule: Schedule, today: date) -> bool:
    """Years of meetings that were are no times of anybody."""
    begin = datetime.combine(today, time.min)
    if schedule.weekly or schedule.expression:
        return False
    if any(one.to is not None and one.to + timedelta(minutes=one.minutes) > begin for one in schedule.changes):
        return False
    return all(_end(one) <= begin for one in schedule.series)


def _end(series: Series) -> datetime:
    until = recurrence.until_of(series.rule) if series.rule else None
    last = [series.starts, *series.extra]
    if until is not None:
        last.append(until)
    elif "COUNT=" in series.rule:
        last += recurrence.dates(series.starts, series.rule, series.starts, THE_END)
    elif series.rule:
        return THE_END
    return max(last) + timedelta(minutes=series.minutes)


def _check_number(events: Sequence[ReadEvent]) -> None:
    """Before anything is compared with everything."""
    rules = sum(bool(series.rule) for one in events for series in one.schedule.series)
    changes = sum(len(one.schedule.changes) for one in events)
    if rules > MOST_SERIES or changes > MOST_CHANGES:
        raise ImportRefused(
            f"{rules} recurring events with {changes} changed dates are too much for one schedule; "
            f"{MOST_SERIES} and {MOST_CHANGES} are the most. Choose one with --uid."
        )


def _clashes(events: Sequence[ReadEvent]) -> dict[int, str]:
    """Events of which a change would also concern a date of another one: in one schedule the two have no names."""
    dates = _dates(events)
    found: dict[int, str] = {}
    for index, one in enumerate(events):
        for change in one.schedule.changes:
            others = [starts for other, starts in dates[_day(change)] if other != index and change.concerns(starts)]
            if others and index not in found:
                found[index] = f"another event begins on {others[0]:%Y-%m-%d %H:%M}: which one is changed?"
    return found


def _dates(events: Sequence[ReadEvent]) -> defaultdict[date, list[tuple[int, datetime]]]:
    """All dates, by number of their event, on the days on which something is changed."""
    days = {_day(change) for one in events for change in one.schedule.changes}
    dates: defaultdict[date, list[tuple[int, datetime]]] = defaultdict(list)
    for index, one in enumerate(events if days else ()):
        for series in one.schedule.series:
            for starts in _between(series, min(days), max(days)):
                if starts.date() in days:
                    dates[starts.date()].append((index, starts))
    return dates


def _day(change: Change) -> date:
    if change.whole_day is not None:
        return change.whole_day
    moment = change.starts or change.to
    assert moment is not None
    return moment.date()


def _between(series: Series, first: date, last: date) -> Iterator[datetime]:
    yield from (series.extra if series.rule else (series.starts, *series.extra))
    if series.rule:
        start, end = datetime.combine(first, time.min), datetime.combine(last, time.min) + A_DAY
        yield from recurrence.dates(series.starts, series.rule, start, end)


def _together(schedules: Iterable[Schedule]) -> Schedule:
    """Single dates that last equally long are one series; what falls out comes before what is moved to its time."""
    series: list[Series] = []
    single: defaultdict[int, set[datetime]] = defaultdict(set)
    changes: list[Change] = []
    for schedule in schedules:
        changes += schedule.changes
        for one in schedule.series:
            if one.rule:
                series.append(one)
            else:
                single[one.minutes] |= {one.starts, *one.extra}
    for minutes, dates in sorted(single.items()):
        first, *others = sorted(dates)
        series.append(Series(first, minutes, extra=tuple(others)))
    in_order = sorted(changes, key=lambda change: change.kind != CANCELLED)
    return Schedule(series=tuple(dict.fromkeys(series)), changes=tuple(in_order), closed_on_holidays=False)
