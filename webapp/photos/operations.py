"""Adding, describing, ordering, publishing and removing photos; at most so many of one thing."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from webapp.extensions import db
from webapp.photos.models import Photo, PhotoPicture
from webapp.photos.queries import Item, get_photo, list_photos
from webapp.photos.rules import MAX_CREDIT_CHARACTERS, MAX_PHOTOS, Flaw, PhotoRefused, check_alt, moved, tidy
from webapp.photos.taking_in import Baked
from webapp.places.models import Place


def add_photo(
    item: Item,
    baked: Baked,
    alt: Mapping[str, str],
    *,
    credit: str = "",
    is_public: bool,
    by: UUID | None,
    now: datetime,
    photo_id: UUID | None = None,
) -> Photo:
    """At the end of those that are there. Raises PhotoRefused."""
    words = _checked(alt, credit)
    _lock(item)
    number = len(list_photos(item))
    if number >= MAX_PHOTOS:
        raise PhotoRefused({"photo": Flaw.TOO_MANY_PHOTOS})
    photo = Photo(
        municipality_id=item.municipality_id,
        id=photo_id or uuid4(),
        place_id=item.id if isinstance(item, Place) else None,
        activity_id=None if isinstance(item, Place) else item.id,
        position=number,
        alt=words,
        credit=tidy(credit),
        width=baked.width,
        height=baked.height,
        is_public=is_public,
        added_by=by,
        added_at=now,
    )
    photo.pictures = [
        PhotoPicture(kind=one.kind, width=one.width, height=one.height, content=one.content) for one in baked.pictures
    ]
    db.session.add(photo)
    db.session.flush()
    return photo


def describe_photo(photo: Photo, alt: Mapping[str, str], credit: str, *, publishes: bool) -> bool:
    """Whether anything differed. Other words of somebody who may not publish take the photo back until somebody looked
    at them. Raises PhotoRefused."""
    words, credit = _checked(alt, credit), tidy(credit)
    if (words, credit) == (photo.alt, photo.credit):
        return False
    photo.alt, photo.credit = words, credit
    photo.is_public = photo.is_public and publishes
    db.session.flush()
    return True


def publish_photo(photo: Photo) -> None:
    photo.is_public = True
    db.session.flush()


def move_photo(item: Item, photo_id: UUID, step: int) -> None:
    """So many places later (or earlier, below 0); at an end it stays. Raises NotFound."""
    _lock(item)
    photo = get_photo(item, photo_id)
    photos = {other.id: other for other in list_photos(item)}
    before = list(photos)
    for position, id_ in enumerate(moved(before, photo.id, before.index(photo.id) + step)):
        photos[id_].position = position
    db.session.flush()


def remove_photo(item: Item, photo_id: UUID) -> None:
    """With its pictures, for good. Raises NotFound."""
    _lock(item)
    db.session.delete(get_photo(item, photo_id))
    db.session.flush()
    for position, photo in enumerate(list_photos(item)):
        photo.position = position
    db.session.flush()


def find_flaws(alt: Mapping[str, str], credit: str) -> dict[str, Flaw]:
    """By field, as `add_photo` would refuse them."""
    flaws = check_alt({language: tidy(said) for language, said in alt.items()})
    return flaws | ({"credit": Flaw.CREDIT_LONG} if len(tidy(credit)) > MAX_CREDIT_CHARACTERS else {})


def _checked(alt: Mapping[str, str], credit: str) -> dict[str, str]:
    if flaws := find_flaws(alt, credit):
        raise PhotoRefused(flaws)
    return {language: words for language, said in alt.items() if (words := tidy(said))}


def _lock(item: Item) -> None:
    """Two who add or order photos of one thing go one after the other."""
    model = type(item)
    db.session.execute(
        select(model.id)
        .where(model.municipality_id == item.municipality_id, model.id == item.id)
        .with_for_update(key_share=True)
    )
