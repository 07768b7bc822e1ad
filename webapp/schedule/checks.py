"""What a schedule may hold. Pure: a list of sentences, each saying what is wrong and where; empty when all is well."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations

from webapp.schedule import osm_checks
from webapp.schedule.expansion import LONGEST
from webapp.schedule.recurrence import check_rule
from webapp.schedule.rules import HoursError
from webapp.schedule.values import (
    ADDED,
    CANCELLED,
    MINUTES_A_DAY,
    MOVED,
    Change,
    Closure,
    Hours,
    Schedule,
    Season,
    Series,
    Weekly,
    Words,
)

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
MOST_CHANGES = 200
MOST_PERIODS = 50  # a week
MOST_WEEKLY = 50
MOST_PERIODS_IN_ALL = 300
MOST_SERIES = 20
MOST_EXTRA = 500
LONGEST_WORDS = 300  # characters
LATEST_CLOSE = 2 * MINUTES_A_DAY
LONGEST_CLOSURE = 3 * 366  # days
MOST_BREAKS = 200
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
REQUIRED_LANGUAGE = "nl"


class ScheduleError(HoursError):
    """A schedule that may not be stored; `sentences` says all that is wrong with it."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("; ".join(self.sentences))


def check_schedule(schedule: Schedule) -> list[str]:
    return [
        *_check_weekly(schedule.weekly),
        *_check_series(schedule.series),
        *_check_expression(schedule),
        *_check_changes(schedule.changes),
        *_check_inherits(schedule),
    ]


def _check_weekly(weeklies: Sequence[Weekly]) -> Iterator[str]:
    if len(weeklies) > MOST_WEEKLY:
        yield f"{len(weeklies)} kinds of weeks; {MOST_WEEKLY} is the most"
        return
    periods = sum(len(weekly.hours) for weekly in weeklies)
    if periods > MOST_PERIODS_IN_ALL:
        yield f"{periods} periods in all weeks; {MOST_PERIODS_IN_ALL} is the most"
        return
    for number, weekly in enumerate(weeklies, start=1):
        where = f"week {number}"
        if len(weekly.hours) > MOST_PERIODS:
            yield f"{where} has {len(weekly.hours)} periods; {MOST_PERIODS} is the most"
            return
        yield from _check_days(where, weekly.first_day, weekly.last_day)
        if weekly.season and not all(map(_is_month_day, (weekly.season.first, weekly.season.last))):
            yield f"{where}: a season runs from one day of the year to another"
        for hours in weekly.hours:
            yield from _check_hours(where, hours)
    yield from _check_overlaps(weeklies)


def _check_hours(where: str, hours: Hours) -> Iterator[str]:
    if not 0 <= hours.weekday < len(DAY_NAMES):
        yield f"{where}: there is no day {hours.weekday}"
        return
    where = f"{where}, {_period(hours)}"
    if not 0 <= hours.opens < MINUTES_A_DAY:
        yield f"{where}: a period begins between 00:00 and 23:59"
    if hours.closes <= hours.opens:
        yield f"{where}: the end is not after the begin; past midnight 02:00 is written as 26:00"
    if hours.closes > LATEST_CLOSE:
        yield f"{where}: a period ends before 48:00"
    yield from check_words(where, hours.note)


def _check_overlaps(weeklies: Sequence[Weekly]) -> Iterator[str]:
    """A day that comes after another one's midnight is looked at as well: Friday to 26:00 and Saturday from 01:00."""
    for number, weekly in enumerate(weeklies, start=1):
        for one, other in combinations(weekly.hours, 2):
            if _meet(one, other):
                yield f"week {number}: {_period(one)} and {_period(other)} overlap"
    for (first, one_week), (second, other_week) in combinations(enumerate(weeklies, start=1), 2):
        if not _hold_together(one_week, other_week):
            continue
        for one in one_week.hours:
            for other in other_week.hours:
                if _meet(one, other):
                    yield f"week {first}, {_period(one)} and week {second}, {_period(other)} overlap"


def _meet(one: Hours, other: Hours) -> bool:
    week = 7 * MINUTES_A_DAY
    start, end = (one.weekday * MINUTES_A_DAY + minutes for minutes in (one.opens, one.closes))
    begin, close = (other.weekday * MINUTES_A_DAY + minutes for minutes in (other.opens, other.closes))
    return any(start < close + shift and begin + shift < end for shift in (-week, 0, week))


def _hold_together(one: Weekly, other: Weekly) -> bool:
    """Whether there is a day on which both weeks hold."""
    first = max(day for day in (one.first_day, other.first_day, FIRST_DAY) if day)
    last = min(day for day in (one.last_day, other.last_day, LAST_DAY) if day)
    if one.season is None and other.season is None:
        return first <= last
    days = (first + timedelta(days=number) for number in range(min((last - first).days + 1, 366)))
    return any(_in_season(one.season, day) and _in_season(other.season, day) for day in days)


def _in_season(season: Season | None, day: date) -> bool:
    return season is None or season.holds(day)


def _is_month_day(value: tuple[int, int]) -> bool:
    try:
        date(2024, *value)  # a leap year: 29 February is a day
    except ValueError:
        return False
    return True


