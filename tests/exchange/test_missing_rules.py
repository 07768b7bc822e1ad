"""Which dates are missing, whatever a calendar listed and lists."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core import clock
from webapp.exchange.missing import (
    FEW,
    GONE,
    MOST,
    SHIFTED,
    Missing,
    find_missing,
    is_shrunk,
    list_coming,
    with_cancelled,
)
from webapp.schedule.changing import NO_CALENDAR
from webapp.schedule.checks import check_schedule
from webapp.schedule.document import from_document, to_document
from webapp.schedule.expansion import Slot, expand
from webapp.schedule.values import CANCELLED, Days, Schedule, Series

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 2, 10)
HOURS = st.sets(st.integers(-40, 400), max_size=12)


def schedule_of(hours: set[int]) -> Schedule:
    """One date of an hour at each of these numbers of six hours after Monday."""
    dates = sorted(MONDAY + timedelta(hours=6 * number) for number in hours)
    series = (Series(dates[0], 60, extra=tuple(dates[1:])),) if dates else ()
    return Schedule(series=series, closed_on_holidays=False)


def on(schedule: Schedule) -> set[datetime]:
    return {one.starts_at for one in list_coming([schedule], NOW)}


def gone(schedule: Schedule) -> set[datetime]:
    slots = expand(schedule, Days(clock.local(NOW).date(), 150), NO_CALENDAR)
    return {one.starts_at for one in slots if one.status == CANCELLED and one.reason in (GONE, SHIFTED)}


@given(HOURS, HOURS, HOURS)
def test_each_coming_date_is_on_or_cancelled_and_none_just_goes(
    first: set[int], second: set[int], third: set[int]
) -> None:
    """As it is stored, with a third answer after it."""
    told = schedule_of(first)
    for listed in (second, third):
        after = schedule_of(listed)
        before = from_document(to_document(told))
        told = with_cancelled(after, find_missing(before, after, NOW))
        assert not check_schedule(told)
        assert on(told) == on(after)
        assert gone(told) == (on(before) | gone(before)) - on(after)


@given(st.integers(0, MOST + 20), st.integers(0, 500), st.integers(0, 500))
def test_a_few_dates_are_always_believed_and_a_calendar_that_halves_never(fresh: int, had: int, has: int) -> None:
    slots = tuple(Slot(NOW + timedelta(days=day), NOW + timedelta(days=day, hours=1)) for day in range(fresh))
    doubted = is_shrunk(Missing(slots, slots), had, has)
    assert doubted == (fresh > MOST or (fresh > FEW and has < had / 2))
    assert len(with_cancelled(Schedule(), Missing(slots, slots)).changes) <= 2 * MOST


def weekly(day: int, hour: int = 10, minutes: int = 60, weeks: int = 6) -> Schedule:
    series = Series(datetime(2026, 11, day, hour), minutes, f"FREQ=WEEKLY;COUNT={weeks}")
    return Schedule(series=(series,), closed_on_holidays=False)


def told(schedule: Schedule) -> list[tuple[str, str, str]]:
    """Status, start, and where it went instead."""
    slots = expand(schedule, Days(clock.local(NOW).date(), 90), NO_CALENDAR)
    return [(one.status, f"{one.starts_at:%d-%m}", f"{one.elsewhere:%d-%m}" if one.elsewhere else "") for one in slots]


def test_a_series_on_another_weekday_is_moved_and_stays_so() -> None:
    monday, thursday = weekly(9), weekly(12)
    first = with_cancelled(thursday, find_missing(monday, thursday, NOW))
    again = with_cancelled(thursday, find_missing(from_document(to_document(first)), thursday, NOW))

    for schedule in (first, again):
        assert not check_schedule(schedule)
        assert told(schedule)[:4] == [
            ("cancelled", "09-11", "12-11"),
            ("open", "12-11", ""),
            ("cancelled", "16-11", "19-11"),
            ("open", "19-11", ""),
        ]
        assert {one.reason["nl"] for one in schedule.changes} == {SHIFTED["nl"]}
    back = with_cancelled(monday, find_missing(again, monday, NOW))
    assert told(back)[:2] == [("open", "09-11", ""), ("cancelled", "12-11", "09-11")], "and the way back alike"


def test_a_date_that_moved_and_is_gone_then_is_cancelled() -> None:
    moved = with_cancelled(weekly(12), find_missing(weekly(9), weekly(12), NOW))
    one_less = weekly(19, weeks=5)

    schedule = with_cancelled(one_less, find_missing(moved, one_less, NOW))

    assert told(schedule)[:3] == [
        ("cancelled", "09-11", ""),
        ("cancelled", "12-11", ""),
        ("cancelled", "16-11", "19-11"),
    ]


@pytest.mark.parametrize(
    ("after", "why"),
    [(weekly(12, minutes=90), "longer: another thing"), (weekly(19, weeks=1), "in another week")],
)
def test_what_is_no_move_is_cancelled(after: Schedule, why: str) -> None:
    before = weekly(9, weeks=1)
    assert told(with_cancelled(after, find_missing(before, after, NOW)))[0] == ("cancelled", "09-11", ""), why
