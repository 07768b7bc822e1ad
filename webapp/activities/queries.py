"""Finding activities for those who write them; what visitors see is read in `finding`."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload, undefer

from webapp.activities.models import Activity
from webapp.extensions import db
from webapp.places.former import ACTIVITIES, list_former_slugs
from webapp.places.slugs import SLUG_NUMBER


def list_activities_of_source(municipality_id: int, source: str, external_ids: Collection[str]) -> Sequence[Activity]:
    """With their texts and what was told of them, in no order."""
    return db.session.scalars(
        select(Activity)
        .where(
            Activity.municipality_id == municipality_id,
            Activity.source == source,
            Activity.external_id.in_(external_ids),
        )
        .options(selectinload(Activity.texts), undefer(Activity.told))
    ).all()


def list_activity_slugs(municipality_id: int, stems: Collection[str]) -> set[str]:
    """Slugs, also former ones, that are one of these or one of these with a number behind it."""
    stem = func.regexp_replace(Activity.slug, SLUG_NUMBER, "")
    present = db.session.scalars(
        select(Activity.slug).where(
            Activity.municipality_id == municipality_id, or_(Activity.slug.in_(stems), stem.in_(stems))
        )
    )
    return set(present) | list_former_slugs(municipality_id, ACTIVITIES, stems)
