"""A schedule and its document say exactly the same; what nobody knows is refused with where it stands."""

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given

from tests.schedule.schedules import schedules
from webapp.demo.rules import read_activity, read_place
from webapp.schedule.document import from_document, to_document
from webapp.schedule.rules import HoursError
from webapp.schedule.values import Schedule

HOURS = {"day": "mo", "from": "09:00", "to": "12:00"}
SERIES = {"starts": "2026-11-03T10:00", "minutes": 60}


@given(schedules)
def test_there_and_back_is_the_same(schedule: Schedule) -> None:
    stored = json.loads(json.dumps(to_document(schedule)))

    assert from_document(stored) == schedule
    assert to_document(from_document(stored)) == stored, "words too, which do not count when times are compared"


def test_a_document_says_only_what_is_not_usual() -> None:
    assert to_document(Schedule()) == {"version": 1}
    assert to_document(Schedule(closed_on_holidays=False)) == {"version": 1, "closed_on_holidays": False}


def test_after_midnight_the_clock_goes_on() -> None:
    document = {"version": 1, "weekly": [{"hours": [{**HOURS, "from": "20:00", "to": "26:00"}]}]}

    assert from_document(document).weekly[0].hours[0].closes == 26 * 60
    assert to_document(from_document(document)) == document


@pytest.mark.parametrize(
    ("document", "named"),
    [
        (None, "a schedule must hold keys"),
        ([], "a schedule must hold keys"),
        ({}, "version must be 1"),
        ({"version": "1"}, "version must be 1"),
        ({"version": 1, "uren": []}, "unknown key 'uren'"),
        ({"version": 1, "weekly": {}}, "weekly must be a list"),
        ({"version": 1, "weekly": [1]}, r"weekly\[1\] must hold keys"),
        ({"version": 1, "weekly": [{"hours": [{**HOURS, "day": "ma"}]}]}, r"weekly\[1\]\.hours\[1\]\.day: 'ma' is not"),
        ({"version": 1, "weekly": [{"hours": [{**HOURS, "from": "9:00"}]}]}, "from: '9:00' is not a time"),
        ({"version": 1, "weekly": [{"hours": [{**HOURS, "from": 900}]}]}, "from: '900' is not a time"),
        ({"version": 1, "weekly": [{"hours": [{"day": "mo"}]}]}, r"hours\[1\]\.from is missing"),
        ({"version": 1, "weekly": [{"hours": [], "first_day": "2026-02-30"}]}, "first_day: '2026-02-30' is not a day"),
        ({"version": 1, "weekly": [{"hours": [], "season": {"first": "06-01"}}]}, "season.last is missing"),
        ({"version": 1, "series": [{**SERIES, "minutes": True}]}, "minutes: 'True' is not a number"),
        ({"version": 1, "series": [{**SERIES, "minutes": 0}]}, "minutes: '0' is not a number"),
        ({"version": 1, "series": [{**SERIES, "starts": "2026-11-03T10:00+01:00"}]}, "is not a day and a time"),
        ({"version": 1, "series": [{**SERIES, "starts": "2026-11-03T25:00"}]}, "is not a day and a time"),
        ({"version": 1, "series": [{**SERIES, "note": "hoi"}]}, r"note must hold a text per language"),
        ({"version": 1, "series": [{**SERIES, "note": {"nl": 1}}]}, r"note: 'nl' is not a language"),
        ({"version": 1, "changes": [{"kind": "weg"}]}, r"changes\[1\]\.kind: 'weg' is not one of"),
        ({"version": 1, "inherits": "yes"}, "inherits must be true or false"),
        ({"version": 1, "expression": 1}, "expression must be text"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(document: Any, named: str) -> None:
    with pytest.raises(HoursError, match=named):
        from_document(document)


TOML = """
external_id = "1"
slug = "de-brink"
kind = "inloop"
nl = {name = "De Brink"}

[schedule]
version = 1
weekly = [{hours = [{day = "mo", from = 09:00:00, to = "12:00"}], first_day = 2026-09-01}]
changes = [{kind = "cancelled", starts = 2026-11-09T09:00:00, reason = {nl = "ziek"}}]
"""


def test_the_demonstration_tells_schedules_in_the_same_form() -> None:
    content = tomllib.loads(TOML)

    place, activity = read_place(content, {}), read_activity(content, {}, {})

    assert place.schedule == activity.schedule
    assert place.schedule is not None
    assert to_document(place.schedule)["changes"][0]["starts"] == "2026-11-09T09:00"


def test_a_slip_in_the_demonstration_is_named() -> None:
    with pytest.raises(ValueError, match="1: schedule: version must be 1"):
        read_place({**tomllib.loads(TOML), "schedule": {"hours": []}}, {})
