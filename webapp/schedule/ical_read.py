"""An iCalendar file (RFC 5545) becomes schedules: each event exactly, or refused with a sentence that says where.

Bounded: so many bytes, events and dates, and rules inside the fence of `recurrence`. What programs read differently
(a first date that its own rule does not have, a length over the night the clock changes) is refused, not guessed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from webapp.core.errors import ImportRefused
from webapp.schedule.checks import check_schedule
from webapp.schedule.ical_event import read_event
from webapp.schedule.ical_lines import Block, read_lines
from webapp.schedule.ical_series import left_over, read_changes, read_series
from webapp.schedule.rules import HoursError
from webapp.schedule.values import Days, Schedule

HORIZON_DAYS = 366
MOST_SINGLE_DATES = 20_000
LONGEST_UID = 255


@dataclass(frozen=True)
class ReadEvent:
    """`note` says what of it is kept in another form, for the person who imports."""

    uid: str
    summary: str
    description: str
    location: str
    schedule: Schedule
    last_modified: datetime | None = None
    whole_days: bool = False
    note: str = ""


class Refused(NamedTuple):
    uid: str
    sentence: str


@dataclass
class CalendarRead:
    schedules: list[ReadEvent] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def read_calendar(data: bytes, *, today: date, horizon_days: int = HORIZON_DAYS) -> CalendarRead:
    """Raises ImportRefused for what is no iCalendar file at all.

    A series of another time zone, which would wander over the clock here, is kept as single dates up to the horizon.
    """
    file = read_lines(data)
    result = CalendarRead()
    groups: dict[str, list[Block]] = {}
    for block in file.events:
        try:
            groups.setdefault(_uid(block), []).append(block)
        except HoursError as error:
            result.refused.append(Refused("", str(error)))
    single_dates = 0
    for uid, blocks in groups.items():
        try:
            one = _read(uid, blocks, file.zone_names, Days(today, horizon_days))
            result.schedules.append(one)
            single_dates += len(one.schedule.series[0].extra) if one.note else 0
            if single_dates > MOST_SINGLE_DATES:
                raise ImportRefused(f"More than {MOST_SINGLE_DATES:,} dates in series of a clock that is not ours.")
        except HoursError as error:
            where = "" if str(error).startswith("line ") else f"line {blocks[0].first_line}: "
            result.refused.append(Refused(uid, f"{where}{error}"))
    return result


def _uid(block: Block) -> str:
    line = block.one("UID")
    uid = line.words().strip() if line else ""
    if not uid:
        raise HoursError(f"line {block.first_line}: an event without UID; it could not be found again next time")
    if len(uid) > LONGEST_UID:
        raise HoursError(f"line {block.first_line}: a UID may have {LONGEST_UID} characters")
    return uid


def _read(uid: str, blocks: Sequence[Block], zones: Mapping[str, str], horizon: Days) -> ReadEvent:
    events = [read_event(block, zones) for block in blocks]
    masters = [event for event in events if event.replaces is None]
    overrides = [event for event in events if event.replaces is not None]
    if len(masters) > 1:
        raise HoursError(f"line {masters[1].line}: a second event has the UID '{uid}'")
    note = ""
    if masters:
        master = masters[0]
        series, note = read_series(master, horizon)
        schedule = Schedule(
            series=(series,), changes=read_changes(master, series, overrides, horizon), closed_on_holidays=False
        )
    else:
        master = overrides[0]
        schedule = Schedule(series=(left_over(overrides),), closed_on_holidays=False)
    sentences = check_schedule(schedule)
    if sentences:
        raise HoursError(f"line {master.line}: {'; '.join(sentences[:3])}")
    return ReadEvent(
        uid,
        master.summary,
        master.description,
        master.location,
        schedule,
        max((event.last_modified for event in events if event.last_modified), default=None),
        master.whole_days,
        note,
    )
