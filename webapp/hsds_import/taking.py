"""The services and locations of a package, each once and none that has to stay secret. Pure.

Safety first: of a shelter nothing is looked at, so that no later message can name it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from webapp.hsds_import.findings import ACTIVITIES, PLACES, ROWS, THE_FIRST_COUNTS, Found
from webapp.hsds_import.hiding import Hidden, find_hidden
from webapp.hsds_import.own import foreign, own_terms
from webapp.hsds_import.package import Package, kind_of_value
from webapp.hsds_import.records import ACTIVE, read_location, read_service
from webapp.hsds_import.values import HeldAt, Location, Service
from webapp.hsds_import.words import Words
from webapp.places.findings import LeftOut, Why
from webapp.schedule.reading import show

MOST_TERMS_TOLD = 20
REJECTED = "was rejected"


@dataclass
class AtLocation:
    """A location, and what is held there now. `is_former`: something that is not held there now."""

    location: Location
    services: list[tuple[Service, HeldAt]] = field(default_factory=list)
    is_former: bool = False


class Taken:
    def __init__(self, package: Package, words: Words, found: Found) -> None:
        self.services: list[Service] = []
        self.at: dict[str, AtLocation] = {}  # by the id of the location
        self.why_not: dict[str, LeftOut | str] = {}  # why a location has no place
        self._words = words
        self._found = found
        self._first_told: dict[str, Any] = {}  # locations as they were told first
        self._ids: set[str] = set()
        self._unknown: Counter[str] = Counter()
        found.told += [(ROWS, problem) for problem in package.problems]
        hidden = find_hidden(package)
        self._take_locations(package, hidden)
        self._take_services(package, hidden)

    def is_new(self, id_: str) -> bool:
        """An id counts once in a package, whatever it is of: both become ids of activities."""
        if id_ in self._ids:
            return False
        self._ids.add(id_)
        return True

    def _take_locations(self, package: Package, hidden: Hidden) -> None:
        for where, raw in package.locations:
            if not isinstance(raw, Mapping):
                self._found.reject(PLACES, where, kind_of_value(raw))
            elif hidden.hides(raw):
                self._found.leave_out(PLACES, LeftOut(Why.SAFETY))
            else:
                self._keep_location(raw, read_location(raw, where))

    def _take_services(self, package: Package, hidden: Hidden) -> None:
        for number, (where, raw) in enumerate(package.services):
            if not isinstance(raw, Mapping):
                self._found.reject(ACTIVITIES, where, kind_of_value(raw))
            elif number in hidden.services:
                self._found.leave_out(ACTIVITIES, LeftOut(Why.SAFETY))
            else:
                self._take_service(where, raw, hidden)

    def _take_service(self, where: str, raw: Mapping[str, Any], hidden: Hidden) -> None:
        held = raw.get("service_at_locations")
        shown = held
        if isinstance(held, list):
            shown = [one for one in held if not _is_hidden(one, hidden)]
            self._found.leave_out(ACTIVITIES, LeftOut(Why.SAFETY), len(held) - len(shown))
            if held and not shown:
                return
        service = read_service({**raw, "service_at_locations": shown}, where)
        if service.flaws:
            self._found.reject(ACTIVITIES, service.label, *service.flaws)
        elif not self.is_new(service.id):
            self._found.reject(ACTIVITIES, service.label, "is in the package twice")
        else:
            raws = [one.get("location") for one in shown or () if isinstance(one, Mapping)]
            self._keep_service(service, raws)

    def _keep_service(self, service: Service, raws: list[Any]) -> None:
        is_active = service.status == ACTIVE
        for held, raw in zip(service.held_at, raws, strict=True):
            at = self._keep_location(raw, held.location) if held.location is not None else None
            if at is not None and is_active:
                at.services.append((service, held))
            elif at is not None:
                at.is_former = True
        if is_active:
            self._found.warn_of(service.label, service.slips)
            self.services.append(service)
            self._note_terms(service)
        else:
            self._found.leave_out(ACTIVITIES, LeftOut(Why.NOT_ACTIVE, f"{service.label} ({service.status})"))

    def _keep_location(self, raw: Any, location: Location) -> AtLocation | None:
        """The first one with an id counts; a list of services repeats the same one many times over."""
        if location.flaws:
            if location.key not in self.why_not:
                self._found.reject(PLACES, location.label, *location.flaws)
                self.why_not[location.key] = REJECTED
            return None
        before = self._first_told.setdefault(location.id, raw)
        if before is not raw and _differs(before, raw):
            self._found.warn_of(location.label, [THE_FIRST_COUNTS])
        return self.at.setdefault(location.id, AtLocation(location))

    def _note_terms(self, service: Service) -> None:
        self._unknown.update(own_terms(service.terms).unknown)
        for term in foreign(service.terms):
            texts = (*term.words, *term.above)
            if not any(self._words.find(axis, texts) for axis in self._words.patterns):
                self._unknown[term.name or term.code] += 1

    def tell_unknown_terms(self) -> None:
        if self._unknown:
            listed = [f"{show(name)} ({number})" for name, number in self._unknown.most_common(MOST_TERMS_TOLD)]
            more = len(self._unknown) - len(listed)
            rest = f" and {more} more" if more > 0 else ""
            self._found.warn(f"no term of ours stands for {', '.join(listed)}{rest}; --words FILE brings further words")


def _is_hidden(held: Any, hidden: Hidden) -> bool:
    location = held.get("location") if isinstance(held, Mapping) else None
    return isinstance(location, Mapping) and hidden.hides(location)


def _differs(one: Any, other: Any) -> bool:
    """In what both of them say: one may be told in part only, and who keeps it stands on one of them."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return one is not other
    return any(one[key] != other[key] for key in one.keys() & other.keys() - {"organization"})
