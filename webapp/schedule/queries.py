"""Reading what was told about time: schedules with all that bears on them, a town's calendar, and closures."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Integer,
    Row,
    Select,
    Text,
    and_,
    case,
    cast,
    column,
    func,
    literal,
    null,
    or_,
    select,
    table,
    union,
)
from sqlalchemy.dialects.postgresql import UUID as PG_UUID

from webapp.extensions import db
from webapp.schedule.holidays import closed_days
from webapp.schedule.models import SchoolBreak, Slot, StoredClosure, StoredSchedule, TownHoliday
from webapp.schedule.rules import HORIZON_DAYS
from webapp.schedule.timetables import Owner, Timetable, TownTime
from webapp.schedule.values import Closure, TownCalendar

BATCH = 500  # owners; about 45,000 slots at most


def _table_of_an_upper_floor(name: str, *more: str) -> Any:
    columns = (column(column_name, PG_UUID()) for column_name in ("id", "organisation_id", *more))
    return table(name, column("municipality_id", Integer), column("point"), *columns)


# By name: time needs these columns and nothing else of them.
PLACE = _table_of_an_upper_floor("place")
ORGANISATION = table("organisation", column("municipality_id", Integer), column("id", PG_UUID()))
ACTIVITY = table(
    "activity",
    column("municipality_id", Integer),
    *(column(name, PG_UUID()) for name in ("id", "organisation_id", "place_id")),
    column("online", Boolean),
    column("point"),
)


def list_timetables(
    municipality_id: int, *, places: Sequence[UUID] = (), activities: Sequence[UUID] = ()
) -> list[Timetable]:
    """Of these owners, those without a schedule too."""
    found: list[Timetable] = []
    if places:
        found += map(_timetable, db.session.execute(_of_places(municipality_id).where(_among(PLACE.c.id, places))))
    if activities:
        statement = _of_activities(municipality_id).where(_among(ACTIVITY.c.id, activities))
        found += map(_timetable, db.session.execute(statement))
    return found


def list_batches(municipality_id: int) -> Iterator[list[Timetable]]:
    """All owners of the town, those without a schedule too: slots that have no reason any more go."""
    for statement, id_ in (
        (_of_places(municipality_id), PLACE.c.id),
        (_of_activities(municipality_id), ACTIVITY.c.id),
    ):
        page = statement.order_by(id_).limit(BATCH)
        rows = db.session.execute(page).all()
        while rows:
            yield [_timetable(row) for row in rows]
            rows = db.session.execute(page.where(id_ > (rows[-1].place_id or rows[-1].activity_id))).all()


def list_activities_held_at(municipality_id: int, places: Sequence[UUID]) -> Sequence[UUID]:
    """Those that follow their place: in its hours, or because its closures close them too."""
    if not places:
        return ()
    return db.session.scalars(
        select(ACTIVITY.c.id).where(ACTIVITY.c.municipality_id == municipality_id, _among(ACTIVITY.c.place_id, places))
    ).all()


def list_of_organisation(municipality_id: int, organisation_id: UUID) -> tuple[Sequence[UUID], Sequence[UUID]]:
    """Places and activities."""
    places, activities = (
        db.session.scalars(
            select(owner.c.id).where(
                owner.c.municipality_id == municipality_id, owner.c.organisation_id == organisation_id
            )
        ).all()
        for owner in (PLACE, ACTIVITY)
    )
    return places, activities


def exists_here(municipality_id: int, place_id: UUID | None, organisation_id: UUID | None) -> bool:
    """Whether those that are named belong to this town."""
    named = [(PLACE, place_id), (ORGANISATION, organisation_id)]
    return all(
        db.session.scalar(select(owner.c.id).where(owner.c.municipality_id == municipality_id, owner.c.id == id_))
        for owner, id_ in named
        if id_
    )


def list_towns() -> Sequence[int]:
    """With places, activities or slots."""
    return db.session.scalars(
        union(select(PLACE.c.municipality_id), select(ACTIVITY.c.municipality_id), select(Slot.municipality_id))
    ).all()


def _of_places(municipality_id: int) -> Select[Any]:
    return (
        select(
            PLACE.c.id.label("place_id"),
            null().label("activity_id"),
            cast(StoredSchedule.document, Text).label("own"),
            null().label("of_place"),
            PLACE.c.id.label("held_at"),
            PLACE.c.organisation_id.label("organisation"),
            null().label("organisation_of_place"),
            literal(True).label("at_place"),
            PLACE.c.point.is_not(None).label("has_door"),
        )
        .outerjoin_from(PLACE, StoredSchedule, _same(StoredSchedule.place_id, PLACE))
        .where(PLACE.c.municipality_id == municipality_id)
    )


def _of_activities(municipality_id: int) -> Select[Any]:
    """Held at its place, unless it is online or somewhere outside."""
    of_place = StoredSchedule.__table__.alias("of_place")
    inside = and_(ACTIVITY.c.online.is_(False), ACTIVITY.c.point.is_(None))
    held_at_place = and_(inside, ACTIVITY.c.place_id.is_not(None))
    inherits = StoredSchedule.document["inherits"].as_boolean()
    return (
        select(
            null().label("place_id"),
            ACTIVITY.c.id.label("activity_id"),
            cast(StoredSchedule.document, Text).label("own"),
            cast(of_place.c.document, Text).label("of_place"),
            case((inside, ACTIVITY.c.place_id)).label("held_at"),
            ACTIVITY.c.organisation_id.label("organisation"),
            case((inside, PLACE.c.organisation_id)).label("organisation_of_place"),
            PLACE.c.id.is_not(None).label("at_place"),
            and_(ACTIVITY.c.online.is_(False), or_(~held_at_place, PLACE.c.point.is_not(None))).label("has_door"),
        )
        .outerjoin_from(ACTIVITY, StoredSchedule, _same(StoredSchedule.activity_id, ACTIVITY))
        .outerjoin(
            PLACE, and_(PLACE.c.municipality_id == ACTIVITY.c.municipality_id, PLACE.c.id == ACTIVITY.c.place_id)
        )
        .outerjoin(
            of_place,
            and_(
                inherits,
                of_place.c.municipality_id == ACTIVITY.c.municipality_id,
                of_place.c.place_id == ACTIVITY.c.place_id,
            ),
        )
        .where(ACTIVITY.c.municipality_id == municipality_id)
    )


def _same(owner_id: Any, owner: Any) -> ColumnElement[bool]:
    return and_(StoredSchedule.municipality_id == owner.c.municipality_id, owner_id == owner.c.id)


def _among(id_: Any, ids: Sequence[UUID]) -> ColumnElement[bool]:
    """An array instead of as many parameters as there are ids."""
    among: ColumnElement[bool] = id_ == func.any(literal(list(ids), ARRAY(PG_UUID())))
    return among


def _timetable(row: Row[Any]) -> Timetable:
    return Timetable(
        Owner(row.place_id, row.activity_id),
        row.own,
        row.of_place,
        places=frozenset({row.held_at} - {None}),
        organisations=frozenset({row.organisation, row.organisation_of_place} - {None}),
        at_place=row.at_place,
        has_door=row.has_door,
    )


def find_schedule(municipality_id: int, owner: Owner) -> StoredSchedule | None:
    is_its = (
        StoredSchedule.place_id == owner.place_id if owner.place_id else StoredSchedule.activity_id == owner.activity_id
    )
    return db.session.scalar(select(StoredSchedule).where(StoredSchedule.municipality_id == municipality_id, is_its))


def list_schedules(municipality_id: int, owners: Sequence[Owner]) -> dict[Owner, StoredSchedule]:
    places = [owner.place_id for owner in owners if owner.place_id]
    activities = [owner.activity_id for owner in owners if owner.activity_id]
    rows = db.session.scalars(
        select(StoredSchedule).where(
            StoredSchedule.municipality_id == municipality_id,
            or_(_among(StoredSchedule.place_id, places), _among(StoredSchedule.activity_id, activities)),
        )
    )
    return {Owner(row.place_id, row.activity_id): row for row in rows}


# ---------------------------------------------------------------- what closes


def get_town_time(municipality_id: int, first_day: date) -> TownTime:
    closures: dict[UUID | None, list[Closure]] = {}
    rows = db.session.execute(
        select(
            StoredClosure.place_id,
            StoredClosure.organisation_id,
            StoredClosure.first_day,
            StoredClosure.last_day,
            StoredClosure.reason,
        )
        .where(StoredClosure.municipality_id == municipality_id, StoredClosure.last_day >= _before(first_day))
        .order_by(StoredClosure.id)
    )
    for place_id, organisation_id, first, last, reason in rows:
        closures.setdefault(place_id or organisation_id, []).append(Closure(first, last, reason))
    return TownTime(_calendar(municipality_id, first_day), closures)


def _calendar(municipality_id: int, first_day: date) -> TownCalendar:
    last_day = first_day + timedelta(days=HORIZON_DAYS)
    years = range(_before(first_day).year, last_day.year + 1)
    breaks = [one for one in list_school_breaks(municipality_id) if one.last_day >= _before(first_day)]
    return TownCalendar(closed_days(years, get_ticks(municipality_id)), tuple(breaks))


def _before(first_day: date) -> date:
    """What began so long ago may still go on."""
    return first_day - timedelta(days=32)


def get_ticks(municipality_id: int) -> dict[str, bool]:
    """Where the town differs from the usual: holiday → closed."""
    rows = db.session.execute(
        select(TownHoliday.holiday, TownHoliday.closed).where(TownHoliday.municipality_id == municipality_id)
    )
    return {row.holiday: row.closed for row in rows}


def list_school_breaks(municipality_id: int) -> list[Closure]:
    rows = db.session.execute(
        select(SchoolBreak.first_day, SchoolBreak.last_day, SchoolBreak.reason)
        .where(SchoolBreak.municipality_id == municipality_id)
        .order_by(SchoolBreak.first_day)
    )
    return [Closure(first, last, reason) for first, last, reason in rows]
