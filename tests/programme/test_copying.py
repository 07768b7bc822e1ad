"""A week is copied: the other week is then held as the first one was, on the clock, whatever the clock does."""

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from webapp.programme.copying import copy_week, held_in, monday_of
from webapp.schedule import changing
from webapp.schedule.checks import check_schedule
from webapp.schedule.expansion import expand
from webapp.schedule.timetables import effective
from webapp.schedule.values import ADDED, CANCELLED, MOVED, Change, Days, Hours, Schedule, Series, TownCalendar, Weekly

WHY = {"nl": "Zo deze week"}
OCTOBER, MARCH = date(2026, 10, 19), date(2027, 3, 22)  # the clock changes at the end of these weeks
quarters = st.integers(5 * 4, 22 * 4).map(lambda number: number * 15)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    hours = draw(
        st.lists(
            st.builds(lambda day, opens: Hours(day, opens, opens + 60), st.integers(0, 6), quarters),
            max_size=6,
            unique_by=lambda one: (one.weekday, one.opens // 60),
        )
    )
    hours = [one for one in hours if not any(changed(one, other) for other in hours)]
    series = [Series(datetime(2026, 9, 1, 23, 15), 20, draw(st.sampled_from(("FREQ=WEEKLY;INTERVAL=2", "FREQ=DAILY"))))]
    return Schedule(weekly=(Weekly(tuple(hours)),) if hours else (), series=tuple(series))


def changed(one: Hours, other: Hours) -> bool:
    return one is not other and one.weekday == other.weekday and other.opens < one.opens < other.closes


@st.composite
def weeks(draw: st.DrawFn) -> tuple[Schedule, date, date]:
    schedule = draw(schedules())
    source = draw(st.sampled_from((OCTOBER, MARCH))) + timedelta(weeks=draw(st.integers(-1, 1)))
    target = source + timedelta(weeks=draw(st.integers(1, 3)))
    for monday in (source, target):
        for held in held_in(schedule, monday):
            change = draw(st.integers(0, 5))
            if change == 0:
                schedule = changing.cancel(schedule, held.starts, WHY, schedule)
            elif change == 1:
                to = datetime.combine(held.starts.date(), time.min) + timedelta(minutes=draw(quarters))
                if to not in [other.starts for other in held_in(schedule, monday)]:
                    schedule = changing.move(schedule, held.starts, to, WHY, schedule)
    return schedule, source, target


@settings(max_examples=examples(60))
@given(weeks())
def test_the_other_week_is_held_as_this_one(case: tuple[Schedule, date, date]) -> None:
    schedule, source, target = case
    other_weeks = [monday for number in range(-6, 7) if (monday := source + timedelta(weeks=number)) != target]
    before = [held_in(schedule, monday) for monday in other_weeks]

    copied = copy_week(schedule, schedule, source, target, WHY)

    days = target - source
    assert [(one.starts - days, one.minutes) for one in held_in(copied, target)] == [
        (one.starts, one.minutes) for one in held_in(schedule, source)
    ]
    assert [held_in(copied, monday) for monday in other_weeks] == before
    assert check_schedule(copied) == check_schedule(schedule) == []
    assert copy_week(copied, copied, source, target, WHY) == copied


def test_who_comes_at_the_usual_time_is_sent_on() -> None:
    coffee = Schedule(weekly=(Weekly((Hours(1, 600, 660), Hours(3, 600, 660))),))
    moved = changing.move(coffee, datetime(2026, 11, 24, 10), datetime(2026, 11, 24, 14), WHY, coffee)
    moved = changing.cancel(moved, datetime(2026, 11, 26, 10), WHY, moved)
    moved = changing.add(moved, datetime(2026, 11, 27, 9), 30, WHY)

    copied = copy_week(moved, moved, date(2026, 11, 23), date(2026, 11, 30), WHY)

    assert copied.changes[len(moved.changes) :] == (
        Change(MOVED, datetime(2026, 12, 1, 10), None, datetime(2026, 12, 1, 14), 60, WHY),
        Change(CANCELLED, datetime(2026, 12, 3, 10), reason=WHY),
        Change(ADDED, to=datetime(2026, 12, 4, 9), minutes=30, reason=WHY),
    )


def test_what_takes_the_hours_of_its_place_changes_only_itself() -> None:
    place = Schedule(weekly=(Weekly((Hours(0, 540, 1020),)),))
    own = changing.cancel(Schedule(inherits=True), datetime(2026, 11, 23, 9), WHY, place)
    together = effective(own, place)
    assert together is not None

    copied = copy_week(own, together, date(2026, 11, 23), date(2026, 11, 30), WHY)

    assert copied.changes == (*own.changes, Change(CANCELLED, datetime(2026, 11, 30, 9), reason=WHY))


def test_a_holiday_of_the_first_week_closes_nothing_in_the_other() -> None:
    daily = Schedule(weekly=(Weekly(tuple(Hours(day, 600, 660) for day in range(7))),))
    copied = copy_week(daily, daily, date(2026, 12, 21), date(2027, 1, 4), WHY)
    assert copied == daily
    calendar = TownCalendar(holidays={date(2027, 1, 5): {"nl": "Feest"}})
    slots = expand(copied, Days(date(2027, 1, 4), 7), calendar)
    assert [slot.status for slot in slots].count("cancelled") == 1


def test_monday() -> None:
    assert {monday_of(date(2026, 11, 23) + timedelta(days=number)) for number in range(7)} == {date(2026, 11, 23)}
