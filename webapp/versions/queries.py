"""Reading versions. Every query names the town and the item; who may see them is decided by activities/scope.py."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, defer

from webapp.activities.models import Activity
from webapp.activities.scope import owner_of
from webapp.core.errors import NotFound
from webapp.core.postgis import to_position
from webapp.extensions import db
from webapp.places.models import Place
from webapp.schedule.queries import find_schedule, list_schedules
from webapp.schedule.timetables import Owner
from webapp.versions.document import ACTIVITY, FACTS, PLACE, TEXTS, Document, TextState, fact_names, to_document
from webapp.versions.models import ItemVersion
from webapp.versions.photos_part import read_photos
from webapp.versions.rules import OPEN, PUBLISHED, REVIEW

Item = Place | Activity
MOST_VERSIONS = 2**31 - 1  # what the column can count


def kind_of(item: Item) -> str:
    return PLACE if isinstance(item, Place) else ACTIVITY


def state_of_item(item: Item) -> Document:
    """As it is stored now: published or not, with its schedule."""
    schedule = find_schedule(item.municipality_id, owner_of(item))
    photos = read_photos(item.municipality_id, [item]).get(item.id, [])
    return document_of(item, schedule.document if schedule else None, photos)


def states_of_items(municipality_id: int, items: Sequence[Item]) -> list[Document]:
    """In the same order, with one query for all schedules and one for all photos."""
    schedules = list_schedules(municipality_id, [owner_of(item) for item in items])
    photos = read_photos(municipality_id, items)
    found = (schedules.get(owner_of(item)) for item in items)
    return [
        document_of(item, one.document if one else None, photos.get(item.id, []))
        for item, one in zip(items, found, strict=True)
    ]


def document_of(item: Item, schedule: Mapping[str, Any] | None, photos: Sequence[Mapping[str, Any]] = ()) -> Document:
    kind = kind_of(item)
    facts: dict[str, Any] = {name: _fact(item, name) for name in fact_names(kind)}
    words = TEXTS[kind]
    texts = {
        row.language: (
            words(**{name: getattr(row, name) for name in words.__dataclass_fields__}),
            TextState(row.version, row.made_by),
        )
        for row in item.texts
    }
    return to_document(kind, FACTS[kind](**facts), texts, published=item.published, schedule=schedule, photos=photos)


def _fact(item: Item, name: str) -> Any:
    """The point of an activity is its own, not the one that it borrows from its place."""
    value = to_position(item.point) if name == "position" else getattr(item, name)
    return tuple(value) if isinstance(value, list) else value


def of_item(item: Item) -> ColumnElement[bool]:
    return (ItemVersion.municipality_id == item.municipality_id) & (_column_of([item]) == item.id)


def find_published(item: Item) -> ItemVersion | None:
    """The version that tells how the item is in public now, as far as it was recorded."""
    return db.session.scalar(select(ItemVersion).where(of_item(item), ItemVersion.state == PUBLISHED))


def map_published(municipality_id: int, items: Sequence[Item]) -> dict[UUID, ItemVersion]:
    """By id of the item; all of one kind."""
    rows = db.session.scalars(
        select(ItemVersion).where(_of_items(municipality_id, items), ItemVersion.state == PUBLISHED)
    )
    return {Owner(row.place_id, row.activity_id).id: row for row in rows}


def map_last_numbers(municipality_id: int, items: Sequence[Item]) -> dict[UUID, int]:
    """By id of the item, of whatever state; all of one kind. Not of one that has no version."""
    owner = ItemVersion.place_id, ItemVersion.activity_id
    rows = select(*owner, func.max(ItemVersion.number)).where(_of_items(municipality_id, items)).group_by(*owner)
    return {Owner(place_id, activity_id).id: number for place_id, activity_id, number in db.session.execute(rows)}


def _of_items(municipality_id: int, items: Sequence[Item]) -> ColumnElement[bool]:
    return (ItemVersion.municipality_id == municipality_id) & _column_of(items).in_([item.id for item in items])


def _column_of(items: Sequence[Item]) -> InstrumentedAttribute[UUID | None]:
    return ItemVersion.activity_id if items and isinstance(items[0], Activity) else ItemVersion.place_id


def get_version(item: Item, number: int) -> ItemVersion:
    """Raises NotFound."""
    if not 0 < number <= MOST_VERSIONS:
        raise NotFound
    found = db.session.scalar(select(ItemVersion).where(of_item(item), ItemVersion.number == number))
    if found is None:
        raise NotFound
    return found


def find_own_draft(item: Item, user_id: UUID) -> ItemVersion | None:
    """What this user has not published yet: a draft, one that waits for review, or one that was sent back."""
    return db.session.scalar(
        select(ItemVersion).where(of_item(item), ItemVersion.by_user == user_id, ItemVersion.state.in_(OPEN))
    )


def list_open(item: Item) -> Sequence[ItemVersion]:
    """Of everybody, the oldest first."""
    return db.session.scalars(
        select(ItemVersion).where(of_item(item), ItemVersion.state.in_(OPEN)).order_by(ItemVersion.made_at)
    ).all()


def list_versions(item: Item) -> Sequence[ItemVersion]:
    """The newest first, without their documents."""
    return db.session.scalars(
        select(ItemVersion)
        .where(of_item(item))
        .order_by(ItemVersion.number.desc())
        .options(defer(ItemVersion.document))
    ).all()


def list_waiting(municipality_id: int) -> Sequence[ItemVersion]:
    """What waits for the coordinator of the town, what came first at the top."""
    return db.session.scalars(
        select(ItemVersion)
        .where(ItemVersion.municipality_id == municipality_id, ItemVersion.state == REVIEW)
        .order_by(ItemVersion.made_at, ItemVersion.id)
    ).all()


def map_open(municipality_id: int) -> dict[UUID, set[str]]:
    """By id of an item, the states of what waits there: for a list of many items."""
    rows = db.session.execute(
        select(ItemVersion.place_id, ItemVersion.activity_id, ItemVersion.state).where(
            ItemVersion.municipality_id == municipality_id, ItemVersion.state.in_(OPEN)
        )
    )
    found: dict[UUID, set[str]] = {}
    for place_id, activity_id, state in rows:
        found.setdefault(Owner(place_id, activity_id).id, set()).add(state)
    return found
