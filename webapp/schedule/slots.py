"""Writing slots: always what the rules say, and only the rows that differ, so that nothing changes for nothing."""

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Row, delete, func, literal, or_, select, text
from sqlalchemy.dialects.postgresql import UUID as PG_UUID

from webapp.core.database import allow_long_statements
from webapp.extensions import db
from webapp.schedule import expansion
from webapp.schedule.answers import upcoming
from webapp.schedule.models import Slot
from webapp.schedule.queries import get_town_time
from webapp.schedule.rules import HoursError, midnight
from webapp.schedule.timetables import Timetable
from webapp.schedule.values import Words

KEEP_DAYS = 7  # of what is over
LOCK_SPACE = 4821  # keeps our advisory locks apart from those of other users of the database
MOST_KEPT = 512  # expansions; about 20 MB when full

log = logging.getLogger(__name__)

# Arrays instead of a statement per row, and written out here instead of value by value in the driver: three times as
# fast each, for the 700,000 slots of 10,000 places.
_INSERT = text("""
    INSERT INTO slot
        (municipality_id, place_id, activity_id, starts_at, ends_at, status, reason, note, change, elsewhere)
    SELECT :municipality_id, times.*
    FROM unnest(CAST(:places AS uuid[]), CAST(:activities AS uuid[]), CAST(:starts AS timestamptz[]),
        CAST(:ends AS timestamptz[]), CAST(:statuses AS text[]), CAST(:reasons AS jsonb[]),
        CAST(:notes AS jsonb[]), CAST(:changes AS text[]), CAST(:elsewheres AS timestamptz[])) AS times
""")

StoredSlot = Row[int, UUID | None, UUID | None, datetime, datetime, str, Words, Words, str | None, datetime | None]
SlotKey = tuple[UUID | None, UUID | None, datetime, datetime, str]
Told = tuple[Words, Words, str | None, datetime | None]  # reason, note, change and where it was moved from or to


def lock_town(municipality_id: int) -> None:
    """One writer of slots and imports a town at a time, until its transaction ends; readers are not held up."""
    db.session.execute(select(func.pg_advisory_xact_lock(LOCK_SPACE, municipality_id)))


def expect_many_rows() -> None:
    """For a command or the worker; ends with the transaction.

    The check that a slot's place exists is planned once, when the table may still be small: reading all of it each
    time, an import of 10,000 places took ten minutes more.
    """
    allow_long_statements()
    db.session.execute(text("SET LOCAL enable_seqscan = off"))


class SlotWriter:
    """For one town on one day: what closes its doors is read once, and equal timetables are expanded once."""

    def __init__(self, municipality_id: int, first_day: date) -> None:
        lock_town(municipality_id)
        self.municipality_id = municipality_id
        self.first_day = first_day
        self._time = get_town_time(municipality_id, first_day)
        self._kept: dict[object, Sequence[expansion.Slot]] = {}

    def write(self, timetables: Sequence[Timetable]) -> int:
        """The number of rows added or removed."""
        wanted: dict[SlotKey, Told] = {
            (one.owner.place_id, one.owner.activity_id, slot.starts_at, slot.ends_at, slot.status): (
                slot.reason,
                slot.note,
                slot.change,
                slot.elsewhere,
            )
            for one in timetables
            for slot in self._readable(one)
        }
        gone: list[int] = []
        for row in _list_slots(self.municipality_id, timetables, self.first_day):
            key = (row.place_id, row.activity_id, row.starts_at, row.ends_at, row.status)
            if wanted.get(key) == (row.reason, row.note, row.change, row.elsewhere):
                del wanted[key]
            else:
                gone.append(row.id)
        _delete(self.municipality_id, gone)
        _insert(self.municipality_id, wanted)
        return len(gone) + len(wanted)

    def expand(self, timetable: Timetable) -> Sequence[expansion.Slot]:
        """Raises HoursError."""
        closures = self._time.closures_for(timetable)
        key = (timetable.own, timetable.of_place, tuple(map(id, closures)))
        slots = self._kept.get(key)
        if slots is None:
            schedule = timetable.schedule
            slots = upcoming(schedule, self.first_day, self._time.calendar, closures) if schedule else ()
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = slots
        return slots

    def _readable(self, timetable: Timetable) -> Sequence[expansion.Slot]:
        """A schedule that is no longer understood costs one thing its times and not the whole town its night."""
        try:
            return self.expand(timetable)
        except HoursError as error:
            log.warning("a schedule left out: %s", error)
            return ()

    def remove_old(self) -> int:
        over = midnight(self.first_day) - timedelta(days=KEEP_DAYS)
        old = select(Slot.id).where(Slot.municipality_id == self.municipality_id, Slot.ends_at < over)
        ids = db.session.scalars(old).all()
        _delete(self.municipality_id, ids)
        return len(ids)


def _list_slots(municipality_id: int, timetables: Sequence[Timetable], first_day: date) -> Sequence[StoredSlot]:
    """Current and future ones."""
    places = [one.owner.place_id for one in timetables if one.owner.place_id]
    activities = [one.owner.activity_id for one in timetables if one.owner.activity_id]
    return db.session.execute(
        select(
            Slot.id,
            Slot.place_id,
            Slot.activity_id,
            Slot.starts_at,
            Slot.ends_at,
            Slot.status,
            Slot.reason,
            Slot.note,
            Slot.change,
            Slot.elsewhere,
        ).where(
            Slot.municipality_id == municipality_id,
            or_(
                Slot.place_id == func.any(literal(places, ARRAY(PG_UUID()))),
                Slot.activity_id == func.any(literal(activities, ARRAY(PG_UUID()))),
            ),
            Slot.ends_at > midnight(first_day),
        )
    ).all()


def _delete(municipality_id: int, ids: Sequence[int]) -> None:
    if ids:
        db.session.execute(
            delete(Slot).where(
                Slot.municipality_id == municipality_id, Slot.id == func.any(literal(list(ids), ARRAY(BigInteger)))
            ),
            execution_options={"synchronize_session": False},
        )


def _insert(municipality_id: int, slots: Mapping[SlotKey, Told]) -> None:
    if slots:
        places, activities, starts, ends, statuses = zip(*slots, strict=True)
        reasons, notes, changes, elsewheres = zip(*slots.values(), strict=True)
        values = {
            "municipality_id": municipality_id,
            "places": _array(places),
            "activities": _array(activities),
            "starts": _array(starts),
            "ends": _array(ends),
            "statuses": _array(statuses),
            "reasons": [_json(words) for words in reasons],
            "notes": [_json(words) for words in notes],
            "changes": _array(changes),
            "elsewheres": _array(elsewheres),
        }
        db.session.execute(_INSERT, values)


def _array(values: Sequence[UUID | datetime | str | None]) -> str:
    return "{" + ",".join(str(value) if value is not None else "NULL" for value in values) + "}"


def _json(words: Words) -> str:
    return json.dumps(dict(words)) if words else "{}"
