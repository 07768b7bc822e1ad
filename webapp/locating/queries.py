"""Where the visitor is, looked for in this town only; of a postcode elsewhere only which town it belongs to."""

from dataclasses import dataclass

from webapp.areas.models import Municipality
from webapp.areas.whereabouts import (
    Named,
    TownOfPostcode,
    find_postcode,
    find_town_named,
    list_neighbourhood_names,
    list_neighbourhoods_like,
)
from webapp.core.geo import Position, is_in_the_netherlands
from webapp.locating.rules import NEIGHBOURHOOD, STREET, Choice, Spot, choose, read_name
from webapp.places.queries import find_middle_of_digits, list_streets_like

DIGITS = 4  # of a postcode; with the two letters it is a street
LIKE_ENOUGH = 0.3  # similarity of pg_trgm; what is really meant is decided letter by letter


@dataclass(frozen=True)
class Located:
    """`typed` is what was told and not a position; without `position` it was not found, or nothing was told."""

    position: Position | None = None
    typed: str = ""
    postcode: str = ""  # the one that was typed, or the four digits of it that are known
    by_places: bool = False  # the position is the middle of the town's places with these digits
    choice: Choice | None = None
    town: TownOfPostcode | None = None  # another one, that it belongs to
    is_abroad: bool = False
    neighbourhoods: tuple[str, ...] = ()  # to choose from where nothing was found


def locate(town: Municipality, near: Position | None, postcode: str, where: str) -> Located:
    """At most three short questions to the database, and none when nothing was told."""
    if where:
        return _by_name(town, where)
    if near is not None:
        is_here = is_in_the_netherlands(near)
        return Located(near if is_here else None, is_abroad=not is_here)
    return _by_postcode(town, postcode) if postcode else Located()


def _by_postcode(town: Municipality, code: str) -> Located:
    """In the table of postcodes; what is not in it may be known by the town's own places."""
    found = find_postcode(code, town)
    if found is not None:
        return Located(found.position, code, found.code, town=found.other_town(town))
    digits = code[:DIGITS]
    middle = find_middle_of_digits(town, digits)
    if middle is not None:
        return Located(middle, code, digits, by_places=True)
    return Located(typed=code, postcode=code, neighbourhoods=tuple(list_neighbourhood_names(town)))


def _by_name(town: Municipality, where: str) -> Located:
    typed = read_name(where, town.name)
    asked = (town, typed.variants, LIKE_ENOUGH)
    spots = [_spot(NEIGHBOURHOOD, row) for row in list_neighbourhoods_like(*asked)]
    spots += [_spot(STREET, row) for row in list_streets_like(*asked)]
    choice = choose(spots, typed)
    if choice is not None:
        return Located(choice.taken.position, where, choice=choice)
    other = find_town_named(where, town)
    return Located(typed=where, town=other, neighbourhoods=tuple(list_neighbourhood_names(town)))


def _spot(kind: str, row: Named) -> Spot:
    return Spot(kind, row.name, row.within, row.position, row.likeness)
