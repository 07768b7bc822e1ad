"""Lists of places and activities of one town, filtered, counted and ordered by PostGIS."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, select, text
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.errors import NotFound
from webapp.core.geo import Position, box_around
from webapp.core.postgis import lies_in, metres_between
from webapp.extensions import db
from webapp.finding.asking import tier
from webapp.finding.conditions import Thing, activities, ease, matching, open_between, point_of, with_shown_name
from webapp.finding.rules import PAGE_SIZE, Filters, window
from webapp.freshness.queries import stale
from webapp.locating.queries import Located, locate
from webapp.places.models import Place
from webapp.schedule import expansion
from webapp.schedule.models import APPOINTMENT, CANCELLED, OPEN, Slot

ALL_SLOTS = dict.fromkeys((OPEN, CANCELLED, APPOINTMENT), 400)  # of one thing in 90 days
# The present opening, one that touches it past midnight, and the next; the one that falls out; one by appointment.
SLOTS_A_CARD = {OPEN: 4, CANCELLED: 1, APPOINTMENT: 1}
AROUND_M = (300, 2_000)  # where the closest places are looked for first: among 50,000 it took 200 ms to measure all
# What an activity tells of its place; reading the rest of thirty columns costs a list more than it tells.
FOR_AN_ACTIVITY = (Place.point, Place.street, Place.house_number, Place.postcode, Place.city)


# Per owner and status the first few from the index, instead of all 90 days of all owners. Written out, as building six
# such parts from objects costs more than running them; what is filled in are words and numbers of ours.
_COMING = """
    SELECT wanted.id, first.starts_at, first.ends_at, first.status, first.reason, first.note,
        first.change, first.elsewhere
    FROM unnest(CAST(:{ids} AS uuid[])) AS wanted(id)
    JOIN LATERAL (
        SELECT starts_at, ends_at, status, reason, note, change, elsewhere FROM slot
        WHERE municipality_id = :town AND {owner} = wanted.id AND status = '{status}' AND ends_at > :moment {bound}
        ORDER BY starts_at LIMIT {number}
    ) AS first ON true
