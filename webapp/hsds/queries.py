"""The public things of a town as HSDS asks for them: which ones, and all that is told of these in a fixed number of
queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, and_, func, literal, or_, select, text, union_all
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core.geo import Position
from webapp.core.postgis import metres_between
from webapp.extensions import db
from webapp.finding.cards import ACTIVITY, PLACE
from webapp.finding.conditions import MODELS, Thing, matching, point_of
from webapp.finding.rules import Filters
from webapp.hsds.conditions import at_its_place, by_terms, changed_at, organisation_of
from webapp.hsds.ids import municipality_id
from webapp.hsds.rules import Asked
from webapp.places.models import Place
from webapp.schedule.expansion import Slot
from webapp.schedule.models import CANCELLED
from webapp.schedule.models import Slot as SlotRow
from webapp.schedule.rules import midnight
from webapp.schedule.values import NO_WORDS, Days

# Most slots have neither, and thousands are read for one page: what is empty is not even unpacked.
_REASON, _NOTE = (func.nullif(words, text("'{}'::jsonb")) for words in (SlotRow.reason, SlotRow.note))


@dataclass(frozen=True)
class Known:
    """One thing with its times; `changed_at` is None where nobody noted that."""

    thing: Thing
    slots: Sequence[Slot]
    changed_at: datetime | None


@dataclass(frozen=True)
class Named:
    """Which thing it is, and when it was changed last."""

    type: str
    id: UUID
    changed_at: datetime | None


@dataclass(frozen=True)
class Circle:
    middle: Position
    metres: float


# ---------------------------------------------------------------- which ones


def list_ids(
    town: Municipality, asked: Asked, moment: datetime, *, located: bool = False, within: Circle | None = None
) -> tuple[list[UUID], int]:
    """One page, in the order of their ids, and how many there are in all; `located` leaves those that are somewhere."""
    parts = [_part(model, town, asked, moment, located=located, within=within) for model in MODELS.values()]
    found = union_all(*parts).subquery()
    page = select(found.c.id).order_by(found.c.id).limit(asked.per_page).offset(asked.first)
    rows = db.session.execute(page.add_columns(func.count().over())).all()
    if rows or asked.page == 1:
        return [row[0] for row in rows], rows[0][1] if rows else 0
    return [], db.session.scalar(select(func.count()).select_from(found)) or 0


def _part(
    model: type[Thing], town: Municipality, asked: Asked, moment: datetime, *, located: bool, within: Circle | None
) -> Select[Any]:
    conditions = [matching(model, town, Filters(q=asked.search), moment), *by_terms(model, asked)]
    conditions += _further(model, town, asked)
    if located:
        conditions.append(is_somewhere(model))
    if within is not None:
        conditions.append(metres_between(point_of(model), within.middle) <= within.metres)
    return _of(model, select(model.id.label("id"))).where(*conditions)


def _of(model: type[Thing], statement: Select[Any]) -> Select[Any]:
    return statement if model is Place else at_its_place(statement)


def _further(model: type[Thing], town: Municipality, asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.organization_id:
        organisation = organisation_of(model)
        is_town = asked.organization_id == municipality_id(town)
        yield organisation.is_(None) if is_town else organisation == UUID(asked.organization_id)
    if asked.modified_after is not None:
        yield changed_at(model) >= asked.modified_after


def is_somewhere(model: type[Thing]) -> ColumnElement[bool]:
    """As services.location_of tells it."""
    of_place = or_(Place.point.is_not(None), func.coalesce(Place.street, "") != "")
    if model is Place:
        return of_place
    return and_(Activity.online.is_(False), or_(Activity.point.is_not(None), of_place))


def list_changes(town: Municipality, ids: Sequence[UUID]) -> list[Named]:
    """Of those of these ids that are public, in the order of the ids."""
    parts = [
        select(literal(type_), model.id.label("id"), changed_at(model)).where(
            model.municipality_id == town.id, model.published, _among(model.id, ids)
        )
        for type_, model in MODELS.items()
    ]
    return [Named(*row) for row in db.session.execute(union_all(*parts).order_by("id"))]


# ---------------------------------------------------------------- what is told of them


def list_known(town: Municipality, ids: Sequence[UUID], days: Days, *, only_cancelled: bool = False) -> list[Known]:
    """All of them that are public, in the order of their ids; without the open times these are not even read."""
    named = list_changes(town, ids)
    by_type = {type_: [one.id for one in named if one.type == type_] for type_ in MODELS}
    listed: list[Thing] = [*_places(town, by_type[PLACE]), *_activities(town, by_type[ACTIVITY])]
    things = {thing.id: thing for thing in listed}
    slots = _map_slots(town, by_type, days, only_cancelled=only_cancelled) if named else {}
    return [Known(things[one.id], slots.get(one.id, ()), one.changed_at) for one in named if one.id in things]


def _places(town: Municipality, ids: Sequence[UUID]) -> Iterable[Place]:
    if not ids:
        return ()
    statement = select(Place).where(Place.municipality_id == town.id, Place.published, _among(Place.id, ids))
    return db.session.scalars(statement.options(selectinload(Place.texts), joinedload(Place.organisation)))


def _activities(town: Municipality, ids: Sequence[UUID]) -> Iterable[Activity]:
    """What is held at a place that is not public is held nowhere, whatever somebody read of it before."""
    if not ids:
        return ()
    statement = at_its_place(select(Activity)).where(
        Activity.municipality_id == town.id, Activity.published, _among(Activity.id, ids)
    )
    at_place = contains_eager(Activity.place)
    whole = statement.options(
        selectinload(Activity.texts),
        joinedload(Activity.organisation),
        at_place.selectinload(Place.texts),
        at_place.joinedload(Place.organisation),
    )
    return db.session.scalars(whole.execution_options(populate_existing=True)).unique()


def _map_slots(
    town: Municipality, by_type: Mapping[str, Sequence[UUID]], days: Days, *, only_cancelled: bool
) -> Mapping[UUID, Sequence[Slot]]:
    """What begins on these days."""
    owners = {PLACE: SlotRow.place_id, ACTIVITY: SlotRow.activity_id}
    parts = [
        select(
            owner, SlotRow.starts_at, SlotRow.ends_at, SlotRow.status, _REASON, _NOTE, SlotRow.change, SlotRow.elsewhere
        ).where(
            SlotRow.municipality_id == town.id,
            _among(owner, by_type[type_]),
            SlotRow.starts_at >= midnight(days.first),
            SlotRow.starts_at < midnight(days.end),
            *([SlotRow.status == CANCELLED] if only_cancelled else []),
        )
        for type_, owner in owners.items()
        if by_type[type_]
    ]  # fmt: skip
    slots: dict[UUID, list[Slot]] = defaultdict(list)
    rows: Any = db.session.execute(union_all(*parts))
    for owner_id, starts, ends, status, reason, note, *further in rows:
        slots[owner_id].append(Slot(starts, ends, status, reason or NO_WORDS, note or NO_WORDS, *further))
    return {owner_id: sorted(found) for owner_id, found in slots.items()}


def _among(id_: Any, ids: Sequence[UUID]) -> ColumnElement[bool]:
    among: ColumnElement[bool] = id_ == func.any(literal(list(ids), ARRAY(PG_UUID())))
    return among
