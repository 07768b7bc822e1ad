"""What there is on one day of a town: the dates of activities in order of time, and the doors that are open."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core.geo import Position
from webapp.core.postgis import metres_between
from webapp.extensions import db
from webapp.finding.conditions import activities, matching, point_of
from webapp.finding.count_queries import Counts, count_choices
from webapp.finding.days import Day
from webapp.finding.queries import FOR_AN_ACTIVITY, Found
from webapp.finding.rules import Filters
from webapp.places.models import Place
from webapp.schedule import expansion
from webapp.schedule.models import CANCELLED, OPEN, Slot
from webapp.schedule.rules import LONGEST_SLOT, midnight

NOW, LATER, CLOSED, OVER = range(4)
ENTRIES = 50  # dates, and as many doors, on one page: a large town has thousands on a day


@dataclass(frozen=True)
class FoundDate:
    """One time of one activity; an activity with two times on a day is found twice."""

    found: Found
    slot: expansion.Slot


@dataclass(frozen=True)
class FoundDoor:
    """A place with all its times of the day; `is_over` when the last of them is."""

    found: Found
    slots: Sequence[expansion.Slot]
    is_over: bool


def _on(day: Day, town: Municipality, days: int = 1) -> ColumnElement[bool]:
    """What begins on this day or one of the `days`, and what began the day before and still goes on now; by the index
    of time."""
    since = day.start if day.number else day.start - LONGEST_SLOT
    return and_(
        Slot.municipality_id == town.id,
        Slot.starts_at >= since,
        Slot.starts_at < midnight(day.on + timedelta(days=days)),
        or_(Slot.starts_at >= day.start, Slot.ends_at > day.moment),
    )


def _rank(day: Day) -> Any:
    """What is over comes last whatever its hour."""
    return case(
        (Slot.ends_at <= day.moment, OVER),
        (Slot.status == CANCELLED, CLOSED),
        (and_(Slot.status == OPEN, Slot.starts_at <= day.moment), NOW),
        else_=LATER,
    )


def _dates(town: Municipality, day: Day, days: int = 1) -> Select[Any]:
    own = and_(Slot.municipality_id == Activity.municipality_id, Slot.activity_id == Activity.id)
    return activities().join(Slot, own).where(_on(day, town, days))


def count_dates(town: Municipality, filters: Filters, day: Day) -> Counts:
    """The marked ones are not over and not cancelled; an activity with two times on a day counts twice."""
    ahead = and_(Slot.ends_at > day.moment, Slot.status != CANCELLED)
    return count_choices(_dates(town, day), Activity, town, filters, day.moment, mark=ahead, with_open=False)


def list_dates(
    town: Municipality, filters: Filters, day: Day, origin: Position | None, days: int = 1, most: int = ENTRIES
) -> list[FoundDate]:
    """One page, of one day or several: what goes on, then what comes in order of time, then what is over; at the same
    time nearest first."""
    distance = metres_between(point_of(Activity), origin) if origin else literal(None)
    goes_on = and_(Slot.starts_at <= day.moment, Slot.status != CANCELLED)
    at_place = contains_eager(Activity.place).load_only(*FOR_AN_ACTIVITY)
    statement = (
        _dates(town, day, days)
        .where(matching(Activity, town, filters, day.moment))
        .add_columns(distance.label("distance_m"), *_slot_columns())
        .order_by(
            Slot.ends_at <= day.moment, goes_on.desc(), Slot.starts_at, distance.asc().nulls_last(), Activity.slug
        )
        .limit(most)
        .offset((filters.page - 1) * most)
        .options(selectinload(Activity.texts), at_place.selectinload(Place.texts))
    )
    rows = db.session.execute(statement)
    return [FoundDate(Found(thing, metres), expansion.Slot(*slot)) for thing, metres, *slot in rows]


def _slot_columns() -> tuple[Any, ...]:
    return Slot.starts_at, Slot.ends_at, Slot.status, Slot.reason, Slot.note, Slot.change, Slot.elsewhere


def _doors(town: Municipality, day: Day) -> Any:
    """Per place: when it first opens on this day and how that stands."""
    return (
        select(Slot.place_id, func.min(_rank(day)).label("rank"), func.min(Slot.starts_at).label("first"))
        .where(_on(day, town), Slot.place_id.is_not(None))
        .group_by(Slot.place_id)
        .subquery()
    )


def _at(doors: Any, town: Municipality) -> Select[Any]:
    """A phone line has no door."""
    own = and_(Place.municipality_id == town.id, Place.id == doors.c.place_id)
    return select(Place).join(doors, own).where(Place.point.is_not(None))


def count_doors(town: Municipality, filters: Filters, day: Day) -> Counts:
    """The marked ones are open, or will be."""
    doors = _doors(town, day)
    ahead = doors.c.rank < CLOSED
    return count_choices(_at(doors, town), Place, town, filters, day.moment, mark=ahead, with_open=False)


def list_doors(town: Municipality, filters: Filters, day: Day, origin: Position | None) -> list[FoundDoor]:
    """One page: open now, later, closed for a reason, over; in each nearest first, else by when they open."""
    doors = _doors(town, day)
    distance = metres_between(Place.point, origin) if origin else literal(None)
    statement = (
        _at(doors, town)
        .where(matching(Place, town, filters, day.moment))
        .add_columns(distance.label("distance_m"), doors.c.rank)
        .order_by(doors.c.rank, distance.asc().nulls_last(), doors.c.first, Place.slug)
        .limit(ENTRIES)
        .offset((filters.page - 1) * ENTRIES)
        .options(selectinload(Place.texts))
    )
    rows = db.session.execute(statement).all()
    slots = _slots_of(town, [place.id for place, *_rest in rows], day)
    return [FoundDoor(Found(place, metres), slots[place.id], rank == OVER) for place, metres, rank in rows]


def _slots_of(town: Municipality, places: Sequence[UUID], day: Day) -> dict[UUID, list[expansion.Slot]]:
    statement = select(Slot.place_id, *_slot_columns()).where(_on(day, town), Slot.place_id.in_(places))
    slots: dict[UUID, list[expansion.Slot]] = defaultdict(list)
    for place_id, *slot in db.session.execute(statement.order_by(Slot.starts_at)):
        slots[place_id].append(expansion.Slot(*slot))
    return slots


def find_next_date(town: Municipality, filters: Filters, day: Day) -> datetime | None:
    """When something happens after this day. Per activity its first by index: never all slots of 90 days."""
    soonest = (
        select(func.min(Slot.starts_at))
        .where(
            Slot.municipality_id == Activity.municipality_id,
            Slot.activity_id == Activity.id,
            Slot.starts_at >= day.end,
            Slot.status != CANCELLED,
        )
        .correlate(Activity)
        .scalar_subquery()
    )
    each = (
        activities()
        .with_only_columns(soonest.label("soonest"))
        .where(matching(Activity, town, filters, day.moment))
        .subquery()
    )
    moment: datetime | None = db.session.scalar(select(func.min(each.c.soonest)))
    return moment


def list_slots_between(
    town: Municipality, places: Sequence[UUID], held: Sequence[UUID], start: datetime, end: datetime
) -> dict[UUID, list[expansion.Slot]]:
    """Of these places and activities, what begins in [start, end), in order; one query for all."""
    owner = func.coalesce(Slot.place_id, Slot.activity_id)
    statement = select(owner, *_slot_columns()).where(
        Slot.municipality_id == town.id,
        or_(Slot.place_id.in_(places), Slot.activity_id.in_(held)),
        Slot.starts_at >= start,
        Slot.starts_at < end,
    )
    slots: dict[UUID, list[expansion.Slot]] = defaultdict(list)
    for owner_id, *slot in db.session.execute(statement.order_by(Slot.starts_at, owner)):
        slots[owner_id].append(expansion.Slot(*slot))
    return slots
