"""The demonstration shows all that the engine for time can do, on whatever day it is loaded and loaded again."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskCliRunner
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tests.conftest import DEMO_MOMENT
from tests.page import PageClient
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.areas.queries import get_content_version
from webapp.core import clock
from webapp.core.clock import local
from webapp.demo.operations import CONTENT, list_towns
from webapp.extensions import db
from webapp.places.models import Place
from webapp.schedule.breaks import read_breaks
from webapp.schedule.document import from_document
from webapp.schedule.holidays import closed_days
from webapp.schedule.models import APPOINTMENT, CANCELLED, OPEN, Slot, StoredClosure, StoredSchedule
from webapp.schedule.queries import get_ticks, list_school_breaks
from webapp.schedule.rules import midnight
from webapp.schedule.values import ADDED, MOVED, Schedule, Series, Weekly

BOTH = {"nl", "en"}


def schedule_of(owner: Any) -> Schedule:
    is_its = StoredSchedule.place_id == owner.id if isinstance(owner, Place) else StoredSchedule.activity_id == owner.id
    return from_document(db.session.scalars(select(StoredSchedule.document).where(is_its)).one())


def slots_of(owner: Any) -> list[Slot]:
    is_its = Slot.place_id == owner.id if isinstance(owner, Place) else Slot.activity_id == owner.id
    return list(db.session.scalars(select(Slot).where(is_its).order_by(Slot.starts_at)))


def all_schedules() -> list[tuple[Any, Schedule]]:
    """With their owners."""
    return [
        (
            db.session.scalars(
                select(Place).where(Place.id == row.place_id)
                if row.place_id
                else select(Activity).where(Activity.id == row.activity_id)
            ).one(),
            from_document(row.document),
        )
        for row in db.session.scalars(select(StoredSchedule))
    ]


def has_rule(*parts: str) -> Callable[[Schedule], bool]:
    return lambda schedule: any(all(part in one.rule for part in parts) for one in schedule.series)


def has_series(test: Callable[[Series], object]) -> Callable[[Schedule], bool]:
    return lambda schedule: any(map(test, schedule.series))


def has_week(test: Callable[[Weekly], object]) -> Callable[[Schedule], bool]:
    return lambda schedule: any(map(test, schedule.weekly))


KINDS: dict[str, Callable[[Schedule], object]] = {
    "each week": has_series(lambda one: one.rule == "FREQ=WEEKLY"),
    "every second week": has_rule("INTERVAL=2"),
    "nth weekday of the month": has_rule("MONTHLY", "BYDAY=2TU"),
    "last Thursday of the month": has_rule("MONTHLY", "BYDAY=-1TH"),
    "once a year": has_rule("YEARLY"),
    "until a day": has_rule("UNTIL="),
    "a number of times": has_rule("COUNT="),
    "irregular dates": has_series(lambda one: not one.rule and len(one.extra) > 2),
    "season": has_week(lambda week: week.season),
    "until and from a day": has_week(lambda week: week.first_day or week.last_day),
    "past midnight": has_week(lambda week: any(hours.closes > 24 * 60 for hours in week.hours)),
    "by appointment beside walk-in": has_week(lambda week: {one.by_appointment for one in week.hours} == {True, False}),
    "note in both languages, of a period": has_week(
        lambda week: any(hours.note.keys() == BOTH for hours in week.hours)
    ),
    "note in both languages, of a series": has_series(lambda one: one.note.keys() == BOTH),
    "hours of the place": lambda schedule: schedule.inherits,
    "closed in school breaks": lambda schedule: schedule.closed_in_school_breaks,
    "open in school breaks": lambda schedule: not schedule.closed_in_school_breaks and not schedule.is_empty,
    "open on holidays": lambda schedule: not schedule.closed_on_holidays,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_time_is_there_and_takes_place(demo: PageClient, kind: str) -> None:
    owners = [owner for owner, schedule in all_schedules() if KINDS[kind](schedule)]

    assert owners
    assert any(slot.status != CANCELLED for owner in owners for slot in slots_of(owner))


NEWS: dict[str, ColumnElement[bool]] = {
    "cancelled": (Slot.status == CANCELLED) & Slot.change.is_(None),
    "moved away": (Slot.status == CANCELLED) & (Slot.change == MOVED),
    "moved here": (Slot.status == OPEN) & (Slot.change == MOVED),
    "added": (Slot.status == OPEN) & (Slot.change == ADDED),
}


@pytest.mark.parametrize("news", NEWS)
@pytest.mark.parametrize("owner", [Slot.place_id, Slot.activity_id])
def test_every_kind_of_change_is_there_with_its_reason(demo: PageClient, owner: Any, news: str) -> None:
    reasons = db.session.scalars(select(Slot.reason).where(owner.is_not(None), NEWS[news])).all()

    assert reasons
    assert all(reason.keys() == BOTH for reason in reasons)


def test_some_times_are_by_appointment(demo: PageClient) -> None:
    assert db.session.scalars(select(Slot).where(Slot.status == APPOINTMENT)).first()


def test_what_takes_the_hours_of_its_place_takes_its_changes_too(demo: PageClient) -> None:
    activity = db.session.scalars(select(Activity).where(Activity.slug == "voedselpakket-ophalen")).one()
    assert activity.place

    own, of_place = (
        [(slot.starts_at, slot.status, slot.change) for slot in slots_of(one)] for one in (activity, activity.place)
    )

    assert own == of_place
    assert MOVED in {change for _start, _status, change in own}


def test_a_place_an_organisation_and_the_whole_town_are_closed_at_times(demo: PageClient) -> None:
    closures = db.session.scalars(select(StoredClosure)).all()
    reasons = {tuple(slot.reason.items()) for slot in db.session.scalars(select(Slot).where(Slot.status == CANCELLED))}

    kinds = {(one.place_id is not None, one.organisation_id is not None) for one in closures}
    assert kinds == {(True, False), (False, True), (False, False)}
    assert all(one.reason.keys() == BOTH for one in closures)
    seen = [one for one in closures if one.last_day < clock.today() + timedelta(days=80)]
    assert seen
    assert all(tuple(one.reason.items()) in reasons for one in seen)


def test_the_town_closes_its_doors_and_neither_the_phone_nor_the_park(demo: PageClient) -> None:
    slugs = ("112", "buurtpark-klein-alblas", "bibliotheek-alblasserdam")
    places = [db.session.scalars(select(Place).where(Place.slug == slug)).one() for slug in slugs]
    last_of_december = date(2026, 12, 31)

    on_that_day = [
        {one.status for one in slots_of(each) if local(one.starts_at).date() == last_of_december} for each in places
    ]

    assert on_that_day == [{OPEN}, {OPEN}, {CANCELLED}]


def test_the_town_ticks_a_holiday_and_has_the_school_breaks_of_its_region(demo: PageClient) -> None:
    town = db.session.scalars(select(Municipality.id)).one()
    breaks = list_school_breaks(town)

    assert get_ticks(town) == {"good-friday": True}
    assert (date(2027, 3, 26) in closed_days([2027], get_ticks(town))) is True  # Good Friday
    assert breaks == read_breaks(CONTENT / "alblasserdam" / "school_breaks.csv", "MI")
    assert {one.reason["en"] for one in breaks if one.first_day.year == 2027} == {
        "Christmas break", "Spring break", "May break", "Summer break", "Autumn break",
    }  # fmt: skip


def test_who_follows_the_school_is_closed_in_its_break_and_who_does_not_is_open(demo: PageClient) -> None:
    """The Wednesday in the Christmas break that is no holiday and before the town closes."""
    wednesday = midnight(date(2026, 12, 23))
    follows, ignores = (
        db.session.scalars(select(Activity).where(Activity.slug == slug)).one()
        for slug in ("kinderclub", "buiten-spelen-blokweer")
    )

    found = [
        [(one.status, one.reason.get("en")) for one in slots_of(each) if one.starts_at.date() == wednesday.date()]
        for each in (follows, ignores)
    ]

    assert found == [[(CANCELLED, "Christmas break")], [(OPEN, None)]]


LOADED_ON = [
    DEMO_MOMENT,
    datetime(2026, 12, 18, 9, tzinfo=UTC),  # a Friday before Christmas
    datetime(2027, 3, 24, 23, 30, tzinfo=UTC),  # the night of the clock, before Easter
    datetime(2027, 7, 24, 9, tzinfo=UTC),  # a Saturday in the summer break
    datetime(2028, 2, 29, 22, 59, tzinfo=UTC),
]


@pytest.mark.parametrize("moment", LOADED_ON, ids=lambda moment: f"{moment:%Y-%m-%d}")
def test_on_whatever_day_it_is_loaded_there_is_news_and_an_open_door(
    db_session: Session, cli: FlaskCliRunner, moment: datetime
) -> None:
    with time_machine.travel(moment, tick=False):
        assert cli.invoke(args=["demo", "load"]).exit_code == 0
        today = clock.today()
    fortnight = midnight(today + timedelta(days=14))
    soon = (Slot.starts_at >= moment, Slot.starts_at < fortnight, Slot.activity_id.is_not(None))
    closed = closed_days([today.year, today.year + 1], {"good-friday": True})

    for news in NEWS.values():
        assert db.session.scalars(select(Slot.id).where(*soon, news)).first()
    for day in (today + timedelta(days=number) for number in range(14)):
        open_doors = db.session.scalars(
            select(Slot.place_id).where(
                Slot.status == OPEN,
                Slot.starts_at >= midnight(day),
                Slot.starts_at < midnight(day + timedelta(days=1)),
                Slot.place_id.in_(select(Place.id).where(Place.point.is_not(None))),
            )
        ).all()
        assert len(open_doors) > 1 or day in closed or (day.month, day.day) == (12, 31), day


@pytest.mark.parametrize("town", list_towns())
def test_loaded_again_on_a_later_day_nothing_changes(db_session: Session, cli: FlaskCliRunner, town: str) -> None:
    with time_machine.travel(DEMO_MOMENT, tick=False):
        cli.invoke(args=["demo", "load", town])
        before = everything_told()
    for later in (timedelta(hours=1), timedelta(days=7), timedelta(days=100)):
        with time_machine.travel(DEMO_MOMENT + later, tick=False):
            answer = cli.invoke(args=["demo", "load", town])
        assert "0 added, 0 changed" in answer.output, later
        assert everything_told() == before, later


def everything_told() -> tuple[object, ...]:
    town = db.session.scalars(select(Municipality).where(Municipality.is_demo)).one()
    documents = db.session.execute(select(StoredSchedule.id, StoredSchedule.document)).all()
    closures = db.session.execute(select(StoredClosure.id, StoredClosure.first_day, StoredClosure.reason)).all()
    slots = db.session.scalars(select(Slot.id)).all()
    return get_content_version(town), town.opened_at, sorted(map(str, documents)), closures, sorted(slots)


def test_a_real_town_that_becomes_a_demonstration_counts_from_that_day(
    db_session: Session, cli: FlaskCliRunner
) -> None:
    with time_machine.travel(DEMO_MOMENT - timedelta(days=300), tick=False):
        cli.invoke(args=["demo", "load"])
        town = db.session.scalars(select(Municipality)).one()
        town.is_demo = False
        db.session.commit()
    with time_machine.travel(DEMO_MOMENT, tick=False):
        cli.invoke(args=["demo", "load"])

    course = db.session.scalars(select(Activity).where(Activity.slug == "solliciteren-kun-je-leren")).one()
    assert schedule_of(course).series[0].starts == datetime(2026, 11, 19, 13, 30)
