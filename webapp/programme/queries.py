"""The dates of one day that somebody of the staff may change, each found through the scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.activities.models import Activity
from webapp.activities.scope import Scope, activities_in, owner_of, places_in
from webapp.extensions import db
from webapp.places.models import Organisation, Place
from webapp.schedule import expansion
from webapp.schedule.models import Slot, StoredClosure
from webapp.schedule.queries import list_schedules, list_timetables
from webapp.schedule.rules import LONGEST_SLOT
from webapp.schedule.timetables import Owner, Timetable
from webapp.schedule.told import changes_in
from webapp.schedule.values import Change

Item = Place | Activity
SLOT_COLUMNS = (Slot.starts_at, Slot.ends_at, Slot.status, Slot.reason, Slot.note, Slot.change, Slot.elsewhere)


@dataclass(frozen=True)
class FoundDate:
    """One time of one place or activity, with the changes that were made to the times of it."""

    item: Item
    slot: expansion.Slot
    changes: tuple[Change, ...]


A_DAY = timedelta(hours=23)  # as short as a day can be: the clocks change


def list_dates(
    scope: Scope,
    start: datetime,
    end: datetime,
    *,
    ahead_of: datetime | None = None,
    limit: int,
    offset: int = 0,
    day_and_night: bool = True,
) -> list[FoundDate]:
    """What begins in [start, end), in order of time, of what residents can see; with `ahead_of` only what is not over
    at that moment, and what began before `start` and still goes on then; without `day_and_night` not what is always
    open. Three queries at most."""
    when = _between(start, end, ahead_of)
    if not day_and_night:
        when = and_(when, Slot.ends_at - Slot.starts_at < A_DAY)
    wanted = limit + offset
    rows = [
        *db.session.execute(_activities(scope).where(when).order_by(Slot.starts_at, Activity.slug).limit(wanted)),
        *db.session.execute(_places(scope).where(when).order_by(Slot.starts_at, Place.slug).limit(wanted)),
    ]
    rows.sort(key=lambda row: row.starts_at)  # stable: activities come first
    return _with_changes(scope, rows[offset:wanted])


def list_dates_of(scope: Scope, item: Item, starts_at: datetime) -> list[FoundDate]:
    """What of this item begins at this moment: one date, or none."""
    owner = owner_of(item)
    is_its = Slot.place_id == owner.place_id if owner.place_id else Slot.activity_id == owner.activity_id
    statement = select(*SLOT_COLUMNS).where(
        Slot.municipality_id == scope.municipality_id, is_its, Slot.starts_at == starts_at
    )
    changes = map_changes(scope, [item])
    return [
        FoundDate(item, expansion.Slot(*row), changes.get(owner, ()))
        for row in db.session.execute(statement.order_by(Slot.ends_at))
    ]


def _between(start: datetime, end: datetime, ahead_of: datetime | None) -> ColumnElement[bool]:
    if ahead_of is None:
        return and_(Slot.starts_at >= start, Slot.starts_at < end)
    since = start - LONGEST_SLOT if start <= ahead_of else start
    return and_(Slot.starts_at >= since, Slot.starts_at < end, Slot.ends_at > ahead_of)


def _activities(scope: Scope) -> Any:
    own = and_(Slot.municipality_id == Activity.municipality_id, Slot.activity_id == Activity.id)
    with_place = joinedload(Activity.place).selectinload(Place.texts)
    return (
        select(Activity, *SLOT_COLUMNS)
        .join(Slot, own)
        .where(activities_in(scope), Activity.published, Slot.municipality_id == scope.municipality_id)
        .options(selectinload(Activity.texts), with_place)
    )


def _places(scope: Scope) -> Any:
    own = and_(Slot.municipality_id == Place.municipality_id, Slot.place_id == Place.id)
    return (
        select(Place, *SLOT_COLUMNS)
        .join(Slot, own)
        .where(places_in(scope), Place.published, Slot.municipality_id == scope.municipality_id)
        .options(selectinload(Place.texts))
    )


def _with_changes(scope: Scope, rows: Sequence[Any]) -> list[FoundDate]:
    changes = map_changes(scope, [item for item, *_slot in rows])
    return [FoundDate(item, expansion.Slot(*slot), changes.get(owner_of(item), ())) for item, *slot in rows]


def map_changes(scope: Scope, items: Sequence[Item]) -> dict[Owner, tuple[Change, ...]]:
    """Those of the items themselves, not of the place whose hours an activity takes."""
    owners = list({owner_of(item) for item in items})
    stored = list_schedules(scope.municipality_id, owners) if owners else {}
    return {owner: changes_in(row.document) for owner, row in stored.items()}


def get_timetable(scope: Scope, item: Item) -> Timetable:
    owner = owner_of(item)
    if owner.place_id:
        return list_timetables(scope.municipality_id, places=[owner.place_id])[0]
    return list_timetables(scope.municipality_id, activities=[owner.id])[0]


# ---------------------------------------------------------------- closures


@dataclass(frozen=True)
class Subject:
    """A place or an organisation that somebody may close: `value` is what a form calls it."""

    value: str
    name: str
    place_id: UUID | None = None
    organisation_id: UUID | None = None


def list_own_places(scope: Scope) -> Sequence[Place]:
    """Also those that are not published yet; with their texts."""
    return db.session.scalars(select(Place).where(places_in(scope)).options(selectinload(Place.texts))).all()


def list_own_organisations(scope: Scope) -> Sequence[Organisation]:
    mine = [] if scope.whole_town else [Organisation.id.in_(list(scope.organisations))]
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.municipality_id == scope.municipality_id, *mine)
        .order_by(Organisation.name)
    ).all()


def list_closures(scope: Scope, subjects: Sequence[Subject], since: Any) -> Sequence[StoredClosure]:
    """Of these subjects, what is not over on that day; the town's own are no part of it."""
    places = [one.place_id for one in subjects if one.place_id]
    organisations = [one.organisation_id for one in subjects if one.organisation_id]
    return db.session.scalars(
        select(StoredClosure)
        .where(
            StoredClosure.municipality_id == scope.municipality_id,
            StoredClosure.last_day >= since,
            or_(StoredClosure.place_id.in_(places), StoredClosure.organisation_id.in_(organisations)),
        )
        .order_by(StoredClosure.first_day, StoredClosure.id)
    ).all()
