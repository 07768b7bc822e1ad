"""All of a town that is public, with the words, the times and the neighbours that its pages tell."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import contains_eager, joinedload, selectinload, undefer

from webapp.activities.models import Activity
from webapp.areas.models import Municipality, Postcode
from webapp.areas.whereabouts import Named, find_postcode, list_neighbourhood_names, list_neighbourhoods_like
from webapp.collecting.models import Collection
from webapp.collecting.queries import list_whole
from webapp.core.geo import Position
from webapp.extensions import db
from webapp.finding.conditions import Thing, activities, with_shown_name
from webapp.locating.queries import DIGITS
from webapp.places.models import Place
from webapp.places.queries import find_middle_of_digits, list_streets_like
from webapp.schedule.expansion import APPOINTMENT, OPEN, Slot
from webapp.schedule.models import Slot as SlotRow
from webapp.schedule.rules import LONGEST_SLOT
from webapp.search.queries import list_synonyms, list_words

MOST_SPOTS = 2_000  # neighbourhoods, and as many streets: more than the largest town has with places in them


@dataclass(frozen=True)
class Contents:
    """`places` and `activities` in the order of their names, as the lists end with it."""

    places: Sequence[Place]
    activities: Sequence[Activity]
    collections: Sequence[Collection]
    slots: Mapping[UUID, Sequence[Slot]]
    postcodes: Mapping[str, Position]
    neighbourhoods: Sequence[Named]
    streets: Sequence[Named]
    choices: Sequence[str]
    words: Sequence[str]
    synonyms: Sequence[tuple[str, str, bool]]


def get_contents(town: Municipality, language: str, start: datetime, end: datetime) -> Contents:
    """With the slots that end after `start` and begin before `end`."""
    held = activities().where(Activity.municipality_id == town.id, Activity.published)
    at_place = contains_eager(Activity.place).selectinload(Place.texts)
    return Contents(
        places=_named(select(Place).where(Place.municipality_id == town.id, Place.published), Place, language),
        activities=_named(held.options(at_place), Activity, language),
        collections=list_whole(town),
        slots=_list_slots(town.id, start, end),
        postcodes=_list_postcodes(town),
        neighbourhoods=list_neighbourhoods_like(town, [""], enough=0, most=MOST_SPOTS),
        streets=list_streets_like(town, [""], enough=0, most=MOST_SPOTS),
        choices=list_neighbourhood_names(town),
        words=list_words(town.id),
        synonyms=list_synonyms(town.id),
    )


def _named(statement: Select[Any], model: type[Thing], language: str) -> list[Any]:
    statement, name = with_shown_name(statement, model, language)
    whole = statement.options(selectinload(model.texts), joinedload(model.organisation), undefer(model.search))
    return list(db.session.scalars(whole.order_by(func.lower(name), model.id)).unique())


def _list_slots(town_id: int, start: datetime, end: datetime) -> Mapping[UUID, Sequence[Slot]]:
    """And of each the first opening and the first by appointment after `end`: what is held once a month tells when."""
    owner = func.coalesce(SlotRow.place_id, SlotRow.activity_id).label("owner")
    columns = (owner, SlotRow.starts_at, SlotRow.ends_at, SlotRow.status, SlotRow.reason, SlotRow.note,
               SlotRow.change, SlotRow.elsewhere)  # fmt: skip
    of_town = SlotRow.municipality_id == town_id
    within = select(*columns).where(
        of_town, SlotRow.starts_at > start - LONGEST_SLOT, SlotRow.starts_at < end, SlotRow.ends_at > start
    )
    later = select(*columns).where(of_town, SlotRow.starts_at >= end, SlotRow.status.in_((OPEN, APPOINTMENT)))
    first_later = later.ext(distinct_on(owner, SlotRow.status)).order_by(owner, SlotRow.status, SlotRow.starts_at)
    slots: dict[UUID, list[Slot]] = defaultdict(list)
    for statement in (within.order_by(SlotRow.starts_at, SlotRow.ends_at, SlotRow.status), first_later):
        rows: Any = db.session.execute(statement)
        for owner_id, *told in rows:
            slots[owner_id].append(Slot(*told))
    return slots


def _list_postcodes(town: Municipality) -> Mapping[str, Position]:
    """Those that lie in the town, and the four digits of its places that no table has."""
    inside = func.ST_Covers(Municipality.boundary, Postcode.point)
    rows = db.session.scalars(select(Postcode).join(Municipality, inside).where(Municipality.id == town.id))
    found = {row.code: row.position for row in rows}
    digits = func.left(Place.postcode, DIGITS)
    of_places = db.session.scalars(
        select(digits).where(Place.municipality_id == town.id, Place.published, Place.postcode.is_not(None)).distinct()
    )
    for code in set(of_places) - found.keys():
        middle = find_middle_of_digits(town, code) if find_postcode(code, town) is None else None
        if middle:
            found[code] = middle
    return dict(sorted(found.items()))
