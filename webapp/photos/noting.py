"""Photos in the versions of their item: each change is noted with who made it; an earlier version puts words back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from webapp.areas.queries import get_municipality_of
from webapp.core.words import _
from webapp.extensions import db
from webapp.photos.queries import Item, list_photos, map_told
from webapp.versions.operations import capture, record
from webapp.versions.photos_part import kept_by
from webapp.versions.wording import add_what

ADDED, CHANGED, REMOVED, SHOWN = "photo_added", "photo", "photo_removed", "photo_shown"

add_what(ADDED, lambda: _("Photo added"))
add_what(REMOVED, lambda: _("Photo taken away"))
add_what(SHOWN, lambda: _("Photo made public"))


def init_app() -> None:
    kept_by(map_told, put_back)


@contextmanager
def noted(item: Item, what: str, *, by: UUID, now: datetime) -> Iterator[None]:
    """What happens inside is one version of the item, and none where nothing differs."""
    capture(item, now=now)
    yield
    record(get_municipality_of(item.municipality_id), item, by=by, what=what, now=now)


def put_back(item: Item, told: list[dict[str, Any]]) -> None:
    """Words, makers and order; what is not told stays behind those. No photo comes or goes."""
    wanted = {one["id"]: (position, one) for position, one in enumerate(told)}
    photos = list_photos(item)
    in_order = sorted(photos, key=lambda photo: wanted.get(str(photo.id), (len(told) + photo.position, None))[0])
    for position, photo in enumerate(in_order):
        _place, one = wanted.get(str(photo.id), (position, None))
        values = {"alt": one["alt"], "credit": one["credit"], "is_public": one["public"]} if one else {}
        for name, value in {**values, "position": position}.items():
            if getattr(photo, name) != value:
                setattr(photo, name, value)
    db.session.flush()
