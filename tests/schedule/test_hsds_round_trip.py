"""What is written as rows of HSDS is read as the same times, through both changes of the clocks."""

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.schedule.schedules import FIRST_DAY, schedules
from webapp.schedule import hsds_read
from webapp.schedule.checks import check_schedule
from webapp.schedule.expansion import APPOINTMENT, OPEN, expand
from webapp.schedule.hsds_write import fields_of, rows_of
from webapp.schedule.osm import read as read_hours
from webapp.schedule.rules import HoursError, midnight
from webapp.schedule.values import CANCELLED, Closure, Days, Schedule, TownCalendar

NOWHERE = TownCalendar()
ATTENDING = {APPOINTMENT: "Op afspraak"}
LONGEST = timedelta(days=1)  # that a row can say
EASTER = TownCalendar({date(2026, 4, 5): {"nl": "Pasen"}, date(2026, 4, 6): {"nl": "Pasen"}})


def written(schedule: Schedule, days: Days, calendar: TownCalendar = NOWHERE) -> list[dict[str, object]]:
    rows = rows_of(expand(schedule, days, calendar), days)
    return [{**fields_of(row, days), "attending_type": ATTENDING.get(row.opening.status)} for row in rows]


def times(schedule: Schedule, days: Days, calendar: TownCalendar = NOWHERE) -> set[tuple[datetime, datetime, str]]:
    """Each once: two openings that are the same are one row. What began before these days has no row."""
    slots = [one for one in expand(schedule, days, calendar) if one.starts_at >= midnight(days.first)]
    return {(one.starts_at, one.ends_at, one.status) for one in slots if one.status != CANCELLED}


@pytest.mark.parametrize("first", [date(2026, 2, 3), date(2026, 9, 1), date(2026, 11, 24)])
@pytest.mark.parametrize(
    "hours",
    ["Mo-Fr 09:00-17:00", "24/7", "Fr 22:00-04:00", "We[1] 10:00-12:00; Su[-1] 14:00-16:00",
     "Mo-Su 00:00-24:00; We off", 'Tu 10:00-12:00 "op afspraak"; We 13:00-15:00',
     "2026 Dec 24 10:00-12:00", "Sa 23:00-05:00"],
)  # fmt: skip
def test_hours_come_back_the_same(hours: str, first: date) -> None:
    schedule, days = read_hours(hours), Days(first, 89)

    again = hsds_read.read(written(schedule, days, EASTER))

    assert times(again, days) == times(schedule, days, EASTER)


@settings(max_examples=100, deadline=None)
@given(schedules, st.integers(0, 40))
def test_any_schedule_comes_back_the_same_or_is_refused(schedule: Schedule, later: int) -> None:
    days = Days(FIRST_DAY + timedelta(days=later), 89)
    expected = times(schedule, days)
    if check_schedule(schedule) or any(ends - starts > LONGEST for starts, ends, _status in expected):
        return
    with suppress(HoursError):  # two openings at the same time, or more rules than a schedule may have
        again = hsds_read.read(written(schedule, days))
        assert times(again, days) == expected


def test_a_closure_has_no_times() -> None:
    schedule, days = read_hours("Mo-Fr 09:00-17:00"), Days(date(2026, 11, 24), 89)
    closed = TownCalendar(school_breaks=(Closure(date(2026, 12, 21), date(2027, 1, 3)),))
    schedule = Schedule(schedule.weekly, closed_on_holidays=False, closed_in_school_breaks=True)

    found = times(hsds_read.read(written(schedule, days, closed)), days)

    assert found == times(schedule, days, closed)
    assert {status for _starts, _ends, status in found} == {OPEN}
