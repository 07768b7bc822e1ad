"""Days on which the whole town is closed."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.schedule.models import StoredClosure


def list_town_closures(town: Municipality, since: date) -> Sequence[StoredClosure]:
    """Of the whole town, those that end on this day or later, the first one first."""
    return db.session.scalars(
        select(StoredClosure)
        .where(
            StoredClosure.municipality_id == town.id,
            StoredClosure.place_id.is_(None),
            StoredClosure.organisation_id.is_(None),
            StoredClosure.last_day >= since,
        )
        .order_by(StoredClosure.first_day, StoredClosure.id)
    ).all()


def get_town_closure(town: Municipality, closure_id: int) -> StoredClosure:
    """Raises NotFound, also for one of a place or an organisation."""
    found = db.session.get(StoredClosure, (town.id, closure_id))
    if found is None or found.place_id is not None or found.organisation_id is not None:
        raise NotFound
    return found
