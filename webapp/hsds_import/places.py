"""A location of a package, and who is there, become a place. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from webapp.hsds_import.access import wheelchair_of
from webapp.hsds_import.entries import PlaceFound, Times, paragraphs, read_times, without_flawed
from webapp.hsds_import.own import OwnTerms, foreign, own_terms
from webapp.hsds_import.values import Location, Organisation, Service
from webapp.hsds_import.words import Words
from webapp.places.checks import LONGEST, LONGEST_LINE, Flaw, check_place
from webapp.places.facts import PlaceEntry, PlaceFacts, PlaceTexts
from webapp.taxonomy.published import DEMONSTRATION
from webapp.taxonomy.rules import terms

# What a location speaks about: themes and groups that an editor adds stay when the package is read again.
GIVEN = frozenset({
    "kind", "position", "organisation_id", "street", "house_number", "postcode", "city", "phone", "email", "website",
    "opening_hours", "opening_hours_note", "wheelchair", "spoken", "name_nl", "description_nl", "getting_there_nl",
})  # fmt: skip
OWN_GIVEN = GIVEN | {"free", "walkin", "themes", "groups", "attributes", "topics", "checked_on"}
HOURS = "opening_hours"
UNKNOWN_KIND = "kind: no word and no term tells what kind of place it is; --words FILE brings further words"


@dataclass(frozen=True)
class PlaceMade:
    """`found` None: it cannot be stored, for these reasons."""

    found: PlaceFound | None
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def has_no_kind(self) -> bool:
        return self.reasons == (UNKNOWN_KIND,)


def place_of_location(location: Location, services: Sequence[Service], words: Words) -> PlaceMade:
    organisation = _shared([one.organisation for one in services]) or location.organisation
    kind = _kind(location, services, organisation, words)
    if kind is None:
        return PlaceMade(None, (UNKNOWN_KIND,))
    name = location.name or location.other_name or (organisation.name if organisation else "") or _address(location)
    times = read_times([("schedules", location.schedules)])
    facts = PlaceFacts(
        kind=kind,
        position=location.position,
        street=location.street,
        house_number=location.house_number,
        postcode=location.postcode,
        city=location.city,
        phone=location.phone or (organisation.phone if organisation else None),
        email=organisation.email if organisation else None,
        website=location.website or (organisation.website if organisation else None),
        opening_hours_note=times.note[:LONGEST_LINE] or None,
        wheelchair=wheelchair_of(location.access),
        spoken=location.spoken,
    )
    text = PlaceTexts(name, description=location.description, getting_there=_travel(location))
    return _made(location.id, facts, text, GIVEN, times, organisation)


def _kind(
    location: Location, services: Sequence[Service], organisation: Organisation | None, words: Words
) -> str | None:
    """What the location says goes before who is there, and that before what is held there, where all say the same."""
    own = own_terms(location.terms).first("place_kind")
    if own is not None:
        return own
    held = {words.first("place_kind", [one.name], _words_of(one)) for one in services}
    alike = [kind for kind in held if kind is not None and len(held) == 1]
    named = words.first(
        "place_kind",
        [location.name, location.other_name],
        [word for term in foreign(location.terms) for word in term.words],
        [organisation.name] if organisation else [],
    )
    return named if named != words.otherwise.get("place_kind") or not alike else alike[0]


def _words_of(service: Service) -> list[str]:
    return [word for term in foreign(service.terms) for word in term.words]


def _shared(organisations: Sequence[Organisation | None]) -> Organisation | None:
    """Of all who are there, where that is one."""
    found = set(organisations)
    return found.pop() if len(found) == 1 else None


def own_place(
    service: Service, location: Location | None, held_schedules: object, own: OwnTerms, today: date
) -> PlaceMade:
    """A service that our export marks as a place by its kind. A line by phone or online has no location."""
    kind = own.first("place_kind") or ""
    pinless = kind in terms("place_kind") and terms("place_kind")[kind].pinless
    times = read_times(
        [
            ("schedules", held_schedules),
            ("schedules", service.schedules),
            ("schedules", location and location.schedules),
        ],
        is_own=True,
    )
    wheelchair = own.wheelchair
    if wheelchair == "unknown" and location is not None:
        wheelchair = wheelchair_of(location.access)
    facts = PlaceFacts(
        kind=kind,
        position=None if pinless or location is None else location.position,
        street=location.street if location else None,
        house_number=location.house_number if location else None,
        postcode=location.postcode if location else None,
        city=location.city if location else None,
        phone=service.phone or (location.phone if location else None),
        email=service.email,
        website=service.website or (location.website if location else None),
        opening_hours_note=times.note[:LONGEST_LINE] or None,
        wheelchair=wheelchair,
        free=own.has("free"),
        walkin=own.has("walkin"),
        themes=own.ids("theme"),
        groups=own.ids("group"),
        attributes=own.ids("attribute"),
        topics=own.ids("topic"),
        spoken=tuple(dict.fromkeys((*service.spoken, *(location.spoken if location else ())))),
        is_demo=own.has(DEMONSTRATION),
        checked_on=service.checked_on if service.checked_on and service.checked_on <= today else None,
    )
    text = PlaceTexts(
        service.name, description=service.description, getting_there=_travel(location) if location else ""
    )
    return _made(service.id, facts, text, OWN_GIVEN, times, service.organisation)


def _travel(location: Location) -> str:
    return paragraphs([location.getting_there])[: LONGEST["getting_there"]]


def _address(location: Location) -> str:
    return " ".join(filter(None, (location.street, location.house_number)))


def _made(
    id_: str,
    facts: PlaceFacts,
    text: PlaceTexts,
    given: frozenset[str],
    times: Times,
    organisation: Organisation | None,
) -> PlaceMade:
    facts, warnings = _mended(facts, text)
    flaws = [Flaw("name", "is missing")] if not text.name else check_place(facts, {"nl": text})
    if flaws:
        return PlaceMade(None, tuple(map(str, flaws)), tuple(warnings))
    if times.is_refused:
        given -= {HOURS}
    entry = PlaceEntry(id_, facts, {"nl": text}, given, schedule=times.schedule)
    return PlaceMade(PlaceFound(entry, organisation), warnings=(*warnings, *times.warnings))


def _mended(facts: PlaceFacts, text: PlaceTexts) -> tuple[PlaceFacts, list[str]]:
    return without_flawed(facts, check_place(facts, {"nl": text}))
