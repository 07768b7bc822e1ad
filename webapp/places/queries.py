"""Finding places for those who write them; what visitors see is read in `finding`."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from webapp.extensions import db
from webapp.places.models import Organisation, Place
from webapp.places.slugs import SLUG_NUMBER


def list_places_of_source(municipality_id: int, source: str, external_ids: Collection[str]) -> Sequence[Place]:
    """Those with these ids at their source, with their texts, in no order."""
    return db.session.scalars(
        select(Place)
        .where(
            Place.municipality_id == municipality_id,
            Place.source == source,
            Place.external_id.in_(external_ids),
        )
        .options(selectinload(Place.texts))
    ).all()


def list_place_slugs(municipality_id: int, stems: Collection[str]) -> set[str]:
    """Slugs that are one of these or one of these with a number behind it."""
    stem = func.regexp_replace(Place.slug, SLUG_NUMBER, "")
    return set(
        db.session.scalars(
            select(Place.slug).where(
                Place.municipality_id == municipality_id, or_(Place.slug.in_(stems), stem.in_(stems))
            )
        )
    )


def find_organisation(municipality_id: int, slug: str) -> Organisation | None:
    return db.session.scalar(
        select(Organisation).where(Organisation.municipality_id == municipality_id, Organisation.slug == slug)
    )


def map_organisation_ids(municipality_id: int) -> dict[str, UUID]:
    """By slug."""
    rows = db.session.execute(
        select(Organisation.slug, Organisation.id).where(Organisation.municipality_id == municipality_id)
    )
    return {row.slug: row.id for row in rows}
