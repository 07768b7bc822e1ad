"""Where a place is: its point and its address, changed apart from everything else that is known of it."""

from dataclasses import dataclass, replace

from webapp.core.geo import Position
from webapp.extensions import db
from webapp.places.checks import FactsError, check_location
from webapp.places.facts import PlaceFacts, PlaceTexts
from webapp.places.models import Place
from webapp.places.writing import assign, texts_of, values_of


@dataclass(frozen=True)
class Location:
    """Empty parts of an address are not known."""

    position: Position | None
    street: str | None = None
    house_number: str | None = None
    postcode: str | None = None
    city: str | None = None


def location_of(place: Place) -> Location:
    return Location(place.position, place.street, place.house_number, place.postcode, place.city)


def check_place_location(place: Place, to: Location) -> None:
    """Raises FactsError for what may not be stored."""
    facts = replace(PlaceFacts(place.kind, wheelchair=place.wheelchair), **vars(to))
    flaws = check_location(facts, texts_of(place.texts, PlaceTexts))
    if flaws:
        raise FactsError(flaws)


def move_place(place: Place, to: Location) -> bool:
    """Whether anything differed. Which neighbourhood it is in follows by itself. Raises FactsError."""
    check_place_location(place, to)
    differs = assign(place, values_of(to))
    db.session.flush()
    return differs
