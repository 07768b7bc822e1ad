"""What is stored of any schedule: never open and cancelled at once, and right on each day the clock changes."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.build import make_municipality, make_place
from tests.schedule.schedules import FIRST_DAY, days, reasons, schedules
from webapp.core.clock import TIME_ZONE
from webapp.extensions import db
from webapp.schedule.answers import upcoming
from webapp.schedule.holidays import closed_days
from webapp.schedule.models import Slot
from webapp.schedule.operations import refresh_slots, save_schedule
from webapp.schedule.rules import HORIZON_DAYS, midnight
from webapp.schedule.timetables import Owner
from webapp.schedule.values import CANCELLED, Closure, Hours, Schedule, Series, TownCalendar, Weekly

closures = st.builds(
    lambda first, length, reason: Closure(first, first + timedelta(days=length), reason),
    days,
    st.integers(0, 9),
    reasons,
)
CHANGES = [
    day
    for year in range(2026, 2037)
    for month in (3, 10)
    for day in [max(date(year, month, number) for number in range(25, 32) if date(year, month, number).weekday() == 6)]
]


@given(schedules, st.lists(closures, max_size=3), st.lists(closures, max_size=1))
def test_a_slot_never_overlaps_its_cancellation(
    schedule: Schedule, closed: list[Closure], breaks: list[Closure]
) -> None:
    calendar = TownCalendar(closed_days([2026], {}), tuple(breaks))

    slots = upcoming(schedule, FIRST_DAY, calendar, closed)

    cancelled = [slot for slot in slots if slot.status == CANCELLED]
    standing = [slot for slot in slots if slot.status != CANCELLED]
    for gone, other in product(cancelled, standing):
        assert gone.ends_at <= other.starts_at or other.ends_at <= gone.starts_at
    assert list(slots) == sorted(set(slots))
    assert all(slot.starts_at < slot.ends_at for slot in slots)
    assert all(slot.ends_at > midnight(FIRST_DAY) for slot in slots)


@given(schedules, st.lists(closures, max_size=2), st.integers(1, 20))
def test_a_later_night_wants_the_same_in_the_days_that_both_see(
    schedule: Schedule, closed: list[Closure], later: int
) -> None:
    calendar = TownCalendar(closed_days([2026], {}))
    next_first = FIRST_DAY + timedelta(days=later)
    first, last = midnight(next_first), midnight(FIRST_DAY + timedelta(days=HORIZON_DAYS - 4))

    now, then = (
        {slot for slot in upcoming(schedule, day, calendar, closed) if first < slot.ends_at and slot.starts_at < last}
        for day in (FIRST_DAY, next_first)
    )

    assert now == then


@pytest.mark.parametrize("day", CHANGES)
def test_on_days_when_the_clock_changes_hours_are_those_on_the_door(day: date) -> None:
    length = 23 if day.month == 3 else 25
    expected = {
        (540, 1020): 8,  # 9 to 5
        (0, 1440): length,
        (60, 240): 3 - 24 + length,  # from one to four
        (1320, 1560): 4,  # over the midnight after
    }
    for (opens, closes), hours in expected.items():
        schedule = Schedule(weekly=(Weekly((Hours(6, opens, closes),)),), closed_on_holidays=False)
        slot = next(one for one in upcoming(schedule, day, TownCalendar()) if one.ends_at > midnight(day))
        assert slot.ends_at - slot.starts_at == timedelta(hours=hours)
    series = Schedule(series=(Series(datetime(2026, 1, 4, 10), 90, "FREQ=WEEKLY"),), closed_on_holidays=False)
    starts = [slot.starts_at.astimezone(TIME_ZONE).hour for slot in upcoming(series, day, TownCalendar())]
    assert set(starts) == {10}


def test_what_is_stored_is_what_is_worked_out(db_session: Session) -> None:
    town = make_municipality()
    place = make_place(town)
    schedule = Schedule(
        weekly=(Weekly((Hours(0, 540, 720, note={"nl": "bel aan"}), Hours(1, 1200, 1560, by_appointment=True))),)
    )
    first_day = date(2026, 12, 1)

    save_schedule(town.id, Owner(place_id=place.id), schedule)
    refresh_slots(town.id, first_day)

    stored = db.session.scalars(select(Slot).where(Slot.ends_at > midnight(first_day)).order_by(Slot.starts_at)).all()
    calendar = TownCalendar(closed_days([2026, 2027], {}))
    assert [(row.starts_at, row.ends_at, row.status, row.reason, row.note) for row in stored] == [
        (slot.starts_at, slot.ends_at, slot.status, slot.reason, slot.note)
        for slot in upcoming(schedule, first_day, calendar)
    ]
