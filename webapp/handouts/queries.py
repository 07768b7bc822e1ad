"""Where distances are measured from, what a town has to give along, and what became of a sheet."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.areas.whereabouts import Named, find_neighbourhood, list_neighbourhood_choices
from webapp.collecting.queries import find_present_slug, get_public, list_public
from webapp.core.errors import NotFound
from webapp.core.geo import Box, Position
from webapp.core.texts import Spoken
from webapp.extensions import db
from webapp.finding.conditions import Thing
from webapp.finding.queries import get_activity, get_place, list_coming_slots
from webapp.finding.rules import Filters
from webapp.guiding.queries import list_candidates
from webapp.guiding.rules import INFORMATION_POINTS, Candidate, Look
from webapp.handouts.items import Item
from webapp.handouts.models import Handout
from webapp.handouts.rules import Wish
from webapp.places.models import Place
from webapp.schedule import expansion
from webapp.schedule.models import APPOINTMENT, CANCELLED, OPEN

EVERYTHING = (Look(True, Filters()), Look(False, Filters()))


def list_areas(town: Municipality) -> list[tuple[str, str]]:
    """Code and name to choose from, by name."""
    return list_neighbourhood_choices(town)


def find_title(town: Municipality, collection: str, language: str) -> Spoken | None:
    """Of a collection that is public, else None."""
    return next((one.title(language) for one in list_public(town) if one.slug == collection), None)


def find_present_collection(town: Municipality, slug: str) -> str:
    """The address that this public collection has now; empty where there is none."""
    is_public = slug and any(one.slug == slug for one in list_public(town))
    return slug if is_public else (find_present_slug(town, slug) or "" if slug else "")


def find_area(town: Municipality, code: str) -> Named | None:
    return find_neighbourhood(town, code) if code else None


def list_possible(town: Municipality, wish: Wish, moment: datetime, origin: Position | None = None) -> list[Candidate]:
    """Of a theme its lists and the information points; of a dimension all, as editors may have named it anywhere. Of a
    collection what is in it. Raises NotFound for a collection that is not public."""
    if wish.collection:
        held = {part.thing_id for part in get_public(town, wish.collection).parts}
        return [one for one in list_candidates(town, EVERYTHING, moment, origin) if one.id in held]
    if not wish.theme:
        return list_candidates(town, EVERYTHING, moment, origin)
    of_theme = [Look(look.is_place, Filters(theme=wish.theme)) for look in EVERYTHING]
    return list_candidates(town, [*of_theme, INFORMATION_POINTS], moment, origin)


SLOTS = {
    OPEN: 4,
    APPOINTMENT: 4,
    CANCELLED: 40,
}  # of one thing: two dates, and all that fell out in the life of a sheet
KINDS: dict[str, Callable[[Municipality, str], Thing]] = {"places": get_place, "activities": get_activity}
MOST_MERGES = 5


def list_things(town: Municipality, picks: Sequence[str]) -> list[Thing]:
    """What a form names as `activities/slug`, in that order and each once. Raises NotFound for what is not public."""
    found: dict[UUID, Thing] = {}
    for pick in picks:
        kind, _slash, slug = pick.partition("/")
        if kind not in KINDS:
            raise NotFound
        thing = KINDS[kind](town, slug)
        found[thing.id] = thing
    return list(found.values())


def list_slots(town: Municipality, things: Sequence[Thing], moment: datetime) -> dict[UUID, list[expansion.Slot]]:
    return list_coming_slots(town, things, moment, SLOTS, {})


def find_handout(code: str, moment: datetime) -> Handout | None:
    """By its code alone; what is over is not there, so that nobody learns that it ever was."""
    return db.session.scalar(select(Handout).where(Handout.code == code, Handout.expires_at > moment))


def find_successors(town: Municipality, items: Collection[Item]) -> dict[UUID, UUID]:
    """Of things that were made one with another: which one, by the id on the sheet."""
    found: dict[UUID, UUID] = {}
    for item in items:
        model: type[Place] | type[Activity] = Place if item.is_place else Activity
        at = item.id
        for _step in range(MOST_MERGES):
            further = db.session.scalar(
                select(model.merged_into_id).where(model.municipality_id == town.id, model.id == at)
            )
            if further is None:
                break
            at = found[item.id] = further
    return found


_GROUND = text("""
    SELECT name, ST_AsBinary(ST_ClipByBox2D(boundary, box)) AS shape
    FROM neighbourhood, ST_MakeEnvelope(:west, :south, :east, :north, ST_SRID(boundary)) AS box
    WHERE municipality_id = :town AND level = :level AND boundary && box
    ORDER BY code
""")


def list_ground(town: Municipality, level: str, window: Box) -> list[tuple[str, bytes]]:
    """Name and outline (WKB, degrees) of each area of a level, cut to this window."""
    rows = db.session.execute(_GROUND, {"town": town.id, "level": level, **asdict(window)})
    return [(row.name, bytes(row.shape)) for row in rows if row.shape]
