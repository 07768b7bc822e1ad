"""What hangs below a service or an organisation: phones, an address, a location, the rows of a schedule."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core.formats import postcode_words
from webapp.core.geo import Position
from webapp.core.language import current_language, language_names
from webapp.core.postgis import to_position
from webapp.core.texts import pick_words
from webapp.core.words import _
from webapp.finding.conditions import Thing
from webapp.finding.presenting import street_of, wheelchair
from webapp.finding.telling import telling
from webapp.hsds import wording
from webapp.hsds.ids import location_id
from webapp.hsds.taxonomies import filled
from webapp.places.models import Place
from webapp.schedule.expansion import APPOINTMENT, Slot
from webapp.schedule.hsds_write import Row, fields_of, rows_of
from webapp.schedule.values import Days
from webapp.taxonomy.published import made_id

Json = dict[str, Any]
DECIMALS = 6  # of degrees: 10 cm, as in the map feed


def phones(owner: str, number: str | None, description: str | None = None) -> list[Json]:
    if not number:
        return []
    return [filled({"id": made_id("phone", owner, number), "number": number, "type": "voice",
                    "description": description})]  # fmt: skip


def languages(owner: str, codes: Sequence[str]) -> list[Json]:
    """Those that are spoken there."""
    names = language_names(codes, current_language())
    return [
        {"id": made_id("language", owner, code), "name": name, "code": code}
        for code, name in zip(codes, names, strict=True)
    ]


# ---------------------------------------------------------------- where


def where_of(thing: Thing) -> Thing | None:
    """Whose location it is delivered at: its own, or that of its place; None for what is nowhere."""
    if isinstance(thing, Activity):
        if thing.online:
            return None
        if thing.point is not None:
            return thing
    place = thing if isinstance(thing, Place) else thing.place
    return place if place is not None and (place.point is not None or place.street) else None


def location(owner: Thing, town: Municipality, *, full: bool) -> Json:
    """Of a place; an activity that is held somewhere else has nothing but a point."""
    id_ = location_id(owner.id)
    plain = {"id": id_, "location_type": "physical", **_degrees(to_position(owner.point))}
    if isinstance(owner, Activity):
        return plain
    told = telling(owner, current_language())
    plain |= {"name": told.name.words, "transportation": told.part("getting_there").words}
    if full:
        plain |= {"addresses": _addresses(owner, id_, town), "accessibility": _accessibility(owner, id_)}
    return filled(plain)


def _degrees(position: Position | None) -> Json:
    if position is None:
        return {}
    return {"latitude": round(position.lat, DECIMALS), "longitude": round(position.lon, DECIMALS)}


def _addresses(place: Place, location: str, town: Municipality) -> list[Json]:
    """`state_province` has to be there, and no Dutch address has one: it is the municipality."""
    if not place.street:
        return []
    return [
        {
            "id": made_id("address", location),
            "address_1": street_of(place),
            "city": place.city or town.name,
            "state_province": town.name,
            "postal_code": postcode_words(place.postcode or ""),
            "country": "NL",
            "address_type": "physical",
        }
    ]


def _accessibility(place: Place, location: str) -> list[Json]:
    """What nobody knows is not told."""
    if place.wheelchair == "unknown":
        return []
    return [{"id": made_id("accessibility", location), "description": wheelchair(place.wheelchair).label}]


# ---------------------------------------------------------------- when


def schedules(thing: Thing, slots: Iterable[Slot], days: Days, url: str) -> list[Json]:
    """A note on the hours stands alone, as it is said of all of them."""
    seen: Counter[tuple[Any, ...]] = Counter()
    rows = [_schedule(thing, row, days, url, seen) for row in rows_of(slots, days)]
    note = thing.opening_hours_note if isinstance(thing, Place) else None
    if note:
        rows.append({"id": made_id("schedule", str(thing.id), "note"), "notes": note, "schedule_link": url})
    return rows


def _schedule(thing: Thing, row: Row, days: Days, url: str, seen: Counter[tuple[Any, ...]]) -> Json:
    return filled(
        {
            "id": _schedule_id(thing.id, row, seen),
            **fields_of(row, days),
            "description": wording.times(row.opening, row.rule),
            "schedule_link": url,
            "attending_type": _attending(thing, row),
            "notes": pick_words(row.opening.words, current_language()).words,
        }
    )


def _attending(thing: Thing, row: Row) -> str | None:
    if row.opening.status == APPOINTMENT:
        return _("By appointment")
    return _("Online or by phone") if isinstance(thing, Activity) and thing.online else None


def _schedule_id(service: UUID, row: Row, seen: Counter[tuple[Any, ...]]) -> str:
    """The same from day to day, though the first date of what goes on moves along."""
    opening, rule = row.opening, row.rule
    same = (opening.status, opening.opens, opening.closes, opening.opens_offset, opening.closes_offset, opening.note,
            rule.freq, rule.interval, rule.byday, None if rule.goes_on else rule.dates[-1])  # fmt: skip
    seen[same] += 1
    return made_id("schedule", str(service), str(same), str(seen[same]))
