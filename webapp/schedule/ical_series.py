"""The events of one UID become a series and its changes, in wall-clock time of the Netherlands."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta

from webapp.core.language import DEFAULT_LANGUAGE
from webapp.schedule import recurrence
from webapp.schedule.ical_event import Event, Time, as_reason
from webapp.schedule.ical_time import always_keeps_dutch_time, bare, keeps_dutch_time, wall_clock
from webapp.schedule.rules import HoursError
from webapp.schedule.values import CANCELLED, MOVED, Change, Days, Series, Words

# A calendar file need not say why; a schedule does.
FALLS_OUT: Words = {"nl": "Gaat niet door", "en": "Cancelled"}
IS_OTHERWISE: Words = {"nl": "Gewijzigd", "en": "Changed"}
A_DAY = timedelta(days=1)


def read_series(event: Event, horizon: Days) -> tuple[Series, str]:
    """With a sentence on what is kept in another form, if anything is."""
    for each in event.extra:
        _check_kind("RDATE", each, event)
    if not event.rule:
        return _dated(event, (event.starts, *event.extra)), ""
    if event.cancelled:
        raise HoursError(f"line {event.line}: the whole series is cancelled")
    starts = bare(event.starts)
    until = recurrence.until_of(event.rule, event.zone)
    rule = recurrence.with_until(event.rule, until) if until else event.rule
    if recurrence.first_date(starts, rule) != starts:
        raise HoursError(f"line {event.line}: its first date, {starts:%Y-%m-%d %H:%M}, is none of the rule '{rule}'")
    if not always_keeps_dutch_time(event.zone, starts.year, until.year if until else recurrence.LAST_YEAR):
        return _within(event, rule, horizon)
    dated = _dated(event, (event.starts, *event.extra))
    return Series(starts, dated.minutes, rule, tuple(sorted({dated.starts, *dated.extra} - {starts}))), ""


def _dated(event: Event, times: Iterable[Time]) -> Series:
    return _of_one_length(event, {event.at(each) for each in times})


def _of_one_length(event: Event, times: Iterable[tuple[datetime, int]]) -> Series:
    found = sorted(times)
    lengths = {minutes for _, minutes in found}
    if len(lengths) > 1:
        raise HoursError(f"line {event.line}: on the clock here the dates do not last equally long")
    starts = [moment for moment, _ in found]
    return Series(starts[0], lengths.pop(), extra=tuple(starts[1:]))


def _within(event: Event, rule: str, horizon: Days) -> tuple[Series, str]:
    start, end = (datetime.combine(day, time.min) for day in (horizon.first, horizon.end))
    there = recurrence.dates(bare(event.starts), rule, start - A_DAY, end + A_DAY)
    times = [*(moment.replace(tzinfo=event.zone) for moment in there), *event.extra]
    near = {(begins, minutes) for begins, minutes in map(event.at, times) if start <= begins < end}
    zone = event.zone.key
    if not near:
        raise HoursError(
            f"line {event.line}: the series keeps the clock of {zone} and has no date before {horizon.end}"
        )
    series = _of_one_length(event, near)
    return series, f"kept as {len(near)} single dates before {horizon.end}: its rule follows the clock of {zone}"


def left_over(overrides: Sequence[Event]) -> Series:
    """Dates of a series that is not in the file stand by themselves."""
    standing = [_dated(event, (event.starts,)) for event in overrides if not event.cancelled]
    if not standing:
        raise HoursError(f"line {overrides[0].line}: only cancelled dates, of a series that is not in the file")
    if len({series.minutes for series in standing}) > 1:
        raise HoursError(f"line {overrides[0].line}: dates of different length, of a series that is not in the file")
    first, *others = sorted({series.starts for series in standing})
    return Series(first, standing[0].minutes, extra=tuple(others))


def read_changes(event: Event, series: Series, overrides: Sequence[Event], horizon: Days) -> tuple[Change, ...]:
    """What falls out comes first: a date may be moved to the time of one that falls out."""
    known = None if series.rule else {series.starts, *series.extra}
    cancelled = list(_cancelled(event, series))
    moved: list[Change] = []
    seen: set[datetime | None] = {change.starts for change in cancelled}
    for override in overrides:
        change = _otherwise(event, override)
        if change.starts in seen:
            raise HoursError(f"line {override.line}: {change.starts:%Y-%m-%d %H:%M} is changed for the second time")
        seen.add(change.starts)
        (cancelled if change.kind == CANCELLED else moved).append(change)
    return tuple(
        change
        for change in (*cancelled, *moved)
        if _matters(change, series, known, within=horizon if event.rule else None)
    )


def _cancelled(event: Event, series: Series) -> Iterator[Change]:
    if event.cancelled:
        for starts in (series.starts, *series.extra):
            yield Change(CANCELLED, starts=starts, reason={**FALLS_OUT, **event.reason})
        return
    for each in sorted(set(event.left_out), key=bare):
        if isinstance(each, datetime) or event.whole_days:
            _check_kind("EXDATE", each, event)
            yield Change(CANCELLED, starts=wall_clock(each), reason=FALLS_OUT)
        elif keeps_dutch_time(event.zone.key, each.year):
            yield Change(CANCELLED, whole_day=each, reason=FALLS_OUT)
        else:
            raise HoursError(f"line {event.line}: EXDATE is a day in the zone {event.zone.key}, not one here")


def _otherwise(event: Event, override: Event) -> Change:
    assert override.replaces is not None
    _check_kind("RECURRENCE-ID", override.replaces, event)
    starts = wall_clock(override.replaces)
    if override.cancelled:
        return Change(CANCELLED, starts=starts, reason={**FALLS_OUT, **override.reason})
    to, minutes = override.at(override.starts)
    reason = {**IS_OTHERWISE, **override.reason}
    if not override.reason and override.summary != event.summary:
        reason |= as_reason(override.summary, DEFAULT_LANGUAGE)
    return Change(MOVED, starts=starts, to=to, minutes=minutes, reason=reason)


def _check_kind(name: str, value: Time, event: Event) -> None:
    if isinstance(value, datetime) == event.whole_days:
        raise HoursError(f"line {event.line}: {name} and DTSTART are not both days or both times")


def _matters(change: Change, series: Series, known: set[datetime] | None, within: Days | None) -> bool:
    """A change of a date beyond the horizon has nothing to change; one that says the same as the series neither."""
    if change.kind == MOVED and (change.to, change.minutes) == (change.starts, series.minutes):
        return change.reason != IS_OTHERWISE
    if known is None or change.whole_day is not None or change.starts in known:
        return True
    return change.to is not None and (within is None or within.first <= change.to.date() < within.end)
