"""The photos of a demonstration town: drawings, which say so."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from webapp.demo import drawings
from webapp.photos.baking import bake
from webapp.photos.operations import add_photo
from webapp.photos.queries import list_photos
from webapp.photos.taking_in import Baked, BakedPicture
from webapp.places.models import Place

DRAWINGS = {"entrance": drawings.entrance, "room": drawings.room}


def load_photos(contents: Sequence[Mapping[str, Any]], places: Mapping[str, Place], moment: datetime) -> list[str]:
    """What became of each: a place that has photos keeps them. Raises ValueError for a place or a drawing that is not
    there."""
    full = {slug for slug, place in places.items() if list_photos(place)}
    outcomes = []
    for content in contents:
        slug, drawing = content["place"], content["drawing"]
        if slug not in places or drawing not in DRAWINGS:
            raise ValueError(f"photos.toml: there is no place {slug!r} or no drawing {drawing!r}")
        if slug not in full:
            told = {"credit": content["credit"], "is_public": True, "by": None, "now": moment}
            add_photo(places[slug], _baked(drawing), content["alt"], **told)
        outcomes.append("unchanged" if slug in full else "added")
    return outcomes


def _baked(drawing: str) -> Baked:
    """Here and not in a program of its own: we know what we drew."""
    told, files = bake(DRAWINGS[drawing]())
    made = zip(told["pictures"], files, strict=True)
    pictures = [BakedPicture(one["kind"], one["width"], one["height"], content) for one, content in made]
    return Baked(told["width"], told["height"], tuple(pictures))
