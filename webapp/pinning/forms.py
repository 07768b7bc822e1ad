"""The form of a pin: what is stored, what a candidate offers, what was typed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.activities.models import Activity
from webapp.activities.moving import own_position
from webapp.core.geo import Position
from webapp.pinning.rules import DECIMALS
from webapp.places.models import Place
from webapp.places.moving import Location, location_of

ADDRESS = ("street", "house_number", "postcode", "city")
FIELDS = ("lat", "lon", *ADDRESS)
LONGEST_TYPED = 300  # characters; more is not shown again
Item = Place | Activity


@dataclass
class PinForm:
    """`values` as text by name of the field; `seen` stands for what was stored when the form was made."""

    values: dict[str, str]
    seen: str
    is_confirmed: bool = False
    asks_to_confirm: bool = False
    problems: dict[str, str] = field(default_factory=dict)


def stored_location(item: Item) -> Location:
    return location_of(item) if isinstance(item, Place) else Location(own_position(item))


def mark_of(location: Location) -> str:
    """The same for the same: to tell whether somebody else moved it meanwhile."""
    return hashlib.sha256(repr(location).encode()).hexdigest()[:16]


def stored_form(item: Item) -> PinForm:
    location = stored_location(item)
    shown = location.position or item.position  # an activity begins where its place is
    address = {name: getattr(location, name) or "" for name in ADDRESS}
    return PinForm({**point_values(shown), **address}, mark_of(location))


def offered_form(item: Item, offered: Mapping[str, str]) -> PinForm:
    """What is stored, with what the chosen candidate says over it."""
    form = stored_form(item)
    form.values |= {name: offered[name][:LONGEST_TYPED] for name in FIELDS if offered.get(name)}
    return form


def read_form(typed: Mapping[str, str]) -> PinForm:
    values = {name: typed.get(name, "")[:LONGEST_TYPED].strip() for name in FIELDS}
    return PinForm(values, typed.get("seen", ""), typed.get("confirm") == "1")


def address_of(form: PinForm) -> dict[str, str | None]:
    """As it is stored."""
    values = {name: " ".join(form.values[name].split()) or None for name in ADDRESS}
    if values["postcode"]:
        values["postcode"] = values["postcode"].replace(" ", "").upper()
    return values


def point_values(position: Position | None) -> dict[str, str]:
    if position is None:
        return {"lat": "", "lon": ""}
    return {"lat": f"{position.lat:.{DECIMALS}f}", "lon": f"{position.lon:.{DECIMALS}f}"}
