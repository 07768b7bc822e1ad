"""Writing slots: always what the rules say, and only the rows that differ, so that nothing changes for nothing."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Integer,
    Row,
    Select,
    TableClause,
    Text,
    case,
    column,
    delete,
    func,
    literal,
    or_,
    select,
    table,
    text,
    union,
)
from sqlalchemy.dialects.postgresql import UUID as PG_UUID

from webapp.core.database import allow_long_statements
from webapp.extensions import db
from webapp.schedule.models import CANCELLED, Slot
from webapp.schedule.rules import HoursError, SlotTimes, check_hours, midnight, upcoming

BATCH = 500  # owners; about 45,000 slots at most
KEEP_DAYS = 7  # of what is over
LOCK_SPACE = 4821  # keeps our advisory locks apart from those of other users of the database

log = logging.getLogger(__name__)

# The tables one floor up, by name: a refresh needs these columns and nothing else of them.
_PLACE = table("place", column("municipality_id", Integer), column("id", PG_UUID()), column("opening_hours", Text))
_ACTIVITY = table(
    "activity",
    column("municipality_id", Integer),
    column("id", PG_UUID()),
    column("opening_hours", Text),
    column("by_appointment", Boolean),
)

# Arrays instead of a statement per row, and written out here instead of value by value in the driver: three times as
# fast each, for the 700,000 slots of 10,000 places.
_INSERT = text("""
    INSERT INTO slot (municipality_id, place_id, activity_id, starts_at, ends_at, note)
    SELECT :municipality_id, times.*
    FROM unnest(CAST(:places AS uuid[]), CAST(:activities AS uuid[]), CAST(:starts AS timestamptz[]),
        CAST(:ends AS timestamptz[]), CAST(:notes AS text[])) AS times
""")

StoredSlot = Row[int, UUID | None, UUID | None, datetime, datetime, str, str | None]
SlotKey = tuple[UUID | None, UUID | None, datetime, datetime]


@dataclass(frozen=True)
class Owner:
    """Whose hours: exactly one of place and activity. `opening_hours` None: no times, such as by appointment only."""

    opening_hours: str | None
    place_id: UUID | None = None
    activity_id: UUID | None = None


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


def replace_slots(
    municipality_id: int,
    *,
    place_id: UUID | None = None,
    activity_id: UUID | None = None,
    opening_hours: str | None,
    first_day: date,
) -> int:
    """Call in the transaction that changes opening hours. Raises HoursError for hours that do not parse."""
    return write_slots(municipality_id, [Owner(opening_hours, place_id, activity_id)], first_day)


def write_slots(municipality_id: int, owners: Sequence[Owner], first_day: date) -> int:
    """The number of rows added or removed. A cancelled slot stays as long as its time is one of the schedule's."""
    lock_town(municipality_id)
    wanted: dict[SlotKey, str | None] = {
        (owner.place_id, owner.activity_id, times.starts_at, times.ends_at): times.note
        for owner in owners
        for times in _times(owner, first_day)
    }
    gone: list[int] = []
    for row in _list_slots(municipality_id, owners, first_day):
        key = (row.place_id, row.activity_id, row.starts_at, row.ends_at)
        if key in wanted and (row.status == CANCELLED or row.note == wanted[key]):
            del wanted[key]
        else:
            gone.append(row.id)
    _delete(municipality_id, gone)
    _insert(municipality_id, wanted)
    return len(gone) + len(wanted)


def refresh_slots(first_day: date) -> int:
    """Every town: the horizon moves on, what is long over goes. The number of rows added or removed."""
    expect_many_rows()
    count = 0
    towns = union(select(_PLACE.c.municipality_id), select(_ACTIVITY.c.municipality_id), select(Slot.municipality_id))
    for municipality_id in db.session.scalars(towns).all():
        for owners in _list_owners(municipality_id):
            count += write_slots(municipality_id, owners, first_day)
        count += _remove_old(municipality_id, first_day)
    return count


def _times(owner: Owner, first_day: date) -> Sequence[SlotTimes]:
    return upcoming(owner.opening_hours, first_day) if owner.opening_hours else ()


def _list_slots(municipality_id: int, owners: Sequence[Owner], first_day: date) -> Sequence[StoredSlot]:
    """Current and future ones."""
    places = [owner.place_id for owner in owners if owner.place_id]
    activities = [owner.activity_id for owner in owners if owner.activity_id]
    columns = (Slot.id, Slot.place_id, Slot.activity_id, Slot.starts_at, Slot.ends_at, Slot.status, Slot.note)
    return db.session.execute(
        select(*columns).where(
            Slot.municipality_id == municipality_id,
            or_(
                Slot.place_id == func.any(literal(places, ARRAY(PG_UUID()))),
                Slot.activity_id == func.any(literal(activities, ARRAY(PG_UUID()))),
            ),
            Slot.ends_at > midnight(first_day),
        )
    ).all()


def _delete(municipality_id: int, ids: list[int]) -> None:
    if ids:
        db.session.execute(
            delete(Slot).where(
                Slot.municipality_id == municipality_id, Slot.id == func.any(literal(ids, ARRAY(BigInteger)))
            ),
            execution_options={"synchronize_session": False},
        )


def _insert(municipality_id: int, slots: dict[SlotKey, str | None]) -> None:
    if slots:
        places, activities, starts, ends = zip(*slots, strict=True)
        values = {
            "municipality_id": municipality_id,
            "places": _array(places),
            "activities": _array(activities),
            "starts": _array(starts),
            "ends": _array(ends),
            "notes": list(slots.values()),
        }
        db.session.execute(_INSERT, values)


def _array(values: Sequence[UUID | datetime | None]) -> str:
    return "{" + ",".join(str(value) if value is not None else "NULL" for value in values) + "}"


def _list_owners(municipality_id: int) -> Iterator[list[Owner]]:
    """All places and activities in batches, those without hours too: slots that have no reason any more go."""
    for rows in _batches(select(_PLACE.c.id, _PLACE.c.opening_hours), _PLACE, municipality_id):
        yield [Owner(_readable(hours), place_id=id_) for id_, hours in rows]
    hours_unless_by_appointment = case((_ACTIVITY.c.by_appointment, None), else_=_ACTIVITY.c.opening_hours)
    for rows in _batches(select(_ACTIVITY.c.id, hours_unless_by_appointment), _ACTIVITY, municipality_id):
        yield [Owner(_readable(hours), activity_id=id_) for id_, hours in rows]


def _batches(
    statement: Select[UUID, str | None], owner: TableClause, municipality_id: int
) -> Iterator[Sequence[Row[UUID, str | None]]]:
    statement = statement.where(owner.c.municipality_id == municipality_id).order_by(owner.c.id).limit(BATCH)
    rows = db.session.execute(statement).all()
    while rows:
        yield rows
        rows = db.session.execute(statement.where(owner.c.id > rows[-1][0])).all()


def _readable(opening_hours: str | None) -> str | None:
    """Hours that no longer parse cost one thing its times and not the whole town its night."""
    if opening_hours is None:
        return None
    try:
        check_hours(opening_hours)
    except HoursError as error:
        log.warning("opening hours left out of the refresh: %s", error)
        return None
    return opening_hours


def _remove_old(municipality_id: int, first_day: date) -> int:
    over = midnight(first_day) - timedelta(days=KEEP_DAYS)
    ids = db.session.scalars(select(Slot.id).where(Slot.municipality_id == municipality_id, Slot.ends_at < over)).all()
    _delete(municipality_id, list(ids))
    return len(ids)
