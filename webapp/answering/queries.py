"""The best places and activities of a town for what was asked, in one list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    TIMESTAMP,
    ColumnElement,
    Float,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
    type_coerce,
    union,
    union_all,
)
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.types import NullType

from webapp.activities.models import Activity, ActivityText
from webapp.areas.models import Municipality
from webapp.core.geo import Position
from webapp.core.postgis import metres_between, position_to_tell, position_told
from webapp.core.statements import Made
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.extensions import db
from webapp.finding.cards import ACTIVITY, PLACE
from webapp.finding.conditions import Thing, activities, ease, is_open, point_of
from webapp.finding.queries import FOR_AN_ACTIVITY, Found
from webapp.finding.rules import window
from webapp.places.models import Place, PlaceText
from webapp.search.fitting import ENOUGH, Parts, Shape, coverage, fits, score, shape_of, to_tell, values_of, worths
from webapp.search.units import Wanted

MODELS: dict[str, type[Thing]] = {PLACE: Place, ACTIVITY: Activity}
# By the column of their owner. Of tables: an alias of a mapped class costs about a millisecond.
TEXTS: dict[str, Any] = {"place_id": PlaceText.__table__, "activity_id": ActivityText.__table__}

# What is told to the statement each time.
_TOWN, _LIMIT = bindparam("town", type_=Integer), bindparam("limit", type_=Integer)
_LANGUAGE = bindparam("language", type_=Text)
_NOW, _AFTER = (bindparam(name, type_=TIMESTAMP(timezone=True)) for name in ("now", "after"))
# What never changes stands in the statement: the driver keeps what it has read of one that is not too long.
_DUTCH = literal_column(f"'{FALLBACK_LANGUAGE}'", Text)


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
    now, after = window("now", moment)
    values = {"town": town.id, "language": language, "now": now, "after": after, "limit": limit, **values_of(wanted)}
    if origin:
        values |= position_told(origin)
    rows = _statement(shape_of(wanted), has_origin=bool(origin)).ask(values)
    return [
        Answer(row.type, row.id, row.slug, row.name, row.language, row.street, row.distance_m, row.score)
        for row in rows
    ]


@lru_cache(maxsize=500)
def _statement(shape: Shape, *, has_origin: bool) -> Made:
    """Made once for each shape. What is open and how far it is, is looked up only for those that fit as well as the
    last one shown: in a large town thousands fit."""
    parts = to_tell(shape)
    found = union_all(*(_found(type_, parts) for type_ in MODELS)).cte("found").prefix_with("MATERIALIZED")
    each = [found.c[f"worth_{at}"] for at in range(len(shape))]
    total = score(each)
    enough = _is_enough(coverage(each, parts)) if len(shape) > 1 else true()
    last_shown = select(total.label("score")).where(enough).order_by(total.desc()).limit(_LIMIT).subquery("shown")
    least = select(func.min(last_shown.c.score)).scalar_subquery()
    distance = metres_between(found.c.point, position_to_tell()) if has_origin else cast(null(), Float)
    columns = [found.c[name] for name in ("type", "id", "slug", "street", "ease", "is_role")]
    tied = select(*columns, total.label("score"), distance.label("distance_m")).where(enough, total >= least)
    in_turn = tied.order_by(*_order(tied.selected_columns)).cte("in_turn").prefix_with("MATERIALIZED")
    return Made(_with_names(_first(in_turn)))


def _first(in_turn: Any) -> Any:
    """Being open counts before being near, but is looked up only until there are enough: what is first is among the
    first that are open, or among the first of all."""
    of_all = select(in_turn).limit(_LIMIT).subquery("of_all")
    of_open = select(in_turn).where(_is_open(in_turn)).limit(_LIMIT).subquery("of_open")
    either = union(select(of_all), select(of_open)).subquery("either")
    top = select(either, _is_open(either).label("is_open"))
    return top.order_by(*_order(top.selected_columns, top.selected_columns.is_open)).limit(_LIMIT).subquery("top")


def _is_open(things: Any) -> ColumnElement[bool]:
    return or_(*(is_open(model, things.c.id, _TOWN, _NOW, _AFTER) for model in MODELS.values()))


def _is_enough(covered: ColumnElement[float]) -> ColumnElement[bool]:
    best = select(func.max(covered)).scalar_subquery()
    enough: ColumnElement[bool] = covered >= ENOUGH * best
    return enough


def _found(type_: str, parts: Parts) -> Select[Any]:
    model: Any = MODELS[type_]
    statement = select(Place) if type_ == PLACE else activities()
    return statement.with_only_columns(
        literal_column(f"'{type_}'", Text).label("type"),
        model.id.label("id"),
        model.slug.label("slug"),
        Place.street.label("street"),
        type_coerce(point_of(model), NullType).label("point"),  # as it is: no text of it is wanted
        ease(model).label("ease"),
        *(worth.label(f"worth_{at}") for at, worth in enumerate(worths(model.search, parts))),
        (Activity.volunteer if type_ == ACTIVITY else false()).label("is_role"),
    ).where(model.municipality_id == _TOWN, model.published, fits(model.search, parts))


def _with_names(top: Any) -> Select[Any]:
    """The names only of those that are shown: in the language asked for, else in Dutch. By the town too, as the index
    of the texts begins with it; without it all texts of the country are read."""
    shown = [_shown_text(table, table.c[owner] == top.c.id) for owner, table in TEXTS.items()]
    statement = select(
        *(top.c[name] for name in ("type", "id", "slug", "street", "distance_m", "score")),
        func.coalesce(*(texts.c.name for texts in shown)).label("name"),
        func.coalesce(*(texts.c.language for texts in shown)).label("language"),
    )
    for texts in shown:
        statement = statement.outerjoin(texts, true())
    return statement.order_by(*_order(top.c, top.c.is_open))


def _shown_text(table: Any, is_own: ColumnElement[bool]) -> Any:
    language = table.c.language
    return (
        select(table.c.name, language)
        .where(table.c.municipality_id == _TOWN, is_own, or_(language == _LANGUAGE, language == _DUTCH))
        .order_by(language != _LANGUAGE)
        .limit(literal_column("1"))
        .lateral()
    )


def _order(columns: Any, is_open: Any = None) -> tuple[Any, ...]:
    """Who asks for coffee wants to drink it first, and to pour it after that: roles of volunteers follow."""
    nearest = columns.distance_m.asc().nulls_last()
    opened = () if is_open is None else (is_open.desc(),)
    return columns.score.desc(), columns.is_role, *opened, nearest, columns.ease.desc(), columns.slug


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
