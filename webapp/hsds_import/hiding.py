"""Which records of a package have to stay secret: found before anything else of it is told. Pure.

Who hides a shelter in a foreign directory writes it in a name, in a term or in the first words about it. What is at the
location of a shelter goes with it, whoever offers it, and so does what stands at the same door or the same point.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from webapp.hsds_import.package import Package, key_of
from webapp.places.secrecy import fold, reveals_shelter

NAMES = {"id", "name", "alternate_name", "attention", "url", "website", "email"}
TERM_WORDS = {"name", "code", "label", "value", "taxonomy"}
LONGEST_NAME, LONGEST_TEXT = 2_000, 20_000  # characters that are looked at; less of it is kept
SHORT = 200
DEEPEST = 12  # levels of nesting that are looked at; HSDS has seven
A_SHELTER = (
    r"(?:shelters?|refuges?|safe ?hous\w*|transitional hous\w*"
    r"|(?:nood|crisis|vrouwen)?opvang(?:huis|plek|locatie|adres)?)"
)
VIOLENCE = (
    r"(?:domestic|abus(?:e|ed|ive)|violence|batter\w*|huiselijk\w*|mishandel\w*|geweld\w*|traffick\w*|mensenhandel"
    r"|eergerelateerd\w*|loverboy\w*)"
)
WHOM = rf"(?:wom[ae]n|victims?|survivors?|vrouwen|slachtoffers?|{VIOLENCE})"
IS_SHELTER = re.compile(rf"\b{A_SHELTER}\b")
IS_VIOLENCE = re.compile(rf"\b{VIOLENCE}\b")
SHELTER_FOR = re.compile(rf"\b{A_SHELTER} (?:for|voor|van|aan|from|tegen) (?:\w+ ){{0,4}}{WHOM}\b")
TERM = re.compile(rf"\b{A_SHELTER}\b.*\b{WHOM}\b|\b{WHOM}\b.*\b{A_SHELTER}\b|^bh 1800 1500 100\b")


@dataclass
class Hidden:
    """Ids, doors and points at which somebody may hide."""

    services: set[int] = field(default_factory=set)  # by their number in the package
    locations: set[str] = field(default_factory=set)
    doors: set[tuple[str, ...]] = field(default_factory=set)

    def hides(self, location: Mapping[str, Any]) -> bool:
        return key_of(location.get("id")) in self.locations or any(door in self.doors for door in _doors(location))

    def add(self, location: Mapping[str, Any]) -> None:
        if key_of(location.get("id")):
            self.locations.add(key_of(location.get("id")))
        self.doors.update(_doors(location))


def find_hidden(package: Package) -> Hidden:
    hidden = Hidden()
    for _where, location in package.locations:
        if isinstance(location, Mapping) and _Said.of(location).tells_of_shelter():
            hidden.add(location)
    for number, (_where, service) in enumerate(package.services):
        if isinstance(service, Mapping):
            _look_at(number, service, hidden)
    return hidden


def _look_at(number: int, service: Mapping[str, Any], hidden: Hidden) -> None:
    """A service that is a shelter hides all its locations, a location that is one hides itself. What is nowhere, as a
    phone line about violence, hides nobody."""
    located = [(held, location) for held, location in _locations_of(service) if _is_located(location)]
    if not located:
        return
    alone = _Said.of({key: value for key, value in service.items() if key != "service_at_locations"})
    if alone.tells_of_shelter():
        hidden.services.add(number)
        for _held, location in located:
            hidden.add(location)
        return
    for held, location in located:
        if _Said.of(held).tells_of_shelter(alone):
            hidden.add(location)


def _locations_of(service: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    held = service.get("service_at_locations")
    for one in held if isinstance(held, list) else ():
        location = one.get("location") if isinstance(one, Mapping) else None
        if isinstance(location, Mapping):
            yield one, location


def _is_located(location: Mapping[str, Any]) -> bool:
    return location.get("location_type") != "virtual" or any(_doors(location))


@dataclass
class _Said:
    names: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "_Said":
        said = cls()
        said.gather(record)
        return said

    def tells_of_shelter(self, beside: "_Said | None" = None) -> bool:
        """`beside`: what is said of the service itself, which was looked at before."""
        texts = [*map(_folded, self.texts)]
        if reveals_shelter(self._headings, texts, located=True) or any(map(TERM.search, map(_folded, self.terms))):
            return True
        if any(map(SHELTER_FOR.search, (*self._headings, *texts))):
            return True
        said = [self] if beside is None else [self, beside]
        return any(one.names_shelter for one in said) and any(one.names_violence for one in said)

    @cached_property
    def _headings(self) -> list[str]:
        return [*map(_folded, self.names), *map(_folded, self.terms)]

    @cached_property
    def names_shelter(self) -> bool:
        return any(map(IS_SHELTER.search, self._headings))

    @cached_property
    def names_violence(self) -> bool:
        return any(map(IS_VIOLENCE.search, self._headings))

    def gather(self, value: Any, key: str = "", depth: int = 0) -> None:
        if depth > DEEPEST:
            return
        if isinstance(value, str):
            self._put(value, key)
        elif isinstance(value, list):
            for one in value:
                self.gather(one, key, depth + 1)
        elif isinstance(value, Mapping):
            inside = "attributes" if key in ("attributes", "taxonomy_term", "taxonomy_detail") else ""
            for name, one in value.items():
                if name not in ("contacts", "metadata", "funding"):
                    self.gather(
                        one, f"{inside}.{name}" if inside and not isinstance(one, Mapping) else str(name), depth + 1
                    )

    def _put(self, value: str, key: str) -> None:
        prefix, _, name = key.rpartition(".")
        if (prefix == "attributes" and name in TERM_WORDS) or name == "parent_names":
            self.terms.append(value[:LONGEST_NAME])
        elif not prefix and name in NAMES:
            self.names.append(value[:LONGEST_NAME])
        else:
            self.texts.append(value[:LONGEST_TEXT])


def _folded(text: str) -> str:
    """Short ones are the names, terms and places that a directory repeats."""
    return _folded_short(text) if len(text) <= SHORT else fold(text)


@lru_cache(maxsize=4096)
def _folded_short(text: str) -> str:
    return fold(text)


def _doors(location: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Its point, to about ten metres, and its addresses: two records of one house are one house."""
    lat, lon = location.get("latitude"), location.get("longitude")
    try:
        if lat not in (None, "") and lon not in (None, ""):
            yield "point", f"{float(str(lat)):.4f}", f"{float(str(lon)):.4f}"
    except ValueError:
        pass
    addresses = location.get("addresses")
    for one in addresses if isinstance(addresses, list) else ():
        if isinstance(one, Mapping):
            parts = [fold(value) for value in _texts(one, ("address_1", "postal_code", "city"))]
            if parts and parts[0]:
                yield "address", parts[0].replace(" ", ""), (parts[1] or parts[2]).replace(" ", "")


def _texts(values: Mapping[str, Any], keys: Iterable[str]) -> list[str]:
    return [value if isinstance(value := values.get(key), str) else "" for key in keys]
