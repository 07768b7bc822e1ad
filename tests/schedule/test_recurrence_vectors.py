"""The test vectors of python-dateutil: the same dates, or a clear refusal."""

import gzip
import json
import re
from collections import Counter
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from webapp.core.clock import TIME_ZONE
from webapp.schedule.expansion import OPEN, expand
from webapp.schedule.ical_read import read_calendar
from webapp.schedule.rules import HoursError
from webapp.schedule.values import CANCELLED, Change, Days, Schedule, Series, TownCalendar

VECTORS = Path(__file__).parents[2].parent / "shared/data/hours/rrule_vectors.json.gz"
LAST_YEAR = 2101  # the first that is no more
ALL_DAYS = Days(date(1997, 1, 1), (date(LAST_YEAR, 1, 1) - date(1997, 1, 1)).days)
A_CYCLE = 28

pytestmark = pytest.mark.skipif(not VECTORS.exists(), reason="the shared test data are not on this machine")


def test_each_vector_has_the_dates_of_the_reference_or_is_refused() -> None:
    answers = Counter(answer(vector) for vector in vectors())
    assert "different" not in answers
    assert answers == {
        "same": 57,
        # more than one date a day
        "refused: a series repeats daily, weekly, monthly, yearly, not hourly": 14,
        "refused: a series repeats daily, weekly, monthly, yearly, not minutely": 17,
        "refused: a series repeats daily, weekly, monthly, yearly, not secondly": 12,
        "refused: 'BYHOUR": 23,
        "refused: 'BYMINUTE": 13,
        "refused: 'BYSECOND": 7,
        # not in RFC 5545, or forbidden there
        "refused: 'BYEASTER": 16,
        "refused: 'BYWEEKDAY": 1,
        "refused: BYMONTHDAY does not go with FREQ": 2,
        "refused: BYWEEKNO does not go with FREQ": 10,
        "refused: BYYEARDAY does not go with FREQ": 9,
        "refused: two rules": 3,
        # read differently by programs, or perhaps without any date
        "refused: BYWEEKNO needs BYDAY: programs disagree on the day that is meant otherwise": 1,
        "refused: there may never be a day 31 in the months of 'FREQ": 1,
    }
    assert answers.total() == 186


def test_the_reader_of_calendars_gives_the_same_or_refuses() -> None:
    """It refuses a first date that is none of the rule's. Years before 2000 it does not take: 28 years later all days
    of the week come back."""
    answers = Counter(answer_of_reader(vector) for vector in vectors())
    assert answers == {"same": 28, "refused": 158}


@cache
def vectors() -> list[dict[str, Any]]:
    return list(json.loads(gzip.decompress(VECTORS.read_bytes()))["vectors"])


def lines_of(vector: dict[str, Any]) -> list[tuple[str, str]]:
    lines = (line.partition(":") for line in vector["text"].upper().split())
    return [(name, value) for name, _, value in lines]


def answer(vector: dict[str, Any]) -> str:
    lines = lines_of(vector)
    rules = [value for name, value in lines if name == "RRULE"]
    if len(rules) > 1 or any(name == "EXRULE" for name, _ in lines):
        return "refused: two rules"
    starts, extra, left_out = (moments(name, lines) for name in ("DTSTART", "RDATE", "EXDATE"))
    series = Series(starts[0], 1, "".join(rules), tuple(extra))
    changes = tuple(Change(CANCELLED, starts=moment) for moment in left_out)
    try:
        slots = expand(Schedule(series=(series,), changes=changes), ALL_DAYS, TownCalendar())
    except HoursError as refusal:
        return f"refused: {reason(str(refusal))}"
    found = [slot.starts_at.astimezone(TIME_ZONE).replace(tzinfo=None) for slot in slots if slot.status == OPEN]
    return "same" if found == expected(vector) else "different"


def answer_of_reader(vector: dict[str, Any]) -> str:
    text = "\n".join(f"{name}:{value}" for name, value in lines_of(vector))
    text = re.sub(r"\d{4}(?=\d{4}T)", lambda year: str(int(year[0]) + A_CYCLE), text)
    data = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDURATION:PT1M\n{text}\nEND:VEVENT\nEND:VCALENDAR\n"
    result = read_calendar(data.encode(), today=ALL_DAYS.first)
    if result.refused:
        return "refused"
    slots = expand(result.schedules[0].schedule, ALL_DAYS, TownCalendar())
    found = [slot.starts_at.astimezone(TIME_ZONE).replace(tzinfo=None) for slot in slots if slot.status == OPEN]
    found = [one.replace(year=one.year - A_CYCLE) for one in found]
    return "same" if found == [one for one in expected(vector) if one.year < LAST_YEAR - A_CYCLE] else "different"


def expected(vector: dict[str, Any]) -> list[datetime]:
    """The year 2197 of one vector lies beyond what a schedule holds."""
    moments = (datetime.fromisoformat(moment) for moment in vector["expected"])
    return [moment for moment in moments if moment.date() < ALL_DAYS.end]


def moments(wanted: str, lines: list[tuple[str, str]]) -> list[datetime]:
    return [datetime.strptime(value, "%Y%m%dT%H%M%S") for name, value in lines if name == wanted]


def reason(sentence: str) -> str:
    return sentence.partition(" in the rule ")[0].partition("=")[0]
