"""A Schedule of schema.org becomes a series and the dates that fall out of it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from webapp.schedule import recurrence
from webapp.schedule.ical_series import FALLS_OUT
from webapp.schedule.reading import Reader, show, text
from webapp.schedule.rules import HoursError
from webapp.schedule.schema_org_values import (
    Place,
    check_type,
    check_zone,
    finish,
    read_clock,
    read_day,
    read_length,
    read_number,
    read_wall_clock,
    read_weekday,
    values_of,
)
from webapp.schedule.values import CANCELLED, MINUTES_A_DAY, Change, Series

FREQUENCIES = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}
LAST_SECOND = time(23, 59, 59)
A_DAY = timedelta(days=1)


def read_series(value: object, where: str) -> tuple[Series, tuple[Change, ...]]:
    """Raises HoursError."""
    reader = Reader(value, where)
    check_type(reader, "Schedule")
    starts = _starts(reader)
    minutes = _minutes(reader, starts)
    rule = _rule(reader, starts)
    first = _first_date(rule, starts, where)
    _check_zone(reader, rule, starts)
    series = Series(first, minutes, rule)
    changes = tuple(_excepted(values_of(reader, "exceptDate"), series))
    finish(reader)
    return series, changes


def _starts(reader: Reader) -> datetime:
    day = reader.required("startDate", _day_or_moment)
    clock = reader.optional("startTime", read_clock)
    if isinstance(day, datetime):
        if clock not in (None, day.hour * 60 + day.minute):
            raise HoursError(f"{reader.where('startTime')} and {reader.where('startDate')} are not the same time")
        return day
    if clock is None or clock == MINUTES_A_DAY:
        raise HoursError(f"{reader.where('startTime')} is missing, or is the midnight of the next day")
    return datetime.combine(day, time.min) + timedelta(minutes=clock)


def _day_or_moment(value: object, where: str) -> date | datetime:
    return read_wall_clock(value, where) if "T" in text(value, where) else read_day(value, where)


def _minutes(reader: Reader, starts: datetime) -> int:
    """An end before the start is on the next day; only a duration can say more than a day."""
    length, ends = reader.optional("duration", read_length), reader.optional("endTime", read_clock)
    if ends is None:
        if length is None:
            raise HoursError(f"{reader.where('duration')} is missing: how long does it take?")
        return length
    between = (ends - starts.hour * 60 - starts.minute) % MINUTES_A_DAY
    if length is None and not between:
        raise HoursError(f"{reader.where('endTime')}: it ends at the time at which it starts")
    if length is not None and length % MINUTES_A_DAY != between:
        raise HoursError(f"{reader.where('duration')} and {reader.where('endTime')} give different ends")
    return length or between


def _rule(reader: Reader, starts: datetime) -> str:
    interval, frequency = reader.required("repeatFrequency", _frequency)
    parts = {
        "FREQ": frequency,
        "INTERVAL": str(interval) if interval != 1 else "",
        "BYDAY": _days(reader, frequency),
        "BYMONTHDAY": _numbers(reader, "byMonthDay"),
        "BYMONTH": _numbers(reader, "byMonth"),
        "COUNT": _numbers(reader, "repeatCount"),
        "UNTIL": _until(reader),
    }
    rule = ";".join(f"{name}={value}" for name, value in parts.items() if value)
    try:
        recurrence.check_rule(rule, starts)
    except HoursError as error:
        raise HoursError(f"{reader.where('repeatFrequency')}: {error}") from error
    return rule


def _frequency(value: object, where: str) -> tuple[int, str]:
    words = text(value, where)
    number, unit = words[1:-1], words[-1:]
    if words[:1] != "P" or not (number.isascii() and number.isdecimal()) or len(number) > 4 or unit not in FREQUENCIES:
        raise HoursError(f"{where}: {show(value)} is not one of P1D, P1W, P1M, P1Y or a number of them")
    return int(number), FREQUENCIES[unit]


def _days(reader: Reader, frequency: str) -> str:
    """Plain days go with days and weeks. "Each Tuesday" of a month is read in two ways: it needs to say which one."""
    weeks = [read_number(one, where) for one, where in values_of(reader, "byMonthWeek")]
    days = [_day(one, where) for one, where in values_of(reader, "byDay")]
    are_counted = [day not in recurrence.WEEKDAYS for day in days]
    where = reader.where("byDay")
    if weeks and (not days or any(are_counted) or frequency != "MONTHLY"):
        raise HoursError(f"{reader.where('byMonthWeek')} needs byDay beside it, and to be repeated by the month")
    if weeks:
        return ",".join(f"{week}{day}" for week in weeks for day in days)
    if any(are_counted) != (bool(days) and frequency in ("MONTHLY", "YEARLY")):
        raise HoursError(
            f"{where}: write days like Monday by the day or week, and like 1MO or -1FR by the month or year"
        )
    return ",".join(days)


def _day(value: object, where: str) -> str:
    words = text(value, where) if isinstance(value, str) else ""
    if recurrence.DAY.fullmatch(words):
        return words
    weekday = read_weekday(value, where)
    if weekday is None:
        raise HoursError(f"{where}: public holidays are on other days each year; write the dates out")
    return recurrence.WEEKDAYS[weekday]


def _numbers(reader: Reader, key: str) -> str:
    return ",".join(str(read_number(one, where)) for one, where in values_of(reader, key))


def _until(reader: Reader) -> str:
    """The last day is included."""
    last = reader.optional("endDate", _day_or_moment)
    if last is None:
        return ""
    return f"{last if isinstance(last, datetime) else datetime.combine(last, LAST_SECOND):%Y%m%dT%H%M%S}"


def _first_date(rule: str, starts: datetime, where: str) -> datetime:
    first = recurrence.first_date(starts, rule)
    if first is None:
        raise HoursError(f"{where}: there is no date of it")
    if first != starts and "INTERVAL" in rule:
        raise HoursError(f"{where}.startDate is none of the dates: from when on is it every so many times?")
    return first


def _check_zone(reader: Reader, rule: str, starts: datetime) -> None:
    until = recurrence.until_of(rule)
    zone = reader.value("scheduleTimezone")
    if zone is not None:
        check_zone(zone, reader.where("scheduleTimezone"), starts.year, until.year if until else recurrence.LAST_YEAR)


def _excepted(places: list[Place], series: Series) -> Iterator[Change]:
    """Of the dates that there are: what falls out on a day on which nothing is changes nothing."""
    days = [_day_or_moment(value, where) for value, where in places]
    if not days:
        return
    start, end = (datetime(day.year, day.month, day.day) for day in (min(days, key=_by_day), max(days, key=_by_day)))
    dates = set(recurrence.dates(series.starts, series.rule, start, end + A_DAY))
    for day in dict.fromkeys(days):
        if isinstance(day, datetime) and day in dates:
            yield Change(CANCELLED, starts=day, reason=FALLS_OUT)
        elif not isinstance(day, datetime) and any(one.date() == day for one in dates):
            yield Change(CANCELLED, whole_day=day, reason=FALLS_OUT)


def _by_day(day: date | datetime) -> tuple[int, int, int]:
    return day.year, day.month, day.day
