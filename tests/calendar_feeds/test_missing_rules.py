"""Which dates are missing, whatever a calendar listed and lists."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from webapp.calendar_feeds.missing import FEW, GONE, MOST, Missing, find_missing, is_shrunk, list_coming, with_cancelled
from webapp.core import clock
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
    return {one.starts_at for one in slots if one.status == CANCELLED and one.reason == GONE}


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
