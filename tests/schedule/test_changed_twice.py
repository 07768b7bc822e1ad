"""What is changed more than once, or changed and closed as well: the last word counts, and nothing is in two places."""

from datetime import date, datetime, timedelta

import pytest

from tests.schedule.test_expansion import ILL, NO_CALENDAR, times, weekly
from webapp.schedule import changing
from webapp.schedule.checks import ScheduleError
from webapp.schedule.expansion import expand
from webapp.schedule.timetables import effective
from webapp.schedule.values import (
    CANCELLED,
    MOVED,
    Change,
    Closure,
    Days,
    Hours,
    Schedule,
    Season,
    Series,
    TownCalendar,
    Weekly,
)

TUESDAY = datetime(2026, 11, 3, 10)
WEDNESDAY, FRIDAY = datetime(2026, 11, 4, 19), datetime(2026, 11, 6, 14)
TUESDAYS = Schedule(weekly=(weekly((1, 10, 12)),))
GONE = "03-11 10:00-12:00 cancelled"
REPAIRS, TRAINING = {"nl": "Verbouwing"}, {"nl": "Cursus"}


def moved(schedule: Schedule = TUESDAYS, to: datetime = WEDNESDAY, starts: datetime = TUESDAY) -> Schedule:
    return changing.move(schedule, starts, to, ILL, schedule)


def cancelled(schedule: Schedule, when: date | datetime) -> Schedule:
    return changing.cancel(schedule, when, ILL, schedule)


def test_what_was_moved_can_fall_out_at_its_new_time() -> None:
    assert times(cancelled(moved(), WEDNESDAY)) == [GONE, "04-11 19:00-21:00 cancelled"]
    assert times(cancelled(moved(), WEDNESDAY.date())) == [GONE, "04-11 19:00-21:00 cancelled"]


def test_what_was_moved_can_fall_out_at_its_old_time() -> None:
    assert times(cancelled(moved(), TUESDAY)) == [GONE]


def test_a_day_that_falls_out_leaves_what_was_moved_away_from_it() -> None:
    assert times(cancelled(moved(), TUESDAY.date())) == [GONE, "04-11 19:00-21:00"]
    same_day = moved(to=TUESDAY + timedelta(hours=4))
    assert times(cancelled(same_day, TUESDAY.date())) == [GONE, "03-11 14:00-16:00 cancelled"]


@pytest.mark.parametrize("seen_at", [TUESDAY, WEDNESDAY])
def test_what_was_moved_can_be_moved_again(seen_at: datetime) -> None:
    found = times(moved(moved(), FRIDAY, starts=seen_at))

    assert (found[0], found[-1]) == (GONE, "06-11 14:00-16:00")
    assert found[1:-1] == (["04-11 19:00-21:00 cancelled"] if seen_at == WEDNESDAY else []), "who noted it is told"


def test_what_was_moved_can_be_moved_back() -> None:
    back = moved(moved(), TUESDAY, starts=WEDNESDAY)

    assert times(back) == ["03-11 10:00-12:00", "04-11 19:00-21:00 cancelled"]


def test_what_was_added_can_be_moved() -> None:
    with_extra = changing.add(TUESDAYS, WEDNESDAY, 60, TRAINING)

    assert times(moved(with_extra, FRIDAY, starts=WEDNESDAY)) == [
        "03-11 10:00-12:00", "04-11 19:00-20:00 cancelled", "06-11 14:00-15:00",
    ]  # fmt: skip


def test_what_was_changed_twice_comes_back_as_it_was() -> None:
    twice = moved(moved(), FRIDAY, starts=WEDNESDAY)

    assert times(changing.restore(changing.restore(twice, WEDNESDAY), TUESDAY)) == ["03-11 10:00-12:00"]


def test_nothing_can_be_moved_from_where_nothing_is() -> None:
    with pytest.raises(ScheduleError, match="nothing begins"):
        moved(moved(), FRIDAY, starts=WEDNESDAY + timedelta(hours=1))


AWAY = Change(MOVED, starts=TUESDAY, to=WEDNESDAY, minutes=60)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ((AWAY, Change(CANCELLED, starts=TUESDAY)), [GONE]),
        ((AWAY, Change(MOVED, starts=TUESDAY, to=FRIDAY, minutes=60)), [GONE, "06-11 14:00-15:00"]),
        ((Change(CANCELLED, starts=TUESDAY), AWAY), [GONE, "04-11 19:00-20:00"]),
        ((Change(CANCELLED, whole_day=WEDNESDAY.date()), AWAY), [GONE, "04-11 19:00-20:00"]),
        ((AWAY, Change(CANCELLED, whole_day=WEDNESDAY.date())), [GONE, "04-11 19:00-20:00 cancelled"]),
    ],
)
def test_of_two_changes_the_last_word_counts(changes: tuple[Change, ...], expected: list[str]) -> None:
    assert times(Schedule(weekly=TUESDAYS.weekly, changes=changes)) == expected


# ---------------------------------------------------------------- changed and closed

CLOSED = Closure(date(2026, 11, 4), date(2026, 11, 4), REPAIRS)


@pytest.mark.parametrize("schedule", [moved(), changing.add(TUESDAYS, WEDNESDAY, 120, TRAINING)])
def test_what_is_moved_or_added_into_a_closure_is_closed_with_its_reason(schedule: Schedule) -> None:
    slots = expand(schedule, Days(WEDNESDAY.date(), 1), NO_CALENDAR, [CLOSED])

    assert [(slot.status, slot.reason) for slot in slots] == [(CANCELLED, REPAIRS)]


