"""What somebody types to say where they are, and which of the names of a town is meant. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from webapp.core.geo import Position
from webapp.search.rules import clean, is_mistyped

NEIGHBOURHOOD, STREET = "neighbourhood", "street"
MOST_OTHERS = 5
SHORTEST_BEGINNING = 4  # letters that may stand for a longer name
POSTCODE = re.compile(r"([1-9][0-9]{3})\s?([A-Za-z]{2})?")
_AT_THE_START = re.compile(r"([1-9][0-9]{3})[\s-]?([A-Za-z]{2})?(?=[\s,]|$)")
# Inside an address only in capitals: "Plein 1945 te Brinkdam" holds no postcode.
_INSIDE = re.compile(r"(?<=[\s,])([1-9][0-9]{3})\s?([A-Z]{2})(?=[\s,]|$)")
_HOUSE_NUMBER = re.compile(r"(?<=\S) [0-9]+[a-z]{0,3}\b")
_BEFORE_A_NAME = re.compile(r"^(?:(?:in|de|het|t|the|wijk|buurt) )+(?=\S)")
_CBS_NUMBER = re.compile(r"^(?:wijk|buurt) [0-9]+ (?=\S)")


def find_postcode_in(text: str) -> str:
    """`2951 ab`, `2951-AB 12`, `Ieplaan 2, 2951 AB Alblasserdam`: the postcode as it is stored, else empty."""
    match = _AT_THE_START.match(text.strip()) or _INSIDE.search(text)
    return match[1] + (match[2] or "").upper() if match else ""


@dataclass(frozen=True)
class Typed:
    """`variants` are the names that may be meant, cleaned, the fullest first."""

    variants: tuple[str, ...]
    has_house_number: bool


def read_name(text: str, town: str) -> Typed:
    """`Ieplaan 2a, Alblasserdam` may be the street Ieplaan; `de wijk Blokweer` the neighbourhood Blokweer."""
    whole, address = clean(text), clean(text.partition(",")[0])
    has_number = bool(_HOUSE_NUMBER.search(address))
    variants = [whole, address]
    variants += [part.removesuffix(f" {clean(town)}") for part in variants]
    variants += [_HOUSE_NUMBER.sub("", part) for part in variants]
    variants += [_HOUSE_NUMBER.split(part)[0] for part in variants]
    variants += [_BEFORE_A_NAME.sub("", part) for part in variants]
    return Typed(tuple(dict.fromkeys(part for part in variants if part)), has_number)


@dataclass(frozen=True)
class Spot:
    """A street or a neighbourhood. `within` tells two of one name apart; `likeness` (0 to 1) is that of PostgreSQL."""

    kind: str
    name: str
    within: str
    position: Position
    likeness: float = 0.0

    @property
    def full_name(self) -> str:
        return f"{self.name}, {self.within}" if self.within else self.name


class Fit(IntEnum):
    NONE = 0
    MISTYPED = 1
    PART = 2
    EXACT = 3
    FULL = 4  # with what it lies in


@dataclass(frozen=True)
class Choice:
    """`others` are as good as the one that was taken."""

    taken: Spot
    others: tuple[Spot, ...]


def choose(spots: Iterable[Spot], typed: Typed) -> Choice | None:
    """The best fit; of equals a neighbourhood before a street, unless a house number was typed."""
    fits = [(fit(spot, typed), spot) for spot in spots]
    best = max((how_well for how_well, _spot in fits), default=Fit.NONE)
    if best is Fit.NONE:
        return None
    first_kind = STREET if typed.has_house_number else NEIGHBOURHOOD
    equals = [spot for how_well, spot in fits if how_well is best]
    equals.sort(key=lambda spot: (spot.kind != first_kind, -spot.likeness, spot.name, spot.within))
    return Choice(equals[0], tuple(equals[1 : MOST_OTHERS + 1]))


def fit(spot: Spot, typed: Typed) -> Fit:
    name = _CBS_NUMBER.sub("", clean(spot.name))
    if spot.within and _squeezed(clean(spot.full_name)) == _squeezed(typed.variants[0] if typed.variants else ""):
        return Fit.FULL
    return max((_fit_of_name(name, variant) for variant in typed.variants), default=Fit.NONE)


def _fit_of_name(name: str, variant: str) -> Fit:
    written, meant = _squeezed(variant), _squeezed(name)
    if written == meant:
        return Fit.EXACT
    is_beginning = len(written) >= SHORTEST_BEGINNING and meant.startswith(written)
    if is_beginning or set(variant.split()) <= set(name.split()):
        return Fit.PART
    return Fit.MISTYPED if is_mistyped(written, meant) else Fit.NONE


def _squeezed(name: str) -> str:
    """`vogel buurt` is Vogelbuurt."""
    return name.replace(" ", "")


def labels(spots: Sequence[Spot]) -> tuple[str, ...]:
    """The names, with what they lie in where one name stands for several."""
    names = [spot.name for spot in spots]
    return tuple(spot.full_name if names.count(spot.name) > 1 else spot.name for spot in spots)
