"""The conditions of the filters in SQL, the same ones for lists, counts and the feed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select
from sqlalchemy.orm import aliased

from webapp.activities.models import Activity, ActivityText
from webapp.areas.models import Municipality
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.finding import asking
from webapp.finding.rules import Filters, window
from webapp.places.models import Place, PlaceText
from webapp.schedule.models import OPEN, Slot
from webapp.schedule.rules import LONGEST_SLOT

Thing = Place | Activity


def activities() -> Select[Any]:
    return select(Activity).outerjoin(
        Place, and_(Place.municipality_id == Activity.municipality_id, Place.id == Activity.place_id)
    )


def point_of(model: type[Thing]) -> Any:
    """Where it is; an activity without a point of its own is at its place, unless it is online."""
    if model is Place:
        return Place.point
    return case((Activity.online, None), else_=func.coalesce(Activity.point, Place.point))


def matching(model: type[Thing], town: Municipality, filters: Filters, moment: datetime) -> ColumnElement[bool]:
    """The condition that a row of Place, or of Activity joined to its place, meets these filters."""
    conditions = [model.municipality_id == town.id, model.published]
    conditions += [
        listed.contains([value])
        for listed, value in (
            (model.themes, filters.theme),
            (model.topics, filters.topic),
            (model.groups, filters.group),
            (model.spoken, filters.spoken),
        )
        if value
    ]
    conditions += [flag for flag, wanted in ((model.free, filters.free), (model.walkin, filters.walkin)) if wanted]
    if filters.kind:
        conditions.append(model.kind == filters.kind)
    if filters.wheelchair:
        conditions.append(Place.wheelchair == "yes")
    if filters.volunteer:
        conditions.append(_volunteer(model))
    if filters.open:
        conditions.append(open_between(model, town, *window(filters.open, moment)))
    if filters.q:
        conditions.append(asking.fits(model, town, filters.q))
    return and_(*conditions)


def _volunteer(model: type[Thing]) -> ColumnElement[bool]:
    if model is Activity:
        return Activity.volunteer.is_(True)
    return (
        select(literal(1))
        .where(
            Activity.municipality_id == Place.municipality_id,
            Activity.place_id == Place.id,
            Activity.volunteer,
            Activity.published,
        )
        .exists()
    )


# What people do together, and the places that are made for it or for knowing the way.
TOGETHER = {
    Place: ("buurthuis", "huiskamer", "inloop", "mfa", "informatiepunt"),
    Activity: ("groep", "inloop", "maaltijd", "sport", "uitje", "lotgenoten", "les"),
}


def ease(model: type[Thing]) -> ColumnElement[int]:
    """How little stands in the way, to order what fits equally well: together and free before all, then walk in."""
    together_and_free = and_(model.kind.in_(TOGETHER[model]), model.free)
    return case((together_and_free, 2), else_=0) + case((model.walkin, 1), else_=0)


def open_between(model: type[Thing], town: Municipality, start: datetime, end: datetime) -> ColumnElement[bool]:
    """Those with an opening in [start, end): the few slots of that time first, by index, then who they belong to."""
    owner = Slot.place_id if model is Place else Slot.activity_id
    return model.id.in_(
        select(owner).where(
            Slot.municipality_id == town.id,
            Slot.starts_at > start - LONGEST_SLOT,
            Slot.starts_at < end,
            Slot.ends_at > start,
            Slot.status == OPEN,
            owner.is_not(None),
        )
    )


# Made once: an alias of a mapped class costs about a millisecond.
_OWN_TEXT = {Place: aliased(PlaceText), Activity: aliased(ActivityText)}
_FALLBACK_TEXT = {Place: aliased(PlaceText), Activity: aliased(ActivityText)}


def with_shown_name(statement: Select[Any], model: type[Thing], language: str) -> tuple[Select[Any], Any]:
    """The statement joined to the texts, and the name that a visitor reads: in this language, else in Dutch."""
    own: Any = _OWN_TEXT[model]
    fallback: Any = _FALLBACK_TEXT[model]
    for rows, code in ((own, language), (fallback, FALLBACK_LANGUAGE)):
        same = rows.place_id == model.id if model is Place else rows.activity_id == model.id
        in_language = and_(rows.municipality_id == model.municipality_id, same, rows.language == code)
        statement = statement.outerjoin(rows, in_language)
    return statement, func.coalesce(own.name, fallback.name)
