"""Photos of one place or activity, and one picture as it is served."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import selectinload

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.photos.models import Photo, PhotoPicture
from webapp.places.models import Place

Item = Place | Activity


def is_of(item: Item) -> ColumnElement[bool]:
    column = Photo.place_id if isinstance(item, Place) else Photo.activity_id
    return and_(Photo.municipality_id == item.municipality_id, column == item.id)


def list_photos(item: Item) -> Sequence[Photo]:
    """All of them, in their order, with what pictures there are but not their content."""
    return db.session.scalars(
        select(Photo).where(is_of(item)).order_by(Photo.position, Photo.id).options(selectinload(Photo.pictures))
    ).all()


def list_public_photos(item: Item) -> Sequence[Photo]:
    """Those that everyone may see, in their order. Whether the thing itself is public, the caller knows."""
    return db.session.scalars(
        select(Photo)
        .where(is_of(item), Photo.is_public)
        .order_by(Photo.position, Photo.id)
        .options(selectinload(Photo.pictures))
    ).all()


def map_told(municipality_id: int, items: Sequence[Item]) -> dict[UUID, list[dict[str, Any]]]:
    """All photos of these items of one kind, by id of the item, as a version tells them."""
    column = Photo.place_id if isinstance(items[0], Place) else Photo.activity_id
    rows = db.session.execute(
        select(column, Photo.id, Photo.alt, Photo.credit, Photo.is_public)
        .where(Photo.municipality_id == municipality_id, column.in_([item.id for item in items]))
        .order_by(Photo.position, Photo.id)
    )
    found: dict[Any, list[dict[str, Any]]] = {}
    for item_id, id_, alt, credit, is_public in rows:
        told = {"id": str(id_), "alt": dict(alt), "credit": credit, "public": is_public}
        found.setdefault(item_id, []).append(told)
    return found


def get_photo(item: Item, photo_id: UUID) -> Photo:
    """Raises NotFound."""
    photo: Photo | None = db.session.scalar(select(Photo).where(is_of(item), Photo.id == photo_id))
    if photo is None:
        raise NotFound
    return photo


def get_picture(photo: Photo, kind: str, width: int) -> bytes:
    """Raises NotFound."""
    content: bytes | None = db.session.scalar(
        select(PhotoPicture.content).where(
            PhotoPicture.municipality_id == photo.municipality_id,
            PhotoPicture.photo_id == photo.id,
            PhotoPicture.kind == kind,
            PhotoPicture.width == width,
        )
    )
    if content is None:
        raise NotFound
    return content


def get_public_picture(photo_id: UUID, kind: str, width: int) -> bytes:
    """Of a photo that is public, of a thing that is public, in a town that is open. Raises NotFound."""
    content: bytes | None = db.session.scalar(
        select(PhotoPicture.content)
        .join(Photo, and_(Photo.municipality_id == PhotoPicture.municipality_id, Photo.id == PhotoPicture.photo_id))
        .join(Municipality, Municipality.id == Photo.municipality_id)
        .outerjoin(Place, and_(Place.municipality_id == Photo.municipality_id, Place.id == Photo.place_id))
        .outerjoin(Activity, and_(Activity.municipality_id == Photo.municipality_id, Activity.id == Photo.activity_id))
        .where(
            Photo.id == photo_id,
            Photo.is_public,
            Municipality.opened_at.is_not(None),
            or_(Place.published, Activity.published),
            PhotoPicture.photo_id == photo_id,
            PhotoPicture.kind == kind,
            PhotoPicture.width == width,
        )
    )
    if content is None:
        raise NotFound
    return content


@dataclass(frozen=True)
class Waiting:
    """How many photos of one thing wait for somebody who may publish them."""

    item: Item
    number: int


def list_waiting(town: Municipality) -> list[Waiting]:
    """Those that have waited longest first."""
    rows = db.session.execute(
        select(Photo.place_id, Photo.activity_id, func.count(), func.min(Photo.added_at))
        .where(Photo.municipality_id == town.id, Photo.is_public.is_(False))
        .group_by(Photo.place_id, Photo.activity_id)
        .order_by(func.min(Photo.added_at))
    ).all()
    places = _by_id(town, Place, [row[0] for row in rows if row[0]])
    activities = _by_id(town, Activity, [row[1] for row in rows if row[1]])
    return [Waiting((places | activities)[row[0] or row[1]], row[2]) for row in rows]


def _by_id(town: Municipality, model: type[Any], ids: list[UUID]) -> dict[UUID | None, Any]:
    found = select(model).where(model.municipality_id == town.id, model.id.in_(ids)).options(selectinload(model.texts))
    return {one.id: one for one in db.session.scalars(found)} if ids else {}
