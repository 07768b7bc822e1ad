"""Events of whole days, over both changes of the clock: the days that another program reads in the same file."""

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
import recurring_ical_events

from tests.schedule.ical_text import AN_HOUR, calendar, event
from webapp.core.clock import TIME_ZONE
from webapp.schedule.expansion import expand
from webapp.schedule.ical_read import read_calendar
from webapp.schedule.values import CANCELLED, Days, TownCalendar

YEAR = Days(date(2026, 1, 1), 365)
DAY = "VALUE=DATE"
WEEKLY = (f"DTSTART;{DAY}:20260301", "RRULE:FREQ=WEEKLY;COUNT=40")
OF_THE_29TH = f"RECURRENCE-ID;{DAY}:20260329"


@pytest.mark.parametrize(
    "lines",
    [
        event(*WEEKLY),
        event(*WEEKLY, f"EXDATE;{DAY}:20260308,20260329"),
        event(*WEEKLY, f"RDATE;{DAY}:20260330,20261026"),
        event(*WEEKLY) + event(f"DTSTART;{DAY}:20260331", OF_THE_29TH),
        event(*WEEKLY) + event("DTSTART;TZID=Europe/Amsterdam:20260330T100000", AN_HOUR, OF_THE_29TH),
        event(*WEEKLY) + event(f"DTSTART;{DAY}:20260329", OF_THE_29TH, "STATUS:CANCELLED"),
        event(*WEEKLY) + event(f"DTSTART;{DAY}:20260329", f"DTEND;{DAY}:20260401", OF_THE_29TH),
        event(*WEEKLY, f"DTEND;{DAY}:20260303"),
        event(f"DTSTART;{DAY}:20261018", "RRULE:FREQ=WEEKLY;UNTIL=20261101"),
    ],
)
def test_days_are_those_of_another_program(lines: list[str]) -> None:
    data = calendar(*lines)
    read = read_calendar(data, today=YEAR.first)
    slots = [slot for one in read.schedules for slot in expand(one.schedule, YEAR, TownCalendar())]
    shown = {(slot.starts_at, slot.ends_at) for slot in slots if slot.status != CANCELLED}

    assert read.refused == []
    assert len(shown) > 2
    assert shown == other_program(data)


def other_program(data: bytes) -> set[tuple[datetime, datetime]]:
    found = icalendar.Calendar.from_ical(data)
    assert isinstance(found, icalendar.Calendar)
    events = recurring_ical_events.of(found).between(YEAR.first, YEAR.first + timedelta(days=YEAR.number))
    return {(moment(one.start), moment(one.end)) for one in events if one.get("STATUS") != "CANCELLED"}


def moment(value: date) -> datetime:
    """A day begins at midnight here."""
    local = value if isinstance(value, datetime) else datetime.combine(value, time.min, TIME_ZONE)
    return local.astimezone(UTC)
