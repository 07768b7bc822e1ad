"""Reads services and locations out of the nested values of a package. Pure.

What is wrong in a fact of contact costs that fact, what is wrong in an id, a name or a point costs the record. Of
people nothing is read: contacts, assurers and who updated what.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from webapp.core.geo import Position
from webapp.hsds_import.fields import Fields
from webapp.hsds_import.languages import find_languages
from webapp.hsds_import.values import Cost, HeldAt, Location, Organisation, Service, Term
from webapp.places.checks import LONGEST
from webapp.schedule.reading import show

ACTIVE = "active"
STATUSES = (ACTIVE, "inactive", "defunct", "temporarily closed")
PHYSICAL, POSTAL, VIRTUAL = "physical", "postal", "virtual"
CBS = "CBS"  # the identifier of a municipality: what names no organisation here is offered by it
LONGEST_ID = 200
LONGEST_ADVICE = 1_000
NO_DOOR = re.compile(r"(?:postbus|antwoordnummer|p\.?\s?o\.? box)\b", re.IGNORECASE)
DUTCH_STREET = re.compile(r"(\S.*?)\s+([0-9]{1,5}(?:\s?[a-zA-Z])?(?:[\s/-]+[0-9a-zA-Z]{1,6})?)")
NO_VOICE = re.compile(r"fax|text|sms|pager|tty|tdd", re.IGNORECASE)


def label_of(kind: str, values: Mapping[str, Any], where: str) -> str:
    """`service 12 Koffie`: by its id and its name, else by where it stands."""
    id_, name = values.get("id"), values.get("name")
    shown = id_.strip() if isinstance(id_, str) and id_.strip().isprintable() else ""
    named = " ".join(name.split())[:60] if isinstance(name, str) and " ".join(name.split()).isprintable() else ""
    return " ".join(filter(None, (kind, shown[:60] or f"at {where}", named)))


def read_service(values: Mapping[str, Any], where: str) -> Service:
    fields = Fields(values)
    name, status = fields.required("name"), fields.required("status")
    if status and status.lower() not in STATUSES:
        fields.flaws.append(f"status: {show(status)} is not one of {', '.join(STATUSES)}")
    held = fields.records("service_at_locations", fields.flaws)
    age = fields.number("minimum_age", 0, 120)
    return Service(
        id=_id(fields),
        label=label_of("service", values, where),
        status=status.lower(),
        name=name[: LONGEST["name"]],
        description=fields.prose("description", LONGEST["description"] // 2),
        eligibility=fields.prose("eligibility_description", LONGEST_ADVICE),
        applying=fields.prose("application_process", LONGEST_ADVICE),
        fees=fields.prose("fees_description", LONGEST_ADVICE) or fields.prose("fees", LONGEST_ADVICE),
        phone=_phone(fields),
        email=fields.line("email") or None,
        website=_website(fields, "url"),
        min_age=int(age) if age is not None else None,
        spoken=find_languages(fields),
        costs=tuple(_costs(fields)),
        checked_on=fields.day("assured_date"),
        schedules=fields.raw("schedules"),
        terms=_terms(fields),
        organisation=_organisation(fields),
        held_at=tuple(_held_at(one, f"{where}.service_at_locations[{n}]") for n, one in enumerate(held, start=1)),
        flaws=tuple(fields.flaws),
        slips=tuple(fields.slips),
    )


def _id(fields: Fields) -> str:
    id_ = fields.required("id")
    if len(id_) > LONGEST_ID:
        fields.flaws.append(f"id: has {len(id_)} characters; {LONGEST_ID} is the most")
    return id_


def _held_at(values: Mapping[str, Any], where: str) -> HeldAt:
    fields = Fields(values)
    location = fields.record("location", fields.flaws)
    return HeldAt(
        id=_id(fields),
        label=label_of("service_at_location", values, where),
        description=fields.prose("description", LONGEST_ADVICE),
        location=read_location(location, f"{where}.location") if location else None,
        phone=_phone(fields),
        schedules=fields.raw("schedules"),
        flaws=tuple(fields.flaws),
        slips=tuple(fields.slips),
    )


def read_location(values: Mapping[str, Any], where: str) -> Location:
    fields = Fields(values)
    id_, type_ = _id(fields), fields.line("location_type").lower() or PHYSICAL
    if type_ not in (PHYSICAL, POSTAL, VIRTUAL):
        fields.flaws.append(f"location_type: {show(type_)} is not one of {PHYSICAL}, {POSTAL}, {VIRTUAL}")
    address = _address(fields)
    street, number = _street(address)
    travel = [address.line("address_2"), fields.prose("transportation", LONGEST_ADVICE)]
    return Location(
        id=id_,
        label=label_of("location", values, where),
        type=type_,
        name=fields.line("name"),
        other_name=fields.line("alternate_name"),
        description=fields.prose("description", LONGEST["description"] // 2),
        getting_there="\n".join(filter(None, travel)),
        position=_position(fields),
        street=street,
        house_number=number,
        postcode=re.sub(r"\s", "", address.line("postal_code")).upper() or None,
        city=address.line("city") or None,
        phone=_phone(fields),
        website=_website(fields, "url"),
        spoken=find_languages(fields),
        access=tuple(_access(fields)),
        schedules=fields.raw("schedules"),
        terms=_terms(fields),
        organisation=_organisation(fields),
        flaws=tuple(fields.flaws),
        slips=(*fields.slips, *(f"addresses: {slip}" for slip in (*address.slips, *address.flaws))),
    )


def _position(fields: Fields) -> Position | None:
    lat, lon = fields.number("latitude", -90, 90, fields.flaws), fields.number("longitude", -180, 180, fields.flaws)
    for here, there in (("latitude", "longitude"), ("longitude", "latitude")):
        if fields.has(there) and not fields.has(here):
            fields.flaws.append(f"{here}: is missing while {there} is there")
    return Position(lat=round(lat, 7), lon=round(lon, 7)) if lat is not None and lon is not None else None


def _address(fields: Fields) -> Fields:
    """Where the door is: a postal address is where letters go."""
    addresses = [Fields(one) for one in fields.records("addresses")]
    doors = [one for one in addresses if one.raw("address_type") in (PHYSICAL, None, "")]
    doors = [one for one in doors if not NO_DOOR.match(one.line("address_1"))]
    if addresses and not doors:
        fields.slips.append("addresses: only where letters go is told")
    return doors[0] if doors else Fields({})


def _street(address: Fields) -> tuple[str | None, str | None]:
    """`Dorpsstraat 1a` in two; what is not written so stays whole."""
    line = address.line("address_1")
    found = DUTCH_STREET.fullmatch(line)
    return (found[1], found[2]) if found else (line or None, None)


def _phone(fields: Fields) -> str | None:
    """The first one to talk to. Some write quotes around it, so that a sheet keeps the plus."""
    for record in fields.records("phones"):
        phone = Fields(record)
        number = phone.line("number").strip("\"' ")
        fields.slips += [f"phones: {slip}" for slip in phone.slips]
        if number and not NO_VOICE.search(phone.line("type")):
            return number
    return None


def _website(fields: Fields, key: str) -> str | None:
    value = fields.line(key, 500)
    return f"https://{value}" if value.lower().startswith("www.") else value or None


def _access(fields: Fields) -> Iterator[str]:
    for record in fields.records("accessibility"):
        one = Fields(record)
        yield " ".join(filter(None, (one.prose("description", LONGEST_ADVICE), one.prose("details", LONGEST_ADVICE))))


def _costs(fields: Fields) -> Iterator[Cost]:
    for number, record in enumerate(fields.records("cost_options"), start=1):
        cost = Fields(record)
        amount, ends = cost.number("amount", 0, 1_000_000), cost.day("valid_to")
        fields.slips += [f"cost_options[{number}].{slip}" for slip in cost.slips]
        if amount is not None:
            yield Cost(amount, cost.line("currency").upper(), ends)


def _terms(fields: Fields) -> tuple[Term, ...]:
    found = []
    for number, record in enumerate(fields.records("attributes"), start=1):
        attribute = Fields(record)
        term = Fields(attribute.record("taxonomy_term"))
        taxonomy = term.line("taxonomy") or Fields(term.record("taxonomy_detail")).line("name")
        above = term.raw("parent_names")
        names = tuple(name for name in above if isinstance(name, str)) if isinstance(above, Sequence) else ()
        read = Term(term.line("id"), taxonomy, term.line("code"), term.line("name"), names)
        if read == Term():
            read = Term(name=attribute.line("label") or attribute.line("value"))
        fields.slips += [f"attributes[{number}].{slip}" for slip in (*attribute.slips, *term.slips)]
        if read.words:
            found.append(read)
    return tuple(dict.fromkeys(found))


def _organisation(fields: Fields) -> Organisation | None:
    values = fields.record("organization")
    one = Fields(values)
    name = one.line("name")
    if not name or any(
        identifier.get("identifier_scheme") == CBS for identifier in one.records("organization_identifiers")
    ):
        return None
    website = _website(one, "website")
    return Organisation(
        label_of("organization", values, "its service"),
        name,
        _phone(one),
        one.line("email") or None,
        website,
        _terms(one),
    )