def test_what_is_moved_to_a_holiday_happens() -> None:
    holiday = TownCalendar(holidays={WEDNESDAY.date(): {"nl": "feest"}})

    assert times(moved(), calendar=holiday) == [GONE, "04-11 19:00-21:00"]


def test_a_night_before_a_holiday_goes_on_and_one_that_begins_on_it_does_not() -> None:
    holiday = TownCalendar(holidays={date(2026, 11, 3): {"nl": "feest"}})
    nights = Schedule(weekly=(weekly((0, 22, 26), (1, 22, 26)),))

    assert times(nights, calendar=holiday) == ["02-11 22:00-02:00", "03-11 22:00-02:00 cancelled"]


# ---------------------------------------------------------------- what it keeps


def test_what_needs_an_appointment_still_needs_one_when_it_is_moved() -> None:
    note = {"nl": "Bel eerst"}
    hours = Weekly((Hours(1, 600, 720, by_appointment=True, note=note),))
    slots = expand(moved(Schedule(weekly=(hours,))), Days(WEDNESDAY.date(), 1), NO_CALENDAR)

    assert [(slot.status, slot.note) for slot in slots] == [("appointment", note)]


def test_where_all_is_by_appointment_an_added_date_is_too() -> None:
    asking = Schedule(weekly=TUESDAYS.weekly, by_appointment=True)

    assert times(changing.add(asking, WEDNESDAY, 60, TRAINING)) == [
        "03-11 10:00-12:00 appointment", "04-11 19:00-20:00 appointment",
    ]  # fmt: skip


# ---------------------------------------------------------------- an activity and its place


def test_an_activity_has_the_last_word_on_the_dates_of_its_place() -> None:
    place = changing.add(moved(), FRIDAY, 60, TRAINING)
    follows = Schedule(inherits=True)

    def together(own: Schedule) -> Schedule:
        found = effective(own, place)
        assert found is not None
        return found

    stays_away = changing.cancel(follows, FRIDAY, ILL, together(follows))
    assert times(together(stays_away)) == [GONE, "04-11 19:00-21:00", "06-11 14:00-15:00 cancelled"]
    elsewhere = changing.move(follows, TUESDAY, FRIDAY + timedelta(hours=3), ILL, together(follows))
    assert times(together(elsewhere)) == [GONE, "06-11 14:00-15:00", "06-11 17:00-19:00"]
    later = changing.move(follows, WEDNESDAY, WEDNESDAY + timedelta(hours=2), ILL, together(follows))
    assert times(together(later)) == [GONE, "04-11 19:00-21:00 cancelled", "04-11 21:00-23:00", "06-11 14:00-15:00"]


@pytest.mark.parametrize("place", [None, Schedule(), Schedule(inherits=True)])
def test_the_hours_of_a_place_that_says_none_are_none(place: Schedule | None) -> None:
    own = changing.add(Schedule(inherits=True), WEDNESDAY, 60, TRAINING)
    found = effective(own, place)
    assert found is not None

    assert times(found) == ["04-11 19:00-20:00"]


# ---------------------------------------------------------------- days that are not like others


def test_in_the_skipped_hour_a_date_is_changed_by_the_time_that_is_shown() -> None:
    night = Schedule(series=(Series(datetime(2027, 3, 27, 2, 30), 60, "FREQ=DAILY"),), weekly=(weekly((6, 2.25, 4)),))
    first = date(2027, 3, 28)
    shown = datetime(2027, 3, 28, 3, 30)

    assert times(night, first, 1) == ["28-03 03:00-04:00", "28-03 03:30-04:30"]
    assert times(cancelled(night, shown), first, 1) == ["28-03 03:00-04:00", "28-03 04:00-04:30 cancelled"]
    assert times(cancelled(night, shown.replace(minute=0)), first, 1) == [
        "28-03 03:00-03:30 cancelled", "28-03 03:30-04:30",
    ]  # fmt: skip
    later = moved(night, shown + timedelta(hours=6), starts=shown)
    assert times(later, first, 1) == ["28-03 03:00-04:00", "28-03 04:00-04:30 cancelled", "28-03 09:30-10:30"]


@pytest.mark.parametrize("night", [date(2027, 3, 27), date(2027, 10, 30)])
def test_a_night_in_which_the_clock_changes_is_moved_as_long_as_the_clock_says(night: date) -> None:
    starts = datetime.combine(night, datetime.min.time()).replace(hour=22)
    schedule = moved(Schedule(weekly=(weekly((5, 22, 28)),)), starts + timedelta(days=4), starts=starts)

    assert schedule.changes[-1].minutes == 6 * 60


@pytest.mark.parametrize(
    ("season", "year", "expected"),
    [
        (Season((12, 1), (2, 29)), 2027, ["28-02"]),
        (Season((12, 1), (2, 29)), 2028, ["28-02", "29-02"]),
        (Season((12, 1), (2, 28)), 2028, ["28-02"]),
        (Season((2, 29), (3, 1)), 2027, ["01-03"]),
        (Season((2, 29), (2, 29)), 2028, ["29-02"]),
        (Season((3, 1), (2, 29)), 2028, ["28-02", "29-02", "01-03"]),
    ],
)
def test_a_season_knows_the_leap_day(season: Season, year: int, expected: list[str]) -> None:
    every_day = Schedule(weekly=(weekly(*((day, 10, 11) for day in range(7)), season=season),))
    last_days = times(every_day, date(year, 2, 28), (date(year, 3, 2) - date(year, 2, 28)).days)

    assert last_days == [f"{day} 10:00-11:00" for day in expected]
