"""Records of a package as values. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.core.geo import Position


@dataclass(frozen=True)
class Term:
    """Of a taxonomy: `taxonomy` and `code` are empty where it names none. `above` are the names over it."""

    id: str = ""
    taxonomy: str = ""
    code: str = ""
    name: str = ""
    above: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.name, self.code)))


@dataclass(frozen=True)
class Organisation:
    label: str
    name: str
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Location:
    """`flaws` cost it, `slips` a fact of it."""

    id: str
    label: str
    type: str
    name: str
    other_name: str
    description: str
    getting_there: str
    position: Position | None
    street: str | None
    house_number: str | None
    postcode: str | None
    city: str | None
    phone: str | None
    website: str | None
    spoken: tuple[str, ...]
    access: tuple[str, ...]  # what is said for people with a disability
    schedules: Any
    terms: tuple[Term, ...]
    organisation: Organisation | None
    flaws: tuple[str, ...]
    slips: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.id or self.label


@dataclass(frozen=True)
class HeldAt:
    """A service at a location; without one the package names none that can be read."""

    id: str
    label: str
    description: str
    location: Location | None
    phone: str | None
    schedules: Any
    flaws: tuple[str, ...]
    slips: tuple[str, ...]


@dataclass(frozen=True)
class Cost:
    amount: float
    currency: str
    ends: date | None


@dataclass(frozen=True)
class Service:
    id: str
    label: str
    status: str
    name: str
    description: str
    eligibility: str
    applying: str
    fees: str
    phone: str | None
    email: str | None
    website: str | None
    min_age: int | None
    spoken: tuple[str, ...]
    costs: tuple[Cost, ...]
    checked_on: date | None
    schedules: Any
    terms: tuple[Term, ...]
    organisation: Organisation | None
    held_at: tuple[HeldAt, ...]
    flaws: tuple[str, ...]
    slips: tuple[str, ...]
