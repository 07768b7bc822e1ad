"""The conditions of the filters in SQL, the same ones for lists, counts and the feed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from webapp.activities.models import Activity, ActivityText
from webapp.areas.models import Municipality
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.finding.rules import Filters, window
from webapp.places.models import Place, PlaceText
from webapp.schedule.models import OPEN, Slot
from webapp.schedule.rules import LONGEST_SLOT
from webapp.taxonomy.rules import find_ids_by_label

Thing = Place | Activity
MEANINGFUL = 3  # letters
SIMILAR_ENOUGH = 0.5  # pg_trgm word similarity that still counts as the same word with a typing error


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
        conditions.append(_says(model, filters.q))
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


def _text_model(model: type[Thing]) -> tuple[Any, Any]:
    return (PlaceText, PlaceText.place_id) if model is Place else (ActivityText, ActivityText.activity_id)


def _says(model: type[Thing], query: str) -> ColumnElement[bool]:
    """Every word stands in a text in any language, or names a theme, topic or kind; or the name has a typing error."""
    texts, owner = _text_model(model)
    whole = func.unaccent(func.concat_ws(" ", texts.name, texts.summary, texts.description))
    words = [
        or_(func.lower(whole).like(func.lower(func.unaccent(f"%{_escaped(word)}%")), escape="/"), *_means(model, word))
        for word in query.split()
    ]
    similar = func.word_similarity(func.unaccent(query), func.unaccent(texts.name)) >= SIMILAR_ENOUGH
    return (
        select(literal(1))
        .where(texts.municipality_id == model.municipality_id, owner == model.id, or_(and_(*words), similar))
        .correlate(model)
        .exists()
    )


def _escaped(word: str) -> str:
    return word.replace("/", "//").replace("%", "/%").replace("_", "/_")


def _means(model: type[Thing], word: str) -> list[ColumnElement[bool]]:
    """By the labels of the taxonomy, in any language; one or two letters would mean too much."""
    if len(word) < MEANINGFUL:
        return []
    kinds = find_ids_by_label("place_kind" if model is Place else "activity_kind", word)
    meanings: list[ColumnElement[bool]] = [model.kind.in_(kinds)] if kinds else []
    for listed, axis in ((model.themes, "theme"), (model.topics, "topic"), (model.groups, "group")):
        if ids := find_ids_by_label(axis, word):
            meanings.append(listed.overlap(ids))
    return meanings


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
