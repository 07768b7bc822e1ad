"""Finding what a file is imported for, by its slug; also what residents do not see yet."""

from sqlalchemy import select

from webapp.activities.models import Activity
from webapp.extensions import db
from webapp.places.models import Place


def find_place(municipality_id: int, slug: str) -> Place | None:
    return db.session.scalar(select(Place).where(Place.municipality_id == municipality_id, Place.slug == slug))


def find_activity(municipality_id: int, slug: str) -> Activity | None:
    return db.session.scalar(select(Activity).where(Activity.municipality_id == municipality_id, Activity.slug == slug))
