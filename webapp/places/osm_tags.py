"""OpenStreetMap tags become facts. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from webapp.core.geo import Position
from webapp.places.checks import LONGEST, LONGEST_LINE, Flaw
from webapp.places.facts import PlaceFacts, PlaceTexts
from webapp.taxonomy.rules import terms

ATTRIBUTION = "© OpenStreetMap contributors (ODbL 1.0)"
WHEELCHAIR = {"yes": "yes", "designated": "yes", "limited": "limited", "no": "no"}
ATTRIBUTES = {
    "toilet": ("toilets", "yes"),
    "rolstoeltoilet": ("toilets:wheelchair", "yes"),
    "ringleiding": ("hearing_loop", "yes"),
}
SPOKEN = re.compile(r"language:([a-z]{2})")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What this source speaks about: themes and groups that an editor adds stay when the file is read again.
GIVEN = frozenset({
    "kind", "position", "street", "house_number", "postcode", "city", "phone", "email", "website", "opening_hours",
    "opening_hours_note", "wheelchair", "free", "attributes", "spoken", "attribution", "checked_on",
    "name_nl", "name_en", "description_nl", "description_en",
})  # fmt: skip
# Contact facts that are not in order cost that fact and not the place.
DROPPABLE = {"phone", "email", "website", "postcode", "street", "house_number", "city", "spoken"}


def find_kind(tags: Mapping[str, str]) -> str | None:
    """The most specific match: a key that refines another tag (community_centre=youth_centre) goes first."""
    matches = [
        (not _refines(tag.partition("=")[0], tags), order, kind.id)
        for order, kind in enumerate(terms("place_kind").values())
        for tag in kind.osm
        if _has(tags, tag)
    ]
    return min(matches)[2] if matches else None


def _has(tags: Mapping[str, str], tag: str) -> bool:
    key, _, value = tag.partition("=")
    return value in re.split(r"\s*;\s*", tags.get(key, ""))


def _refines(key: str, tags: Mapping[str, str]) -> bool:
    return key in tags.values()


def read_facts(kind: str, position: Position, tags: Mapping[str, str], today: date) -> PlaceFacts:
    return PlaceFacts(
        kind=kind,
        position=position,
        street=tags.get("addr:street") or tags.get("addr:place"),
        house_number=tags.get("addr:housenumber"),
        postcode=re.sub(r"\s", "", tags.get("addr:postcode", "")).upper() or None,
        city=tags.get("addr:city"),
        phone=_first(tags, "phone", "contact:phone"),
        email=_first(tags, "email", "contact:email"),
        website=_website(_first(tags, "website", "contact:website", "url")),
        opening_hours=tags.get("opening_hours"),
        wheelchair=WHEELCHAIR.get(tags.get("wheelchair", ""), "unknown"),
        free=tags.get("fee") == "no",
        attributes=tuple(id_ for id_, (key, value) in ATTRIBUTES.items() if tags.get(key) == value),
        spoken=tuple(sorted(m[1] for key, value in tags.items() if (m := SPOKEN.fullmatch(key)) and value != "no")),
        attribution=ATTRIBUTION,
        checked_on=_checked_on(tags, today),
    )


def read_texts(tags: Mapping[str, str]) -> dict[str, PlaceTexts]:
    name = tags.get("name:nl") or tags["name"]
    texts = {"nl": _text(name, tags.get("description:nl") or tags.get("description", ""))}
    if "name:en" in tags or "description:en" in tags:
        texts["en"] = _text(tags.get("name:en", name), tags.get("description:en", ""))
    return texts


def _text(name: str, description: str) -> PlaceTexts:
    """A mapper's text is cut where ours end rather than refused."""
    return PlaceTexts(" ".join(name.split())[: LONGEST["name"]], description=description[: LONGEST["description"]])


def without_flawed(facts: PlaceFacts, flaws: Sequence[Flaw]) -> tuple[PlaceFacts, list[str]]:
    """Without the contact facts and hours that are not in order, and what was left out. Hours are kept as a note."""
    columns = {flaw.column for flaw in flaws}
    emptied: dict[str, Any] = {column: () if column == "spoken" else None for column in DROPPABLE & columns}
    cured = replace(facts, **emptied)
    if "opening_hours" in columns:
        note = " ".join((facts.opening_hours or "").split())[:LONGEST_LINE]
        cured = replace(cured, opening_hours=None, opening_hours_note=note)
    warned = DROPPABLE | {"opening_hours"}
    return cured, [
        f"{flaw} (kept as a note)" if flaw.column == "opening_hours" else f"{flaw} (left out)"
        for flaw in flaws
        if flaw.column in warned
    ]


def _first(tags: Mapping[str, str], *keys: str) -> str | None:
    """Of the first of these keys that is there, the first of its values."""
    value = next((tags[key] for key in keys if key in tags), "")
    return value.split(";")[0].strip() or None


def _website(value: str | None) -> str | None:
    """Mappers often leave the scheme out."""
    return f"https://{value}" if value and value.lower().startswith("www.") else value


def _checked_on(tags: Mapping[str, str], today: date) -> date | None:
    value = tags.get("check_date") or tags.get("survey:date") or ""
    try:
        day = date.fromisoformat(value) if DAY.fullmatch(value) else None
    except ValueError:
        return None
    return day if day and day <= today else None
