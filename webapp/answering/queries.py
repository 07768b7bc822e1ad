"""The best places and activities of a town for what was asked, in one list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Float, Select, and_, cast, func, literal, null, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from webapp.activities.models import Activity, ActivityText
from webapp.areas.models import Municipality
from webapp.core.geo import Position
from webapp.core.postgis import metres_between
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.extensions import db
from webapp.finding.cards import ACTIVITY, PLACE
from webapp.finding.conditions import Thing, activities, ease, open_between, point_of
from webapp.finding.queries import FOR_AN_ACTIVITY, Found
from webapp.finding.rules import window
from webapp.places.models import Place, PlaceText
from webapp.search.queries import ENOUGH, Wanted, coverage, fits, score

MODELS: dict[str, type[Thing]] = {PLACE: Place, ACTIVITY: Activity}
# By the column of their owner. Made once, and of tables: an alias of a mapped class costs about a millisecond.
TEXTS: dict[str, Any] = {"place_id": PlaceText.__table__, "activity_id": ActivityText.__table__}
OWN_TEXTS = {owner: table.alias(f"own_{table.name}") for owner, table in TEXTS.items()}
FALLBACK_TEXTS = {owner: table.alias(f"fallback_{table.name}") for owner, table in TEXTS.items()}


@dataclass(frozen=True)
class Answer:
    """One place or activity: enough for a line. `distance_m` where an origin was given."""

    type: str
    id: UUID
    slug: str
    name: str
    language: str
    where: str | None
    distance_m: float | None
    score: float


def list_answers(
    town: Municipality,
    wanted: Wanted,
    language: str,
    moment: datetime,
    origin: Position | None = None,
    limit: int = 6,
) -> list[Answer]:
    """What fits best first, then what is open now, then what is near, then what is easiest to come to. One query."""
    if not wanted.units:
        return []
    found = union_all(*(_found(type_, town, wanted, moment, origin) for type_ in MODELS)).cte("found")
    covered = func.max(found.c.coverage).over()
    best = select(found, covered.label("covered")).subquery("best")
    top = (
        select(best)
        .where(best.c.coverage >= ENOUGH * best.c.covered)
        .order_by(*_order(best))
        .limit(limit)
        .subquery("top")
    )
    rows = db.session.execute(_with_names(top, town, language)).all()
    return [
        Answer(row.type, row.id, row.slug, row.name, row.language, row.street, row.distance_m, row.score)
        for row in rows
    ]


def _found(type_: str, town: Municipality, wanted: Wanted, moment: datetime, origin: Position | None) -> Select[Any]:
    model: Any = MODELS[type_]
    statement = select(Place) if type_ == PLACE else activities()
    return statement.with_only_columns(
        literal(type_).label("type"),
        model.id.label("id"),
        model.slug.label("slug"),
        Place.street.label("street"),
        (metres_between(point_of(model), origin) if origin else cast(null(), Float)).label("distance_m"),
        open_between(model, town, *window("now", moment)).label("is_open"),
        ease(model).label("ease"),
        coverage(model.search, wanted).label("coverage"),
        score(model.search, wanted).label("score"),
        (Activity.volunteer if type_ == ACTIVITY else literal(False)).label("is_role"),
    ).where(model.municipality_id == town.id, model.published, fits(model.search, wanted))


def _with_names(top: Any, town: Municipality, language: str) -> Select[Any]:
    """The names only of those that are shown: in the language asked for, else in Dutch. By the town too, as the index
    of the texts begins with it; without it all texts of the country are read."""
    own, fallback = OWN_TEXTS.values(), FALLBACK_TEXTS.values()
    statement = select(
        top,
        func.coalesce(*(texts.c.name for texts in (*own, *fallback))).label("name"),
        func.coalesce(*(texts.c.language for texts in own), literal(FALLBACK_LANGUAGE)).label("language"),
    )
    joined = [(OWN_TEXTS, owner, language) for owner in TEXTS]
    joined += [(FALLBACK_TEXTS, owner, FALLBACK_LANGUAGE) for owner in TEXTS]
    for aliases, owner, code in joined:
        texts = aliases[owner]
        of_town = and_(texts.c.municipality_id == town.id, texts.c[owner] == top.c.id, texts.c.language == code)
        statement = statement.outerjoin(texts, of_town)
    return statement.order_by(*_order(top))


def _order(found: Any) -> tuple[Any, ...]:
    """Who asks for coffee wants to drink it first, and to pour it after that: roles of volunteers follow."""
    columns = found.c
    nearest = columns.distance_m.asc().nulls_last()
    return columns.score.desc(), columns.is_role, columns.is_open.desc(), nearest, columns.ease.desc(), columns.slug


def list_things(town: Municipality, answers: Sequence[Answer]) -> list[Found]:
    """The rows behind the answers, in their order, to be shown as cards. Two queries and their texts."""
    things: dict[UUID, Thing] = {}
    ids = {type_: [answer.id for answer in answers if answer.type == type_] for type_ in MODELS}
    if ids[PLACE]:
        places = select(Place).where(Place.municipality_id == town.id, Place.id.in_(ids[PLACE]))
        things |= {place.id: place for place in db.session.scalars(places.options(selectinload(Place.texts)))}
    if ids[ACTIVITY]:
        at_place = joinedload(Activity.place).load_only(*FOR_AN_ACTIVITY)
        held = select(Activity).where(Activity.municipality_id == town.id, Activity.id.in_(ids[ACTIVITY]))
        held = held.options(selectinload(Activity.texts), at_place.selectinload(Place.texts))
        things |= {activity.id: activity for activity in db.session.scalars(held)}
    return [Found(things[answer.id], answer.distance_m) for answer in answers if answer.id in things]
