"""Real calendar files, many broken on purpose: the times that another program finds in them, or a refusal."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from webapp.core.clock import TIME_ZONE
from webapp.core.errors import ImportRefused
from webapp.schedule.expansion import CANCELLED, expand
from webapp.schedule.ical_read import CalendarRead, read_calendar
from webapp.schedule.values import Days, TownCalendar

FILES = Path(__file__).parents[2].parent / "shared/data/hours/ics"
LONGEST_LIST = 200  # the reference lists no more times of a file

pytestmark = pytest.mark.skipif(not FILES.exists(), reason="the shared test data are not on this machine")


def test_each_file_gives_the_times_of_the_reference_or_is_refused() -> None:
    expected = json.loads((FILES / "expected.json").read_text())["files"]
    answers = Counter(answer(path, expected[path.name]) for path in sorted(FILES.glob("*.ics")))
    assert answers == {
        "same times": 12,
        # no end, no UID, a time zone that nobody knows, RDATE with periods, years before 2000
        "every event refused, reference has times": 26,
        "every event refused": 22,  # the reference has none either, mostly because there is no DTSTART
        "some events refused": 2,
        "file refused": 31,  # pieces of calendars, cut off, or without BEGIN:VCALENDAR
    }
    assert answers.total() == 93


def answer(path: Path, expected: dict[str, Any]) -> str:
    window = [date.fromisoformat(day) for day in expected.get("window", ("2026-01-01", "2027-01-01"))]
    days = Days(window[0], (window[1] - window[0]).days)
    has_times = ", reference has times" if expected.get("count") else ""
    try:
        result = read_calendar(path.read_bytes(), today=days.first)
    except ImportRefused:
        return f"file refused{has_times}"
    assert all(sentence.startswith("line ") for _, sentence in result.refused)
    if not result.schedules:
        return f"every event refused{has_times}"
    if result.refused:
        return "some events refused"
    if "occurrences" not in expected:
        return "read, reference fails"
    return "same times" if times(result, days)[:LONGEST_LIST] == reference(expected) else "different times"


def times(result: CalendarRead, days: Days) -> list[tuple[datetime, datetime]]:
    slots = (slot for one in result.schedules for slot in expand(one.schedule, days, TownCalendar()))
    return sorted((slot.starts_at, slot.ends_at) for slot in slots if slot.status != CANCELLED)


def reference(expected: dict[str, Any]) -> list[tuple[datetime, datetime]]:
    return sorted((moment(start), moment(end)) for start, end, _ in expected["occurrences"])


def moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=TIME_ZONE)).astimezone(UTC)
