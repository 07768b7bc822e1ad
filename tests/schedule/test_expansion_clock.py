"""On the days on which the clock changes, times are those on the wall, and none is lost or comes twice."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from webapp.core.clock import TIME_ZONE, local
from webapp.schedule.expansion import Slot, expand
from webapp.schedule.rules import midnight
from webapp.schedule.values import Change, Days, Hours, Schedule, Series, TownCalendar, Weekly

NO_CALENDAR = TownCalendar()
HOUR = timedelta(hours=1)


def length_of(day: date) -> timedelta:
    return midnight(day + timedelta(days=1)).astimezone(UTC) - midnight(day).astimezone(UTC)


TEN_YEARS = [date(2026, 11, 1) + timedelta(days=number) for number in range(3653)]
SPRING = [day for day in TEN_YEARS if length_of(day) == 23 * HOUR]
AUTUMN = [day for day in TEN_YEARS if length_of(day) == 25 * HOUR]


def every_day(*periods: tuple[float, float]) -> Schedule:
    hours = tuple(Hours(day, int(a * 60), int(b * 60)) for day in range(7) for a, b in periods)
    return Schedule(weekly=(Weekly(hours),))


def on(schedule: Schedule, day: date) -> list[Slot]:
    return expand(schedule, Days(day, 1), NO_CALENDAR)


def lengths(schedule: Schedule, day: date) -> list[timedelta]:
    return [slot.ends_at - slot.starts_at for slot in on(schedule, day)]


def clock(slots: list[Slot]) -> list[str]:
    return [f"{local(slot.starts_at):%H:%M}-{local(slot.ends_at):%H:%M}" for slot in slots]


def test_ten_years_have_ten_changes_each_way() -> None:
    assert (len(SPRING), len(AUTUMN)) == (10, 10)
    assert {day.weekday() for day in SPRING + AUTUMN} == {6}


@pytest.mark.parametrize("day", SPRING + AUTUMN, ids=str)
def test_times_by_day_stay_as_they_are(day: date) -> None:
    week = Days(day - timedelta(days=3), 7)
    event = Series(datetime(2026, 1, 4, 19, 30), 90, "FREQ=DAILY")
    schedule = Schedule(weekly=every_day((9, 12.5)).weekly, series=(event,))

    slots = expand(schedule, week, NO_CALENDAR)
    assert clock(slots) == ["09:00-12:30", "19:30-21:00"] * 7
    assert {slot.ends_at - slot.starts_at for slot in slots} == {1.5 * HOUR, 3.5 * HOUR}


@pytest.mark.parametrize("day", SPRING + AUTUMN, ids=str)
def test_a_week_of_days_and_nights_has_no_gap_and_no_overlap(day: date) -> None:
    for schedule in (every_day((0, 24)), every_day((0, 2), (2, 3), (3, 24)), Schedule(expression="24/7")):
        slots = expand(schedule, Days(day - timedelta(days=3), 7), NO_CALENDAR)

        assert all(first.ends_at == second.starts_at for first, second in pairwise(slots))
        assert slots[-1].ends_at - slots[0].starts_at == 6 * 24 * HOUR + length_of(day)


@pytest.mark.parametrize("day", SPRING, ids=str)
def test_in_march_hours_are_shorter_by_what_the_clock_skips(day: date) -> None:
    assert lengths(every_day((0, 24)), day) == [23 * HOUR]
    assert lengths(every_day((1, 4)), day) == [2 * HOUR]
    assert clock(on(every_day((1, 2.5)), day)) == ["01:00-03:00"]
    assert clock(on(every_day((2.5, 5)), day)) == ["03:00-05:00"]
    assert lengths(every_day((22, 26.5)), day - timedelta(days=1)) == [4 * HOUR]
    assert on(every_day((2.25, 2.75)), day) == [], "the clock never shows it"


@pytest.mark.parametrize("day", AUTUMN, ids=str)
def test_in_october_hours_go_from_the_first_of_a_time_to_the_first(day: date) -> None:
    assert lengths(every_day((0, 24)), day) == [25 * HOUR]
    assert lengths(every_day((1, 4)), day) == [4 * HOUR]
    assert lengths(every_day((1, 2.5)), day) == [1.5 * HOUR]
    assert lengths(every_day((2, 3)), day) == [2 * HOUR]
    assert lengths(every_day((22, 26)), day - timedelta(days=1)) == [4 * HOUR]


@pytest.mark.parametrize("day", SPRING, ids=str)
@pytest.mark.parametrize(("minute", "expected"), [(0, "03:00-04:00"), (30, "03:30-04:30"), (59, "03:59-04:59")])
def test_an_event_in_the_skipped_hour_is_an_hour_later(day: date, minute: int, expected: str) -> None:
    starts = datetime(day.year, day.month, day.day, 2, minute)

    assert clock(on(Schedule(series=(Series(starts, 60),)), day)) == [expected]
    assert clock(on(Schedule(changes=(Change("added", to=starts, minutes=60),)), day)) == [expected]


@pytest.mark.parametrize("text", ["Mo-Su 01:00-02:30", "Mo-Su 02:30-05:00", "Mo-Su 22:00-02:00", "Mo-Su 01:00-04:00"])
def test_a_text_of_openstreetmap_means_what_the_same_hours_mean(text: str) -> None:
    opens, closes = ((int(part[:2]) + int(part[3:]) / 60) for part in text.split()[1].split("-"))
    hours = every_day((opens, closes if closes > opens else closes + 24))

    for day in SPRING + AUTUMN:
        week = Days(day - timedelta(days=3), 7)
        assert expand(Schedule(expression=text), week, NO_CALENDAR) == expand(hours, week, NO_CALENDAR)


def test_moments_are_in_utc() -> None:
    assert {slot.starts_at.tzinfo for slot in on(every_day((9, 10)), date(2026, 11, 2))} == {UTC}
    assert TIME_ZONE.key == "Europe/Amsterdam"
