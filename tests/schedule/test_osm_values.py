"""Thousands of values from outside: each gives the times that a reference gives, or is refused with a sentence.

The values are not part of this project (see their licences); where they are absent these tests are skipped.
"""

import gzip
import json
import os
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from webapp.core.clock import TIME_ZONE, local
from webapp.schedule import osm, rules
from webapp.schedule.expansion import OPEN, Slot, expand
from webapp.schedule.osm_checks import checked
from webapp.schedule.rules import HoursError
from webapp.schedule.values import CANCELLED, Days, Schedule, TownCalendar

HOURS = Path(__file__).resolve().parents[3] / "shared" / "data" / "hours"
NO_CALENDAR = TownCalendar()
LONG = Days(date(2026, 10, 20), 760)  # two years of holidays, five changes of the clock
Times = list[tuple[datetime, datetime]]

ALL = pytest.mark.skipif(not os.environ.get("EVERY_VALUE"), reason="a minute and a half: EVERY_VALUE=1 reads them all")

pytestmark = pytest.mark.skipif(not HOURS.is_dir(), reason="the values of other projects are not here")


def lines(name: str) -> list[str]:
    content = (HOURS / name).read_bytes()
    text = (gzip.decompress(content) if name.endswith(".gz") else content).decode()
    return [line for line in text.split("\n") if line]


def vectors() -> list[dict[str, Any]]:
    found = json.loads(gzip.decompress((HOURS / "opening_hours_vectors.json.gz").read_bytes()))["vectors"]
    return [vector for vector in found if vector["kind"] == "intervals"]


@cache
def holidays(days: Days) -> TownCalendar:
    slots = expand(Schedule(expression="PH 12:00-13:00", closed_on_holidays=False), days, NO_CALENDAR)
    return TownCalendar({slot.starts_at.date(): {} for slot in slots})


def slots_of(schedule: Schedule, days: Days) -> list[Slot]:
    found = expand(schedule, days, holidays(days) if schedule.closed_on_holidays else NO_CALENDAR)
    return [slot for slot in found if slot.status != CANCELLED]


def joined(times: Times, start: datetime, end: datetime) -> Times:
    """Within the two, and what touches is one."""
    found: Times = []
    for begins, ends in sorted((max(begins, start), min(ends, end)) for begins, ends in times):
        if begins < ends and found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        elif begins < ends:
            found.append((begins, ends))
    return found


def moment(text: str) -> datetime:
    """Wall clock in a zone with the same offsets as ours; two of them are a 31 November."""
    if text.endswith("Z"):
        return datetime.fromisoformat(text)
    year, month, day, hour, minute = map(int, re.findall(r"\d+", text))
    wall_clock = datetime(year, month, 1) + timedelta(days=day - 1, hours=hour, minutes=minute)
    return wall_clock.replace(tzinfo=TIME_ZONE).astimezone(UTC)


def read(value: str) -> Schedule | None:
    try:
        return osm.read(value)
    except HoursError as error:
        if not re.search(r"\w+ \w+ \w+", str(error)):
            raise AssertionError(f"{value} is refused without a sentence") from error
        return None


def outcome(vector: dict[str, Any]) -> str:
    if vector["intervals"] == [["something else", "", False]]:
        return "no reference"
    schedule = read(vector["value"])
    if schedule is None:
        return "refused"
    start, end = moment(vector["from"]), moment(vector["to"])
    first = local(start).date() - timedelta(days=2)
    slots = slots_of(schedule, Days(first, (local(end).date() - first).days + 2))
    found = joined([(slot.starts_at, slot.ends_at) for slot in slots if slot.status == OPEN], start, end)
    sure = [(moment(begins), moment(ends)) for begins, ends, is_unknown, *_ in vector["intervals"] if not is_unknown]
    if found == joined(sure, start, end):
        return "agrees"
    is_dutch = vector["location"] is not None and vector["location"]["country"] == "nl"
    reasons = {"ph": "other holidays", "sun": "other sun", "comment": "a remark"}
    found_reasons = [reason for feature, reason in reasons.items() if feature in vector["features"] and not is_dutch]
    assert found_reasons, (vector["value"], found)
    return found_reasons[0]


def test_each_vector_has_the_times_of_the_reference_or_is_refused() -> None:
    """Differences are those of another place, or of what a remark means, and no others.

    Other holidays: the reference takes those of the country in the vector, none of them the Netherlands.
    Other sun: it takes that of the vector's place, or from 6 to 18 without one; here it is the middle of the country.
    A remark: "Nach Vereinbarung" is by appointment here and open there; a remark alone is open here, unknown there.
    """
    assert Counter(map(outcome, vectors())) == {
        "agrees": 170,
        "refused": 300,
        "other holidays": 79,
        "other sun": 20,
        "a remark": 3,
        "no reference": 1,
    }


def kind(value: str) -> str:
    schedule = read(value)
    if schedule is None:
        return "refused"
    return "text" if schedule.expression else "structured"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "step", "expected"),
    [
        ("osm_values_parseable.txt.gz", 8, {"structured": 1219, "text": 352, "refused": 145}),
        ("osm_values_sloppy.txt.gz", 1, {"refused": 3831}),
        ("osm_values_malformed.txt.gz", 1, {"refused": 11160}),
        ("osm_values_dutch.txt", 1, {"structured": 4, "text": 1, "refused": 69}),
        pytest.param("osm_values_parseable.txt.gz", 1, {"structured": 9573, "text": 2904, "refused": 1246}, marks=ALL),
    ],
)
def test_each_value_is_read_or_refused(name: str, step: int, expected: dict[str, int]) -> None:
    assert Counter(map(kind, lines(name)[::step])) == expected


def library_times(text: str, days: Days) -> Times:
    """On the wall clock, and each time on it the first of that name."""
    found = rules.expand(text, days.first - timedelta(days=2), days.number + 4)
    return [(first_of_name(slot.starts_at), first_of_name(slot.ends_at)) for slot in found]


def first_of_name(when: datetime) -> datetime:
    return local(when).replace(fold=0).astimezone(UTC)


def test_what_is_read_has_the_times_of_the_library_for_two_years() -> None:
    """Each 60th value, as 760 days of one take 20 ms; all of them were compared once, with the same result."""
    count = 0
    begin, end = rules.midnight(LONG.first).astimezone(UTC), rules.midnight(LONG.end).astimezone(UTC)
    before = Days(LONG.first - timedelta(days=2), LONG.number + 2)
    for value in lines("osm_values_parseable.txt.gz")[::60]:
        schedule = read(value)
        if schedule is None:
            continue
        found = [(slot.starts_at, slot.ends_at) for slot in slots_of(schedule, before)]

        assert joined(found, begin, end) == joined(library_times(checked(value), LONG), begin, end), value
        count += 1
    assert count > 200
