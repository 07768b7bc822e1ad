"""`flask calendars import FILE.ics`: exactly the times of the file or a sentence, and never a crash."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType

import pytest
from click.testing import Result
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from tests.build import make_activity, make_place
from tests.schedule.ical_text import AN_HOUR, calendar, event
from webapp.areas.models import Municipality
from webapp.areas.queries import get_content_version
from webapp.core.clock import local
from webapp.extensions import db
from webapp.schedule.models import Slot, StoredSchedule
from webapp.schedule.operations import cancel_date
from webapp.schedule.timetables import Owner

FILES = Path(__file__).parents[2].parent / "shared/data/hours/ics"
ILL = {"nl": "ziek"}
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=3"
pytestmark = pytest.mark.usefixtures("on_monday")
Import = Callable[..., Result]
MOST_CALLS_A_LINE = 500  # of functions; storing what a file says counts as a thousand lines


@pytest.fixture
def load(brinkdam: Municipality, cli: FlaskCliRunner, tmp_path: Path) -> Import:
    def load(content: bytes, *options: str, of: tuple[str, ...] = ("--activity", "koffie")) -> Result:
        path = tmp_path / "calendar.ics"
        path.write_bytes(content)
        return cli.invoke(args=["calendars", "import", str(path), "--town", "brinkdam", *of, *options])

    return load


def at(day: int, hour: int) -> str:
    return f"DTSTART;TZID=Europe/Amsterdam:202611{day:02}T{hour:02}0000"


def coffee(*lines: str, uid: str = "1") -> list[str]:
    return event("SUMMARY:Koffie", at(3, 10), AN_HOUR, *lines, uid=uid)


def shown() -> list[str]:
    rows = db.session.execute(select(Slot.starts_at, Slot.status).order_by(Slot.starts_at))
    return [f"{local(starts):%d-%m %H:%M}{'' if status == 'open' else ' ' + status}" for starts, status in rows]


def last_line(result: Result) -> str:
    return str(result.output.splitlines()[-1])


def test_the_times_of_a_file_become_those_of_an_activity(load: Import) -> None:
    result = load(calendar(*coffee(WEEKLY)))

    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "1 × 'Koffie'", "1 events read, 0 over, 0 refused", "3 opening times added or removed",
    ]  # fmt: skip
    assert shown() == ["03-11 10:00", "10-11 10:00", "17-11 10:00"]


def test_the_same_file_again_changes_nothing_and_leaves_what_was_changed_here(
    load: Import, brinkdam: Municipality
) -> None:
    load(calendar(*coffee(WEEKLY)))
    owner = db.session.scalars(select(StoredSchedule)).one()
    cancel_date(brinkdam.id, Owner(activity_id=owner.activity_id), datetime(2026, 11, 10, 10), ILL)
    db.session.commit()
    version = get_content_version(brinkdam)

    assert last_line(load(calendar(*coffee(WEEKLY)))) == "nothing has changed"
    assert get_content_version(brinkdam) == version
    assert shown()[1] == "10-11 10:00 cancelled"


def test_a_date_that_a_later_file_does_not_tell_is_cancelled_and_comes_back_with_it(load: Import) -> None:
    load(calendar(*coffee(WEEKLY)))

    result = load(calendar(*coffee("RRULE:FREQ=WEEKLY;COUNT=2")))
    assert "no longer there: 2026-11-17 10:00" in result.output
    assert shown() == ["03-11 10:00", "10-11 10:00", "17-11 10:00 cancelled"]
    assert last_line(load(calendar(*coffee("RRULE:FREQ=WEEKLY;COUNT=2")))) == "nothing has changed"

    load(calendar(*coffee(WEEKLY)))
    assert shown() == ["03-11 10:00", "10-11 10:00", "17-11 10:00"]


def test_a_file_that_may_be_cut_off_cancels_nothing_before_somebody_says_so(load: Import) -> None:
    load(calendar(*coffee("RRULE:FREQ=WEEKLY;COUNT=6")))

    result = load(calendar(*coffee("RRULE:FREQ=WEEKLY;COUNT=2")))
    assert result.exit_code == 1
    assert "4 coming dates of before are not in this file" in result.output
    assert [one for one in shown() if "cancelled" in one] == []

    assert load(calendar(*coffee("RRULE:FREQ=WEEKLY;COUNT=2")), "--cancel-missing").exit_code == 0
    assert len([one for one in shown() if "cancelled" in one]) == 4


def test_hours_that_no_calendar_told_are_not_missed(load: Import, brinkdam: Municipality) -> None:
    result = load(calendar(*coffee(WEEKLY)), of=("--place", "de-brink"))

    assert result.exit_code == 0, result.output
    assert "no longer there" not in result.output


def test_several_events_become_several_series_of_one_schedule(load: Import) -> None:
    moved = event(at(12, 15), AN_HOUR, "RECURRENCE-ID;TZID=Europe/Amsterdam:20261110T100000", uid="1")
    single = [line for day in (4, 5) for line in event(at(day, 20), AN_HOUR, uid=f"single {day}")]
    gone = event(at(6, 20), "DURATION:PT30M", "STATUS:CANCELLED", uid="gone")

    result = load(calendar(*coffee(WEEKLY), *moved, *single, *gone))

    assert result.exit_code == 0, result.output
    assert shown() == [
        "03-11 10:00", "04-11 20:00", "05-11 20:00", "06-11 20:00 cancelled", "10-11 10:00 cancelled", "12-11 15:00",
        "17-11 10:00",
    ]  # fmt: skip
    assert len(db.session.scalars(select(StoredSchedule)).one().document["series"]) == 3


def test_one_event_is_chosen_by_its_uid(load: Import) -> None:
    content = calendar(*coffee(), *event(at(4, 20), AN_HOUR, uid="2"), *event(uid="broken"))

    assert load(content, "--uid", "2").exit_code == 0
    assert shown() == ["04-11 20:00"]
    assert "no event with the UID '3'" in load(content, "--uid", "3").output


def test_nothing_is_kept_when_an_event_is_refused_unless_the_rest_is_asked_for(load: Import) -> None:
    content = calendar(*coffee(), *event("SUMMARY:Kapot", AN_HOUR, uid="2"))

    result = load(content)
    assert result.exit_code == 1
    assert "refused: line 9: an event without DTSTART (UID '2')" in result.output
    assert shown() == []
    assert load(content, "--skip-refused").exit_code == 0
    assert shown() == ["03-11 10:00"]


def test_a_dry_run_says_the_same_and_keeps_nothing(load: Import) -> None:
    result = load(calendar(*coffee(WEEKLY)), "--dry-run")

    assert result.output.splitlines()[-2:] == ["dry run: nothing was kept", "3 opening times added or removed"]
    assert shown() == []


def test_a_change_that_could_be_of_either_of_two_events_is_refused(load: Import) -> None:
    content = calendar(
        *coffee(WEEKLY, "EXDATE;TZID=Europe/Amsterdam:20261110T100000"), *coffee("RRULE:FREQ=WEEKLY;COUNT=2", uid="2")
    )

    result = load(content, "--skip-refused")
    assert "refused: another event begins on 2026-11-10 10:00: which one is changed? (UID '1')" in result.output
    assert shown() == ["03-11 10:00", "10-11 10:00"]


def test_events_that_are_over_are_left_out(load: Import) -> None:
    old = [line for number in range(600) for line in event("DTSTART:20250107T100000", AN_HOUR, uid=f"old {number}")]
    ended = event("DTSTART:20250107T100000", AN_HOUR, "RRULE:FREQ=WEEKLY;UNTIL=20261101T100000Z", uid="ended")
    counted = event("DTSTART:20250107T100000", AN_HOUR, "RRULE:FREQ=WEEKLY;COUNT=5", uid="counted")

    assert "1 events read, 602 over, 0 refused" in load(calendar(*old, *ended, *counted, *coffee())).output
    nothing = load(calendar(*old))
    assert (nothing.exit_code, shown()) == (1, ["03-11 10:00"]), "what was there stays"
    assert "no event with a time from today on" in nothing.output


def test_too_many_events_for_one_schedule_are_refused(load: Import) -> None:
    many = [line for number in range(21) for line in coffee("RRULE:FREQ=WEEKLY", uid=str(number))]
    lengths = [
        line for number in range(1, 22) for line in event(at(3, 10), f"DURATION:PT{number}M", uid=f"length {number}")
    ]

    for content in (calendar(*many), calendar(*lengths)):
        result = load(content)
        assert result.exit_code == 1
        assert "Choose one with --uid." in result.output


def test_a_place_gets_its_times_with_a_word_on_the_import_they_replace(load: Import, brinkdam: Municipality) -> None:
    make_place(brinkdam, slug="het-anker", opening_hours="Mo 09:00-12:00")

    result = load(calendar(*coffee()), of=("--place", "het-anker"))

    assert result.exit_code == 0
    assert "in place of the hours of an import" in result.output
    assert shown() == ["03-11 10:00"]


def test_what_is_by_appointment_stays_so(load: Import, brinkdam: Municipality) -> None:
    make_activity(brinkdam, "Spreekuur", slug="spreekuur", online=True, by_appointment=True)

    load(calendar(*coffee()), of=("--activity", "spreekuur"))

    assert shown() == ["03-11 10:00 appointment"]


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        (("--activity", "thee"), "There is no activity 'thee' in Brinkdam."),
        (("--place", "koffie"), "There is no place 'koffie' in Brinkdam."),
        ((), "--activity SLUG or --place SLUG"),
        (("--activity", "koffie", "--place", "de-brink"), "--activity SLUG or --place SLUG"),
        (("--activity", "koffie", "--town", "nergens"), "There is no town 'nergens'"),
    ],
)
def test_whose_times_these_are_must_be_clear(load: Import, of: tuple[str, ...], sentence: str) -> None:
    result = load(calendar(*coffee()), of=of)

    assert result.exit_code > 0
    assert sentence in result.output


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\x00\xff" * 100, "no iCalendar file"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "The calendar holds no events."),
        (b"BEGIN:VCALENDAR\r\n", "breaks off"),
        (b"BEGIN:VCALENDAR\r\n" + b"X" * 5_000_000, "more than 5,000,000 bytes"),
    ],
)
def test_what_is_no_calendar_gets_a_sentence(load: Import, content: bytes, sentence: str) -> None:
    result = load(content)

    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert sentence in result.output


def test_what_is_no_file_gets_a_sentence(brinkdam: Municipality, cli: FlaskCliRunner, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "absent.ics", tmp_path / "pipe"):
        result = cli.invoke(args=["calendars", "import", str(path), "--town", "brinkdam", "--place", "de-brink"])

        assert (result.exit_code, "There is no file" in result.output) == (1, True)


@pytest.mark.skipif(not FILES.exists(), reason="the shared test data are not on this machine")
def test_real_files_are_kept_or_get_a_sentence_with_bounded_work(load: Import) -> None:
    kept = 0
    for path in sorted(FILES.glob("*.ics")):
        content = path.read_bytes()
        for options in ((), ("--skip-refused",)):
            with counted_calls() as calls:
                result = load(content, *options)

            assert calls[0] < MOST_CALLS_A_LINE * (1_000 + content.count(b"\n")), path.name
            assert result.exit_code in (0, 1), (path.name, result.output)
            assert result.exception is None or isinstance(result.exception, SystemExit), path.name
            assert last_line(result).strip(), path.name
            kept += not options and result.exit_code == 0
    assert kept >= 1


def test_twice_as_large_a_file_is_twice_the_work(load: Import) -> None:
    """Daily series since long ago, each changed on a day on which all the others are too: each could look at each."""

    def large(number: int) -> bytes:
        daily = [
            line for nth in range(number)
            for line in event("DTSTART:20200101T100000", f"DURATION:PT{nth + 1}M", "RRULE:FREQ=DAILY",
                              "EXDATE:20261110T100000,20991231T100000", uid=f"daily {nth}")
        ]  # fmt: skip
        single = [line for nth in range(95 * number) for line in event(at(1 + nth % 28, 9), AN_HOUR, uid=f"one {nth}")]
        return calendar(*daily, *single)

    calls = []
    for number in (10, 20):
        with counted_calls() as count:
            result = load(large(number))
        calls += count
        assert (result.exit_code, f"{number} refused" in result.output) == (1, True)
    assert calls[1] < 2.5 * calls[0]


@contextmanager
def counted_calls() -> Iterator[list[int]]:
    """How many functions were called inside: as much on a busy machine as on a fast one."""
    count = [0]

    def see(_frame: FrameType, what: str, _argument: object) -> None:
        count[0] += what in ("call", "c_call")

    sys.setprofile(see)
    try:
        yield count
    finally:
        sys.setprofile(None)
