"""Dates of a series (RFC 5545 RRULE) by python-dateutil, fenced in: a rule from outside may cost a few ms, no more."""

import re
from datetime import datetime, timedelta

from dateutil.rrule import rrule, rrulestr

from webapp.schedule.rules import HoursError

MAX_RULE_LENGTH = 500
MAX_INTERVAL = 1000
MAX_COUNT = 1000
LAST_YEAR = 2100
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
PARTS = {
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYYEARDAY", "BYWEEKNO",
}  # fmt: skip
UNTIL = re.compile(r"(\d{8})(T\d{6})?(Z)?")
A_MOMENT = timedelta(seconds=1)
_CONTRADICTING = {"BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"}
_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WEEKDAYS = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
_SURE_WEEKS = 4  # each weekday comes at least four times in a month


def check_rule(rule: str) -> None:
    """Raises HoursError for a rule that is none, that fires more than daily, or that has no bounds."""
    parts = _parts(rule)
    if parts.get("FREQ") not in FREQUENCIES:
        raise HoursError(f"a series repeats {', '.join(FREQUENCIES).lower()}, not {parts.get('FREQ') or 'nothing'}")
    _number(parts, "INTERVAL", MAX_INTERVAL)
    _number(parts, "COUNT", MAX_COUNT)
    if "COUNT" in parts and "UNTIL" in parts:
        raise HoursError("a series ends after a number of times or on a day, not both")
    until = parts.get("UNTIL")
    if until is not None and (not UNTIL.fullmatch(until) or int(until[:4]) > LAST_YEAR):
        raise HoursError(f"UNTIL={until} is no day before {LAST_YEAR + 1}")
    _check_that_it_can_match(parts)


def _parts(rule: str) -> dict[str, str]:
    if len(rule) > MAX_RULE_LENGTH:
        raise HoursError(f"a rule may have {MAX_RULE_LENGTH} characters")
    parts: dict[str, str] = {}
    for part in rule.upper().split(";"):
        name, separator, value = part.partition("=")
        if not separator or name not in PARTS or not value or name in parts:
            raise HoursError(f"'{part}' in the rule '{rule}' is not supported")
        parts[name] = value
    return parts


def _number(parts: dict[str, str], name: str, highest: int) -> None:
    value = parts.get(name, "1")
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= highest):
        raise HoursError(f"{name}={value} must lie between 1 and {highest}")


def _check_that_it_can_match(parts: dict[str, str]) -> None:
    """A rule without any date, like 30 February, would be searched for until the year 9999."""
    together = _CONTRADICTING & parts.keys()
    if len(together) > 1 and together != {"BYMONTH", "BYMONTHDAY"}:
        raise HoursError(f"{' and '.join(sorted(together))} do not go together")
    if parts["FREQ"] == "DAILY" and parts.get("INTERVAL", "1") != "1" and any(name.startswith("BY") for name in parts):
        raise HoursError("every so many days, and only some days: that may never be; use weekly")
    months = _numbers(parts, "BYMONTH", 12) or range(1, 13)
    days = _numbers(parts, "BYMONTHDAY", 31)
    if days and not any(abs(day) <= _LONGEST_MONTH[month - 1] for month in months for day in days):
        raise HoursError(f"no month {parts.get('BYMONTH', '')} has a day {parts['BYMONTHDAY']}")
    _numbers(parts, "BYYEARDAY", 366)
    _numbers(parts, "BYWEEKNO", 53)
    _check_positions(parts)


def _check_positions(parts: dict[str, str]) -> None:
    """The last working day of the month is fine; the ninth Monday is not."""
    positions = _numbers(parts, "BYSETPOS", 366)
    if not positions:
        return
    days = parts.get("BYDAY", "").split(",")
    plain = parts["FREQ"] == "MONTHLY" and "BYMONTHDAY" not in parts and all(day in _WEEKDAYS for day in days)
    if not plain or max(map(abs, positions)) > _SURE_WEEKS * len(days):
        raise HoursError(f"BYSETPOS={parts['BYSETPOS']} is only supported for weekdays of a month that has so many")


def _numbers(parts: dict[str, str], name: str, highest: int) -> list[int]:
    values = parts[name].split(",") if name in parts else []
    if not all(re.fullmatch(r"[+-]?[0-9]{1,3}", value) and 1 <= abs(int(value)) <= highest for value in values):
        raise HoursError(f"{name}={parts[name]} must lie between 1 and {highest}")
    return [int(value) for value in values]


def dates(starts: datetime, rule: str, start: datetime, end: datetime) -> list[datetime]:
    """Wall-clock dates of the rule in [start, end). Raises HoursError as check_rule does."""
    check_rule(rule)
    try:
        recurrence = rrulestr(_in_wall_clock(rule), dtstart=starts)
    except (ValueError, TypeError, OverflowError, IndexError) as error:
        raise HoursError(f"the rule '{rule}' cannot be read: {error}") from error
    assert isinstance(recurrence, rrule)  # one RRULE, no set
    return [found for found in recurrence.between(start - A_MOMENT, end, inc=False) if found >= start]


def _in_wall_clock(rule: str) -> str:
    """UNTIL in UTC names the same day: a series of one a day never ends within its own two hours of difference."""
    return re.sub(r"(UNTIL=\d{8}(?:T\d{6})?)Z", r"\1", rule.upper())
