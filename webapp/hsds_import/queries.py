"""What the import of a package asks of the database."""

from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from sqlalchemy import select

from webapp.activities.models import Activity
from webapp.areas.models import Postcode
from webapp.core.geo import Position
from webapp.extensions import db
from webapp.places.checks import POSTCODE
from webapp.places.models import Place
from webapp.taxonomy.published import made_id


def find_position_of_postcode() -> Callable[[str], Position | None]:
    """One query a postcode: only of what has no point of its own."""

    def find(code: str) -> Position | None:
        if not POSTCODE.fullmatch(code):
            return None
        found = db.session.get(Postcode, code) or db.session.get(Postcode, code[:4])
        return found.position if found else None

    return find


def list_ids_here(municipality_id: int, ids: Iterable[str]) -> set[str]:
    """Those that are ids of our own of what this town keeps."""
    own = {one for one in map(_uuid, ids) if one is not None}
    if not own:
        return set()
    found: set[str] = set()
    for model in (Place, Activity):
        rows = db.session.scalars(select(model.id).where(model.municipality_id == municipality_id, model.id.in_(own)))
        found |= set(map(str, rows))
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def map_known_locations(municipality_id: int, source: str) -> dict[str, str]:
    """Places by the id that our export gives to their location: those that this source brought, and our own."""
    rows = db.session.execute(
        select(Place.id, Place.source, Place.external_id).where(Place.municipality_id == municipality_id)
    )
    ids = [row.external_id if row.source == source and row.external_id else str(row.id) for row in rows]
    return {made_id("location", id_): id_ for id_ in ids}


def map_place_ids(municipality_id: int, source: str, external_ids: Collection[str]) -> dict[str, UUID]:
    """By the id at their source, or by our own; of two that became one it is the one that is shown."""
    own = [one for one in map(_uuid, external_ids) if one is not None]
    here = db.session.execute(
        select(Place.id, Place.merged_into_id).where(Place.municipality_id == municipality_id, Place.id.in_(own))
    )
    ids = {str(row.id): row.merged_into_id or row.id for row in here}
    rows = db.session.execute(
        select(Place.external_id, Place.id, Place.merged_into_id).where(
            Place.municipality_id == municipality_id, Place.source == source, Place.external_id.in_(external_ids)
        )
    )
    return ids | {row.external_id: row.merged_into_id or row.id for row in rows}