def _check_series(all_series: Sequence[Series]) -> Iterator[str]:
    if len(all_series) > MOST_SERIES:
        yield f"{len(all_series)} series; {MOST_SERIES} is the most"
        return
    extra = sum(len(series.extra) for series in all_series)
    if extra > MOST_EXTRA:
        yield f"{extra} further dates; {MOST_EXTRA} is the most"
        return
    for number, series in enumerate(all_series, start=1):
        where = f"series {number}"
        for moment in (series.starts, *series.extra):
            yield from _check_moment(where, moment)
        yield from _check_length(where, series.minutes)
        if series.rule:
            try:
                check_rule(series.rule, series.starts)
            except HoursError as error:
                yield f"{where}: {error}"
        yield from check_words(where, series.note)


def _check_expression(schedule: Schedule) -> Iterator[str]:
    if schedule.expression:
        try:
            mended = osm_checks.checked(schedule.expression)
        except HoursError as error:
            yield str(error)
            return
        if mended != schedule.expression.strip():
            yield f"'{schedule.expression.strip()}' is read otherwise than it is meant: write '{mended}'"


def _check_changes(changes: Sequence[Change]) -> Iterator[str]:
    if len(changes) > MOST_CHANGES:
        yield f"{len(changes)} changed dates; {MOST_CHANGES} is the most"
        return
    for number, change in enumerate(changes, start=1):
        where = f"change {number} ({_date_of(change)})"
        yield from _check_parts(where, change)
        for moment in (change.starts, change.to):
            if moment is not None:
                yield from _check_moment(where, moment)
        yield from _check_days(where, change.whole_day, None)
        if change.reason:  # opening hours of OpenStreetMap tell closed dates without one
            yield from check_reason(where, change.reason)


def _check_parts(where: str, change: Change) -> Iterator[str]:
    """Each kind of change says its own things."""
    if change.kind not in (CANCELLED, MOVED, ADDED):
        yield f"{where}: {change.kind!r} is no kind of change"
    elif change.kind == CANCELLED:
        if (change.starts is None) == (change.whole_day is None) or change.to or change.minutes:
            yield f"{where}: what is cancelled is one time or one whole day, and nothing else"
    else:
        if change.to is None or change.whole_day is not None or (change.starts is None) == (change.kind == MOVED):
            yield f"{where}: a date is moved from a time to a time, and added at a time"
        yield from _check_length(where, change.minutes)


def _check_inherits(schedule: Schedule) -> Iterator[str]:
    if schedule.inherits and (schedule.weekly or schedule.series or schedule.expression):
        yield "times of its own and the hours of its place do not go together"


def check_closure(closure: Closure) -> list[str]:
    where = f"closed from {closure.first_day} to {closure.last_day}"
    too_long = (closure.last_day - closure.first_day).days >= LONGEST_CLOSURE
    return [
        *_check_days(where, closure.first_day, closure.last_day),
        *([f"{where}: {LONGEST_CLOSURE} days is the most"] if too_long else []),
        *check_reason(where, closure.reason),
    ]


def check_breaks(breaks: Sequence[Closure]) -> list[str]:
    if len(breaks) > MOST_BREAKS:
        return [f"{len(breaks)} school breaks; {MOST_BREAKS} is the most"]
    sentences = [sentence for one in breaks for sentence in check_closure(one)]
    for one, other in combinations(sorted(breaks, key=lambda each: each.first_day), 2):
        if other.first_day <= one.last_day:
            sentences.append(f"the school breaks that begin on {one.first_day} and {other.first_day} overlap")
    return sentences


def check_reason(where: str, words: Words) -> Iterator[str]:
    yield from check_words(where, words)
    if not words.get(REQUIRED_LANGUAGE, "").strip():
        yield f"{where}: the reason is missing in Dutch"


def check_words(where: str, words: Words) -> Iterator[str]:
    for language, text in words.items():
        if len(text) > LONGEST_WORDS:
            yield f"{where}: {len(text)} characters in '{language}'; {LONGEST_WORDS} is the most"
        if not text.isprintable():
            yield f"{where}: the words in '{language}' hold a line end or a control character"


def _check_days(where: str, first: date | None, last: date | None) -> Iterator[str]:
    for day in (first, last):
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            yield f"{where}: {day} is not between {FIRST_DAY.year} and {LAST_DAY.year}"
    if first and last and last < first:
        yield f"{where}: the last day comes before the first"


def _check_moment(where: str, moment: datetime) -> Iterator[str]:
    yield from _check_days(where, moment.date(), None)
    if moment.tzinfo is not None or moment.microsecond:
        yield f"{where}: {moment} is no time on a clock in the Netherlands"


def _check_length(where: str, minutes: int) -> Iterator[str]:
    if minutes <= 0:
        yield f"{where}: the end is not after the begin"
    if minutes > LONGEST.days * MINUTES_A_DAY:
        yield f"{where}: takes {minutes / MINUTES_A_DAY:.0f} days; {LONGEST.days} is the most"


def _period(hours: Hours) -> str:
    times = (f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (hours.opens, hours.closes))
    return f"{DAY_NAMES[hours.weekday % 7]} {'-'.join(times)}"


def _date_of(change: Change) -> str:
    return str(change.starts or change.whole_day or change.to)
