"""Rows of HSDS schedules (Open Referral 3.1) become a schedule: exactly, or refused with what and where. Pure.

All rows hold together. A row with a `freq` repeats, by parts of RFC 5545; one without is a single date. `valid_from`
and `valid_to` cut off what lies outside them. A row that names no day and no time is a remark and says nothing of time.
Holidays are days like others: whoever imports decides what it is worth that nobody speaks of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from webapp.core.clock import TIME_ZONE
from webapp.schedule import recurrence
from webapp.schedule.checks import MOST_PERIODS_IN_ALL, ScheduleError, check_schedule
from webapp.schedule.hsds_rows import Row, bare, is_remark, read_row
from webapp.schedule.reading import show
from webapp.schedule.rules import HoursError
from webapp.schedule.values import NO_WORDS, Hours, Schedule, Series, Weekly, Words

MOST_ROWS = MOST_PERIODS_IN_ALL + 200
TEN_YEARS = timedelta(days=3653)
THE_END = datetime(recurrence.LAST_YEAR + 1, 1, 1)
Kind = tuple[int, bool, str]  # what dates have in common that are told as one series


def read(rows: object, where: str = "schedules") -> Schedule:
    """An empty one where no row says anything of time. Raises HoursError."""
    if not isinstance(rows, list | tuple):
        raise HoursError(f"{where} must be a list, not {show(rows)}")
    if len(rows) > MOST_ROWS:
        raise HoursError(f"{where} has {len(rows)} rows; {MOST_ROWS} is the most")
    told = [_without_id(bare(row, f"{where}[{number}]")) for number, row in enumerate(rows, start=1)]
    found = [
        _as_date(read_row(row, f"{where}[{number}]"))
        for number, row in enumerate(told, start=1)
        if not is_remark(row) and row not in told[: number - 1]
    ]
    schedule = Schedule(
        weekly=tuple(_weeks([row for row in found if row.is_each_week])),
        series=(
            *(_series(row) for row in found if row.freq and not row.is_each_week),
            *_dates([row for row in found if not row.freq and not _meets_clock_change(row)]),
        ),
        closed_on_holidays=False,
    )
    nights = tuple(_one_night(row) for row in found if not row.freq and _meets_clock_change(row))
    schedule = Schedule(schedule.weekly + nights, schedule.series, closed_on_holidays=False)
    if sentences := check_schedule(schedule):
        raise ScheduleError(sentences)
    return schedule


def remarks_in(rows: object) -> str:
    """What rows say in words that say nothing of time; nothing where they are no rows."""
    told = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list | tuple) else []
    words = [row.get("description") or row.get("notes") for row in told if is_remark(bare(row, ""))]
    return " ".join(dict.fromkeys(" ".join(text.split()) for text in words if isinstance(text, str)))


def _without_id(row: dict[str, object]) -> dict[str, object]:
    """The same row twice says it once, whatever it is called."""
    return {key: value for key, value in row.items() if key != "id"}


def _as_date(row: Row) -> Row:
    """A week that begins and ends on one day is a date: there may be many of them."""
    day = row.first_day
    if not row.is_each_week or day is None or day != row.last_day:
        return row
    if row.byday and recurrence.WEEKDAYS[day.weekday()] not in row.byday:
        raise HoursError(f"{row.where}: there is no date of it")
    return replace(row, freq="", starts=day)


def _weeks(rows: Sequence[Row]) -> Iterator[Weekly]:
    together: dict[tuple[date | None, date | None], list[Hours]] = {}
    for row in rows:
        days = [recurrence.WEEKDAYS.index(day) for day in row.byday] or [row.starts.weekday()]
        hours = together.setdefault((row.first_day, row.last_day), [])
        hours += [Hours(day, row.opens, row.closes, row.by_appointment, row.note) for day in days]
    for (first, last), found in together.items():
        yield Weekly(tuple(sorted(dict.fromkeys(found))), first, last)


def _series(row: Row) -> Series:
    begins = row.begins(row.starts)
    rule = _rule(row)
    try:
        recurrence.check_rule(rule, begins)
        if row.count is not None and row.is_cut:
            return _listed(row, [one for one in recurrence.dates(begins, rule, begins, THE_END) if row.holds(one)])
        first = _first_date(begins, rule, row)
    except HoursError as error:
        raise HoursError(f"{row.where}: {error}") from error
    if first is None:
        raise HoursError(f"{row.where}: there is no date of it")
    return Series(first, row.minutes, rule, by_appointment=row.by_appointment, note=row.note)


def _rule(row: Row) -> str:
    """Weeks of a year are told by the week in HSDS, and by the year in RFC 5545."""
    byday = row.byday or ((recurrence.WEEKDAYS[row.starts.weekday()],) if row.byweekno else ())
    last = row.last_day if row.count is None else None
    parts = {
        "FREQ": "YEARLY" if row.byweekno else row.freq,
        "INTERVAL": str(row.interval) if row.interval != 1 else "",
        "BYDAY": ",".join(byday),
        "BYMONTHDAY": ",".join(map(str, row.bymonthday)),
        "BYWEEKNO": ",".join(map(str, row.byweekno)),
        "BYYEARDAY": ",".join(map(str, row.byyearday)),
        "COUNT": str(row.count) if row.count is not None else "",
        "UNTIL": f"{last:%Y%m%d}T235959" if last else "",
        "WKST": row.wkst if row.interval != 1 else "",
    }
    return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def _first_date(begins: datetime, rule: str, row: Row) -> datetime | None:
    """The first one that holds: from there on the rule gives the same dates, as it counts from the same week."""
    if row.valid_from is None or row.valid_from <= begins.date():
        return recurrence.first_date(begins, rule)
    start = datetime(row.valid_from.year, row.valid_from.month, row.valid_from.day)
    return next(iter(recurrence.dates(begins, rule, start, start + TEN_YEARS)), None)


def _listed(row: Row, dates: Sequence[datetime]) -> Series:
    if not dates:
        raise HoursError("there is no date of it")
    return Series(dates[0], row.minutes, "", tuple(dates[1:]), row.by_appointment, row.note)


def _dates(rows: Iterable[Row]) -> Iterator[Series]:
    """Single dates of the same length, together."""
    together: dict[Kind, set[datetime]] = {}
    for row in rows:
        kind = (row.minutes, row.by_appointment, row.note.get("nl", ""))
        together.setdefault(kind, set()).add(row.begins(row.starts))
    for (minutes, by_appointment, words), found in together.items():
        first, *further = sorted(found)
        note: Words = {"nl": words} if words else NO_WORDS
        yield Series(first, minutes, "", tuple(further), by_appointment, note)


def _meets_clock_change(row: Row) -> bool:
    """A series lasts so many minutes; hours go on until the clock shows their end."""
    begins = row.begins(row.starts)
    ends = begins + timedelta(minutes=row.minutes)
    return begins.replace(tzinfo=TIME_ZONE).utcoffset() != ends.replace(tzinfo=TIME_ZONE).utcoffset()


def _one_night(row: Row) -> Weekly:
    hours = Hours(row.starts.weekday(), row.opens, row.closes, row.by_appointment, row.note)
    return Weekly((hours,), row.starts, row.starts)
