"""Addresses that were: whoever kept one still arrives. A thing keeps its slug for life, also under another name, and no
second thing gets it; only what is made one with another gives its own up. Nothing here commits."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, or_, select

from webapp.extensions import db
from webapp.places.models import FormerAddress
from webapp.places.slugs import SLUG_NUMBER

PLACES, ACTIVITIES = "places", "activities"  # as they stand in addresses
OWNER = {PLACES: FormerAddress.place_id, ACTIVITIES: FormerAddress.activity_id}


def find_owner(municipality_id: int, what: str, slug: str) -> UUID | None:
    """Of the place or activity that had this slug, or took the place of the one that had it."""
    row = db.session.get(FormerAddress, (municipality_id, what, slug))
    return (row.place_id or row.activity_id) if row else None


def list_former(municipality_id: int, what: str, item_id: UUID) -> list[str]:
    """All former slugs that lead to this item, by the alphabet."""
    rows = db.session.scalars(
        select(FormerAddress.slug)
        .where(FormerAddress.municipality_id == municipality_id, OWNER[what] == item_id)
        .order_by(FormerAddress.slug)
    )
    return list(rows)


def list_former_slugs(municipality_id: int, what: str, stems: Collection[str]) -> set[str]:
    """Slugs that are one of these or one of these with a number behind it: no new thing may get them."""
    stem = func.regexp_replace(FormerAddress.slug, SLUG_NUMBER, "")
    return set(
        db.session.scalars(
            select(FormerAddress.slug).where(
                FormerAddress.municipality_id == municipality_id,
                FormerAddress.what == what,
                or_(FormerAddress.slug.in_(stems), stem.in_(stems)),
            )
        )
    )


def lead(municipality_id: int, what: str, slug: str, item_id: UUID) -> None:
    """From now on this slug leads to this item, wherever it led before."""
    place_id, activity_id = (item_id, None) if what == PLACES else (None, item_id)
    row = db.session.get(FormerAddress, (municipality_id, what, slug))
    if row is None:
        row = FormerAddress(municipality_id=municipality_id, what=what, slug=slug)
        db.session.add(row)
    row.place_id, row.activity_id = place_id, activity_id
    db.session.flush()


def forget(municipality_id: int, what: str, slug: str) -> None:
    """It leads nowhere any more: its item has it again."""
    row = db.session.get(FormerAddress, (municipality_id, what, slug))
    if row is not None:
        db.session.delete(row)
        db.session.flush()
