"""Photos that are there already, without the work of making them."""

from functools import cache
from io import BytesIO
from typing import Any

from tests.photos import pictures
from webapp.core import clock
from webapp.extensions import db
from webapp.photos import baking, operations
from webapp.photos.models import Photo
from webapp.photos.queries import Item
from webapp.photos.taking_in import Baked, BakedPicture

ALT = {"nl": "De ingang met een rode deur", "en": "The entrance with a red door"}


@cache
def baked(width: int = 800, height: int = 600) -> Baked:
    told, files = baking.bake(BytesIO(pictures.photo(width, height)))
    made = zip(told["pictures"], files, strict=True)
    return Baked(
        told["width"],
        told["height"],
        tuple(BakedPicture(one["kind"], one["width"], one["height"], content) for one, content in made),
    )


def make_photo(item: Item, **facts: Any) -> Photo:
    values = {"is_public": True, "by": None, "now": clock.now(), **facts}
    photo = operations.add_photo(item, values.pop("baked", baked()), values.pop("alt", ALT), **values)
    db.session.commit()
    return photo
