"""A whole town in four queries, for the phone to keep."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.places.models import Place
from webapp.schedule.models import CANCELLED, OPEN, Slot


def list_public_places(town: Municipality) -> Sequence[Place]:
    """With their texts and organisations, by slug."""
    statement = select(Place).where(Place.municipality_id == town.id, Place.published).order_by(Place.slug)
    return db.session.scalars(statement.options(selectinload(Place.texts), joinedload(Place.organisation))).all()


def list_public_activities(town: Municipality) -> Sequence[Activity]:
    """With their texts, organisations and places, by slug."""
    statement = select(Activity).where(Activity.municipality_id == town.id, Activity.published)
    with_all = (
        selectinload(Activity.texts),
        joinedload(Activity.organisation),
        joinedload(Activity.place).selectinload(Place.texts),
    )
    return db.session.scalars(statement.options(*with_all).order_by(Activity.slug)).all()


def list_times(town: Municipality, moment: datetime, until: datetime) -> Mapping[UUID, Sequence[Slot]]:
    """By place or activity: what is open or falls out in this time, soonest first."""
    statement = (
        select(Slot)
        .where(
            Slot.municipality_id == town.id,
            Slot.status.in_((OPEN, CANCELLED)),
            Slot.ends_at > moment,
            Slot.starts_at < until,
        )
        .order_by(Slot.starts_at)
    )
    found: dict[UUID, list[Slot]] = defaultdict(list)
    for slot in db.session.scalars(statement):
        owner = slot.activity_id or slot.place_id
        if owner is not None:
            found[owner].append(slot)
    return found
