"""Bad times in a calendar file: a sentence that says where, a bounded answer, and nothing in the tables."""

import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import time_machine
from click.testing import Result
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from tests.build import make_activity, make_municipality, make_place
from tests.schedule.ical_text import AN_HOUR, calendar, event
from webapp.exchange import commands
from webapp.extensions import db
from webapp.schedule.ical_lines import MOST_BYTES
from webapp.schedule.ical_read import read_calendar
from webapp.schedule.models import Slot, StoredSchedule
from webapp.schedule.rules import HORIZON_DAYS

TEN = "DTSTART;TZID=Europe/Amsterdam:20261103T100000"
LONG = "DESCRIPTION:" + "x" * 90_000
MOST_MEMORY_A_BYTE = 30  # Python's texts and lists; a file may not cost its square
Import = Callable[[bytes], Result]


@pytest.fixture
def load(cli: FlaskCliRunner, tmp_path: Path) -> Iterator[Import]:
    town = make_municipality()
    make_activity(town, "Koffie", slug="koffie", place=make_place(town, slug="de-brink"))

    def load(content: bytes) -> Result:
        path = tmp_path / "calendar.ics"
        path.write_bytes(content)
        return cli.invoke(args=["calendars", "import", str(path), "--town=brinkdam", "--activity=koffie"])

    with time_machine.travel("2026-11-02T08:00:00+01:00", tick=False):
        yield load


def rows() -> list[int | None]:
    return [db.session.scalar(select(func.count()).select_from(table)) for table in (StoredSchedule, Slot)]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([TEN, "DTEND;TZID=Europe/Amsterdam:20261103T090000"], "line 3: the end is not after the begin"),
        (["DTSTART:99991231T100000", AN_HOUR], "line 5: the year 9999 does not lie between 1970 and 2100"),
        ([TEN, AN_HOUR, "RRULE:FREQ=DAILY;UNTIL=99991231"], "line 3: UNTIL=99991231 is no day before 2101"),
        ([TEN, AN_HOUR, "RRULE:FREQ=SECONDLY"], "line 3: a series repeats daily, weekly, monthly, yearly"),
        (["DTSTART;TZID=Mars/Base:20261103T100000", AN_HOUR], "line 5: the time zone 'Mars/Base' is not known"),
    ],
)
def test_a_bad_time_says_where_and_takes_the_good_ones_with_it(load: Import, lines: list[str], sentence: str) -> None:
    load(calendar(*event(TEN, AN_HOUR, uid="before")))
    before = rows()

    result = load(calendar(*event(*lines, uid="bad"), *event(TEN, "DURATION:PT2H", uid="good")))

    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert f"refused: {sentence}" in result.output
    assert rows() == before


def test_a_recurrence_without_end_fills_the_coming_weeks_and_no_more(load: Import) -> None:
    result = load(calendar(*event(TEN, AN_HOUR, "RRULE:FREQ=DAILY")))

    assert result.exit_code == 0, result.output
    schedules, slots = rows()
    assert schedules == 1
    assert 0 < (slots or 0) <= HORIZON_DAYS


def test_events_at_the_same_time_are_one_slot_for_the_resident(load: Import) -> None:
    same = [line for number in range(3) for line in event(TEN, AN_HOUR, uid=str(number))]

    assert load(calendar(*same)).exit_code == 0
    assert rows() == [1, 1]


def test_of_a_file_that_is_too_large_nothing_is_read(load: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "read_calendar", lambda *_, **__: pytest.fail("it was read"))

    result = load(b"BEGIN:VCALENDAR\r\n" + b"X" * MOST_BYTES)

    assert f"more than {MOST_BYTES:,} bytes" in result.output
    assert rows() == [0, 0]


def test_a_large_file_takes_memory_by_its_size() -> None:
    """Nearly as large as a file may be."""
    many = [line for number in range(50) for line in event(TEN, AN_HOUR, LONG, uid=str(number))]
    content = calendar(*many)
    assert MOST_BYTES * 0.8 < len(content) <= MOST_BYTES
    tracemalloc.start()
    try:
        found = read_calendar(content, today=date(2026, 11, 2))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert len(found.schedules) == len(many) // len(event(TEN, AN_HOUR, LONG))
    assert peak < MOST_MEMORY_A_BYTE * len(content)
