"""A series goes on at another time or weekday from a day on: it is cut in two, so that what has been stays. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from webapp.schedule import recurrence
from webapp.schedule.expansion import A_DAY
from webapp.schedule.recurrence import WEEKDAYS, parts_of, until_of, with_until
from webapp.schedule.values import CANCELLED, MOVED, Change, Schedule, Series

DAYS_A_WEEK = 7
FAR = timedelta(days=3 * 366)  # dates further ahead have no changes that could move along
NTH = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY")  # of a month: `the second Tuesday`


class ShiftRefused(ValueError):
    """Another day cannot be said for this series; `kind` says why: nothing_left, only_time or by_hand."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Shift:
    """From `since` on so many `days` later in the week (-6 to 6), beginning at `opens` (minutes after midnight)."""

    since: date
    days: int
    opens: int
    minutes: int


def shift(schedule: Schedule, series: Series, wanted: Shift) -> Schedule:
    """The schedule with the series cut at `since`; what is cancelled or moved of it goes along with its date. Raises
    ShiftRefused."""
    past, future = shift_series(series, wanted)
    parts = [part for part in (past, future) if part is not None]
    place = schedule.series.index(series)
    renamed = _renamed(series, future, wanted)
    changes = tuple(_follow(change, renamed) for change in schedule.changes)
    return replace(schedule, series=(*schedule.series[:place], *parts, *schedule.series[place + 1 :]), changes=changes)


def shift_series(series: Series, wanted: Shift) -> tuple[Series | None, Series]:
    """What has been until then, and what comes. Raises ShiftRefused."""
    cut = datetime.combine(wanted.since, time.min)
    if not series.rule:
        return _shift_dates(series, wanted, cut)
    coming = _first_from(series, cut)
    extra_past = tuple(one for one in series.extra if one < cut)
    by = _distance(series.starts, wanted)
    extra = tuple(one + by for one in series.extra if one >= cut)
    if coming is None and not extra:
        raise ShiftRefused("nothing_left")
    if coming is None:
        past: Series | None = replace(series, extra=extra_past)
        return past, replace(series, starts=extra[0], rule="", extra=extra[1:], minutes=wanted.minutes)
    before = len(recurrence.dates(series.starts, series.rule, series.starts, cut)) if series.starts < cut else 0
    rule = _shifted_rule(series, wanted, before)
    starts = _start_of(coming, rule, wanted)
    future = replace(series, starts=starts, rule=rule, extra=extra, minutes=wanted.minutes)
    return _past(series, cut, before, extra_past), future


def _shift_dates(series: Series, wanted: Shift, cut: datetime) -> tuple[Series | None, Series]:
    every = sorted({series.starts, *series.extra})
    past, coming = [one for one in every if one < cut], [one for one in every if one >= cut]
    if not coming:
        raise ShiftRefused("nothing_left")
    by = _distance(coming[0], wanted)
    moved = [one + by for one in coming]
    future = replace(series, starts=moved[0], extra=tuple(moved[1:]), minutes=wanted.minutes)
    return (replace(series, starts=past[0], extra=tuple(past[1:])) if past else None), future


def _past(series: Series, cut: datetime, before: int, extra: tuple[datetime, ...]) -> Series | None:
    if before == 0:
        return replace(series, starts=extra[0], rule="", extra=extra[1:]) if extra else None
    parts = parts_of(series.rule)
    if "COUNT" in parts:
        rule = _joined({**parts, "COUNT": str(before)})
    else:
        rule = with_until(series.rule, cut - timedelta(seconds=1))
    return replace(series, rule=rule, extra=extra)


def _shifted_rule(series: Series, wanted: Shift, before: int) -> str:
    parts = parts_of(series.rule)
    if wanted.days and parts["FREQ"] == "WEEKLY":
        parts = _other_days(parts, wanted.days)
    elif wanted.days and parts["FREQ"] == "MONTHLY" and set(parts) <= set(NTH) and "BYDAY" in parts:
        parts = _other_weekdays_of_month(parts, wanted.days)
    elif wanted.days:
        raise ShiftRefused("only_time")
    if "COUNT" in parts:
        return _joined({**parts, "COUNT": str(int(parts["COUNT"]) - before)})
    until = until_of(series.rule)
    if until is None:
        return _joined(parts)
    return with_until(_joined(parts), _new_end(series, until, parts, wanted))


