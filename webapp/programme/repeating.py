"""A rule of RFC 5545 as plain controls of a form, and back. What the controls cannot say exactly is None, so that a
form never bends it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from webapp.schedule import recurrence
from webapp.schedule.recurrence import WEEKDAYS, parts_of, until_of
from webapp.schedule.values import Series

NONE, WEEKLY, MONTHLY, MONTHDAY, YEARLY = REPEATS = ("none", "weekly", "monthly", "monthday", "yearly")
NTH = ("1", "2", "3", "4", "-1")
FREQUENCIES = {WEEKLY: "WEEKLY", MONTHLY: "MONTHLY", MONTHDAY: "MONTHLY", YEARLY: "YEARLY"}
ALWAYS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}


@dataclass(frozen=True)
class Repeat:
    """Weekdays count from Monday = 0. `until` is the last day; at most one of it and `count` is there."""

    kind: str = NONE
    every: int = 1
    days: tuple[int, ...] = ()
    nth: str = "1"
    weekday: int = 0
    until: date | None = None
    count: int | None = None


def repeat_of(series: Series) -> Repeat | None:
    if not series.rule:
        return Repeat(weekday=series.starts.weekday(), days=(series.starts.weekday(),))
    parts = parts_of(series.rule)
    until = until_of(series.rule)
    if parts.get("WKST", "MO") != "MO" or (until is not None and until.time() < series.starts.time()):
        return None
    found = _kind(parts, series.starts)
    if found is None:
        return None
    count = int(parts["COUNT"]) if "COUNT" in parts else None
    return replace(
        found, every=int(parts.get("INTERVAL", "1")), until=until.date() if until is not None else None, count=count
    )


def _kind(parts: Mapping[str, str], starts: datetime) -> Repeat | None:
    beside = parts.keys() - ALWAYS
    weekday = starts.weekday()
    plain = Repeat(weekday=weekday, days=(weekday,))
    frequency = parts["FREQ"]
    if frequency == "WEEKLY" and beside <= {"BYDAY"}:
        days = parts["BYDAY"].split(",") if "BYDAY" in parts else [WEEKDAYS[weekday]]
        return replace(plain, kind=WEEKLY, days=tuple(sorted({WEEKDAYS.index(day) for day in days})))
    if frequency == "MONTHLY" and beside == {"BYDAY"} and parts["BYDAY"][:-2].lstrip("+") in NTH:
        day = parts["BYDAY"]
        return replace(plain, kind=MONTHLY, nth=day[:-2].lstrip("+"), weekday=WEEKDAYS.index(day[-2:]))
    if frequency == "MONTHLY" and parts.get("BYMONTHDAY", str(starts.day)) == str(starts.day):
        return replace(plain, kind=MONTHDAY) if beside <= {"BYMONTHDAY"} else None
    return replace(plain, kind=YEARLY) if frequency == "YEARLY" and not beside else None


def several_of_month(series: Series) -> tuple[tuple[str, ...], int] | None:
    """Which ones of a weekday, as the second and the fourth Wednesday of each month: the form has no controls for it,
    words have. None for all else."""
    parts = parts_of(series.rule) if series.rule else {}
    until = until_of(series.rule) if series.rule else None
    if parts.keys() - {"FREQ", "BYDAY", "COUNT", "UNTIL", "WKST"} or parts.get("FREQ") != "MONTHLY":
        return None
    if until is not None and until.time() < series.starts.time():
        return None
    found = [(day[:-2].lstrip("+"), day[-2:]) for day in parts.get("BYDAY", "").split(",")]
    if len({weekday for _nth, weekday in found}) != 1 or not {nth for nth, _weekday in found} <= set(NTH):
        return None
    return tuple(nth for nth, _weekday in found), WEEKDAYS.index(found[0][1])


def end_of(series: Series) -> Repeat:
    """Only until when, or how often."""
    parts, until = parts_of(series.rule), until_of(series.rule)
    return Repeat(until=until.date() if until else None, count=int(parts["COUNT"]) if "COUNT" in parts else None)


def rule_of(repeat: Repeat) -> str:
    if repeat.kind == NONE:
        return ""
    parts = [f"FREQ={FREQUENCIES[repeat.kind]}"]
    if repeat.every > 1:
        parts.append(f"INTERVAL={repeat.every}")
    if repeat.kind == WEEKLY:
        parts.append(f"BYDAY={','.join(WEEKDAYS[day] for day in repeat.days)}")
    if repeat.kind == MONTHLY:
        parts.append(f"BYDAY={repeat.nth}{WEEKDAYS[repeat.weekday]}")
    if repeat.count is not None:
        parts.append(f"COUNT={repeat.count}")
    elif repeat.until is not None:
        parts.append(f"UNTIL={datetime.combine(repeat.until, time(23, 59, 59)):%Y%m%dT%H%M%S}")
    return ";".join(parts)


def on_its_first_date(series: Series) -> Series:
    """`starts` is the first date of the rule, as calendars of others want it. Raises HoursError."""
    if not series.rule:
        return series
    first = recurrence.first_date(series.starts, series.rule)
    return replace(series, starts=first) if first is not None else series
