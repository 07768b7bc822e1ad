"""Dates of a series (RFC 5545 RRULE) by python-dateutil, fenced in: a rule from outside may cost a few ms, no more.

dateutil looks for a next date until the year 9999, so only rules that are sure to have dates again and again come in.
Refused as well is what programs read differently: a place for two meanings is a place for a wrong date.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo

from dateutil.rrule import rrule, rrulestr

from webapp.core.clock import TIME_ZONE
from webapp.schedule.rules import HoursError

MAX_RULE_LENGTH = 500
MAX_INTERVAL = 1000
MAX_COUNT = 1000
FIRST_YEAR, LAST_YEAR = 1970, 2100
PARTS_OF = {  # what RFC 5545 (3.3.10) lets a rule name; BYSETPOS only where its use is plain
    "DAILY": {"BYMONTH", "BYMONTHDAY", "BYDAY"},
    "WEEKLY": {"BYMONTH", "BYDAY"},
    "MONTHLY": {"BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"},
    "YEARLY": {"BYMONTH", "BYMONTHDAY", "BYDAY", "BYYEARDAY", "BYWEEKNO"},
}
ALWAYS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
HIGHEST = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
UNTIL = re.compile(r"(\d{8})(?:T(\d{6}))?(Z)?")
DAY = re.compile(rf"([+-]?\d{{1,2}})?({'|'.join(WEEKDAYS)})")
A_MOMENT = timedelta(seconds=1)
_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SURE_WEEKS = 4  # each weekday comes at least four times in a month
_SURE_WEEKS_A_YEAR = 52


def check_rule(rule: str, starts: datetime | None = None) -> None:
    """Raises HoursError for a rule that is none, fires more than daily, has no bounds or may never have a date.

    With the first date it also sees what the rule leaves to it: yearly in April, begun on a 31st, is never.
    """
    parts = parts_of(rule)
    frequency = parts.get("FREQ", "")
    if frequency not in PARTS_OF:
        raise HoursError(f"a series repeats {', '.join(PARTS_OF).lower()}, not {frequency.lower() or 'nothing'}")
    for name in parts.keys() - ALWAYS - PARTS_OF[frequency]:
        raise HoursError(f"{name} does not go with FREQ={frequency}")
    _number(parts, "INTERVAL", MAX_INTERVAL)
    _number(parts, "COUNT", MAX_COUNT)
    if parts.get("WKST", "MO") not in WEEKDAYS:
        raise HoursError(f"WKST={parts['WKST']} is no day of the week")
    if "COUNT" in parts and "UNTIL" in parts:
        raise HoursError("a series ends after a number of times or on a day, not both")
    until_of(rule)
    _check_together(parts)
    _check_weekdays(parts)
    _check_month_days(parts, starts)
    _check_positions(parts)


def parts_of(rule: str) -> dict[str, str]:
    if len(rule) > MAX_RULE_LENGTH:
        raise HoursError(f"a rule may have {MAX_RULE_LENGTH} characters")
    parts: dict[str, str] = {}
    for part in rule.upper().split(";"):
        name, separator, value = part.partition("=")
        if not separator or name not in ALWAYS | HIGHEST.keys() | {"BYDAY"} or not value or name in parts:
            raise HoursError(f"'{part}' in the rule '{rule}' is not supported")
        parts[name] = value
    return parts


def _number(parts: Mapping[str, str], name: str, highest: int) -> int:
    value = parts.get(name, "1")
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= highest):
        raise HoursError(f"{name}={value} must lie between 1 and {highest}")
    return int(value)


def until_of(rule: str, zone: tzinfo = TIME_ZONE) -> datetime | None:
    """The last moment of the rule on the wall clock of the zone; an end that is a day includes that day."""
    text = parts_of(rule).get("UNTIL")
    if text is None:
        return None
    found = UNTIL.fullmatch(text)
    try:
        if not found or int(text[:4]) > LAST_YEAR:
            raise ValueError
        until = datetime.strptime(found[1] + (found[2] or "235959"), "%Y%m%d%H%M%S")
    except ValueError:
        raise HoursError(f"UNTIL={text} is no day before {LAST_YEAR + 1}") from None
    if found[3] and found[2]:
        return until.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    return until


def with_until(rule: str, until: datetime) -> str:
    """The same rule with this end; with a zone it is written in UTC."""
    text = f"{until.astimezone(UTC):%Y%m%dT%H%M%SZ}" if until.tzinfo else f"{until:%Y%m%dT%H%M%S}"
    return _joined({**parts_of(rule), "UNTIL": text})


def _joined(parts: Mapping[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _check_together(parts: Mapping[str, str]) -> None:
    names = {name for name in parts if name.startswith("BY")}
    repeats = f"FREQ={parts['FREQ']}"
    for name in {"BYYEARDAY", "BYWEEKNO"} & names:
        others = names - {name, "BYDAY"}
        if others:
            raise HoursError(f"{name} and {' and '.join(sorted(others))} do not go together")
    if "BYWEEKNO" in names and "BYDAY" not in names:
        raise HoursError("BYWEEKNO needs BYDAY: programs disagree on the day that is meant otherwise")
    if parts.get("INTERVAL", "1") == "1":
        return
    if parts["FREQ"] == "DAILY" and names:
        raise HoursError("every so many days, and only some days: that may never be; use weekly")
    for name in {"BYYEARDAY", "BYWEEKNO"} & names | ({"BYMONTH"} & names if parts["FREQ"] == "MONTHLY" else set()):
        raise HoursError(f"{repeats} with INTERVAL and {name} may never have a date; use yearly or leave one out")


def _check_weekdays(parts: Mapping[str, str]) -> None:
    if "BYDAY" not in parts:
        return
    found = [DAY.fullmatch(day) for day in parts["BYDAY"].split(",")]
    numbers = [abs(int(one[1])) for one in found if one and one[1]]
    if None in found or len(numbers) not in (0, len(found)):
        raise HoursError(f"BYDAY={parts['BYDAY']}: write days like MO,TU or like 1MO,-1FR, not both in one rule")
    if not numbers:
        return
    beside = {"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"} & parts.keys()
    if parts["FREQ"] not in ("MONTHLY", "YEARLY") or beside:
        raise HoursError(f"BYDAY={parts['BYDAY']} counts the weekdays of a month or year; that does not go here")
    of_a_month = parts["FREQ"] == "MONTHLY" or "BYMONTH" in parts
    sure = _SURE_WEEKS if of_a_month else _SURE_WEEKS_A_YEAR
    highest = sure if parts.get("INTERVAL", "1") != "1" else sure + 1
    if not all(1 <= number <= sure + 1 for number in numbers) or min(numbers) > highest:
        raise HoursError(f"BYDAY={parts['BYDAY']}: a {'month' if of_a_month else 'year'} may never have that day")


def _check_month_days(parts: Mapping[str, str], starts: datetime | None) -> None:
    days, months = _numbers(parts, "BYMONTHDAY"), _numbers(parts, "BYMONTH")
    _numbers(parts, "BYYEARDAY")
    _numbers(parts, "BYWEEKNO")
    says_day = bool({"BYMONTHDAY", "BYDAY", "BYYEARDAY", "BYWEEKNO"} & parts.keys())
    interval, frequency = int(parts.get("INTERVAL", "1")), parts["FREQ"]
    by_first_date = starts is not None and not says_day and frequency in ("MONTHLY", "YEARLY")
    if starts is not None and by_first_date:
        days = [starts.day]
        months = months or [starts.month]
    elif starts is not None and frequency == "MONTHLY" and not months:
        months = [(starts.month - 1 + interval * number) % 12 + 1 for number in range(12)]
    begins_on_it = starts is not None and by_first_date and starts.month == 2
    leap_days = begins_on_it or interval == 1 or (frequency == "MONTHLY" and interval <= 12)
    if days and not any(_has(month, day, leap_days) for month in months or range(1, 13) for day in days):
        raise HoursError(f"there may never be a day {', '.join(map(str, days))} in the months of '{_joined(parts)}'")


def _has(month: int, day: int, leap_days: bool) -> bool:
    return abs(day) <= (28 if month == 2 and not leap_days else _LONGEST_MONTH[month - 1])


def _check_positions(parts: Mapping[str, str]) -> None:
    """The last working day of the month is fine; the ninth Monday is not."""
    positions = _numbers(parts, "BYSETPOS")
    if not positions:
        return
    days = set(parts.get("BYDAY", "").split(","))
    plain = "BYMONTHDAY" not in parts and all(day in WEEKDAYS for day in days)
    if not plain or min(map(abs, positions)) > _SURE_WEEKS * len(days):
        raise HoursError(f"BYSETPOS={parts['BYSETPOS']} is only supported for weekdays of a month that has so many")


def _numbers(parts: Mapping[str, str], name: str) -> list[int]:
    values = parts[name].split(",") if name in parts else []
    form = r"[0-9]{1,2}" if name == "BYMONTH" else r"[+-]?[0-9]{1,3}"
    if not all(re.fullmatch(form, value) and 1 <= abs(int(value)) <= HIGHEST[name] for value in values):
        raise HoursError(f"{name}={parts[name]} must lie between 1 and {HIGHEST[name]}")
    return [int(value) for value in values]


def dates(starts: datetime, rule: str, start: datetime, end: datetime) -> list[datetime]:
    """Wall-clock dates of the rule in [start, end). Raises HoursError as check_rule does."""
    found = _rule(starts, rule, start).between(start - A_MOMENT, end, inc=False)
    return [one for one in found if one >= start]


def first_date(starts: datetime, rule: str) -> datetime | None:
    """The first date; RFC 5545 wants it to be `starts`, which only some calendars keep to."""
    return next(iter(_rule(starts, rule, starts)), None)


def _rule(starts: datetime, rule: str, start: datetime) -> rrule:
    """The rule for dates from `start` on, made cheap to follow."""
    check_rule(rule, starts)
    if not FIRST_YEAR <= starts.year <= LAST_YEAR:
        raise HoursError(f"a series begins between {FIRST_YEAR} and {LAST_YEAR}, not in {starts.year}")
    until = until_of(rule)
    parts = parts_of(rule if until is None else with_until(rule, until))
    starts = _nearer(starts, parts, start)
    recurrence = rrulestr(_joined(_by_year(parts, starts)), dtstart=starts)
    assert isinstance(recurrence, rrule)  # one RRULE, no set
    return recurrence


def _nearer(starts: datetime, parts: Mapping[str, str], start: datetime) -> datetime:
    """Days and weeks from long ago need not be counted one by one, unless the rule counts them."""
    lengths = {"DAILY": 1, "WEEKLY": 7}
    if parts["FREQ"] not in lengths or "COUNT" in parts:
        return starts
    step = lengths[parts["FREQ"]] * int(parts.get("INTERVAL", "1"))
    return starts + timedelta(days=max(0, ((start - starts).days // step - 1) * step))


def _by_year(parts: Mapping[str, str], starts: datetime) -> Mapping[str, str]:
    """`each day that is a Monday in May` is the same as `each year all Mondays in May`, in 365 times fewer steps."""
    picks = {name for name in parts if name.startswith("BY")}
    if parts.get("INTERVAL", "1") != "1" or not picks:
        return parts
    if parts["FREQ"] == "DAILY":
        return {"BYDAY": ",".join(WEEKDAYS), **parts, "FREQ": "YEARLY"}
    if parts["FREQ"] == "WEEKLY" and "BYMONTH" in picks:
        return {"BYDAY": WEEKDAYS[starts.weekday()], **parts, "FREQ": "YEARLY"}
    return parts
