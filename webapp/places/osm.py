"""Reads GeoJSON of OpenStreetMap objects, as Overpass Turbo and osmium write it, plain or compressed."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from shapely.errors import ShapelyError

from webapp.areas.reading import read_text
from webapp.core.errors import ImportRefused
from webapp.core.geo import Position
from webapp.places.checks import NO_TEXT, check_place
from webapp.places.facts import PlaceEntry
from webapp.places.findings import Finding, LeftOut, Rejected, Warned, Why
from webapp.places.osm_tags import ATTRIBUTES, GIVEN, find_kind, read_facts, read_texts, without_flawed
from webapp.places.secrecy import is_shelter_in_osm, reveals_shelter
from webapp.places.town_area import TownArea

MAX_BYTES = 100_000_000  # unpacked


def read_places(path: Path, *, area: TownArea, today: date) -> Iterator[Finding]:
    """Raises ImportRefused for a file that is no GeoJSON."""
    seen: set[str] = set()
    for number, feature in enumerate(_read_features(path), start=1):
        yield from _read_one(number, feature, seen, area, today)


def _read_one(number: int, feature: dict[str, Any], seen: set[str], area: TownArea, today: date) -> Iterator[Finding]:
    """Safety first: of a shelter nothing is looked at, so that no later message can name it."""
    tags = _tags(feature)
    names = [value for key, value in tags.items() if "name" in key]
    if is_shelter_in_osm(tags) or reveals_shelter(names, tags.values(), located=True):
        yield LeftOut(Why.SAFETY)
        return
    external_id = _id(feature, tags)
    name = tags.get("name:nl") or tags.get("name") or ""
    label = f"{external_id} {name}".strip() if external_id else f"feature {number}"
    kind = find_kind(tags)
    if kind is None:
        yield LeftOut(Why.OTHER_KIND)
        return
    position = _position(feature)
    problems = _problems(label, external_id, name, position, seen)
    seen.add(external_id)
    if problems or position is None:
        yield Rejected(tuple(problems))
    else:
        yield from _read_place(label, external_id, kind, position, tags, area, today)


def _problems(label: str, external_id: str, name: str, position: Position | None, seen: set[str]) -> list[str]:
    checks = {
        "has no id like node/123": not external_id,
        "is in the file twice": bool(external_id) and external_id in seen,
        "has no name": not name,
        "has no point or area that can be read": position is None,
    }
    return [f"{label}: {reason}" for reason, wrong in checks.items() if wrong]


def _read_place(
    label: str, external_id: str, kind: str, position: Position, tags: dict[str, str], area: TownArea, today: date
) -> Iterator[Finding]:
    if not area.holds(position):
        yield LeftOut(Why.OUTSIDE, label)
        return
    facts, texts = read_facts(kind, position, tags, today), read_texts(tags)
    facts, warnings = without_flawed(facts, check_place(facts, texts))
    flaws = check_place(facts, texts)
    if flaws:
        yield Rejected(tuple(f"{label}, {flaw}" for flaw in flaws))
        return
    yield from (Warned(f"{label}, {warning}") for warning in warnings)
    yield PlaceEntry(external_id, facts, texts, GIVEN, where=label, known_attributes=frozenset(ATTRIBUTES))


def _read_features(path: Path) -> list[dict[str, Any]]:
    content = _read_json(path)
    features = content.get("features") if isinstance(content, dict) else None
    if isinstance(content, dict) and isinstance(content.get("elements"), list):
        raise ImportRefused(f"{path} is Overpass JSON; export it as GeoJSON.")
    if not isinstance(features, list):
        raise ImportRefused(f"{path} is no GeoJSON FeatureCollection; a package of HSDS needs --format hsds.")
    return [feature if isinstance(feature, dict) else {} for feature in features]


def _read_json(path: Path) -> Any:
    try:
        return json.loads("".join(read_text(path, MAX_BYTES)) or "null")
    except (ValueError, RecursionError) as error:
        raise ImportRefused(f"{path} is no JSON, or it is cut off.") from error


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _tags(feature: dict[str, Any]) -> dict[str, str]:
    """Only texts that are texts; Overpass Turbo once kept them one level deeper."""
    properties = _properties(feature)
    nested = properties.get("tags")
    tags = {**(nested if isinstance(nested, dict) else {}), **properties}
    return {
        key: value.strip()
        for key, value in tags.items()
        if isinstance(key, str) and isinstance(value, str) and value.strip() and not NO_TEXT.search(value)
    }


def _id(feature: dict[str, Any], tags: dict[str, str]) -> str:
    """`node/123`, wherever the exporter keeps it; empty where there is none."""
    properties = _properties(feature)
    candidates = (feature.get("id"), tags.get("@id"), f"{properties.get('type')}/{properties.get('id')}")
    for candidate in candidates:
        kind, _, number = str(candidate).partition("/")
        if kind in ("node", "way", "relation") and number.isdecimal() and len(number) < 20:
            return f"{kind}/{number}"
    return ""


def _position(feature: dict[str, Any]) -> Position | None:
    """The point itself, or one inside the area."""
    try:
        shape = shapely.from_geojson(json.dumps(feature.get("geometry")))
        if shape is None or shape.is_empty:
            return None
        point: Any = shape if shape.geom_type == "Point" else shape.representative_point()
        return Position(lat=round(point.y, 7), lon=round(point.x, 7))
    except (ShapelyError, ValueError, TypeError):
        return None
