"""What a sitemap tells: the public things of a town, by address; and what a calendar file is imported for."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, select

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.areas.queries import list_open_municipalities
from webapp.extensions import db
from webapp.finding.cards import PLACE
from webapp.places.models import Place

Listed = tuple[str, date | None]  # slug, and the day on which somebody last confirmed the page


def list_findable_towns() -> list[Municipality]:
    """Open to residents, and no demonstration: invented help is not to be found."""
    return [town for town in list_open_municipalities() if not town.is_demo]


def count_findable(towns: Sequence[Municipality], type_: str) -> dict[int, int]:
    """By id of the town; one query for all towns of the country."""
    model = _model(type_)
    statement = (
        select(model.municipality_id.label("town_id"), func.count().label("number"))
        .where(model.municipality_id.in_([town.id for town in towns]), *_is_findable(model))
        .group_by(model.municipality_id)
    )
    return {row.town_id: row.number for row in db.session.execute(statement)}


def list_findable(town: Municipality, type_: str, first: int, number: int) -> Sequence[Listed]:
    """By slug, from the index of slugs; slugs do not change when something is edited."""
    model = _model(type_)
    statement = select(model.slug, model.checked_on).where(*_findable(model, town))
    rows = db.session.execute(statement.order_by(model.slug).offset(first).limit(number))
    return [(slug, checked_on) for slug, checked_on in rows]


def list_findable_themes(town: Municipality, type_: str) -> set[str]:
    model = _model(type_)
    return set(db.session.scalars(select(func.unnest(model.themes)).where(*_findable(model, town)).distinct()))


def _model(type_: str) -> type[Place | Activity]:
    return Place if type_ == PLACE else Activity


def _findable(model: type[Place | Activity], town: Municipality) -> tuple[ColumnElement[bool], ...]:
    return model.municipality_id == town.id, *_is_findable(model)


def _is_findable(model: type[Place | Activity]) -> tuple[ColumnElement[bool], ...]:
    return model.published.is_(True), model.is_demo.is_(False)


def find_place(municipality_id: int, slug: str) -> Place | None:
    """By its slug, also what residents do not see yet."""
    return db.session.scalar(select(Place).where(Place.municipality_id == municipality_id, Place.slug == slug))


def find_activity(municipality_id: int, slug: str) -> Activity | None:
    return db.session.scalar(select(Activity).where(Activity.municipality_id == municipality_id, Activity.slug == slug))
