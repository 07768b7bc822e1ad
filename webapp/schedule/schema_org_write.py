"""Opening hours and series in the words of schema.org. What has no such words raises HoursError; nothing is bent.

schema.org on hours: closing at an earlier time than opening is on the next day, so midnight is 00:00; opening and
closing at 00:00 is a closed day, so a whole day ends at 23:59; `validFrom` to `validThrough` are both included.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from webapp.core.clock import TIME_ZONE, local
from webapp.schedule import recurrence
from webapp.schedule.expansion import OPEN, Slot, expand
from webapp.schedule.rules import HoursError
from webapp.schedule.values import (
    ADDED,
    CANCELLED,
    MINUTES_A_DAY,
    MOVED,
    Change,
    Closure,
    Days,
    Hours,
    Schedule,
    Series,
    TownCalendar,
    Weekly,
)

Described = dict[str, object]
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS = dict(zip(recurrence.WEEKDAYS, DAYS, strict=True))
UNITS = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}
A_MINUTE = timedelta(minutes=1)


def opening_hours(
    schedule: Schedule, days: Days, calendar: TownCalendar, closures: Sequence[Closure] = ()
) -> list[Described]:
    """OpeningHoursSpecification of each weekly period, and of each of these days that is otherwise.

    Hours that are not the same each week are told day by day, for these days.
    """
    regular, special = usual_and_special(schedule, expand(schedule, days, calendar, closures), days)
    return [*regular, *special]


def usual_and_special(schedule: Schedule, slots: Sequence[Slot], days: Days) -> tuple[list[Described], list[Described]]:
    """The same from slots that are known already, at least all of these days: the usual week, and the days apart."""
    standing = [slot for slot in slots if slot.status != CANCELLED]
    by_appointment = any(hours.by_appointment for weekly in schedule.weekly for hours in weekly.hours)
    if by_appointment or any(slot.status != OPEN for slot in standing):
        raise HoursError("schema.org has no words for hours by appointment")
    if not _is_one_week(schedule):
        wall_clock = [times for times in map(_wall_clock, standing) if days.first <= times[0].date() < days.end]
        return [_on(starts.date(), starts, ends) for starts, ends in wall_clock], []
    week = Schedule(weekly=schedule.weekly, closed_on_holidays=False)
    usual = expand(week, days, TownCalendar())
    return _weekly(schedule.weekly), _special(usual, standing, days)


def _is_one_week(schedule: Schedule) -> bool:
    """Two weeks that hold at the same time would be read as one that replaces the other; so would a week of one day and
    what is said of that day."""
    if len(schedule.weekly) != 1 or schedule.series:
        return False
    week = schedule.weekly[0]
    return week.season is None and (week.first_day is None or week.first_day != week.last_day)


def _weekly(weeklies: Iterable[Weekly]) -> list[Described]:
    found: list[Described] = []
    for weekly in weeklies:
        periods: dict[tuple[int, int], list[str]] = {}
        for hours in sorted(weekly.hours, key=_by_day):
            periods.setdefault((hours.opens, hours.closes), []).append(DAYS[hours.weekday])
        for (opens, closes), names in periods.items():
            found.append({**_specification(opens, closes), "dayOfWeek": names, **_validity(weekly)})
    return found


def _by_day(hours: Hours) -> tuple[int, int]:
    return hours.weekday, hours.opens


def _validity(weekly: Weekly) -> Described:
    ends = {"validFrom": weekly.first_day, "validThrough": weekly.last_day}
    return {name: day.isoformat() for name, day in ends.items() if day}


def _special(usual: Sequence[Slot], actual: Sequence[Slot], days: Days) -> list[Described]:
    """A day that is otherwise: all its hours, or closed."""
    usual_of, actual_of = _by_start_day(usual), _by_start_day(actual)
    found: list[Described] = []
    for number in range(days.number):
        day = days.first + timedelta(days=number)
        times = actual_of.get(day, [])
        if times == usual_of.get(day, []):
            continue
        found += [_on(day, starts, ends) for starts, ends in times] or [_on(day, None, None)]
    return found


def _by_start_day(slots: Iterable[Slot]) -> Mapping[date, list[tuple[datetime, datetime]]]:
    days: dict[date, list[tuple[datetime, datetime]]] = {}
    for starts, ends in map(_wall_clock, slots):
        days.setdefault(starts.date(), []).append((starts, ends))
    return days


def _wall_clock(slot: Slot) -> tuple[datetime, datetime]:
    return local(slot.starts_at).replace(tzinfo=None), local(slot.ends_at).replace(tzinfo=None)


def _on(day: date, starts: datetime | None, ends: datetime | None) -> Described:
    """These hours on this day only; without hours it is closed."""
    valid = {"dayOfWeek": [DAYS[day.weekday()]], "validFrom": day.isoformat(), "validThrough": day.isoformat()}
    if starts is None or ends is None:
        return {"@type": "OpeningHoursSpecification", "opens": "00:00", "closes": "00:00", **valid}
    opens = starts.hour * 60 + starts.minute
    return {**_specification(opens, opens + (ends - starts) // A_MINUTE), **valid}


def _specification(opens: int, closes: int) -> Described:
    if closes - opens > MINUTES_A_DAY or (closes - opens == MINUTES_A_DAY and opens):
        raise HoursError("schema.org has no hours that go on for more than a day")
    if (opens, closes) == (0, MINUTES_A_DAY - 1):
        raise HoursError("schema.org reads 00:00 to 23:59 as day and night")
    end = MINUTES_A_DAY - 1 if closes - opens == MINUTES_A_DAY else closes % MINUTES_A_DAY
    return {"@type": "OpeningHoursSpecification", "opens": _clock(opens), "closes": _clock(end)}


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def event_schedule(series: Series, changes: Sequence[Change] = ()) -> Described:
    """A schema.org Schedule. Raises HoursError where only a list of dates can say it: then use `events`."""
    if series.by_appointment:
        raise HoursError("schema.org has no words for a series by appointment")
    if not series.rule or series.extra or any(change.kind in (ADDED, MOVED) for change in changes):
        raise HoursError("dates that no rule gives are told one by one")
    parts = dict(recurrence.parts_of(series.rule))
    recurrence.check_rule(series.rule, series.starts)
    frequency, interval = parts.pop("FREQ"), parts.pop("INTERVAL", "1")
    if parts.pop("WKST", "MO") != "MO":
        raise HoursError("a week of schema.org begins on Monday")
    described: Described = {
        "@type": "Schedule",
        "scheduleTimezone": TIME_ZONE.key,
        "startDate": series.starts.date().isoformat(),
        "startTime": f"{series.starts:%H:%M}",
        "duration": f"PT{series.minutes}M",
        "repeatFrequency": f"P{interval}{UNITS[frequency]}",
        **_repeats(parts, series, frequency),
    }
    ends = series.starts + timedelta(minutes=series.minutes)
    if ends.date() == series.starts.date():
        described["endTime"] = f"{ends:%H:%M}"
    excepted = [change.starts or change.whole_day for change in changes if change.kind == CANCELLED]
    if excepted:
        described["exceptDate"] = [moment.isoformat() for moment in excepted if moment]
    return described


def weekly_schedules(schedule: Schedule) -> list[Described]:
    """The usual week of an activity, a Schedule for each time of day. Raises HoursError for other weeks."""
    if not _is_one_week(schedule):
        raise HoursError("only a week that is always the same is a rule")
    if schedule.by_appointment or any(hours.by_appointment for hours in schedule.weekly[0].hours):
        raise HoursError("schema.org has no words for a week by appointment")
    return [
        {
            "@type": "Schedule",
            "scheduleTimezone": TIME_ZONE.key,
            "repeatFrequency": "P1W",
            "byDay": [f"https://schema.org/{day}" for day in names],
            "startTime": hours["opens"],
            "endTime": hours["closes"],
            **({"startDate": hours["validFrom"]} if "validFrom" in hours else {}),
            **({"endDate": hours["validThrough"]} if "validThrough" in hours else {}),
        }
        for hours in _weekly(schedule.weekly)
        if isinstance(names := hours["dayOfWeek"], list)
    ]


def _repeats(parts: dict[str, str], series: Series, frequency: str) -> Described:
    found: Described = {}
    if "COUNT" in parts:
        found["repeatCount"] = int(parts.pop("COUNT"))
    if parts.pop("UNTIL", None):
        found["endDate"] = _last_day(series).isoformat()
    days = parts.pop("BYDAY", "")
    if days:
        names = days.split(",")
        counted = all(name not in WEEKDAYS for name in names)
        if counted != (frequency in ("MONTHLY", "YEARLY")) or (frequency == "YEARLY" and "BYMONTH" not in parts):
            raise HoursError(f"schema.org has no words for {frequency.lower()} on {days}")
        found["byDay"] = [f"https://schema.org/{WEEKDAYS[name]}" if name in WEEKDAYS else name for name in names]
    elif frequency == "WEEKLY":
        found["byDay"] = [f"https://schema.org/{DAYS[series.starts.weekday()]}"]
    for name, property_name in (("BYMONTHDAY", "byMonthDay"), ("BYMONTH", "byMonth")):
        if name in parts:
            found[property_name] = [int(number) for number in parts.pop(name).split(",")]
    if frequency == "MONTHLY" and not {"byDay", "byMonthDay"} & found.keys():
        found["byMonthDay"] = [series.starts.day]
    if parts:
        raise HoursError(f"schema.org has no words for {', '.join(parts)}")
    return found


def _last_day(series: Series) -> date:
    found = recurrence.dates(series.starts, series.rule, series.starts, datetime(recurrence.LAST_YEAR + 1, 1, 1))
    if not found:
        raise HoursError(f"the rule '{series.rule}' has no date")
    return found[-1].date()


def events(slots: Iterable[Slot]) -> list[Described]:
    """One Event for each date, also for those that were cancelled."""
    return [
        {
            "@type": "Event",
            "startDate": local(slot.starts_at).isoformat(),
            "endDate": local(slot.ends_at).isoformat(),
            "eventStatus": f"https://schema.org/{'EventCancelled' if slot.status == CANCELLED else 'EventScheduled'}",
        }
        for slot in slots
    ]
