"""Finding activities for those who write them; what visitors see is read in `finding`."""

from collections.abc import Collection

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload, undefer

from webapp.activities.models import Activity
from webapp.extensions import db
from webapp.places.former import ACTIVITIES, list_former_slugs
from webapp.places.slugs import SLUG_NUMBER


def find_activity_of_source(municipality_id: int, source: str, external_id: str) -> Activity | None:
    """With its texts and what was told of it."""
    return db.session.scalar(
        select(Activity)
        .where(
            Activity.municipality_id == municipality_id,
            Activity.source == source,
            Activity.external_id == external_id,
        )
        .options(selectinload(Activity.texts), undefer(Activity.told))
    )


def list_activity_slugs(municipality_id: int, stems: Collection[str]) -> set[str]:
    """Slugs, also former ones, that are one of these or one of these with a number behind it."""
    stem = func.regexp_replace(Activity.slug, SLUG_NUMBER, "")
    present = db.session.scalars(
        select(Activity.slug).where(
            Activity.municipality_id == municipality_id, or_(Activity.slug.in_(stems), stem.in_(stems))
        )
    )
    return set(present) | list_former_slugs(municipality_id, ACTIVITIES, stems)