"""
# What a card does not tell is not looked for: to find nothing means to read all 90 days of a thing. It tells what falls
# out today; and by appointment what is today, unless it opens no other way.
_BOUNDS = {
    CANCELLED: "AND starts_at < :midnight",
    APPOINTMENT: """AND starts_at < (SELECT CASE WHEN EXISTS (
            SELECT FROM slot WHERE municipality_id = :town AND {owner} = wanted.id AND status = 'open'
            AND ends_at > :moment) THEN CAST(:midnight AS timestamptz) ELSE 'infinity' END)""",
}


@dataclass(frozen=True)
class Found:
    thing: Thing
    distance_m: float | None


def find_located(town: Municipality, filters: Filters) -> Located:
    """Where the visitor says to be; without a position nothing was told, or it was not found."""
    return locate(town, filters.near, filters.postcode, filters.where)


def list_places(
    town: Municipality,
    filters: Filters,
    language: str,
    moment: datetime,
    origin: Position | None = None,
    limit: int = PAGE_SIZE,
) -> list[Found]:
    """One page of places: what fits the words best, then what is open now, what has a door before a phone line, then
    what was checked in time, then nearest, then (of a search) what is easiest to come to, then by name. With an origin
    a door comes before being open."""
    statement = _page(select(Place), Place, town, filters, language, moment, origin, limit)
    return _found(statement.options(selectinload(Place.texts)))


def list_activities(
    town: Municipality,
    filters: Filters,
    language: str,
    moment: datetime,
    origin: Position | None = None,
    limit: int = PAGE_SIZE,
) -> list[Found]:
    """One page of activities with the places where they are, in the order of list_places."""
    statement = _page(activities(), Activity, town, filters, language, moment, origin, limit)
    at_place = contains_eager(Activity.place).load_only(*FOR_AN_ACTIVITY)
    return _found(statement.options(selectinload(Activity.texts), at_place.selectinload(Place.texts)))


def list_starting_today(town: Municipality, moment: datetime, limit: int) -> list[Found]:
    """Activities that begin later today, soonest first."""
    _now, midnight = window("today", moment)
    soonest = (
        select(func.min(Slot.starts_at))
        .where(
            Slot.municipality_id == Activity.municipality_id,
            Slot.activity_id == Activity.id,
            Slot.status == OPEN,
            Slot.starts_at > moment,
            Slot.starts_at < midnight,
        )
        .correlate(Activity)
        .scalar_subquery()
    )
    statement = (
        activities()
        .add_columns(literal(None))
        .where(Activity.municipality_id == town.id, Activity.published, soonest.is_not(None))
        .order_by(soonest, Activity.slug)
        .limit(limit)
    )
    at_place = contains_eager(Activity.place).load_only(*FOR_AN_ACTIVITY)
    return _found(statement.options(selectinload(Activity.texts), at_place.selectinload(Place.texts)))


def _found(statement: Any) -> list[Found]:
    return [Found(thing, distance) for thing, distance in db.session.execute(statement).unique()]


def _page(
    statement: Select[Any],
    model: type[Thing],
    town: Municipality,
    filters: Filters,
    language: str,
    moment: datetime,
    origin: Position | None,
    limit: int,
) -> Select[Any]:
    distance = metres_between(point_of(model), origin) if origin else literal(None)
    openness = () if filters.open == "now" else (open_between(model, town, *window("now", moment)).desc(),)
    has_no_door = point_of(model).is_(None)
    # Who asks what is near does not ask for a phone line that is open day and night.
    first = (has_no_door, *openness) if origin else (*openness, has_no_door)
    sunk = stale(model, town, clock.local(moment).date()).asc()
    fitting = (tier(model, town, filters.q).desc(),) if filters.q else ()
    easiest = (ease(model).desc(),) if filters.q else ()
    statement, name = with_shown_name(statement, model, language)
    return (
        statement.add_columns(distance.label("distance_m"))
        .where(matching(model, town, filters, moment))
        .order_by(*fitting, *first, sunk, distance.asc().nulls_last(), *easiest, func.lower(name), model.id)
        .limit(limit)
        .offset((filters.page - 1) * limit)
    )


def get_place(town: Municipality, slug: str) -> Place:
    place: Place | None = db.session.scalar(
        select(Place)
        .where(Place.municipality_id == town.id, Place.slug == slug, Place.published)
        .options(selectinload(Place.texts), joinedload(Place.organisation))
    )
    if place is None:
        raise NotFound
    return place


def get_activity(town: Municipality, slug: str) -> Activity:
    activity: Activity | None = db.session.scalar(
        select(Activity)
        .where(Activity.municipality_id == town.id, Activity.slug == slug, Activity.published)
        .options(
            selectinload(Activity.texts),
            joinedload(Activity.organisation),
            joinedload(Activity.place).selectinload(Place.texts),
        )
    )
    if activity is None:
        raise NotFound
    return activity


def list_activities_at(place: Place) -> Sequence[Activity]:
    """What happens at a place, without an order: the page orders by the next time."""
    return db.session.scalars(
        select(Activity)
        .where(
            Activity.municipality_id == place.municipality_id,
            Activity.place_id == place.id,
            Activity.published,
        )
        .options(selectinload(Activity.texts))
        .order_by(Activity.slug)
    ).all()


def list_places_near(town: Municipality, position: Position, without: Place | None, limit: int) -> list[Found]:
    """The closest other places, nearest first. The index counts in degrees, which are shorter eastward, so it only says
    what lies around. Where enough does, that is the answer; the whole town is measured for who lives far out."""
    for metres in AROUND_M:
        found = _list_near(town, position, without, limit, lies_in(Place.point, box_around(position, metres)))
        if len(found) == limit and (found[-1].distance_m or 0) <= metres:
            return found
    return _list_near(town, position, without, limit, Place.point.is_not(None))


def _list_near(
    town: Municipality, position: Position, without: Place | None, limit: int, where: ColumnElement[bool]
) -> list[Found]:
    distance = metres_between(Place.point, position)
    statement = (
        select(Place, distance)
        .where(Place.municipality_id == town.id, Place.published, where)
        .order_by(distance, Place.slug)
        .limit(limit)
        .options(selectinload(Place.texts))
    )
    return _found(statement.where(Place.id != without.id) if without else statement)


def list_coming_slots(
    town: Municipality,
    things: Sequence[Thing],
    moment: datetime,
    each: Mapping[str, int] = SLOTS_A_CARD,
    bounds: Mapping[str, str] = _BOUNDS,
) -> dict[UUID, list[expansion.Slot]]:
    """The next times of each, in order, so many of each status; one query for places and activities together."""
    places = [thing.id for thing in things if isinstance(thing, Place)]
    activities = [thing.id for thing in things if isinstance(thing, Activity)]
    parts = [
        _COMING.format(
            owner=owner,
            ids=ids_name,
            status=status,
            number=int(number),
            bound=bounds.get(status, "").format(owner=owner),
        )
        for owner, ids_name, ids in (("place_id", "places", places), ("activity_id", "activities", activities))
        for status, number in each.items()
        if ids
    ]
    _now, midnight = window("today", moment)
    values = {"town": town.id, "moment": moment, "midnight": midnight, "places": places, "activities": activities}
    slots: dict[UUID, list[expansion.Slot]] = defaultdict(list)
    if parts:
        for owner_id, *columns in db.session.execute(text(" UNION ALL ".join(parts)), values):
            slots[owner_id].append(expansion.Slot(*columns))
    return {owner_id: sorted(found) for owner_id, found in slots.items()}
