"""The best places and activities of a town for what was asked, in one list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from webapp.activities.models import Activity
from webapp.answering.fit_queries import list_fits
from webapp.answering.rules import Fit, in_turn
from webapp.areas.models import Municipality
from webapp.core.geo import Position
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.extensions import db
from webapp.finding.cards import ACTIVITY, PLACE
from webapp.finding.conditions import MODELS, Thing
from webapp.finding.open_queries import open_among
from webapp.finding.queries import FOR_AN_ACTIVITY, Found
from webapp.places.models import Place
from webapp.search.units import Wanted


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
    """In the order of `in_turn`. Without the database while nothing changes and the same words are asked for."""
    fits = list_fits(town, wanted, limit)
    if not fits:
        return []
    is_open = open_among(town, tuple(fit.id for fit in fits), moment)
    return [_answer(fit, metres, language) for fit, metres in in_turn(fits, is_open, origin)[:limit]]


def _answer(fit: Fit, metres: float | None, language: str) -> Answer:
    """Its name in the language asked for, else in Dutch."""
    names = dict(fit.names)
    shown = language if language in names else FALLBACK_LANGUAGE
    return Answer(fit.type, fit.id, fit.slug, names.get(shown, ""), shown, fit.street, metres, fit.score)


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
