"""Which changed times are one piece of news, what it is called, and since when it is known."""

from datetime import UTC, date, datetime, timedelta

import pytest

from webapp.exchange.changed_dates import ChangedDates, Noted, days_of_town, gather, known_since
from webapp.schedule.changing import add, cancel, move, reinstate
from webapp.schedule.document import to_document
from webapp.schedule.expansion import Slot, expand
from webapp.schedule.timetables import TownTime
from webapp.schedule.values import Closure, Days, Schedule, Series, TownCalendar

ILL, BUSY = {"nl": "De gastvrouw is ziek"}, {"nl": "zaal bezet"}
MONDAY = date(2026, 11, 30)
MORNING, AFTERNOON = (Series(datetime(2026, 11, 2, hour), 60, "FREQ=DAILY") for hour in (10, 14))
DAILY = Schedule(series=(MORNING, AFTERNOON), closed_on_holidays=False)
CALENDAR = TownCalendar({date(2026, 12, 25): {"nl": "Eerste Kerstdag"}})


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 12, day, hour)


def changed(schedule: Schedule, closures: list[Closure] | None = None, days: int = 28) -> list[Slot]:
    slots = expand(schedule, Days(MONDAY, days), CALENDAR, closures or [])
    return [slot for slot in slots if slot.status == "cancelled" or slot.change]


def keys(found: list[ChangedDates]) -> list[str]:
    return [one.key for one in found]


def test_all_that_falls_out_on_one_day_is_one_piece() -> None:
    schedule = cancel(cancel(DAILY, date(2026, 12, 1), ILL, DAILY), at(3, 14), ILL, DAILY)

    first, second = gather(changed(schedule), [])

    assert (first.key, len(first.slots)) == ("cancelled/2026-12-01", 2)
    assert (second.key, len(second.slots)) == ("cancelled/2026-12-03", 1)


def test_a_move_is_one_piece_with_one_name_from_whichever_side_it_is_seen() -> None:
    slots = changed(move(DAILY, at(1, 10), at(2, 19), BUSY, DAILY))

    [both] = gather(slots, [])
    assert (both.kind, both.key) == ("moved", "moved/20261201T0900Z/20261202T1800Z")
    assert [keys(gather([slot], [])) for slot in slots] == [[both.key]] * 2


def test_an_extra_time_and_other_hours_on_a_day_are_told_apart() -> None:
    extra = add(DAILY, at(1, 20), 60, BUSY)
    other = add(cancel(DAILY, date(2026, 12, 2), ILL, DAILY), at(2, 12), 60, ILL)

    assert [(one.kind, one.key) for one in gather(changed(extra), [])] == [("added", "added/20261201T1900Z")]
    assert ("otherwise", "otherwise/20261202T1100Z") in [(one.kind, one.key) for one in gather(changed(other), [])]


def test_a_closure_is_one_piece_for_all_its_days_also_when_some_are_over() -> None:
    closure = Closure(date(2026, 12, 1), date(2026, 12, 9), {"nl": "verbouwing"})
    slots = changed(DAILY, [closure], days=10)

    [whole], [rest] = gather(slots, [closure]), gather(slots[6:], [closure])

    assert (whole.kind, len(whole.slots), whole.first_day) == ("closed", 18, closure.first_day)
    assert whole.key == rest.key == "closed/2026-12-01/2026-12-09"


def test_a_holiday_a_break_and_a_closure_of_the_town_are_the_towns() -> None:
    storm = Closure(MONDAY, MONDAY, {"nl": "Storm"})
    holidays = Closure(date(2026, 12, 19), date(2027, 1, 3), {"nl": "Kerstvakantie"})
    time = TownTime(TownCalendar(CALENDAR.holidays, (holidays,)), {None: [storm]})

    def named(day: int, month: int, reason: str) -> str | None:
        starts = datetime(2026, month, day, 9, tzinfo=UTC)
        found = days_of_town(Slot(starts, starts + timedelta(hours=1), "cancelled", {"nl": reason}), time)
        return found.key if found else None

    assert named(30, 11, "Storm") == "closed/2026-11-30/2026-11-30"
    assert named(25, 12, "Eerste Kerstdag") == "holiday/2026-12-25/2026-12-25"
    assert named(22, 12, "Kerstvakantie") == "break/2026-12-19/2027-01-03"
    assert named(30, 11, "De gastvrouw is ziek") is None
    assert named(26, 12, "Eerste Kerstdag") is None


# ---------------------------------------------------------------- since when


def noted(day: int, schedule: Schedule, what: str = "cancel") -> Noted:
    return Noted(datetime(2026, 11, day, 12, tzinfo=UTC), what, to_document(schedule).get("changes", ()))


CANCELLED = cancel(DAILY, at(1, 10), ILL, DAILY)
DAY_OUT = cancel(DAILY, date(2026, 12, 1), ILL, DAILY)
MOVED = move(DAILY, at(1, 10), at(2, 19), BUSY, DAILY)
EXTRA = add(DAILY, at(1, 20), 60, BUSY)
BACK = reinstate(CANCELLED, at(1, 10))


@pytest.mark.parametrize(
    ("schedule", "history", "day"),
    [
        (CANCELLED, [noted(1, DAILY), noted(20, CANCELLED)], 20),
        (CANCELLED, [noted(1, DAILY), noted(20, CANCELLED), noted(22, add(CANCELLED, at(5, 20), 60, BUSY))], 20),
        (CANCELLED, [noted(20, CANCELLED), noted(21, BACK), noted(23, CANCELLED)], 23),
        (DAY_OUT, [noted(1, DAILY), noted(19, DAY_OUT)], 19),
        (MOVED, [noted(1, DAILY), noted(18, MOVED)], 18),
        (EXTRA, [noted(1, DAILY), noted(17, EXTRA)], 17),
        (CANCELLED, [noted(20, CANCELLED), noted(21, BACK)], None),
        (CANCELLED, [noted(20, CANCELLED, "first"), noted(22, CANCELLED, "edit")], None),
        (CANCELLED, [], None),
    ],
)
def test_it_is_known_since_it_was_said_without_being_taken_back(
    schedule: Schedule, history: list[Noted], day: int | None
) -> None:
    [dates] = gather(changed(schedule), [])

    assert known_since(dates, history) == (datetime(2026, 11, day, 12, tzinfo=UTC) if day else None)


def test_a_night_in_which_the_clock_goes_back_has_its_history_too() -> None:
    """The first of the two times that the clock shows is meant, here as everywhere."""
    nightly = Schedule(series=(Series(datetime(2026, 10, 1, 2, 30), 30, "FREQ=DAILY"),))
    schedule = cancel(nightly, datetime(2026, 10, 25, 2, 30), ILL, nightly)
    slots = [slot for slot in expand(schedule, Days(date(2026, 10, 25), 1), CALENDAR) if slot.status == "cancelled"]

    [dates] = gather(slots, [])

    assert dates.slots[0].starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert known_since(dates, [noted(1, schedule)]) is not None
