"""What to write for a schedule in the words of OpenStreetMap; whether it says the same is checked elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from webapp.core.clock import local
from webapp.schedule import recurrence, remarks
from webapp.schedule.expansion import APPOINTMENT, expand, kind_of_planned
from webapp.schedule.osm_words import DAYS, LONG_AGO, MONTH_ENDS, MONTHS
from webapp.schedule.rules import HoursError
from webapp.schedule.values import (
    ADDED,
    MINUTES_A_DAY,
    MOVED,
    Days,
    Hours,
    Schedule,
    Series,
    TownCalendar,
    Weekly,
)


def candidates(schedule: Schedule) -> Iterator[str]:
    """Texts that may say it, the usual one first. Raises HoursError for what has no words at all."""
    if schedule.inherits:
        raise HoursError("these hours are those of the place: there is nothing of its own to write")
    if schedule.closed_in_school_breaks:
        raise HoursError("OpenStreetMap knows no Dutch school breaks: write their dates as closed days")
    regular = [*_weekly_rules(schedule), *(rule for one in schedule.series for rule in _series_rules(one, schedule))]
    if schedule.expression:
        if schedule.by_appointment:
            raise HoursError("hours that are kept as a text of OpenStreetMap cannot be made by appointment as a whole")
        regular.append(schedule.expression)
    exceptions = [*_closed(schedule), *_added(schedule)]
    if not regular and not any(sign == "," for sign, _ in exceptions):
        raise HoursError("there are no times to write")
    holidays = "; PH off" if schedule.closed_on_holidays and regular else ""
    for separator in ("; ", ", "):  # the second one keeps what earlier rules say of the same days
        for off in ("", holidays) if schedule.expression and holidays else (holidays,):
            text = separator.join(regular) + off + "".join(f"{sign} {rule}" for sign, rule in exceptions)
            yield text.lstrip(",; ")


def _weekly_rules(schedule: Schedule) -> Iterator[str]:
    for weekly in schedule.weekly:
        days = _days(weekly)
        by_comment: dict[str, dict[int, list[str]]] = {}
        for hours in sorted(weekly.hours):
            comment = remarks.wording(hours.by_appointment or schedule.by_appointment, hours.note)
            by_comment.setdefault(comment, {}).setdefault(hours.weekday, []).append(_period(hours))
        for comment, week in by_comment.items():
            for weekdays, periods in _equal_days(week):
                yield _rule(days, _names(weekdays), periods, comment)


def _rule(days: str, weekdays: str, times: str, comment: str) -> str:
    if not days and (weekdays, times) == ("Mo-Su", "00:00-24:00"):
        weekdays, times = "", "24/7"
    return " ".join(part for part in (days, weekdays, times, f'"{comment}"' if comment else "") if part)


def _days(weekly: Weekly) -> str:
    if weekly.season is None:
        return _between(weekly.first_day, weekly.last_day)
    if weekly.first_day or weekly.last_day:
        raise HoursError("OpenStreetMap cannot say a season within certain years: write the dates out")
    (first_month, first), (last_month, last) = weekly.season.first, weekly.season.last
    if first == 1 and last == MONTH_ENDS[last_month - 1]:
        names = MONTHS[first_month - 1], MONTHS[last_month - 1]
        return names[0] if names[0] == names[1] else "-".join(names)
    return f"{MONTHS[first_month - 1]} {first:02d}-{MONTHS[last_month - 1]} {last:02d}"


def _between(first_day: date | None, last_day: date | None) -> str:
    if first_day and first_day == last_day:
        return _date(first_day)
    if last_day:
        return f"{_date(first_day or LONG_AGO)}-{_date(last_day)}"
    return f"{_date(first_day)}+" if first_day else ""


def _date(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02d}"


def _period(hours: Hours) -> str:
    if not (0 <= hours.opens < MINUTES_A_DAY and hours.opens < hours.closes <= 2 * MINUTES_A_DAY):
        raise HoursError("OpenStreetMap has no hours that go on after the next day")
    closes = hours.closes
    if MINUTES_A_DAY < closes < hours.opens + MINUTES_A_DAY:
        closes -= MINUTES_A_DAY
    return f"{_clock(hours.opens)}-{_clock(closes)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _equal_days(week: dict[int, list[str]]) -> Iterator[tuple[list[int], str]]:
    by_periods: dict[str, list[int]] = {}
    for weekday, periods in week.items():
        by_periods.setdefault(",".join(periods), []).append(weekday)
    for text, weekdays in by_periods.items():
        yield weekdays, text


def _names(weekdays: Sequence[int]) -> str:
    """`Mo-We,Fr`: two days in a row stay two."""
    rows: list[list[int]] = []
    for weekday in sorted(weekdays):
        if rows and rows[-1][-1] == weekday - 1:
            rows[-1].append(weekday)
        else:
            rows.append([weekday])
    names = [f"{DAYS[row[0]]}-{DAYS[row[-1]]}" if len(row) > 2 else ",".join(DAYS[day] for day in row) for row in rows]
    return ",".join(names)


def _series_rules(series: Series, schedule: Schedule) -> Iterator[str]:
    comment = remarks.wording(series.by_appointment or schedule.by_appointment, series.note)
    if series.rule:
        days = _between(series.starts.date(), _last_day(series))
        yield _rule(days, _days_of_rule(series), _time(series.starts, series.minutes), comment)
    for starts in sorted({*series.extra, *(() if series.rule else (series.starts,))}):
        yield _rule(_date(starts.date()), "", _time(starts, series.minutes), comment)


def _time(starts: datetime, minutes: int) -> str:
    opens = starts.hour * 60 + starts.minute
    return _period(Hours(starts.weekday(), opens, opens + minutes))


def _days_of_rule(series: Series) -> str:
    parts = dict(part.split("=") for part in series.rule.upper().split(";"))
    for ending in ("COUNT", "UNTIL", "WKST"):
        parts.pop(ending, None)
    frequency, days = parts.pop("FREQ", ""), parts.pop("BYDAY", "")
    if parts.pop("INTERVAL", "1") != "1" or parts:
        raise HoursError(f"OpenStreetMap cannot say '{series.rule}'; its weeks and months have no first date")
    names = {name.upper(): name for name in DAYS}
    if frequency == "DAILY" and not days:
        return "Mo-Su"
    if frequency == "WEEKLY" and all(day in names for day in days.split(",") if days):
        numbers = [list(names).index(day) for day in days.split(",")] if days else [series.starts.weekday()]
        return _names(numbers)
    if frequency == "MONTHLY" and days and all(len(day) > 2 and day[-2:] in names for day in days.split(",")):
        return ",".join(f"{names[day[-2:]]}[{int(day[:-2])}]" for day in days.split(","))
    raise HoursError(f"OpenStreetMap cannot say '{series.rule}'")


def _last_day(series: Series) -> date | None:
    if "COUNT" not in series.rule.upper() and "UNTIL" not in series.rule.upper():
        return None
    found = recurrence.dates(series.starts, series.rule, series.starts, datetime(recurrence.LAST_YEAR + 1, 1, 1))
    if not found:
        raise HoursError(f"the rule '{series.rule}' has no date")
    return found[-1].date()


def _closed(schedule: Schedule) -> Iterator[tuple[str, str]]:
    times, days = _last_words(schedule)
    for starts, comment in times.items():
        periods = ",".join(_times_that_begin(schedule, starts))
        if starts.date() in days:
            if periods and comment != days[starts.date()]:
                raise HoursError(f"OpenStreetMap cannot say two things of {starts.date()}, when all of it is closed")
        elif periods:
            yield ";", _rule(_date(starts.date()), periods, "off", comment)
    for first, last in _rows(days):
        yield ";", _rule(_between(first, last), "", "off", days[first])


def _last_words(schedule: Schedule) -> tuple[dict[datetime, str], dict[date, str]]:
    """The remarks of single times and of whole days that fall out: what is said of a whole day holds for its times."""
    times: dict[datetime, str] = {}
    days: dict[date, str] = {}
    for change in schedule.changes:
        comment = remarks.wording(False, change.reason)
        if change.whole_day is not None:
            times = {starts: told for starts, told in times.items() if starts.date() != change.whole_day}
            days[change.whole_day] = comment
        elif change.starts is not None:
            times[change.starts] = comment
    return times, days


def _rows(days: Mapping[date, str]) -> Iterator[tuple[date, date]]:
    """Days after each other with the same remark."""
    rows: list[tuple[date, date]] = []
    for day in sorted(days):
        if rows and rows[-1][1] == day - timedelta(days=1) and days[rows[-1][0]] == days[day]:
            rows[-1] = (rows[-1][0], day)
        else:
            rows.append((day, day))
    yield from rows


def _times_that_begin(schedule: Schedule, starts: datetime) -> Iterator[str]:
    regular = Schedule(weekly=schedule.weekly, series=schedule.series, expression=schedule.expression)
    for slot in expand(regular, Days(starts.date(), 1), TownCalendar()):
        if local(slot.starts_at).replace(tzinfo=None) == starts:
            yield _time(starts, (local(slot.ends_at).replace(tzinfo=None) - starts) // timedelta(minutes=1))


def _added(schedule: Schedule) -> Iterator[tuple[str, str]]:
    for change in schedule.changes:
        if change.kind in (ADDED, MOVED) and change.to is not None:
            if any(change.reason.values()):
                raise HoursError("OpenStreetMap cannot say why a date was added or moved")
            status, note = kind_of_planned(schedule, change)
            comment = remarks.wording(status == APPOINTMENT, note)
            yield ",", _rule(_date(change.to.date()), "", _time(change.to, change.minutes), comment)