def _other_days(parts: Mapping[str, str], days: int) -> dict[str, str]:
    if "BYMONTH" in parts:
        raise ShiftRefused("by_hand")
    if "BYDAY" not in parts:
        return dict(parts)
    old = [WEEKDAYS.index(day) for day in parts["BYDAY"].split(",")]
    new = [day + days for day in old]
    wraps = any(not 0 <= day < DAYS_A_WEEK for day in new) or parts.get("WKST", "MO") != "MO"
    if wraps and len(old) > 1 and parts.get("INTERVAL", "1") != "1":
        raise ShiftRefused("by_hand")  # some of them would fall into the weeks in which it does not happen
    return {**parts, "BYDAY": ",".join(WEEKDAYS[day] for day in sorted(day % DAYS_A_WEEK for day in new))}


def _other_weekdays_of_month(parts: Mapping[str, str], days: int) -> dict[str, str]:
    """The second Tuesday becomes the second Thursday: one a month as before."""
    one = parts["BYDAY"]
    if "," in one or len(one) < 3:
        raise ShiftRefused("by_hand")
    weekday = (WEEKDAYS.index(one[-2:]) + days) % DAYS_A_WEEK
    return {**parts, "BYDAY": f"{one[:-2]}{WEEKDAYS[weekday]}"}


def _new_end(series: Series, until: datetime, parts: Mapping[str, str], wanted: Shift) -> datetime:
    """So that as many dates come as before."""
    found = recurrence.dates(series.starts, series.rule, series.starts, until + timedelta(seconds=1))
    last = found[-1] if found else until
    if parts["FREQ"] == "MONTHLY" and wanted.days:
        return _end_of_month(last)
    return datetime.combine(_moved(last, wanted).date(), time(23, 59, 59))


def _end_of_month(moment: datetime) -> datetime:
    first_of_next = (moment.replace(day=1) + timedelta(days=32)).replace(day=1)
    return datetime.combine(first_of_next.date() - A_DAY, time(23, 59, 59))


def _start_of(coming: datetime, rule: str, wanted: Shift) -> datetime:
    parts = parts_of(rule)
    if parts["FREQ"] == "MONTHLY" and wanted.days:
        first_of_month = _at(coming.date().replace(day=1), wanted.opens)
        found = recurrence.first_date(first_of_month, rule)
        assert found is not None
        return found
    return _moved(coming, wanted)


def _distance(moment: datetime, wanted: Shift) -> timedelta:
    """By so much a date of its own moves, so that two on one day stay two."""
    return _moved(moment, wanted) - moment


def _moved(moment: datetime, wanted: Shift) -> datetime:
    return _at(moment.date() + timedelta(days=wanted.days), wanted.opens)


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time.min) + timedelta(minutes=minutes)


def _first_from(series: Series, cut: datetime) -> datetime | None:
    """The first date of the rule from then on; looked for far enough for a yearly one of 29 February."""
    end = max(cut, series.starts) + timedelta(days=9 * 366)
    return next(iter(recurrence.dates(series.starts, series.rule, max(cut, series.starts), end)), None)


def _renamed(series: Series, future: Series, wanted: Shift) -> dict[datetime, datetime]:
    """Old date → new one, as far ahead as somebody may have changed one."""
    cut = datetime.combine(wanted.since, time.min)
    end = max(cut, series.starts) + FAR
    old = [one for one in dates_of(series, end) if one >= cut]
    new = dates_of(future, end + timedelta(days=31))
    return dict(zip(old, new, strict=False))


def dates_of(series: Series, end: datetime) -> list[datetime]:
    """All its dates before this moment, in order."""
    found = recurrence.dates(series.starts, series.rule, series.starts, end) if series.rule else [series.starts]
    return sorted({one for one in (*islice(found, 5_000), *series.extra) if one < end})


def _follow(change: Change, renamed: Mapping[datetime, datetime]) -> Change:
    if change.kind in (CANCELLED, MOVED) and change.starts is not None and change.starts in renamed:
        return replace(change, starts=renamed[change.starts])
    return change


def _joined(parts: Mapping[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())
