"""From what a resident told to what the teams decide by: where it is asked from, and what it is about."""

from dataclasses import dataclass

from sqlalchemy import select

from webapp.activities.models import Activity
from webapp.areas.models import Municipality, Postcode
from webapp.areas.whereabouts import find_postcode
from webapp.core.geo import Position
from webapp.core.postgis import to_position
from webapp.extensions import db
from webapp.places.models import Place
from webapp.questions.values import NewQuestion
from webapp.teams.rules import Asked


@dataclass(frozen=True)
class About:
    """What a question was asked beside: a published place or activity of this town."""

    position: Position | None
    themes: tuple[str, ...]


def asked_of(town: Municipality, new: NewQuestion) -> Asked:
    """Where the resident is says more than where the place is that was asked beside. One or two queries by key."""
    about = find_about(town, new)
    topic = new.topic or (about.themes[0] if about is not None and len(about.themes) == 1 else "")
    position = new.position or _position_of_postcode(town, new.content.postcode)
    if position is None and not new.neighbourhood and about is not None:
        position = about.position
    return Asked(topic or None, new.language, position, new.neighbourhood or None)


def _position_of_postcode(town: Municipality, code: str) -> Position | None:
    found = find_postcode(code, town) if code else None
    return found.position if found is not None else None


def is_known_postcode(town: Municipality, code: str) -> bool:
    """Its four digits are enough. Where no postcodes are loaded, nobody can tell and every one is believed."""
    if find_postcode(code, town) is not None:
        return True
    return db.session.scalar(select(Postcode.code).limit(1)) is None


def find_about(town: Municipality, new: NewQuestion) -> About | None:
    if new.activity:
        own = select(Activity.point, Place.point, Activity.themes).outerjoin(
            Place, (Place.municipality_id == Activity.municipality_id) & (Place.id == Activity.place_id)
        )
        row = db.session.execute(
            own.where(Activity.municipality_id == town.id, Activity.slug == new.activity, Activity.published)
        ).one_or_none()
        return About(to_position(row[0]) or to_position(row[1]), tuple(row[2])) if row is not None else None
    if new.place:
        row = db.session.execute(
            select(Place.point, Place.themes).where(
                Place.municipality_id == town.id, Place.slug == new.place, Place.published
            )
        ).one_or_none()
        return About(to_position(row[0]), tuple(row[1])) if row is not None else None
    return None
