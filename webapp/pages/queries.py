"""Whether we are fit to serve, and whose data we show."""

from datetime import datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from webapp.areas.models import Municipality
from webapp.core.migrations import newest_migration
from webapp.extensions import db
from webapp.places.models import Place
from webapp.schedule.models import Heartbeat

WORKER_LATE = timedelta(minutes=3)


def list_problems(moment: datetime) -> list[str]:
    """Plain words without details: the address is public. A newer migration than ours is fine: while a release goes
    out, the old one serves on the new tables (docs/deploy.md)."""
    try:
        revision = db.session.scalar(text("SELECT version_num FROM alembic_version"))
        beat = db.session.scalar(select(Heartbeat.beat_at).where(Heartbeat.name == "worker"))
    except SQLAlchemyError:
        db.session.rollback()
        return ["database"]
    problems = [] if revision is not None and revision >= newest_migration() else ["migrations"]
    if beat is None or moment - beat > WORKER_LATE:
        problems.append("worker")
    return problems


def list_attributions(municipality: Municipality) -> list[str]:
    """Each source once: the town's own areas first, then those of its places."""
    of_places = db.session.scalars(
        select(Place.attribution)
        .where(Place.municipality_id == municipality.id, Place.published, Place.attribution.is_not(None))
        .distinct()
        .order_by(Place.attribution)
    )
    return [source for source in dict.fromkeys([municipality.attribution, *of_places]) if source]
