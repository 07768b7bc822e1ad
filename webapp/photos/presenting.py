"""A photo as a page shows it: addresses, sizes and words without a decision left for the template."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from webapp.core.texts import Spoken, pick_words
from webapp.photos.models import Photo

Address = Callable[[str, int], str]  # of a picture, by its kind and width


@dataclass(frozen=True)
class ShownPhoto:
    """`src` for a browser that knows no WebP; `srcset` names each WebP with its width. Sizes in pixels."""

    id: UUID
    src: str
    srcset: str
    width: int
    height: int
    alt: Spoken
    credit: str

    @property
    def is_tall(self) -> bool:
        return self.height > self.width


def public_photos(photos: Iterable[Photo], language: str) -> tuple[ShownPhoto, ...]:
    return tuple(shown(photo, language, _public_address(photo)) for photo in photos)


def shown(photo: Photo, language: str, address: Address) -> ShownPhoto:
    webp = [(address("webp", one.width), one.width) for one in photo.pictures if one.kind == "webp"]
    [jpeg] = [address("jpg", one.width) for one in photo.pictures if one.kind == "jpg"]
    return ShownPhoto(
        id=photo.id,
        src=jpeg,
        srcset=", ".join(f"{url} {width}w" for url, width in webp),
        width=photo.width,
        height=photo.height,
        alt=pick_words(photo.alt, language),
        credit=photo.credit,
    )


def _public_address(photo: Photo) -> Address:
    return lambda kind, width: url_for(f"photos.{kind}", photo_id=photo.id, width=width)
