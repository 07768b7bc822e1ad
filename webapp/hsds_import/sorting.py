"""What of a package goes in, and what does not, with the reason. Pure."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from webapp.core.geo import Position
from webapp.hsds_import.activities import ActivityMade, Where, activity_of, nowhere
from webapp.hsds_import.entries import PlaceFound
from webapp.hsds_import.findings import ACTIVITIES, PLACES, Found
from webapp.hsds_import.own import OwnTerms, own_terms
from webapp.hsds_import.package import Package
from webapp.hsds_import.places import PlaceMade, own_place, place_of_location
from webapp.hsds_import.records import POSTAL, VIRTUAL
from webapp.hsds_import.taking import REJECTED, AtLocation, Taken
from webapp.hsds_import.values import HeldAt, Location, Service
from webapp.hsds_import.words import Words
from webapp.places.findings import LeftOut, Why
from webapp.places.rules import check_reach
from webapp.places.town_area import TownArea
from webapp.schedule.reading import show


@dataclass(frozen=True)
class Town:
    """What has to be known of a town. `find_position` is of a postcode; `here` holds ids of what the town keeps itself,
    so that its own export does not make everything twice; `places` the ids of places that are here already, by the id
    that our export gives to their location: another page of it may have brought them."""

    area: TownArea
    today: date
    find_position: Callable[[str], Position | None]
    here: Collection[str] = ()
    places: Mapping[str, str] = field(default_factory=dict)


def sort_package(package: Package, town: Town, words: Words) -> Found:
    found = Found()
    sorting = _Sorting(Taken(package, words, found), town, words, found)
    sorting.sort()
    return found


class _Sorting:
    def __init__(self, taken: Taken, town: Town, words: Words, found: Found) -> None:
        self._taken, self._town, self._words, self._found = taken, town, words, found
        self._own: dict[str, str] = {}  # the place of our export that a location is

    def sort(self) -> None:
        """Places first: what is held there has to know them."""
        for id_, at in self._taken.at.items():
            self._sort_location(id_, at)
        told = [(service, own_terms(service.terms)) for service in self._taken.services]
        for service, own in told:
            if own.first("place_kind"):
                self._sort_own_place(service, own)
        for service, own in told:
            if not own.first("place_kind"):
                self._sort_service(service, own)
        self._taken.tell_unknown_terms()

    # ------------------------------------------------------------ places

    def _sort_location(self, id_: str, at: AtLocation) -> None:
        location = at.location
        if location.type == VIRTUAL:
            return
        if location.type == POSTAL:
            self._leave_out(id_, LeftOut(Why.POSTAL, location.label))
        elif at.is_former and not at.services:
            self._leave_out(id_, LeftOut(Why.NOT_ACTIVE, location.label))
        elif not self._is_here(location):
            self._tell_reach(id_, location)
        elif not _is_of_our_export(at):
            self._make_place(id_, at)

    def _is_here(self, location: Location) -> bool:
        """Without a point its postcode tells, where that is known."""
        position = location.position
        if position is None and location.postcode:
            position = self._town.find_position(location.postcode)
        return position is None or self._town.area.holds(position)

    def _tell_reach(self, id_: str, location: Location) -> None:
        position = location.position
        if position is not None and self._town.area.holds_swapped(position):
            self._taken.why_not[id_] = REJECTED
            self._found.reject(
                PLACES, location.label, *(f"latitude: {f.reason}" for f in check_reach(position, self._town.area))
            )
        else:
            self._leave_out(id_, LeftOut(Why.OUTSIDE, location.label))

    def _leave_out(self, id_: str, left_out: LeftOut) -> None:
        self._taken.why_not[id_] = left_out
        self._found.leave_out(PLACES, left_out)

    def _make_place(self, id_: str, at: AtLocation) -> None:
        services = [service for service, _held in at.services]
        made = place_of_location(at.location, services, self._words)
        if made.has_no_kind and not services:
            self._leave_out(id_, LeftOut(Why.OTHER_KIND))
            return
        self._found.warn_of(at.location.label, at.location.slips)
        self._keep_place(id_, at.location.label, made)

    def _keep_place(self, id_: str, label: str, made: PlaceMade) -> bool:
        self._found.warn_of(label, made.warnings)
        if made.found is None:
            self._taken.why_not[id_] = REJECTED
            self._found.reject(PLACES, label, *made.reasons)
            return False
        entry = replace(made.found.entry, where=label)
        self._found.places.append(PlaceFound(entry, made.found.organisation))
        return True

    def _sort_own_place(self, service: Service, own: OwnTerms) -> None:
        held = next((one for one in service.held_at if one.location and one.location.type != VIRTUAL), None)
        location = held.location if held else None
        why_not = self._taken.why_not.get(location.key) if location else None
        if service.id in self._town.here:
            self._found.leave_out(PLACES, LeftOut(Why.HERE))
        elif isinstance(why_not, LeftOut):
            return  # told with its location
        elif why_not is not None and location is not None:
            self._found.reject(PLACES, service.label, f"location: {location.label} {why_not}")
            return
        else:
            schedules = held.schedules if held else next((one.schedules for one in service.held_at), None)
            made = own_place(service, location, schedules, own, self._town.today)
            self._found.warn_of(location.label if location else "", location.slips if location else ())
            if not self._keep_place(location.key if location else service.id, service.label, made):
                return
        if location is not None:
            self._own.setdefault(location.id, service.id)

    # ------------------------------------------------------------ what is held there

    def _sort_service(self, service: Service, own: OwnTerms) -> None:
        if own.is_told and service.id in self._town.here:
            self._found.leave_out(ACTIVITIES, LeftOut(Why.HERE))
        elif own.is_told and not service.held_at:
            made = activity_of(service, nowhere(service), Where(), self._words, self._town.today)
            self._keep_activity(service.label, made)
        elif not service.held_at:
            reason = "service_at_locations: is missing, so nobody knows where it is"
            self._found.reject(ACTIVITIES, service.label, reason)
        for held in service.held_at if service.id not in self._town.here or not own.is_told else ():
            self._sort_held(service, held)

    def _sort_held(self, service: Service, held: HeldAt) -> None:
        label = service.label if len(service.held_at) == 1 else f"{service.label}, {held.label}"
        location = held.location
        if held.flaws or location is None:
            self._found.reject(ACTIVITIES, label, *(held.flaws or ("location: is missing",)))
            return
        if not self._taken.is_new(held.id):
            reason = f"service_at_locations: the id {show(held.id)} is in the package twice"
            self._found.reject(ACTIVITIES, label, reason)
            return
        why_not = self._taken.why_not.get(location.key)
        if isinstance(why_not, LeftOut):
            self._found.leave_out(ACTIVITIES, replace(why_not, name=label))
        elif why_not is not None:
            self._found.reject(ACTIVITIES, label, f"location: {location.label} {why_not}")
        elif (where := self._where(location)) is None:
            reason = f"location: {location.label} is a place that is not in this file; import the file with it first"
            self._found.reject(ACTIVITIES, label, reason)
        else:
            self._found.warn_of(label, held.slips)
            made = activity_of(service, held, where, self._words, self._town.today)
            self._keep_activity(label, made)

    def _where(self, location: Location) -> Where | None:
        """A location of our export without a name is a point, which is no place."""
        if location.type == VIRTUAL:
            return Where(online=True)
        own = self._own.get(location.id) or self._town.places.get(location.id)
        if own is None and _is_of_our_export(self._taken.at[location.id]):
            return None if location.name else Where(position=location.position)
        return Where(own or location.id)

    def _keep_activity(self, label: str, made: ActivityMade) -> None:
        self._found.warn_of(label, made.warnings)
        if made.found is None:
            self._found.reject(ACTIVITIES, label, *made.reasons)
        else:
            self._found.activities.append(replace(made.found, label=label))


def _is_of_our_export(at: AtLocation) -> bool:
    """All that is there speaks our taxonomy: then its places are among the services."""
    return bool(at.services) and all(own_terms(service.terms).is_told for service, _held in at.services)
