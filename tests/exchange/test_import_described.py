"""`flask calendars import FILE.json`: what a page tells in the words of schema.org, exactly or a sentence."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from tests.exchange.test_import_calendar import last_line, shown
from tests.schedule.ical_text import AN_HOUR, calendar, event
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.schedule.models import StoredSchedule

TUESDAYS = {
    "@type": "Schedule", "repeatFrequency": "P1W", "byDay": "Tuesday", "repeatCount": 3,
    "startDate": "2026-11-03", "startTime": "10:00", "endTime": "11:30",
}  # fmt: skip
OVER = {"@type": "Event", "startDate": "2026-10-06T10:00", "endDate": "2026-10-06T11:00"}
HOURS = {"@type": "Library", "name": "De Brink", "openingHours": "Mo 09:00-12:00"}
pytestmark = pytest.mark.usefixtures("on_monday")
Import = Callable[..., Result]


@pytest.fixture
def load(brinkdam: Municipality, cli: FlaskCliRunner, tmp_path: Path) -> Import:
    def load(described: Any, *options: str, name: str = "page.json", of: str = "--activity=koffie") -> Result:
        path = tmp_path / name
        path.write_bytes(described if isinstance(described, bytes) else json.dumps(described).encode())
        return cli.invoke(args=["calendars", "import", str(path), "--town", "brinkdam", of, *options])

    return load


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(StoredSchedule)) or 0


@pytest.mark.parametrize(
    ("name", "options"),
    [("page.json", ()), ("page.JSONLD", ()), ("page.txt", ("--format", "schema_org"))],
)
def test_a_schedule_of_a_page_becomes_the_times_of_an_activity(
    load: Import, name: str, options: tuple[str, ...]
) -> None:
    result = load(TUESDAYS, *options, name=name)

    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        f"1 × '{name}'", "1 events read, 0 over, 0 refused", "3 opening times added or removed",
    ]  # fmt: skip
    assert shown() == ["03-11 10:00", "10-11 10:00", "17-11 10:00"]


def test_opening_hours_of_a_page_become_those_of_a_place(load: Import) -> None:
    result = load(HOURS, of="--place=de-brink")

    assert result.exit_code == 0, result.output
    assert shown()[:2] == ["02-11 09:00", "09-11 09:00"]


def test_the_same_description_again_changes_nothing(load: Import) -> None:
    load(TUESDAYS)

    assert last_line(load(TUESDAYS)) == "nothing has changed"


def test_a_dry_run_says_the_same_and_keeps_nothing(load: Import) -> None:
    result = load(TUESDAYS, "--dry-run")

    assert result.output.splitlines()[-2:] == ["dry run: nothing was kept", "3 opening times added or removed"]
    assert (shown(), stored()) == ([], 0)


def test_a_calendar_may_have_any_name_when_its_format_is_told(load: Import) -> None:
    content = calendar(*event("DTSTART:20261103T100000", AN_HOUR))

    assert load(content, "--format", "ical").exit_code == 0
    assert shown() == ["03-11 10:00"]


@pytest.mark.parametrize(
    ("described", "options", "sentence"),
    [
        ({**TUESDAYS, "repeatCount": None, "repeatFrequency": "PT1S"}, (), "page.json: repeatFrequency: 'PT1S' is not"),
        ({**OVER, "endDate": "2026-10-06T09:00"}, (), "page.json: endDate: the end is not after the begin"),
        ({**OVER, "startDate": "9999-12-31T10:00"}, (), "startDate: the year 9999 is not between"),
        ({**TUESDAYS, "scheduleTimezone": "Mars/Base"}, (), "the time zone 'Mars/Base' is not known"),
        ({"openingHours": ["Mo 09:00-12:00", "Mo 11:00-13:00"]}, (), "overlap"),
        (OVER, (), "Nothing was kept: there is no event with a time from today on."),
        (TUESDAYS, ("--uid", "1"), "--uid chooses an event of a calendar"),
        (b"\xff\xfe", (), "page.json is not written in UTF-8"),
        (b"", (), "the description is no JSON"),
        (b"[" * 500_001, (), "500,001 characters; 500,000 is the most"),
        (b" " * 5_000_001, (), "has more than 5,000,000 bytes"),
    ],
)
def test_what_cannot_be_kept_gets_a_sentence_and_changes_nothing(
    load: Import, described: Any, options: tuple[str, ...], sentence: str
) -> None:
    load(TUESDAYS)
    before = (shown(), stored())

    result = load(described, *options)

    assert result.exit_code > 0
    assert isinstance(result.exception, SystemExit)
    assert sentence in result.output
    assert (shown(), stored()) == before
