"""An area as it is drawn on the map, or made in another program: GeoJSON in a field of a form."""

import json
from collections.abc import Iterator
from typing import Any

import shapely
from shapely import MultiPolygon
from shapely.geometry import mapping

from webapp.areas.rules import Rejected
from webapp.areas.shapes import polygon_parts, read_drawn
from webapp.teams.checks import Flaw, TeamRefused

DECIMALS = 6  # 10 cm


def write_area(shape: MultiPolygon | None) -> str:
    """Empty where nothing was drawn."""
    if shape is None:
        return ""
    geometry = mapping(shapely.transform(shape, lambda numbers: numbers.round(DECIMALS)))
    return json.dumps(geometry, separators=(",", ":"))


def read_area(text: str) -> MultiPolygon | None:
    """All polygons in it together, whatever GeoJSON object holds them; nothing in an empty field. Lines that cross
    themselves are kept as they are, for the checks to name the spot. Raises TeamRefused."""
    if not text.strip():
        return None
    try:
        polygons = [polygon for geometry in _geometries(json.loads(text)) for polygon in read_drawn(geometry)]
    except (ValueError, RecursionError, Rejected):
        raise TeamRefused([Flaw.of("area", "area_unreadable")]) from None
    if not polygons:
        raise TeamRefused([Flaw.of("area", "area_unreadable")])
    if not all(polygon.is_valid for polygon in polygons):
        return MultiPolygon(polygons)
    return polygon_parts(shapely.union_all(polygons))  # two that overlap are one


def _geometries(document: Any) -> Iterator[object]:
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "FeatureCollection":
        for feature in _list(document.get("features")):
            yield from _geometries(feature)
    elif kind == "GeometryCollection":
        yield from _list(document.get("geometries"))
    else:
        yield document.get("geometry") if kind == "Feature" else document


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
