"""The filters of HSDS in SQL, and the same facts of one thing in Python: a filter finds what carries its term."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from webapp.activities.models import Activity
from webapp.finding.conditions import Thing
from webapp.hsds.rules import Asked
from webapp.places.models import Place
from webapp.taxonomy.published import DEMONSTRATION, FACT, find_axis, find_term, published_terms
from webapp.taxonomy.rules import terms
from webapp.versions.models import ItemVersion
from webapp.versions.rules import PUBLISHED

# Columns with ids of an axis.
LISTS = {
    "theme": "themes",
    "topic": "topics",
    "group": "groups",
    "attribute": "attributes",
    "dimension": "dimensions",
}
KINDS: dict[str, type[Thing]] = {"place_kind": Place, "activity_kind": Activity}
COLUMNS = ("free", "walkin", "by_appointment", "no_referral", "online", "volunteer", "wor")
WHEELCHAIR = "wheelchair-"
_LINES = frozenset(kind.id for kind in terms("place_kind").values() if kind.pinless)  # by phone or online


def at_its_place(statement: Select[Any]) -> Select[Any]:
    """Activities with their places, as far as these are public: of any other nothing is told."""
    its_place = and_(
        Place.municipality_id == Activity.municipality_id, Place.id == Activity.place_id, Place.published.is_(True)
    )
    return statement.outerjoin(Place, its_place)


def organisation_of(model: type[Thing]) -> Any:
    """Who offers it: what names nobody is offered by who keeps the place where it is held."""
    return Place.organisation_id if model is Place else func.coalesce(Activity.organisation_id, Place.organisation_id)


def changed_at(model: type[Thing]) -> Any:
    """When its facts, texts, times or photos were changed last; NULL where nobody noted that."""
    owner: InstrumentedAttribute[Any] = ItemVersion.place_id if model is Place else ItemVersion.activity_id
    return (
        select(func.greatest(ItemVersion.made_at, ItemVersion.reviewed_at))
        .where(ItemVersion.municipality_id == model.municipality_id, owner == model.id, ItemVersion.state == PUBLISHED)
        .correlate(model)
        .scalar_subquery()
    )


def by_terms(model: type[Thing], asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.taxonomy_term_id:
        found = find_term(asked.taxonomy_term_id)
        yield carries(model, *found) if found else false()
    if asked.taxonomy_id:
        axis = find_axis(asked.taxonomy_id)
        yield or_(false(), *(carries(model, axis, id_) for id_ in published_terms()[axis])) if axis else false()


def carries(model: type[Thing], axis: str, id_: str) -> ColumnElement[bool]:
    """That the service of a row has this term."""
    if axis == FACT:
        return _has_fact(model, id_)
    if axis in KINDS:
        return and_(true() if KINDS[axis] is model else false(), model.kind == id_)
    column: Any = getattr(model, LISTS.get(axis, ""), None)
    return false() if column is None else column.contains([id_])


def _has_fact(model: type[Thing], fact: str) -> ColumnElement[bool]:
    if fact == DEMONSTRATION:
        return model.is_demo.is_(True)
    if fact.startswith(WHEELCHAIR):
        return and_(Place.id.is_not(None), Place.wheelchair == fact.removeprefix(WHEELCHAIR))
    if fact == "online" and model is Place:
        return Place.kind.in_(_LINES)
    column: Any = getattr(model, fact, None)
    return false() if column is None else column.is_(True)


def terms_of(thing: Thing) -> Iterator[tuple[str, str]]:
    """Axis and id of each term that the service of a thing has, in one order."""
    kind = "place_kind" if isinstance(thing, Place) else "activity_kind"
    if thing.kind in published_terms()[kind]:
        yield kind, thing.kind
    for axis, column in LISTS.items():
        shown = published_terms()[axis]
        yield from ((axis, id_) for id_ in getattr(thing, column, ()) if id_ in shown)
    yield from ((FACT, fact) for fact in _facts_of(thing))


def _facts_of(thing: Thing) -> Iterator[str]:
    yield from (name for name in COLUMNS if getattr(thing, name, False))
    if isinstance(thing, Place) and thing.kind in _LINES:
        yield "online"
    place = thing if isinstance(thing, Place) else thing.place
    if place is not None and place.wheelchair != "unknown":
        yield f"{WHEELCHAIR}{place.wheelchair}"
    if thing.is_demo:
        yield DEMONSTRATION
