"""Stored slots are always what was said about time, and only what differs is written."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select, update

from tests.build import make_activity, make_municipality, make_place
from tests.town import OVERWATER
from webapp.areas.models import Municipality
from webapp.areas.queries import get_content_version
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.places.models import Place
from webapp.schedule.checks import ScheduleError
from webapp.schedule.models import CANCELLED, OPEN, Slot, StoredSchedule
from webapp.schedule.operations import (
    add_date,
    cancel_date,
    move_date,
    refresh_slots,
    restore_date,
    save_schedule,
)
from webapp.schedule.rules import midnight
from webapp.schedule.timetables import Owner
from webapp.schedule.values import Hours, Schedule, Weekly

MONDAY = date(2026, 11, 2)
ILL = {"nl": "ziek", "en": "ill"}
NINE_TO_TWELVE = Schedule(weekly=(Weekly((Hours(0, 540, 720),)),))


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[None]:
    with time_machine.travel("2026-11-02T08:00:00+01:00", tick=False):
        yield


def of(place: Place) -> Owner:
    return Owner(place_id=place.id)


def count_slots(**filters: object) -> int:
    return db.session.scalar(select(func.count()).select_from(Slot).filter_by(**filters)) or 0


def first_slots(number: int = 3, **filters: object) -> list[tuple[str, str]]:
    """Status and Dutch begin."""
    rows = db.session.scalars(select(Slot).filter_by(**filters).order_by(Slot.starts_at).limit(number))
    return [(row.status, f"{row.starts_at + timedelta(hours=1):%d %H:%M}") for row in rows]


def test_a_place_gets_its_slots_when_its_hours_are_written(brinkdam: Municipality) -> None:
    place = make_place(brinkdam, opening_hours="Mo 09:00-12:00")

    assert count_slots(place_id=place.id) == 13


def test_a_new_schedule_replaces_what_comes_and_keeps_what_is_over(brinkdam: Municipality) -> None:
    place = make_place(brinkdam, opening_hours="Mo 09:00-12:00")

    with time_machine.travel("2026-11-10T08:00:00+01:00", tick=False):
        save_schedule(brinkdam.id, of(place), Schedule(weekly=(Weekly((Hours(2, 600, 660),)),)))

    assert first_slots() == [(OPEN, "02 09:00"), (OPEN, "09 09:00"), (OPEN, "11 10:00")]


def test_a_schedule_without_times_leaves_no_slots(brinkdam: Municipality) -> None:
    place = make_place(brinkdam)
    save_schedule(brinkdam.id, of(place), NINE_TO_TWELVE)

    save_schedule(brinkdam.id, of(place), Schedule())

    assert count_slots() == 0
    assert db.session.scalars(select(StoredSchedule)).all() == []


def test_a_schedule_that_is_wrong_changes_nothing(brinkdam: Municipality) -> None:
    place = make_place(brinkdam, opening_hours="Mo 09:00-12:00")

    with pytest.raises(ScheduleError, match="maandag"):
        save_schedule(brinkdam.id, of(place), Schedule(expression="maandag"))
    with pytest.raises(ScheduleError, match="cannot take the hours"):
        save_schedule(brinkdam.id, of(place), Schedule(inherits=True))

    assert count_slots() == 13


def test_a_place_of_another_town_is_not_there(brinkdam: Municipality) -> None:
    place = make_place(brinkdam, opening_hours="Mo 09:00-12:00")
    overwater = make_municipality(OVERWATER)

    for wrong in (lambda: save_schedule(overwater.id, of(place), NINE_TO_TWELVE),
                  lambda: cancel_date(overwater.id, of(place), MONDAY, ILL)):  # fmt: skip
        with pytest.raises(NotFound):
            wrong()


def test_saying_the_same_again_writes_nothing(brinkdam: Municipality) -> None:
    place = make_place(brinkdam)
    assert save_schedule(brinkdam.id, of(place), NINE_TO_TWELVE) == 13
    cancel_date(brinkdam.id, of(place), MONDAY, ILL)
    db.session.commit()
    version = get_content_version(brinkdam)

    assert cancel_date(brinkdam.id, of(place), MONDAY, ILL) == 0
    assert refresh_slots(brinkdam.id, MONDAY) == 0
    db.session.commit()
    assert get_content_version(brinkdam) == version


def test_a_refresh_a_day_later_adds_the_new_day_only(brinkdam: Municipality) -> None:
    make_place(brinkdam, opening_hours="Mo-Su 09:00-12:00")
    before = set(db.session.scalars(select(Slot.id)))

    assert refresh_slots(brinkdam.id, MONDAY + timedelta(days=1)) == 1
    assert before < set(db.session.scalars(select(Slot.id)))


def test_a_refresh_removes_what_was_over_a_week_ago(brinkdam: Municipality) -> None:
    make_place(brinkdam, opening_hours="Mo 09:00-12:00")

    refresh_slots(brinkdam.id, MONDAY + timedelta(days=8))

    first = db.session.scalar(select(func.min(Slot.starts_at)))
    assert first is not None
    assert first > midnight(MONDAY + timedelta(days=1))


def test_one_date_falls_out_with_its_reason_and_comes_back(brinkdam: Municipality) -> None:
    place = make_place(brinkdam, opening_hours="Mo 09:00-12:00,13:00-15:00")

    assert cancel_date(brinkdam.id, of(place), datetime(2026, 11, 9, 13), ILL) == 2
    assert count_slots(status=CANCELLED, reason=ILL, starts_at=datetime(2026, 11, 9, 12, tzinfo=UTC)) == 1
    assert count_slots(status=OPEN) == 25

    cancel_date(brinkdam.id, of(place), date(2026, 11, 9), {"nl": "storm"})
    assert count_slots(status=CANCELLED, reason={"nl": "storm"}) == 2

    restore_date(brinkdam.id, of(place), date(2026, 11, 9))
    assert count_slots(status=OPEN) == 26


def test_a_date_is_moved_and_another_one_added(brinkdam: Municipality) -> None:
    place = make_place(brinkdam, opening_hours="Mo 09:00-12:00")

    move_date(brinkdam.id, of(place), datetime(2026, 11, 9, 9), datetime(2026, 11, 10, 14), ILL)
    add_date(brinkdam.id, of(place), datetime(2026, 11, 12, 20), 60, {"nl": "feest"})

    assert first_slots(5) == [
        (OPEN, "02 09:00"), (CANCELLED, "09 09:00"), (OPEN, "10 14:00"), (OPEN, "12 20:00"), (OPEN, "16 09:00"),
    ]  # fmt: skip


def test_what_was_added_can_fall_out_after_all_and_be_added_again(brinkdam: Municipality) -> None:
    place, party = make_place(brinkdam), datetime(2026, 11, 12, 20)
    add_date(brinkdam.id, of(place), party, 60, {"nl": "feest"})

    cancel_date(brinkdam.id, of(place), party.date(), ILL)
    assert first_slots() == [(CANCELLED, "12 20:00")]
    add_date(brinkdam.id, of(place), party, 60, {"nl": "toch feest"})
    assert first_slots() == [(OPEN, "12 20:00")]


def test_where_nothing_is_nothing_can_fall_out(brinkdam: Municipality) -> None:
    place = make_place(brinkdam, opening_hours="Mo 09:00-12:00")
    tuesday = datetime(2026, 11, 10, 9)

    with pytest.raises(ScheduleError, match="nothing on 2026-11-10"):
        cancel_date(brinkdam.id, of(place), tuesday.date(), ILL)
    with pytest.raises(ScheduleError, match="nothing begins"):
        move_date(brinkdam.id, of(place), tuesday, tuesday + timedelta(days=1), ILL)
    with pytest.raises(ScheduleError, match="the reason is missing in Dutch"):
        cancel_date(brinkdam.id, of(place), MONDAY, {"en": "ill"})


def test_an_activity_takes_the_hours_of_its_place_only_when_it_says_so(brinkdam: Municipality) -> None:
    place = make_place(brinkdam, opening_hours="Mo 09:00-12:00")
    follows, own = make_activity(brinkdam, place=place), make_activity(brinkdam, place=place)
    owner = Owner(activity_id=follows.id)

    assert save_schedule(brinkdam.id, owner, Schedule(inherits=True)) == 13
    assert count_slots(activity_id=own.id) == 0
    save_schedule(brinkdam.id, of(place), Schedule(weekly=(Weekly((Hours(1, 540, 720), Hours(3, 540, 720))),)))
    assert count_slots(activity_id=follows.id) == 26
    cancel_date(brinkdam.id, owner, date(2026, 11, 3), ILL)
    assert (count_slots(status=CANCELLED), count_slots(status=CANCELLED, activity_id=follows.id)) == (1, 1)


def test_without_a_place_there_is_nothing_to_take(brinkdam: Municipality) -> None:
    activity = make_activity(brinkdam, online=True)

    with pytest.raises(ScheduleError, match="no place"):
        save_schedule(brinkdam.id, Owner(activity_id=activity.id), Schedule(inherits=True))


def test_a_source_that_says_the_same_again_leaves_what_was_changed_here(brinkdam: Municipality) -> None:
    hours = {"external_id": "1", "opening_hours": "Mo 09:00-12:00"}
    place = make_place(brinkdam, **hours)
    save_schedule(brinkdam.id, of(place), Schedule(weekly=(Weekly((Hours(0, 600, 720),)),)))
    cancel_date(brinkdam.id, of(place), date(2026, 11, 9), ILL)

    make_place(brinkdam, **hours)
    assert first_slots(2) == [(OPEN, "02 10:00"), (CANCELLED, "09 10:00")]

    make_place(brinkdam, **{**hours, "opening_hours": "Mo 11:00-12:00"})
    assert first_slots(2) == [(OPEN, "02 11:00"), (CANCELLED, "09 11:00")], "a new word counts, the cancelled day stays"

    make_place(brinkdam, **{**hours, "opening_hours": None})
    assert count_slots() == 0


def test_every_town_is_refreshed_by_itself(brinkdam: Municipality) -> None:
    here = make_place(brinkdam, opening_hours="Mo 09:00-12:00")
    there = make_place(make_municipality(OVERWATER), position=None, opening_hours="Tu 09:00-12:00")

    for town in (brinkdam.id, there.municipality_id):
        refresh_slots(town, MONDAY + timedelta(days=20))

    rows = db.session.execute(select(Slot.place_id, Slot.municipality_id).distinct()).all()
    assert dict(map(tuple, rows)) == {here.id: here.municipality_id, there.id: there.municipality_id}


@pytest.mark.parametrize("document", [{"version": 1, "expression": "maandag"}, {"version": 2}, {"version": 1, "x": 1}])
def test_a_schedule_that_is_no_more_understood_does_not_stop_the_night(
    brinkdam: Municipality, caplog: pytest.LogCaptureFixture, document: dict[str, object]
) -> None:
    broken = make_place(brinkdam, "Kapot", opening_hours="Mo 09:00-12:00")
    make_place(brinkdam, "Heel", opening_hours="Mo 09:00-12:00")
    db.session.execute(update(StoredSchedule).filter_by(place_id=broken.id).values(document=document))

    refresh_slots(brinkdam.id, MONDAY + timedelta(days=7))

    assert "left out" in caplog.text
    assert count_slots(place_id=broken.id) == 1, "only the one that is over"
    assert count_slots() == 15


def test_the_command_says_how_many_it_wrote(brinkdam: Municipality, cli: FlaskCliRunner) -> None:
    make_place(brinkdam, opening_hours="Mo 09:00-12:00")
    db.session.execute(Slot.__table__.delete())

    assert cli.invoke(args=["schedule", "refresh"]).output == "13 opening times added or removed\n"
    assert cli.invoke(args=["schedule", "refresh"]).output == "0 opening times added or removed\n"


def test_new_words_of_a_source_replace_what_is_no_more_understood(brinkdam: Municipality) -> None:
    place = make_place(brinkdam, external_id="1", opening_hours="Mo 09:00-12:00")
    db.session.execute(update(StoredSchedule).values(document={"version": 2}, source_text="{}"))

    make_place(brinkdam, external_id="1", opening_hours="Mo 10:00-12:00")

    assert first_slots(1, place_id=place.id) == [(OPEN, "02 10:00")]
