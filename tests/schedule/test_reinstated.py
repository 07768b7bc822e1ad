"""What was cancelled takes place after all, and changes of long ago are forgotten."""

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from webapp.schedule.changing import add, cancel, forget_before, move, reinstate
from webapp.schedule.values import ADDED, CANCELLED, Change, Hours, Schedule, Weekly

WHY = {"nl": "Ziek"}
TUESDAY = datetime(2026, 11, 24, 10)
DAILY = Schedule(weekly=(Weekly(tuple(Hours(day, 600, 660) for day in range(7))),))


def test_cancelled_and_put_back_is_as_before_whatever_was_said_of_the_date() -> None:
    moved = move(DAILY, TUESDAY, TUESDAY.replace(hour=14), WHY, DAILY)
    added = add(DAILY, TUESDAY.replace(hour=20), 60, WHY)
    for before, when in (
        (DAILY, TUESDAY),
        (DAILY, TUESDAY.date()),
        (moved, TUESDAY.replace(hour=14)),
        (added, TUESDAY.replace(hour=20)),
    ):
        assert reinstate(cancel(before, when, WHY, before), when) == before


def test_one_time_is_no_whole_day() -> None:
    whole = cancel(DAILY, TUESDAY.date(), WHY, DAILY)
    assert reinstate(whole, TUESDAY) == whole
    assert reinstate(DAILY, TUESDAY) == DAILY


@given(st.lists(st.integers(-60, 60), max_size=12, unique=True))
def test_only_what_is_all_before_the_day_is_forgotten(days: list[int]) -> None:
    schedule = DAILY
    for number in days:
        moment = datetime.fromordinal(TUESDAY.toordinal() + number).replace(hour=10)
        schedule = cancel(schedule, moment, WHY, schedule)
    kept = forget_before(schedule, TUESDAY.date())
    assert [one.starts for one in kept.changes] == [
        one.starts for one in schedule.changes if one.starts and one.starts.date() >= TUESDAY.date()
    ]
    assert kept.weekly == schedule.weekly


def test_what_moved_from_long_ago_to_a_coming_day_is_kept() -> None:
    moved = move(DAILY, TUESDAY, datetime(2027, 3, 2, 10), WHY, DAILY)
    whole = Change(CANCELLED, whole_day=date(2026, 1, 1), reason=WHY)
    old = Change(ADDED, to=datetime(2026, 1, 1, 10), minutes=30, reason=WHY)
    schedule = Schedule(DAILY.weekly, changes=(whole, old, *moved.changes))
    assert forget_before(schedule, date(2027, 1, 1)).changes == moved.changes
