"""The conditions of the filters in SQL, the same ones for lists, counts and the feed."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    any_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from webapp.activities.models import Activity, ActivityText
from webapp.areas.models import Municipality
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.finding import asking
from webapp.finding.cards import ACTIVITY, PLACE
from webapp.finding.rules import WELCOME, Filters, window
from webapp.places.models import Place, PlaceText
from webapp.schedule.models import OPEN, Slot
from webapp.schedule.rules import LONGEST_SLOT
from webapp.taxonomy.rules import terms

Thing = Place | Activity
MODELS: dict[str, type[Thing]] = {PLACE: Place, ACTIVITY: Activity}


def page_of(thing: Thing) -> str:
    """The endpoint of its page."""
    return "finding.place" if isinstance(thing, Place) else "finding.activity"


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
    conditions = chosen(model, filters)
    if filters.open:
        conditions["open"] = open_between(model, town, *window(filters.open, moment))
    if filters.q:
        conditions["q"] = asking.fits(model, town, filters.q)
    return and_(model.municipality_id == town.id, model.published, *conditions.values())


def chosen(model: type[Thing], filters: Filters) -> dict[str, ColumnElement[bool]]:
    """The condition of each filter in force that a row alone can answer: not those of the words and the times."""
    lists = {"theme": model.themes, "topic": model.topics, "group": model.groups, "spoken": model.spoken}
    conditions = {
        name: listed.contains([getattr(filters, name)]) for name, listed in lists.items() if getattr(filters, name)
    }
    conditions |= {name: condition for name, condition in switches(model).items() if getattr(filters, name)}
    return conditions | ({"kind": model.kind == filters.kind} if filters.kind else {})


def switches(model: type[Thing]) -> dict[str, ColumnElement[bool]]:
    """What each filter that is on or off asks for; of an activity at no place some are NULL, which is no."""
    return _PLACE_SWITCHES if model is Place else _ACTIVITY_SWITCHES


def _holds(of_activity: Any) -> ColumnElement[bool]:
    """A place where at least one activity is such."""
    return (
        select(literal(1))
        .where(
            Activity.municipality_id == Place.municipality_id,
            Activity.place_id == Place.id,
            of_activity,
            Activity.published,
        )
        .exists()
    )


_IS_LINE = Place.kind.in_([kind.id for kind in terms("place_kind").values() if kind.pinless])  # by phone or online
# Nobody needs a referral for a door where one can walk in, or for a phone line.
_PLACE_SWITCHES: dict[str, ColumnElement[bool]] = {
    "free": Place.free.is_(True),
    "walkin": Place.walkin.is_(True),
    "wheelchair": Place.wheelchair == "yes",
    "no_referral": or_(Place.walkin, _IS_LINE, _holds(Activity.no_referral)),
    "welcome": Place.attributes.contains([WELCOME]),
    "online": _IS_LINE,
    "volunteer": _holds(Activity.volunteer),
}
_ACTIVITY_SWITCHES: dict[str, ColumnElement[bool]] = {
    "free": Activity.free.is_(True),
    "walkin": Activity.walkin.is_(True),
    "wheelchair": Place.wheelchair == "yes",
    "no_referral": Activity.no_referral.is_(True),
    "welcome": Activity.attributes.contains([WELCOME]),
    "online": or_(Activity.online, _IS_LINE),
    "volunteer": Activity.volunteer.is_(True),
}


# What people do together, and the places that are made for it or for knowing the way.
TOGETHER = {
    Place: ["buurthuis", "huiskamer", "inloop", "mfa", "informatiepunt"],
    Activity: ["groep", "inloop", "maaltijd", "sport", "uitje", "lotgenoten", "les"],
}


_NONE, _ONE, _TWO = (literal_column(str(number), Integer) for number in range(3))


def ease(model: type[Thing]) -> ColumnElement[int]:
    """How little stands in the way, to order what fits equally well: together and free before all, then walk in."""
    together_and_free = and_(model.kind == any_(literal(TOGETHER[model], ARRAY(Text))), model.free)
    return case((together_and_free, _TWO), else_=_NONE) + case((model.walkin, _ONE), else_=_NONE)


def open_between(model: type[Thing], town: Municipality, start: datetime, end: datetime) -> ColumnElement[bool]:
    """Those with an opening in [start, end): the few slots of that time first, by index, then who they belong to."""
    return model.id.in_(open_slots(model, town.id, start, end))


def open_slots(model: type[Thing], town_id: int, start: datetime, end: datetime) -> Select[Any]:
    """The owner of each opening in [start, end)."""
    owner = Slot.place_id if model is Place else Slot.activity_id
    return select(owner.label("owner")).where(is_open_between(town_id, start, end), owner.is_not(None))


def is_open_between(
    town_id: int | ColumnElement[int], start: datetime | ColumnElement[Any], end: datetime | ColumnElement[Any]
) -> ColumnElement[bool]:
    """Of a slot of the town, by the index of time; told at once, or by name to a statement that is made once."""
    return and_(
        Slot.municipality_id == town_id,
        Slot.starts_at > start - LONGEST_SLOT,
        Slot.starts_at < end,
        Slot.ends_at > start,
        Slot.status == OPEN,
    )


# Made once: an alias of a mapped class costs about a millisecond.
_OWN_TEXT = {Place: aliased(PlaceText), Activity: aliased(ActivityText)}
_FALLBACK_TEXT = {Place: aliased(PlaceText), Activity: aliased(ActivityText)}


def with_shown_name(statement: Select[Any], model: type[Thing], language: str) -> tuple[Select[Any], Any]:
    """The statement joined to the texts, and the name that a visitor reads: in this language, else in Dutch."""
    own: Any = _OWN_TEXT[model]
    fallback: Any = _FALLBACK_TEXT[model]
    wanted = [(own, language), (fallback, FALLBACK_LANGUAGE)]
    if language == FALLBACK_LANGUAGE:
        wanted.pop()
    for rows, code in wanted:
        same = rows.place_id == model.id if model is Place else rows.activity_id == model.id
        in_language = and_(rows.municipality_id == model.municipality_id, same, rows.language == code)
        statement = statement.outerjoin(rows, in_language)
    return statement, own.name if language == FALLBACK_LANGUAGE else func.coalesce(own.name, fallback.name)
