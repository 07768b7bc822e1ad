"""Content that counts its days from the first load."""

from datetime import date, datetime, time

import pytest

from webapp.core.clock import local
from webapp.demo.changes import Planned, Town, plan_for, read_planned
from webapp.demo.closed import read_closures
from webapp.demo.relative import in_days
from webapp.schedule.expansion import expand
from webapp.schedule.values import ADDED, CANCELLED, MOVED, Change, Closure, Days, TownCalendar

TUESDAY = date(2026, 11, 24)
WHY = {"nl": "ziek", "en": "ill"}
EVERY_TUESDAY = "Tu 10:00-12:00"
OPEN_TOWN = Town(TUESDAY, TownCalendar(), ())


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("+0", "2026-11-24"),
        ("+10", "2026-12-04"),
        ("-1", "2026-11-23"),
        ("+0 tu", "2026-11-24"),
        ("+1 tu", "2026-12-01"),
        ("+0 sa 14:00", "2026-11-28T14:00"),
        ("-14 we 13:30", "2026-11-11T13:30"),
        ("FREQ=WEEKLY;UNTIL=+70", "FREQ=WEEKLY;UNTIL=20270202"),
        ("FREQ=WEEKLY;UNTIL=20270202", "FREQ=WEEKLY;UNTIL=20270202"),
        ("+31612345678", "+31612345678"),
        ("Kom +10 minuten eerder", "Kom +10 minuten eerder"),
    ],
)
def test_days_are_counted_from_the_first_one(told: str, meant: str) -> None:
    assert in_days({"deep": [told, 3]}, TUESDAY) == {"deep": [meant, 3]}


def changes(*planned: Planned, hours: str = EVERY_TUESDAY, town: Town = OPEN_TOWN) -> tuple[Change, ...]:
    schedule = plan_for(None, hours, planned, town)
    assert schedule
    return schedule.changes


def test_without_changes_it_stays_as_it_was_told() -> None:
    assert plan_for(None, EVERY_TUESDAY, [], OPEN_TOWN) is None


def test_the_first_date_from_a_day_on_falls_out_and_again_so_many_days_later() -> None:
    found = changes(Planned(CANCELLED, 1, 28, WHY))

    assert [change.starts for change in found[:2]] == [datetime(2026, 12, 1, 10), datetime(2026, 12, 29, 10)]
    assert len(found) == 13
    assert found[-1].starts == datetime(2027, 11, 2, 10)


def test_a_whole_day_falls_out() -> None:
    assert changes(Planned(CANCELLED, 0, 400, WHY, whole_day=True)) == (
        Change(CANCELLED, whole_day=TUESDAY, reason=WHY),
    )


def test_a_date_moves_for_as_long_as_it_takes() -> None:
    assert changes(Planned(MOVED, 0, 400, WHY, by=2, at=time(19))) == (
        Change(MOVED, starts=datetime(2026, 11, 24, 10), to=datetime(2026, 11, 26, 19), minutes=120, reason=WHY),
    )


def test_an_extra_date_is_on_its_weekday() -> None:
    [added] = changes(Planned(ADDED, 1, 400, WHY, at=time(11), minutes=60, weekday=5))

    assert added.to == datetime(2026, 11, 28, 11)


def test_what_is_closed_anyway_is_not_changed_and_nothing_goes_to_a_closed_day() -> None:
    closed = Town(
        TUESDAY,
        TownCalendar(holidays={TUESDAY: {"nl": "feest"}}),
        (Closure(date(2026, 12, 2), date(2026, 12, 5), WHY),),
    )

    assert changes(Planned(CANCELLED, 0, 400, WHY), town=closed)[0].starts == datetime(2026, 12, 1, 10)
    assert changes(Planned(MOVED, 0, 400, WHY, by=1, at=time(9)), town=closed)[0].to == datetime(2026, 12, 9, 9)
    assert changes(Planned(ADDED, 8, 400, WHY, at=time(9), minutes=9), town=closed)[0].to == datetime(2026, 12, 6, 9)


def test_of_two_changes_of_one_date_the_first_stands() -> None:
    first, second = Planned(CANCELLED, 0, 400, WHY), Planned(MOVED, 0, 7, WHY, at=time(15))

    assert [change.kind for change in changes(first, second)[:2]] == [CANCELLED, MOVED]
    assert changes(first, second)[1].starts == datetime(2026, 12, 1, 10)


def test_each_change_does_what_it_says() -> None:
    schedule = plan_for(None, EVERY_TUESDAY, [Planned(MOVED, 0, 7, WHY, by=1, at=time(19))], OPEN_TOWN)
    assert schedule

    standing = [one for one in expand(schedule, Days(TUESDAY, 28), TownCalendar()) if one.status != CANCELLED]

    assert [local(one.starts_at).weekday() for one in standing] == [2, 2, 2, 2]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ({"activity": "koffie", "kind": "cancelled", "reden": "ziek"}, "reden"),
        ({"kind": "cancelled"}, "cancelled"),
        ({"activity": "a", "place": "b", "kind": "cancelled"}, "'a'"),
        ({"activity": "koffie", "kind": "vervallen", "from_day": 0, "every": 7, "reason": WHY}, "vervallen"),
        ({"activity": "koffie", "kind": "cancelled"}, "koffie"),
        ({"activity": "koffie", "kind": "added", "from_day": 0, "every": 0, "reason": WHY}, "koffie"),
    ],
)
def test_a_slip_in_a_change_is_named(content: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        read_planned([content])


def test_a_change_that_never_finds_a_date_is_refused() -> None:
    with pytest.raises(ValueError, match="ziek"):
        changes(Planned(CANCELLED, 0, 400, WHY), hours="2020 Dec 24 10:00-11:00")


def test_a_closure_of_each_year_holds_in_this_one_and_the_next() -> None:
    content = {"closure": [{"from": "12-27", "to": "12-31", "reason": WHY, "place": "de-brink"}]}

    found = read_closures(content, TUESDAY)

    assert [told.closure.first_day for told in found] == [date(2026, 12, 27), date(2027, 12, 27)]
    assert {told.place for told in found} == {"de-brink"}


@pytest.mark.parametrize("wrong", [{"from": "12-27"}, {"first_day": "2026-12-27"}, {"from": "1-1", "to": "2-1"}])
def test_a_slip_in_a_closure_is_named(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="closure"):
        read_closures({"closure": [{"reason": WHY, **wrong}]}, TUESDAY)
