"""Hours of the week become moments: over nights, holidays and both changes of the clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.clock import TIME_ZONE
from webapp.schedule.values import Hours
from webapp.teams.working_time import (
    OFFICE_HOURS,
    NeverOpen,
    add_working_time,
    answer_by,
    is_open,
    next_opening,
    openings,
)

MINUTE = timedelta(minutes=1)
NO_DAYS: frozenset[date] = frozenset()
CHRISTMAS = frozenset({date(2026, 12, 25)})  # a Friday
NIGHTS = tuple(Hours(weekday, 22 * 60, 30 * 60) for weekday in range(7))  # 22:00 to 6:00
TWO_PARTS = (Hours(0, 9 * 60, 12 * 60), Hours(0, 13 * 60, 15 * 60), Hours(2, 10 * 60, 11 * 60))


def at(text: str) -> datetime:
    """On a clock in the Netherlands."""
    return datetime.fromisoformat(text).replace(tzinfo=TIME_ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "closed", "moment", "minutes", "expected"),
    [
        (OFFICE_HOURS, NO_DAYS, "2026-11-24 10:00", 60, "2026-11-24 11:00"),
        (OFFICE_HOURS, NO_DAYS, "2026-11-24 10:00", 420, "2026-11-24 17:00"),
        (OFFICE_HOURS, NO_DAYS, "2026-11-24 10:00", 480, "2026-11-25 10:00"),
        (OFFICE_HOURS, NO_DAYS, "2026-11-27 16:00", 480, "2026-11-30 16:00"),  # over a weekend
        (OFFICE_HOURS, NO_DAYS, "2026-11-28 12:00", 480, "2026-11-30 17:00"),
        (OFFICE_HOURS, NO_DAYS, "2026-11-24 10:00", 0, "2026-11-24 10:00"),
        (OFFICE_HOURS, CHRISTMAS, "2026-12-24 16:00", 120, "2026-12-28 10:00"),
        (TWO_PARTS, NO_DAYS, "2026-11-23 11:00", 120, "2026-11-23 14:00"),  # over lunch
        (TWO_PARTS, NO_DAYS, "2026-11-23 14:30", 90, "2026-11-25 11:00"),
        (TWO_PARTS, NO_DAYS, "2026-11-23 14:30", 91, "2026-11-30 09:01"),
        (NIGHTS, NO_DAYS, "2026-11-24 02:00", 60, "2026-11-24 03:00"),  # the night goes on
        (NIGHTS, CHRISTMAS, "2026-12-25 23:00", 60, "2026-12-26 23:00"),  # Friday's night is closed, not Saturday's
        (NIGHTS, CHRISTMAS, "2026-12-25 03:00", 240, "2026-12-26 23:00"),  # Thursday's night lasts into Friday
        # Clocks: the night of Saturday 28 March 2026 has 7 hours of work, that of 24 October 9.
        (NIGHTS, NO_DAYS, "2026-03-28 22:00", 7 * 60, "2026-03-29 06:00"),
        (NIGHTS, NO_DAYS, "2026-10-24 22:00", 9 * 60, "2026-10-25 06:00"),
        (OFFICE_HOURS, NO_DAYS, "2026-03-27 16:00", 120, "2026-03-30 10:00"),
        (OFFICE_HOURS, NO_DAYS, "2026-10-23 16:00", 120, "2026-10-26 10:00"),
    ],
)
def test_working_time_counts_only_while_the_team_works(
    hours: tuple[Hours, ...], closed: frozenset[date], moment: str, minutes: int, expected: str
) -> None:
    assert add_working_time(hours, closed, at(moment), minutes) == at(expected)


@pytest.mark.parametrize(
    ("moment", "days", "expected"),
    [
        ("2026-11-24 10:00", 2, "2026-11-26 17:00"),  # Tuesday: Wednesday, Thursday
        ("2026-11-24 23:50", 2, "2026-11-26 17:00"),
        ("2026-11-26 10:00", 2, "2026-11-30 17:00"),  # Thursday: Friday, Monday
        ("2026-11-28 10:00", 1, "2026-11-30 17:00"),  # Saturday
        ("2026-12-24 10:00", 1, "2026-12-28 17:00"),  # Christmas, weekend
        ("2026-10-23 10:00", 1, "2026-10-26 17:00"),  # the clock goes back in between
        ("2026-03-27 10:00", 1, "2026-03-30 17:00"),
    ],
)
def test_an_answer_comes_by_the_end_of_the_last_working_day(moment: str, days: int, expected: str) -> None:
    assert answer_by(OFFICE_HOURS, CHRISTMAS, at(moment), days) == at(expected)


def test_a_working_day_with_a_break_is_one_day_and_ends_with_its_last_hour() -> None:
    assert answer_by(TWO_PARTS, NO_DAYS, at("2026-11-22 12:00"), 1) == at("2026-11-23 15:00")
    assert answer_by(TWO_PARTS, NO_DAYS, at("2026-11-22 12:00"), 2) == at("2026-11-25 11:00")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-27 16:59", "2026-11-27 16:59"),
        ("2026-11-27 17:00", "2026-11-30 09:00"),
        ("2026-11-30 08:59", "2026-11-30 09:00"),
        ("2026-12-24 17:00", "2026-12-28 09:00"),
    ],
)
def test_the_team_is_there_now_or_back_at_its_next_opening(moment: str, expected: str) -> None:
    assert next_opening(OFFICE_HOURS, CHRISTMAS, at(moment)) == at(expected)
    assert is_open(OFFICE_HOURS, CHRISTMAS, at(moment)) == (moment == expected)


def test_hours_that_are_never_open_are_refused_and_not_waited_for() -> None:
    for_ever = [date(2026, 1, 1) + timedelta(days=number) for number in range(2 * 366)]
    for hours, closed in (((), NO_DAYS), (OFFICE_HOURS, frozenset(for_ever))):
        with pytest.raises(NeverOpen):
            add_working_time(hours, closed, at("2026-01-05 10:00"), 1)
        with pytest.raises(NeverOpen):
            answer_by(hours, closed, at("2026-01-05 10:00"), 1)
        assert not is_open(hours, closed, at("2026-01-05 10:00"))


# ---------------------------------------------------------------- minute by minute

# By day and from four in the morning on: what the skipped hour does to a night is in the table above.
PERIODS = st.tuples(st.integers(0, 6), st.integers(4 * 60, 22 * 60), st.integers(1, 120)).map(
    lambda one: Hours(one[0], one[1], one[1] + one[2])
)


def _apart(periods: list[Hours]) -> tuple[Hours, ...]:
    kept: list[Hours] = []
    for period in sorted(periods):
        if all(other.weekday != period.weekday or other.closes <= period.opens for other in kept):
            kept.append(period)
    return tuple(kept)


WEEKS = st.lists(PERIODS, min_size=1, max_size=6).map(_apart)
MOMENTS = st.sampled_from(["2026-03-26 09:00", "2026-10-22 09:00", "2026-12-24 09:00"]).flatmap(
    lambda start: st.integers(0, 5 * 24 * 60).map(lambda minutes: at(start) + minutes * MINUTE)
)
CLOSED = st.frozensets(st.sampled_from([date(2026, 3, 30), date(2026, 10, 26), date(2026, 12, 25)]))


def _works(hours: tuple[Hours, ...], closed: frozenset[date], moment: datetime) -> bool:
    clock = moment.astimezone(TIME_ZONE)
    minute = clock.hour * 60 + clock.minute
    return clock.date() not in closed and any(
        period.weekday == clock.weekday() and period.opens <= minute < period.closes for period in hours
    )


@given(WEEKS, CLOSED, MOMENTS, st.integers(1, 200))
def test_it_is_what_counting_minute_by_minute_gives(
    hours: tuple[Hours, ...], closed: frozenset[date], moment: datetime, minutes: int
) -> None:
    left, now = minutes, moment
    end = moment + timedelta(days=30)
    while left and now < end:
        left -= _works(hours, closed, now)
        now += MINUTE
    if not left:
        assert add_working_time(hours, closed, moment, minutes) == now


@given(WEEKS, CLOSED, MOMENTS, st.integers(0, 500), st.integers(0, 500))
def test_two_pieces_of_work_take_as_long_as_both_together(
    hours: tuple[Hours, ...], closed: frozenset[date], moment: datetime, first: int, second: int
) -> None:
    after_first = add_working_time(hours, closed, moment, first)

    assert add_working_time(hours, closed, after_first, second) == add_working_time(
        hours, closed, moment, first + second
    )


@given(WEEKS, CLOSED, MOMENTS, st.integers(1, 4))
def test_a_promise_lies_after_the_day_of_asking_and_at_the_end_of_an_opening(
    hours: tuple[Hours, ...], closed: frozenset[date], moment: datetime, days: int
) -> None:
    promised = answer_by(hours, closed, moment, days)
    seen = []
    for opens, closes in openings(hours, closed, moment):
        if opens > promised:
            break
        seen.append((opens.astimezone(TIME_ZONE).date(), closes))

    assert seen[-1][1] == promised
    assert len({day for day, _ in seen} - {moment.astimezone(TIME_ZONE).date()}) == days
