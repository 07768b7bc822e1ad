"""Slots become an answer: what is stored, and what it means at a moment."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.clock import TIME_ZONE
from webapp.schedule import answers
from webapp.schedule.answers import on_day, status_at
from webapp.schedule.expansion import APPOINTMENT, OPEN, Slot
from webapp.schedule.rules import HORIZON_DAYS, midnight
from webapp.schedule.values import CANCELLED, MOVED, Hours, Schedule, Series, TownCalendar, Weekly

MONDAY = date(2026, 11, 2)
ILL = {"nl": "ziek", "en": "ill"}


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def upcoming(schedule: Schedule | str, first_day: date) -> tuple[Slot, ...]:
    if isinstance(schedule, str):
        schedule = Schedule(expression=schedule, closed_on_holidays=False)
    return answers.upcoming(schedule, first_day, TownCalendar())


def test_what_is_open_day_and_night_is_stored_by_day() -> None:
    slots = upcoming("24/7", MONDAY)

    assert len(slots) == HORIZON_DAYS
    assert {slot.starts_at.astimezone(TIME_ZONE).hour for slot in slots} == {0}
    assert on_day(slots, date(2026, 11, 6)) == [Slot(utc(5, 23), utc(6, 23))]
    assert status_at(slots, utc(6, 12)).until == midnight(MONDAY + timedelta(days=HORIZON_DAYS))


THREE_DAYS = Schedule(series=(Series(datetime(2026, 10, 3, 10), 3 * 24 * 60, "FREQ=WEEKLY"),))
NIGHTS = Schedule(weekly=(Weekly((Hours(4, 1200, 1560), Hours(5, 1200, 1560))),))


@pytest.mark.parametrize(
    "schedule", ["24/7", "Fr 20:00-30:00", "Mo-Su 22:00-02:00", "Mo-Fr 09:00-17:00; PH off", THREE_DAYS, NIGHTS]
)
@pytest.mark.parametrize("first_day", [MONDAY, date(2026, 10, 24), date(2027, 3, 27)])
def test_a_day_later_the_same_slots_are_wanted_but_for_the_ends(schedule: Schedule | str, first_day: date) -> None:
    yesterday, today = (set(upcoming(schedule, first_day + timedelta(days=days))) for days in (0, 1))
    first, last = (midnight(first_day + timedelta(days=days)) for days in (1, HORIZON_DAYS - 3))

    assert {slot for slot in yesterday if first < slot.ends_at < last} == {s for s in today if s.ends_at < last}


def test_what_began_three_days_ago_goes_on() -> None:
    slots = upcoming(THREE_DAYS, date(2026, 10, 5))

    assert slots[0] == Slot(utc(4, 22, month=10), utc(5, 22, month=10))


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
slots = st.lists(
    st.builds(
        lambda start, minutes, status: Slot(start, start + timedelta(minutes=minutes), status),
        moments,
        st.integers(1, 60 * 24 * 30),
        st.sampled_from((OPEN, APPOINTMENT, CANCELLED)),
    ),
    max_size=8,
)


@given(slots, moments)
def test_a_status_is_true(coming: list[Slot], moment: datetime) -> None:
    status = status_at(coming, moment)
    doors = [slot for slot in coming if slot.status == OPEN]
    is_open = any(slot.starts_at <= moment < slot.ends_at for slot in doors)
    later = [slot.starts_at for slot in doors if slot.starts_at > moment]

    assert (status.state == "open") == is_open
    if is_open:
        assert status.until is not None
        assert status.until > moment
        assert status.next_start is None
        assert not any(slot.starts_at <= status.until < slot.ends_at for slot in doors), "until the last that touches"
    else:
        assert status.next_start == min(later, default=None)
    asking = [slot for slot in coming if slot.status == APPOINTMENT and slot.ends_at > moment]
    is_now = any(slot.starts_at <= moment for slot in asking)
    if status.state == "appointment":
        assert asking
        assert is_now == (status.until is not None)
        assert is_now or not later
    elif not is_open:
        assert not is_now
    if status.state == "closed":
        assert any(slot.status == CANCELLED and slot.ends_at > moment for slot in coming)


def test_what_was_moved_from_today_says_to_when() -> None:
    to = utc(6, 9)
    moved = Slot(utc(3, 13), utc(3, 15), CANCELLED, ILL, change=MOVED, elsewhere=to)

    status = status_at([moved, Slot(to, utc(6, 11), change=MOVED, elsewhere=utc(3, 13))], utc(3, 9))

    assert (status.state, status.next_start, status.moved_to, status.reason) == ("closed", to, to, ILL)


@given(slots, moments)
def test_the_order_of_slots_does_not_matter(coming: list[Slot], moment: datetime) -> None:
    assert status_at(coming, moment) == status_at(list(reversed(coming)), moment)


NOW = utc(3, 9)  # Tuesday, 10:00 in the Netherlands
MORNING = Slot(utc(3, 8), utc(3, 11), CANCELLED, ILL)
AFTERNOON = Slot(utc(3, 13), utc(3, 15))
EVENING_OFF = Slot(utc(3, 18), utc(3, 20), CANCELLED, ILL)
TOMORROW = Slot(utc(4, 8), utc(4, 11))
TOMORROW_OFF = Slot(utc(4, 8), utc(4, 11), CANCELLED, ILL)
ASK = Slot(utc(5, 8), utc(5, 11), APPOINTMENT)
ASK_NOW = Slot(utc(3, 8), utc(3, 11), APPOINTMENT)


@pytest.mark.parametrize(
    ("coming", "state", "next_start"),
    [
        ([MORNING, TOMORROW], "closed", TOMORROW.starts_at),
        ([MORNING, AFTERNOON], "closed", AFTERNOON.starts_at),
        ([AFTERNOON, EVENING_OFF], "later", AFTERNOON.starts_at),
        ([EVENING_OFF, TOMORROW], "closed", TOMORROW.starts_at),
        ([TOMORROW_OFF], "unknown", None),
        ([ASK], "appointment", None),
        ([ASK, TOMORROW], "later", TOMORROW.starts_at),
        ([TOMORROW_OFF, ASK], "appointment", None),
        ([ASK_NOW], "appointment", None),
        ([ASK_NOW, TOMORROW], "appointment", TOMORROW.starts_at),
        ([ASK_NOW, EVENING_OFF, TOMORROW], "appointment", TOMORROW.starts_at),
        ([], "unknown", None),
    ],
)
def test_what_a_visitor_is_told(coming: list[Slot], state: str, next_start: datetime | None) -> None:
    status = status_at(coming, NOW)

    assert (status.state, status.next_start) == (state, next_start)
    assert status.reason == (ILL if state == "closed" else {})
