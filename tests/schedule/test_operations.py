"""Stored slots are always what the rules say, and only what differs is written."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tests.build import make_activity, make_municipality, make_place
from tests.town import OVERWATER
from webapp.areas.models import Municipality
from webapp.areas.queries import get_content_version
from webapp.extensions import db
from webapp.places.models import Place
from webapp.schedule.models import CANCELLED, Slot
from webapp.schedule.operations import refresh_slots, replace_slots
from webapp.schedule.rules import HoursError, midnight

MONDAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[None]:
    with time_machine.travel("2026-11-02T08:00:00+01:00", tick=False):
        yield


@pytest.fixture
def brinkdam(db_session: Session) -> Municipality:
    return make_municipality()


def count_slots(**of: object) -> int:
    return db.session.scalar(select(func.count()).select_from(Slot).filter_by(**of)) or 0


def test_a_place_gets_its_slots_when_its_hours_are_written(brinkdam: Municipality) -> None:
    place = make_place(brinkdam, opening_hours="Mo 09:00-12:00")

    assert count_slots(place_id=place.id) == 13


def test_new_hours_replace_current_and_future_slots_and_keep_what_is_over(brinkdam: Municipality) -> None:
    place = make_place(brinkdam, opening_hours="Mo 09:00-12:00")

    replace_slots(brinkdam.id, place_id=place.id, opening_hours="We 10:00-11:00", first_day=date(2026, 11, 10))

    starts = db.session.scalars(select(Slot.starts_at).order_by(Slot.starts_at)).all()
    assert [start.date() for start in starts[:3]] == [date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 11)]


def test_without_hours_no_slots_stay(brinkdam: Municipality) -> None:
    place = make_place(brinkdam, opening_hours="Mo 09:00-12:00")

    replace_slots(brinkdam.id, place_id=place.id, opening_hours=None, first_day=MONDAY)

    assert count_slots() == 0


def test_hours_that_do_not_parse_change_nothing(brinkdam: Municipality) -> None:
    place = make_place(brinkdam, opening_hours="Mo 09:00-12:00")

    with pytest.raises(HoursError):
        replace_slots(brinkdam.id, place_id=place.id, opening_hours="maandag", first_day=MONDAY)

    assert count_slots() == 13


def test_the_same_hours_again_write_nothing(brinkdam: Municipality) -> None:
    place = make_place(brinkdam, opening_hours="Mo-Fr 09:00-12:00; Sa 22:00-02:00")
    version = get_content_version(brinkdam)

    hours = place.opening_hours
    assert replace_slots(brinkdam.id, place_id=place.id, opening_hours=hours, first_day=MONDAY) == 0
    assert refresh_slots(MONDAY) == 0
    assert get_content_version(brinkdam) == version


def test_a_refresh_a_day_later_adds_the_new_day_only(brinkdam: Municipality) -> None:
    make_place(brinkdam, opening_hours="Mo-Su 09:00-12:00")
    before = set(db.session.scalars(select(Slot.id)))

    assert refresh_slots(MONDAY + timedelta(days=1)) == 1
    assert before < set(db.session.scalars(select(Slot.id)))


def test_a_refresh_removes_what_was_over_a_week_ago(brinkdam: Municipality) -> None:
    make_place(brinkdam, opening_hours="Mo 09:00-12:00")

    refresh_slots(MONDAY + timedelta(days=8))

    first = db.session.scalar(select(func.min(Slot.starts_at)))
    assert first is not None
    assert first > midnight(MONDAY + timedelta(days=1))


def test_a_cancelled_slot_stays_cancelled_with_its_reason(brinkdam: Municipality) -> None:
    place = make_place(brinkdam, opening_hours="Mo 09:00-12:00")
    ziek = "vandaag dicht: ziek"
    first = select(func.min(Slot.id)).scalar_subquery()
    db.session.execute(update(Slot).where(Slot.id == first).values(status=CANCELLED, note=ziek))

    assert refresh_slots(MONDAY) == 0
    assert count_slots(place_id=place.id, status=CANCELLED, note=ziek) == 1


def test_every_town_is_refreshed_and_none_mixed_up(brinkdam: Municipality) -> None:
    here = make_place(brinkdam, opening_hours="Mo 09:00-12:00")
    there = make_place(make_municipality(OVERWATER), position=None, opening_hours="Tu 09:00-12:00")

    refresh_slots(MONDAY + timedelta(days=20))

    rows = db.session.execute(select(Slot.place_id, Slot.municipality_id).distinct()).all()
    assert dict(map(tuple, rows)) == {here.id: here.municipality_id, there.id: there.municipality_id}


def test_by_appointment_means_no_slots(brinkdam: Municipality) -> None:
    make_activity(brinkdam, opening_hours="Mo 09:00-12:00", by_appointment=True)

    refresh_slots(MONDAY)

    assert count_slots() == 0


def test_hours_that_stopped_to_parse_do_not_stop_the_night(
    brinkdam: Municipality, caplog: pytest.LogCaptureFixture
) -> None:
    broken = make_place(brinkdam, "Kapot", opening_hours="Mo 09:00-12:00")
    make_place(brinkdam, "Heel", opening_hours="Mo 09:00-12:00")
    db.session.execute(update(Place).where(Place.id == broken.id).values(opening_hours="maandag"))

    refresh_slots(MONDAY + timedelta(days=7))

    assert "maandag" in caplog.text
    assert count_slots(place_id=broken.id) == 1, "only the one that is over"


def test_the_command_says_how_many_it_wrote(brinkdam: Municipality, cli: FlaskCliRunner) -> None:
    make_place(brinkdam, opening_hours="Mo 09:00-12:00")
    db.session.execute(Slot.__table__.delete())

    assert cli.invoke(args=["schedule", "refresh"]).output == "13 opening times added or removed\n"
    assert cli.invoke(args=["schedule", "refresh"]).output == "0 opening times added or removed\n"
