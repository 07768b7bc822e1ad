"""What somebody of the staff may change, as a list that can be searched. The scope comes first and decides."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased, selectinload

from webapp.activities.models import Activity, ActivityText
from webapp.activities.scope import Scope, activities_in, places_in
from webapp.extensions import db
from webapp.places.models import Organisation, Place, PlaceText
from webapp.versions.queries import Item

MOST = 60  # of each kind: a list that a thumb can walk; the search field finds the rest
ESCAPE = "\\"


def list_items(
    scope: Scope,
    words: str,
    *,
    published: bool | None = None,
    only: Iterable[UUID] | None = None,
    checked_before: date | None = None,
) -> tuple[Sequence[Place], Sequence[Activity]]:
    """By their Dutch name; each word has to be in a name or in the street. At most MOST + 1 of each."""
    found = []
    for model, text, owner, mine in (
        (Place, PlaceText, "place_id", places_in(scope)),
        (Activity, ActivityText, "activity_id", activities_in(scope)),
    ):
        conditions = [mine, *_conditions(model, published, only, checked_before)]
        conditions += [_named(model, text, owner, word) for word in words.split()[:6]]
        found.append(db.session.scalars(_in_order(model, text, owner).where(*conditions)).all())
    return found[0], found[1]


def _conditions(
    model: Any, published: bool | None, only: Iterable[UUID] | None, checked_before: date | None
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if published is not None:
        conditions.append(model.published.is_(published))
    if only is not None:
        conditions.append(model.id.in_(list(only)))
    if checked_before is not None:
        conditions.append(or_(model.checked_on.is_(None), model.checked_on < checked_before))
    return conditions


def _named(model: Any, text: Any, owner: str, word: str) -> ColumnElement[bool]:
    one = aliased(text)  # beside the Dutch one by which the list is in order
    of_item = (one.municipality_id == model.municipality_id, getattr(one, owner) == model.id)
    pattern = f"%{word.replace(ESCAPE, ESCAPE * 2).replace('%', ESCAPE + '%').replace('_', ESCAPE + '_')}%"
    named: ColumnElement[bool] = select(one.name).where(*of_item, one.name.ilike(pattern, escape=ESCAPE)).exists()
    return or_(named, model.street.ilike(pattern, escape=ESCAPE)) if model is Place else named


def _in_order(model: Any, text: Any, owner: str) -> Select[Any]:
    is_dutch = (
        (text.municipality_id == model.municipality_id) & (getattr(text, owner) == model.id) & (text.language == "nl")
    )
    return (
        select(model)
        .outerjoin(text, is_dutch)
        .order_by(text.name, model.id)
        .options(selectinload(model.texts))
        .limit(MOST + 1)
    )


def list_own_organisations(scope: Scope) -> Sequence[Organisation]:
    statement = select(Organisation).where(Organisation.municipality_id == scope.municipality_id)
    if not scope.whole_town:
        statement = statement.where(Organisation.id.in_(list(scope.organisations)))
    return db.session.scalars(statement.order_by(Organisation.name, Organisation.id)).all()


def list_places_to_choose(scope: Scope) -> list[tuple[UUID, str]]:
    """Where an activity can be held: id and Dutch name."""
    rows = db.session.execute(
        select(Place.id, PlaceText.name)
        .join(
            PlaceText,
            (PlaceText.municipality_id == Place.municipality_id)
            & (PlaceText.place_id == Place.id)
            & (PlaceText.language == "nl"),
        )
        .where(places_in(scope))
        .order_by(PlaceText.name, Place.id)
    )
    return [(id_, name) for id_, name in rows]


def map_names(scope: Scope, ids: Iterable[UUID]) -> dict[str, str]:
    """Of organisations and places of the town, by id as a document has it."""
    wanted = list(ids)
    organisations = db.session.execute(
        select(Organisation.id, Organisation.name).where(
            Organisation.municipality_id == scope.municipality_id, Organisation.id.in_(wanted)
        )
    )
    places = db.session.execute(
        select(PlaceText.place_id, PlaceText.name).where(
            PlaceText.municipality_id == scope.municipality_id,
            PlaceText.place_id.in_(wanted),
            PlaceText.language == "nl",
        )
    )
    return {str(id_): name for id_, name in (*organisations, *places)}


def list_by_ids(scope: Scope, places: Sequence[UUID], activities: Sequence[UUID]) -> dict[UUID, Item]:
    """Those of them that are in the scope, with their texts."""
    found: dict[UUID, Item] = {}
    for model, mine, ids in ((Place, places_in(scope), places), (Activity, activities_in(scope), activities)):
        some: Any = select(model).where(mine, model.id.in_(list(ids))).options(selectinload(model.texts))
        found |= {item.id: item for item in db.session.scalars(some)}
    return found
