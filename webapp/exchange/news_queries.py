"""What is new in a town: things with since when they are public, and the coming times that are otherwise than usual.

Versions have no index by moment, as only this asks for it: those of one town are read, once an hour and a filter.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, or_, select
from sqlalchemy.orm import aliased, contains_eager, selectinload

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.exchange.changed_dates import FIRST, Noted
from webapp.extensions import db
from webapp.finding.cards import ACTIVITY, PLACE
from webapp.finding.conditions import MODELS, Thing, activities, matching
from webapp.finding.queries import FOR_AN_ACTIVITY
from webapp.finding.rules import Filters
from webapp.places.models import Place
from webapp.schedule import expansion
from webapp.schedule.models import CANCELLED, Slot
from webapp.schedule.timetables import Owner
from webapp.versions.models import ItemVersion
from webapp.versions.rules import PUBLISHED, SUPERSEDED

ONCE_PUBLIC = (PUBLISHED, SUPERSEDED)  # not a draft; whether residents saw it then stands in the document


@dataclass(frozen=True)
class Asked:
    """Of which town, of what and in which language somebody wants to hear, and when that is."""

    town: Municipality
    types: tuple[str, ...]
    filters: Filters
    language: str
    moment: datetime

    @property
    def today(self) -> date:
        return clock.local(self.moment).date()


def list_new(asked: Asked, type_: str, *, since: datetime, most: int) -> list[tuple[Thing, datetime]]:
    """What residents see that they could not see before `since`, with the moment from which they did; newest first.

    Not what was there when its history began: nobody knows since when. What was hidden for a while is not new again.
    """
    model, owner, town = MODELS[type_], _owner(type_), asked.town
    earlier = aliased(ItemVersion)
    earlier_owner = earlier.place_id if type_ == PLACE else earlier.activity_id
    was_there = (
        select(earlier.id)
        .where(
            earlier.municipality_id == town.id,
            earlier_owner == owner,
            earlier.number < ItemVersion.number,
            *_shown(earlier),
        )
        .exists()
    )
    began = (
        select(owner.label("id"), ItemVersion.made_at)
        .where(
            ItemVersion.municipality_id == town.id,
            owner.is_not(None),
            ItemVersion.made_at >= since,
            ItemVersion.what != FIRST,
            *_shown(ItemVersion),
            ~was_there,
        )
        .subquery()
    )
    statement = (
        _rows(type_)
        .add_columns(began.c.made_at)
        .join(began, began.c.id == model.id)
        .where(matching(model, asked.town, asked.filters, asked.moment))
        .order_by(began.c.made_at.desc(), model.slug)
        .limit(most)
        .options(*_texts(type_))
    )
    return [(thing, at) for thing, at in db.session.execute(statement).unique()]


def _shown(version: Any) -> tuple[ColumnElement[bool], ...]:
    return version.state.in_(ONCE_PUBLIC), version.document["published"].as_boolean()


def list_changed_slots(
    asked: Asked, type_: str, *, since: datetime, until: datetime
) -> list[tuple[Owner, expansion.Slot]]:
    """Of the things that the filters leave, the times in [since, until) that fall out, were moved or are extra."""
    model = MODELS[type_]
    owner = Slot.place_id if type_ == PLACE else Slot.activity_id
    wanted = _rows(type_).with_only_columns(model.id).where(matching(model, asked.town, asked.filters, asked.moment))
    columns = Slot.starts_at, Slot.ends_at, Slot.status, Slot.reason, Slot.note, Slot.change, Slot.elsewhere
    statement = select(Slot.place_id, Slot.activity_id, *columns).where(
        Slot.municipality_id == asked.town.id,
        Slot.starts_at >= since,
        Slot.starts_at < until,
        or_(Slot.status == CANCELLED, Slot.change.is_not(None)),
        owner.in_(wanted),
    )
    rows: Iterable[Any] = db.session.execute(statement.order_by(Slot.starts_at, owner))
    return [(Owner(place_id, activity_id), expansion.Slot(*slot)) for place_id, activity_id, *slot in rows]


def map_things(town: Municipality, owners: Iterable[Owner]) -> dict[UUID, Thing]:
    """With their texts, by id."""
    owners = list(owners)
    found: dict[UUID, Thing] = {}
    for type_, ids in (
        (PLACE, [owner.place_id for owner in owners if owner.place_id]),
        (ACTIVITY, [owner.activity_id for owner in owners if owner.activity_id]),
    ):
        model = MODELS[type_]
        if ids:
            rows = _rows(type_).where(model.municipality_id == town.id, model.id.in_(ids)).options(*_texts(type_))
            found |= {thing.id: thing for thing in db.session.scalars(rows).unique()}
    return found


def map_histories(town: Municipality, owners: Collection[Owner]) -> dict[Owner, list[Noted]]:
    """How the changed dates of each stood in public, the oldest first."""
    places = [owner.place_id for owner in owners if owner.place_id]
    things = [owner.activity_id for owner in owners if owner.activity_id]
    document = ItemVersion.document
    rows = db.session.execute(
        select(
            ItemVersion.place_id,
            ItemVersion.activity_id,
            ItemVersion.made_at,
            ItemVersion.what,
            case((document["published"].as_boolean(), document["schedule"]["changes"])),
        )
        .where(
            ItemVersion.municipality_id == town.id,
            ItemVersion.state.in_(ONCE_PUBLIC),
            or_(ItemVersion.place_id.in_(places), ItemVersion.activity_id.in_(things)),
        )
        .order_by(ItemVersion.number)
    )
    found: dict[Owner, list[Noted]] = defaultdict(list)
    for place_id, activity_id, made_at, what, changes in rows:
        found[Owner(place_id, activity_id)].append(Noted(made_at, what, changes or ()))
    return found


def _owner(type_: str) -> Any:
    return ItemVersion.place_id if type_ == PLACE else ItemVersion.activity_id


def _rows(type_: str) -> Select[Any]:
    return select(Place) if type_ == PLACE else activities()


def _texts(type_: str) -> Sequence[Any]:
    if type_ == PLACE:
        return (selectinload(Place.texts),)
    at_place = contains_eager(Activity.place).load_only(*FOR_AN_ACTIVITY)
    return selectinload(Activity.texts), at_place.selectinload(Place.texts)
