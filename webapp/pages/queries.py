"""Whether we are fit to serve, and whose data we show."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.places.models import Place
from webapp.schedule.models import Heartbeat

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations" / "versions"
WORKER_LATE = timedelta(minutes=3)


@cache
def newest_migration() -> str:
    return max(path.name.split("_", 1)[0] for path in MIGRATIONS.glob("[0-9]*.py"))


def list_problems(moment: datetime) -> list[str]:
    """Plain words without details: the address is public."""
    try:
        revision = db.session.scalar(text("SELECT version_num FROM alembic_version"))
        beat = db.session.scalar(select(Heartbeat.beat_at).where(Heartbeat.name == "worker"))
    except SQLAlchemyError:
        db.session.rollback()
        return ["database"]
    problems = [] if revision == newest_migration() else ["migrations"]
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
