"""One VEVENT of an iCalendar file, read but not yet put together with the others of its UID."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from webapp.core.language import DEFAULT_LANGUAGE
from webapp.schedule.checks import LONGEST_WORDS
from webapp.schedule.ical_lines import Block
from webapp.schedule.ical_time import (
    bare,
    keeps_dutch_time,
    read_length,
    read_time,
    read_times,
    wall_clock,
    whole_minutes,
    zone_of,
)
from webapp.schedule.rules import HoursError
from webapp.schedule.values import Words

MOST_DATES = 1_000
Time = date | datetime


@dataclass(frozen=True)
class Event:
    """`starts` and the like as they stand in the file: days, floating times, or times with a zone."""

    line: int
    starts: Time
    length: timedelta  # on the clock of its own zone
    rule: str
    extra: tuple[Time, ...]
    left_out: tuple[Time, ...]
    replaces: Time | None
    cancelled: bool
    reason: Words
    summary: str
    description: str
    location: str
    last_modified: datetime | None

    @property
    def whole_days(self) -> bool:
        return not isinstance(self.starts, datetime)

    @property
    def zone(self) -> ZoneInfo:
        return zone_of(self.starts)

    def at(self, starts: Time) -> tuple[datetime, int]:
        """When it is here that begins then, and for how many minutes."""
        if keeps_dutch_time(zone_of(starts).key, starts.year):
            return bare(starts), whole_minutes(self.length, self.line)
        begins = wall_clock(starts)
        ends = wall_clock((bare(starts) + self.length).replace(tzinfo=zone_of(starts)))
        return begins, whole_minutes(ends - begins, self.line)


def read_event(block: Block, zones: Mapping[str, str]) -> Event:
    if block.broken:
        raise HoursError(f"line {block.broken.number} cannot be read: '{block.broken.text[:60]}'")
    if "EXRULE" in block.lines:
        raise HoursError(f"line {block.lines['EXRULE'][0].number}: rules of exception (EXRULE) are not supported")
    start, rule = block.one("DTSTART"), block.one("RRULE")
    if start is None:
        raise HoursError(f"line {block.first_line}: an event without DTSTART")
    starts = read_time(start, zones)
    return Event(
        line=block.first_line,
        starts=starts,
        length=_length(block, starts, zones),
        rule=rule.parts()[1].upper().replace(" ", "").strip(";") if rule else "",
        extra=_dates(block, "RDATE", zones),
        left_out=_dates(block, "EXDATE", zones),
        replaces=_replaces(block, zones),
        cancelled=block.words("STATUS").strip().upper() == "CANCELLED",
        reason=_reason(block),
        summary=" ".join(block.words("SUMMARY").split()),
        description=block.words("DESCRIPTION").strip(),
        location=" ".join(block.words("LOCATION").split()),
        last_modified=_last_modified(block),
    )


def _length(block: Block, starts: Time, zones: Mapping[str, str]) -> timedelta:
    """Measured on the clock of the zone in which it starts."""
    end, duration = block.one("DTEND"), block.one("DURATION")
    if end and duration:
        raise HoursError(f"line {duration.number}: DTEND and DURATION do not go together")
    if end:
        return _until(starts, read_time(end, zones), end.number)
    if not duration:
        return timedelta(days=0 if isinstance(starts, datetime) else 1)
    length = read_length(duration)
    if isinstance(starts, datetime):
        _check_same_by_any_clock(starts, length, duration.number, repeats="RRULE" in block.lines)
    elif length % timedelta(days=1):
        raise HoursError(f"line {duration.number}: an event of whole days lasts whole days")
    return length


def _until(starts: Time, ends: Time, line: int) -> timedelta:
    if isinstance(starts, datetime) != isinstance(ends, datetime):
        raise HoursError(f"line {line}: the start and the end are not both days or both times")
    if not isinstance(ends, datetime) or zone_of(starts) == zone_of(ends):
        return bare(ends) - bare(starts)
    moment = bare(ends).replace(tzinfo=zone_of(ends)).astimezone(UTC)
    shown = moment.astimezone(zone_of(starts)).replace(tzinfo=None, fold=0)
    if shown.replace(tzinfo=zone_of(starts)).astimezone(UTC) != moment:
        raise HoursError(f"line {line}: in the zone of its start the end comes twice that night")
    return shown - bare(starts)


def _check_same_by_any_clock(starts: datetime, length: timedelta, line: int, *, repeats: bool) -> None:
    """Eight hours in the night the clock changes: RFC 5545 counts them, most programs read the clock on the wall."""
    zone = zone_of(starts)
    begins = bare(starts).replace(tzinfo=zone)
    counted = begins.astimezone(UTC) + length
    read = (bare(starts) + length).replace(tzinfo=zone).astimezone(UTC)
    if counted != read and not repeats:
        raise HoursError(f"line {line}: the clock changes during the event; give its end (DTEND)")


def _dates(block: Block, name: str, zones: Mapping[str, str]) -> tuple[Time, ...]:
    found: list[Time] = []
    for line in block.lines.get(name, []):
        if line.parts()[1]:
            found.extend(read_times(line, zones))
        if len(found) > MOST_DATES:
            raise HoursError(f"line {line.number}: more than {MOST_DATES:,} dates in one event")
    return tuple(found)


def _replaces(block: Block, zones: Mapping[str, str]) -> Time | None:
    line = block.one("RECURRENCE-ID")
    if line is None:
        return None
    if "RANGE" in line.parts()[0]:
        raise HoursError(
            f"line {line.number}: a change of this and all later dates is not supported; begin a new event"
        )
    for name in ("RRULE", "RDATE", "EXDATE"):
        if name in block.lines:
            raise HoursError(f"line {block.lines[name][0].number}: {name} in the change of one date")
    return read_time(line, zones)


def _reason(block: Block) -> Words:
    line = next(iter(block.lines.get("COMMENT", [])), None)
    return as_reason(line.words(), line.parts()[0].get("LANGUAGE", DEFAULT_LANGUAGE)) if line else {}


def as_reason(text: str, language: str) -> dict[str, str]:
    """On one line and short, as a reason is shown."""
    printable = "".join(each for each in " ".join(text.split()) if each.isprintable())
    short = printable if len(printable) <= LONGEST_WORDS else f"{printable[: LONGEST_WORDS - 1]}…"
    return {language.lower()[:2]: short} if short else {}


def _last_modified(block: Block) -> datetime | None:
    """Nothing depends on it but the wish to skip what is unchanged: unreadable is unknown."""
    try:
        line = block.one("LAST-MODIFIED")
        value = read_time(line, {}) if line else None
    except HoursError:
        return None
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo else None
