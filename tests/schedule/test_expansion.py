"""A schedule becomes slots: what it says, what changes it and what closes it."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from webapp.core.clock import local
from webapp.schedule.expansion import APPOINTMENT, OPEN, Slot, expand
from webapp.schedule.rules import HoursError
from webapp.schedule.values import (
    ADDED,
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

MONDAY = date(2026, 11, 2)
NO_CALENDAR = TownCalendar()
ILL = {"nl": "Ziek", "en": "Ill"}
CHRISTMAS = {"nl": "Eerste Kerstdag", "en": "Christmas Day"}
AUTUMN = {"nl": "Herfstvakantie"}


def weekly(*periods: tuple[int, float, float], **validity: object) -> Weekly:
    found = tuple(Hours(day, int(opens * 60), int(closes * 60)) for day, opens, closes in periods)
    return Weekly(found, **validity)  # type: ignore[arg-type]


def series(starts: str, rule: str, *extra: str, minutes: int = 90, **more: object) -> Series:
    dates = tuple(map(datetime.fromisoformat, extra))
    return Series(datetime.fromisoformat(starts), minutes, rule, dates, **more)  # type: ignore[arg-type]


def told(slots: list[Slot]) -> list[str]:
    """`Mo 02-11 09:00-12:00`, with its status where it is not open."""
    return [
        f"{local(slot.starts_at):%d-%m %H:%M}-{local(slot.ends_at):%H:%M}"
        + (f" {slot.status}" if slot.status != OPEN else "")
        for slot in slots
    ]


def times(
    schedule: Schedule, first: date = MONDAY, number: int = 7, calendar: TownCalendar = NO_CALENDAR, *closures: Closure
) -> list[str]:
    return told(expand(schedule, Days(first, number), calendar, closures))


def test_each_period_of_a_day_is_a_slot() -> None:
    schedule = Schedule(weekly=(weekly((0, 9, 12), (0, 13, 17.5), (2, 9, 12)),))

    assert times(schedule) == ["02-11 09:00-12:00", "02-11 13:00-17:30", "04-11 09:00-12:00"]


def test_a_range_holds_from_its_first_to_its_last_day() -> None:
    schedule = Schedule(weekly=(weekly((0, 9, 10), first_day=date(2026, 11, 9), last_day=date(2026, 11, 23)),))

    assert times(schedule, number=40) == ["09-11 09:00-10:00", "16-11 09:00-10:00", "23-11 09:00-10:00"]


def test_a_season_may_run_over_new_year() -> None:
    schedule = Schedule(weekly=(weekly((0, 9, 10), season=Season((12, 21), (1, 4))),))

    assert times(schedule, number=90) == ["21-12 09:00-10:00", "28-12 09:00-10:00", "04-01 09:00-10:00"]
    assert times(schedule, date(2027, 12, 1), 60) == ["27-12 09:00-10:00", "03-01 09:00-10:00"]


def test_hours_past_midnight_belong_to_the_day_they_begin() -> None:
    schedule = Schedule(weekly=(weekly((6, 22, 26)),))

    assert times(schedule, MONDAY, 6) == []
    assert times(schedule, MONDAY + timedelta(days=6), 1) == ["08-11 22:00-02:00"]


def test_day_and_night_is_a_slot_a_day() -> None:
    schedule = Schedule(weekly=(weekly(*((day, 0, 24) for day in range(7))),))

    slots = expand(schedule, Days(date(2026, 10, 24), 3), NO_CALENDAR)
    assert [slot.ends_at - slot.starts_at for slot in slots] == [timedelta(hours=hours) for hours in (24, 25, 24)]
    assert all(first.ends_at == second.starts_at for first, second in pairwise(slots))


def test_by_appointment_is_a_status() -> None:
    period = Hours(0, 600, 660, by_appointment=True, note={"nl": "Bel ons"})
    slots = expand(Schedule(weekly=(Weekly((period,)),)), Days(MONDAY, 1), NO_CALENDAR)

    assert [(slot.status, slot.note) for slot in slots] == [(APPOINTMENT, {"nl": "Bel ons"})]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (series("2026-11-03T10:00", "FREQ=WEEKLY"), ["03-11", "10-11", "17-11", "24-11", "01-12"]),
        (series("2026-11-03T10:00", "FREQ=WEEKLY;INTERVAL=2"), ["03-11", "17-11", "01-12"]),
        (series("2026-11-03T10:00", "FREQ=WEEKLY;COUNT=2"), ["03-11", "10-11"]),
        (series("2026-11-03T10:00", "FREQ=WEEKLY;UNTIL=20261117"), ["03-11", "10-11", "17-11"]),
        (series("2026-10-13T10:00", "FREQ=MONTHLY;BYDAY=2TU"), ["10-11"]),
        (series("2026-10-29T10:00", "FREQ=MONTHLY;BYDAY=-1TH"), ["26-11"]),
        (series("2026-11-03T10:00", "", "2026-11-12T10:00"), ["03-11", "12-11"]),
        (series("2026-11-03T10:00", "FREQ=WEEKLY;COUNT=1", "2026-11-12T10:00"), ["03-11", "12-11"]),
        (series("2026-11-03T10:00", "FREQ=WEEKLY;COUNT=2", "2026-11-10T10:00"), ["03-11", "10-11"]),
    ],
)
def test_a_series_gives_its_dates_each_once(one: Series, expected: list[str]) -> None:
    assert times(Schedule(series=(one,)), number=31) == [f"{day} 10:00-11:30" for day in expected]


def test_a_series_that_comes_each_second_is_refused() -> None:
    with pytest.raises(HoursError, match="secondly"):
        times(Schedule(series=(series("2026-11-03T10:00", "FREQ=SECONDLY"),)))


def test_the_text_of_openstreetmap_is_cut_at_midnight_and_keeps_its_remarks() -> None:
    slots = expand(Schedule(expression='24/7 "bel aan"'), Days(MONDAY, 2), NO_CALENDAR)

    assert told(slots) == ["02-11 00:00-00:00", "03-11 00:00-00:00"]
    assert slots[0].note == {"nl": "bel aan"}


TWO_A_WEEK = Schedule(weekly=(weekly((1, 10, 12), (3, 10, 12)),))


def changed(*changes: Change, schedule: Schedule = TWO_A_WEEK, **more: object) -> Schedule:
    return Schedule(weekly=schedule.weekly, changes=changes, **more)  # type: ignore[arg-type]


def test_one_date_is_cancelled_with_its_reason() -> None:
    schedule = changed(Change(CANCELLED, starts=datetime(2026, 11, 3, 10), reason=ILL))
    slots = expand(schedule, Days(MONDAY, 7), NO_CALENDAR)

    assert told(slots) == ["03-11 10:00-12:00 cancelled", "05-11 10:00-12:00"]
    assert [slot.reason for slot in slots] == [ILL, {}]


def test_a_cancelled_day_cancels_all_of_it() -> None:
    schedule = Schedule(
        weekly=(weekly((1, 10, 12), (1, 13, 15)),), changes=(Change(CANCELLED, whole_day=date(2026, 11, 3)),)
    )

    assert times(schedule) == ["03-11 10:00-12:00 cancelled", "03-11 13:00-15:00 cancelled"]


def test_a_moved_date_is_cancelled_there_and_open_here() -> None:
    to = datetime(2026, 11, 4, 19)
    schedule = changed(Change(MOVED, starts=datetime(2026, 11, 3, 10), to=to, minutes=60, reason=ILL))
    slots = expand(schedule, Days(MONDAY, 7), NO_CALENDAR)

    assert told(slots) == ["03-11 10:00-12:00 cancelled", "04-11 19:00-20:00", "05-11 10:00-12:00"]
    assert [slot.reason for slot in slots] == [ILL, ILL, {}]


def test_a_date_that_is_moved_into_these_days_or_out_of_them_is_seen() -> None:
    schedule = changed(Change(MOVED, starts=datetime(2026, 11, 3, 10), to=datetime(2026, 11, 11, 9), minutes=60))

    assert times(schedule) == ["03-11 10:00-12:00 cancelled", "05-11 10:00-12:00"]
    assert times(schedule, MONDAY + timedelta(days=9), 1) == ["11-11 09:00-10:00"]


def test_an_extra_date_is_added() -> None:
    extra = Change(ADDED, to=datetime(2026, 11, 4, 22), minutes=180, reason={"nl": "Feest"})
    slots = expand(changed(extra), Days(MONDAY, 7), NO_CALENDAR)

    assert told(slots) == ["03-11 10:00-12:00", "04-11 22:00-01:00", "05-11 10:00-12:00"]
    assert slots[1].reason == {"nl": "Feest"}


def test_a_moved_date_that_overlaps_its_old_time_leaves_only_the_rest_cancelled() -> None:
    schedule = changed(Change(MOVED, starts=datetime(2026, 11, 3, 10), to=datetime(2026, 11, 3, 11), minutes=120))

    assert times(schedule, number=2) == ["03-11 10:00-11:00 cancelled", "03-11 11:00-13:00"]


HOLIDAY = TownCalendar(holidays={date(2026, 11, 3): CHRISTMAS})
BREAK = TownCalendar(school_breaks=(Closure(date(2026, 11, 5), date(2026, 11, 8), AUTUMN),))


@pytest.mark.parametrize(
    ("calendar", "follows", "expected"),
    [
        (HOLIDAY, {"closed_on_holidays": True}, [(CANCELLED, CHRISTMAS), (OPEN, {})]),
        (HOLIDAY, {"closed_on_holidays": False}, [(OPEN, {}), (OPEN, {})]),
        (BREAK, {"closed_in_school_breaks": True}, [(OPEN, {}), (CANCELLED, AUTUMN)]),
        (BREAK, {"closed_in_school_breaks": False}, [(OPEN, {}), (OPEN, {})]),
    ],
)
def test_a_schedule_follows_or_ignores_the_calendar_of_the_town(
    calendar: TownCalendar, follows: dict[str, bool], expected: list[tuple[str, object]]
) -> None:
    slots = expand(changed(**follows), Days(MONDAY, 7), calendar)

    assert [(slot.status, slot.reason) for slot in slots] == expected


def test_what_was_planned_for_a_holiday_happens() -> None:
    schedule = changed(Change(ADDED, to=datetime(2026, 11, 3, 14), minutes=60))

    assert times(schedule, MONDAY, 2, HOLIDAY) == ["03-11 10:00-12:00 cancelled", "03-11 14:00-15:00"]


def test_a_closure_closes_all_of_its_days_with_its_reason() -> None:
    closure = Closure(date(2026, 11, 3), date(2026, 11, 4), {"nl": "Verbouwing"})
    schedule = changed(Change(ADDED, to=datetime(2026, 11, 4, 14), minutes=60))
    slots = expand(schedule, Days(MONDAY, 7), NO_CALENDAR, [closure])

    assert told(slots) == ["03-11 10:00-12:00 cancelled", "04-11 14:00-15:00 cancelled", "05-11 10:00-12:00"]
    assert slots[0].reason == slots[1].reason == {"nl": "Verbouwing"}


def test_a_night_that_began_before_a_closure_is_not_cut() -> None:
    schedule = Schedule(weekly=(weekly((0, 22, 26), (1, 22, 26)),))
    closure = Closure(date(2026, 11, 3), date(2026, 11, 3))

    assert times(schedule, MONDAY, 7, NO_CALENDAR, closure) == ["02-11 22:00-02:00", "03-11 22:00-02:00 cancelled"]
