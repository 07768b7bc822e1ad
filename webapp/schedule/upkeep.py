"""What the worker does for time: a refresh each night, and a sign of life."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from webapp.core import clock
from webapp.extensions import db
from webapp.schedule.models import Heartbeat
from webapp.schedule.operations import refresh_slots
from webapp.schedule.queries import list_towns


def refresh_when_due(worker: str, moment: datetime) -> Iterator[int]:
    """Refreshes the slots once a Dutch day, town by town, and says how many were written: the caller commits each.

    A worker that slept through the night does it when it wakes; one that was stopped half-way begins again, and
    writes only what is missing.
    """
    today = clock.local(moment).date()
    done = db.session.scalar(select(Heartbeat.slots_refreshed_on).where(Heartbeat.name == worker))
    if done is not None and done >= today:
        return
    for municipality_id in list_towns():
        count = refresh_slots(municipality_id, today)
        beat(worker, moment)
        yield count
    beat(worker, moment)
    db.session.get_one(Heartbeat, worker).slots_refreshed_on = today
    yield 0


def beat(worker: str, moment: datetime) -> None:
    values = insert(Heartbeat).values(name=worker, beat_at=moment)
    db.session.execute(
        values.on_conflict_do_update(index_elements=[Heartbeat.name], set_={"beat_at": values.excluded.beat_at})
    )
