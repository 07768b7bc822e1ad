"""One row of an HSDS schedule as values: each refusal says where it stands. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from webapp.core.clock import TIME_ZONE
from webapp.schedule import recurrence, remarks
from webapp.schedule.checks import LONGEST_WORDS
from webapp.schedule.hsds_values import line_of, offset_of, read_day, read_hours, read_number, read_numbers, read_parts
from webapp.schedule.reading import Reader, one_of, show, text
from webapp.schedule.rules import HoursError
from webapp.schedule.values import MINUTES_A_DAY, NO_WORDS, Words

LONG_AGO = date(2000, 1, 1)  # where a series begins that does not say so
FREQUENCIES = ("WEEKLY", "MONTHLY", "DAILY", "YEARLY")  # the last two are of older versions
TIME_FIELDS = {
    "freq", "interval", "byday", "bymonthday", "byweekno", "byyearday", "dtstart", "until", "count", "opens_at",
    "closes_at",
}  # fmt: skip
_CLOCK = re.compile(
    r"([01]?[0-9]|2[0-4]):([0-5][0-9])(?::([0-5][0-9])(?:\.[0-9]+)?)?\s*(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_OURS = (60, 120)  # minutes before UTC, in winter and in summer


@dataclass(frozen=True)
class Row:
    """`starts` is `dtstart`, or else the day from which on it holds. Minutes after midnight, as of Hours."""

    where: str
    freq: str
    interval: int
    byday: tuple[str, ...]
    bymonthday: tuple[int, ...]
    byweekno: tuple[int, ...]
    byyearday: tuple[int, ...]
    wkst: str
    starts: date
    says_start: bool
    until: date | None
    count: int | None
    valid_from: date | None
    valid_to: date | None
    opens: int
    closes: int
    by_appointment: bool
    note: Words

    @property
    def is_each_week(self) -> bool:
        return (self.freq, self.interval, self.count, self.byweekno) == ("WEEKLY", 1, None, ())

    @property
    def minutes(self) -> int:
        return self.closes - self.opens

    @property
    def is_cut(self) -> bool:
        return self.valid_from is not None or self.valid_to is not None

    @property
    def first_day(self) -> date | None:
        return max((day for day in (self.starts if self.says_start else None, self.valid_from) if day), default=None)

    @property
    def last_day(self) -> date | None:
        return min((day for day in (self.until, self.valid_to) if day), default=None)

    def begins(self, day: date) -> datetime:
        return datetime.combine(day, time.min) + timedelta(minutes=self.opens)

    def holds(self, moment: datetime) -> bool:
        day = moment.date()
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def bare(row: object, where: str) -> dict[str, object]:
    """Without what says nothing: tables write an empty cell."""
    if not isinstance(row, Mapping):
        raise HoursError(f"{where} must hold keys with values, not {show(row)}")
    values = {str(key): value.strip() if isinstance(value, str) else value for key, value in row.items()}
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


def is_remark(row: Mapping[str, object]) -> bool:
    return not row.keys() & TIME_FIELDS


def read_row(values: Mapping[str, object], where: str) -> Row:
    """Raises HoursError."""
    reader = Reader(values, where)
    freq = reader.optional("freq", _frequency) or ""
    valid_from, valid_to = reader.optional("valid_from", read_day), reader.optional("valid_to", read_day)
    dtstart = reader.optional("dtstart", read_day)
    by_appointment, note = _remark(reader)
    row = Row(
        where=where,
        freq=freq,
        interval=1 if (interval := reader.optional("interval", read_number)) is None else interval,
        byday=reader.optional("byday", _weekdays) or (),
        bymonthday=reader.optional("bymonthday", read_numbers) or (),
        byweekno=reader.optional("byweekno", read_numbers) or (),
        byyearday=reader.optional("byyearday", read_numbers) or (),
        wkst=reader.optional("wkst", lambda value, place: one_of(value, place, recurrence.WEEKDAYS)) or "MO",
        starts=dtstart or _only_day(freq, valid_from, valid_to) or valid_from or LONG_AGO,
        says_start=dtstart is not None,
        until=reader.optional("until", read_day),
        count=reader.optional("count", read_number),
        valid_from=valid_from,
        valid_to=valid_to,
        opens=0,
        closes=0,
        by_appointment=by_appointment,
        note=note,
    )
    _check(row, values)
    opens, closes = _times(reader, row)
    return replace(row, opens=opens, closes=closes)


def _only_day(freq: str, first: date | None, last: date | None) -> date | None:
    return first if not freq and first == last else None


def _check(row: Row, values: Mapping[str, object]) -> None:
    if not row.freq:
        _check_date(row, values)
        return
    _check_start(row)
    if row.freq == "WEEKLY" and (row.bymonthday or row.byyearday or any(len(day) > 2 for day in row.byday)):
        raise HoursError(f"{row.where}: by the week only days like MO,TU can be named")
    if row.byweekno and (row.freq, row.interval) != ("WEEKLY", 1):
        raise HoursError(f"{row.where}.byweekno goes with a freq of WEEKLY and an interval of 1")
    if row.freq == "MONTHLY" and not row.bymonthday and any(len(day) == 2 for day in row.byday):
        raise HoursError(
            f"{row.where}.byday: by the month write days like 1MO or -1FR; MO may be each Monday or the first"
        )
    if row.count is not None and row.until is not None:
        raise HoursError(f"{row.where}: a series ends after a number of times (count) or on a day (until), not both")
    _check_order(row)


def _check_start(row: Row) -> None:
    if row.says_start:
        return
    if row.interval != 1 or row.count is not None:
        raise HoursError(f"{row.where}.dtstart is missing: from when on is it every so many times?")
    if not (row.byday or row.bymonthday or row.byyearday) and row.freq != "DAILY":
        raise HoursError(f"{row.where}.byday is missing: on which days is that?")


def _check_order(row: Row) -> None:
    start = row.starts if row.says_start else None
    for later, last, earlier, first in (
        ("valid_to", row.valid_to, "valid_from", row.valid_from),
        ("until", row.until, "dtstart", start),
    ):
        if first and last and last < first:
            raise HoursError(f"{row.where}.{later} comes before {earlier}")
    if row.is_each_week and row.first_day and row.last_day and row.last_day < row.first_day:
        raise HoursError(f"{row.where}: there is no date of it")


def _check_date(row: Row, values: Mapping[str, object]) -> None:
    """Without a freq it is one date, and nothing may speak of more."""
    rest = sorted({"byday", "bymonthday", "byweekno", "byyearday", "interval", "until", "count"} & values.keys())
    says = {"interval": row.interval == 1, "count": row.count == 1, "until": row.until == row.starts}
    rest = [name for name in rest if not says.get(name, False)]
    if rest:
        raise HoursError(f"{row.where}.freq is missing beside {rest[0]}: WEEKLY or MONTHLY?")
    if not row.says_start and not (row.valid_from and row.valid_from == row.valid_to):
        raise HoursError(f"{row.where}.freq is missing, or dtstart for a single date: on which days is that?")
    if not row.holds(datetime.combine(row.starts, time.min)):
        raise HoursError(f"{row.where}.dtstart lies outside valid_from and valid_to")


def _frequency(value: object, where: str) -> str:
    return one_of(value.upper() if isinstance(value, str) else value, where, FREQUENCIES)


def _weekdays(value: object, where: str) -> tuple[str, ...]:
    days = read_parts(value, where)
    for day in days:
        if not recurrence.DAY.fullmatch(day):
            raise HoursError(f"{where}: {show(day)} is no day like MO, or like 1MO and -1FR of a month")
    return tuple(dict.fromkeys(days))


def _times(reader: Reader, row: Row) -> tuple[int, int]:
    """Closing before opening is on the next day; 00:00 to 23:59 is day and night, as HSDS says."""
    opens = reader.required("opens_at", lambda value, where: _read_clock(value, where, row))
    closes = reader.required("closes_at", lambda value, where: _read_clock(value, where, row, ends=True))
    zone = reader.optional("timezone", read_hours)
    if zone is not None:
        _check_zone(round(zone * 60), reader.where("timezone"), row)
    if opens == MINUTES_A_DAY:
        raise HoursError(f"{reader.where('opens_at')}: a period begins between 00:00 and 23:59")
    if opens == closes:
        raise HoursError(
            f"{reader.where('closes_at')}: it opens and closes at the same time; day and night is 00:00 to 23:59"
        )
    if (opens, closes) == (0, MINUTES_A_DAY - 1):
        return 0, MINUTES_A_DAY
    return opens, closes if closes > opens else closes + MINUTES_A_DAY


def _read_clock(value: object, where: str, row: Row, *, ends: bool = False) -> int:
    found = _CLOCK.fullmatch(text(value, where).strip())
    seconds = int(found[3] or 0) if found else 0
    minutes = int(found[1]) * 60 + int(found[2]) if found else MINUTES_A_DAY + 1
    if ends and (minutes, seconds) == (MINUTES_A_DAY - 1, 59):
        minutes, seconds = MINUTES_A_DAY, 0
    if minutes > MINUTES_A_DAY or seconds:
        raise HoursError(f"{where}: {show(value)} is not a time like 09:30")
    if found and found[4]:
        _check_zone(offset_of(found[4]), where, row)
    return minutes


def _check_zone(offset: int, where: str, row: Row) -> None:
    """What repeats is told by the clock on the wall, in summer and in winter. One date has one offset only."""
    right: tuple[int, ...] = _OURS
    if not row.freq:
        found = datetime.combine(row.starts, time(12), TIME_ZONE).utcoffset()
        right = (int(found.total_seconds()) // 60,) if found is not None else _OURS
    if offset not in right:
        raise HoursError(f"{where}: that is not the clock of the Netherlands; write the times of here, without a zone")


def _remark(reader: Reader) -> tuple[bool, Words]:
    """What is said of how to come counts where it says no more than that it is by appointment."""
    by_appointment, note = remarks.meaning(line_of(reader, "notes"))
    by_appointment |= any(remarks.meaning(line_of(reader, key))[0] for key in ("description", "attending_type"))
    words = note.get(remarks.LANGUAGE, "")
    if len(words) > LONGEST_WORDS:
        note = {remarks.LANGUAGE: words[: LONGEST_WORDS - 1] + "…"}
    return by_appointment, note or NO_WORDS
