"""Outlines and points in somebody else's file: degrees inside the Netherlands, and polygons that a database can use."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from webapp.areas.rules import Rejected
from webapp.core.geo import EAST, NORTH, SOUTH, WEST

RD_X, RD_Y = (0.0, 300_000.0), (300_000.0, 640_000.0)  # metres; where EPSG:28992 is valid
MIN_RING = 3  # different positions
MIN_AREA = 1e-12  # square degrees, less than 1 dm²: a line drawn as a polygon
COLUMN = "geometry"
Coordinates = NDArray[np.float64]


@dataclass(frozen=True)
class Outline:
    shape: MultiPolygon
    is_repaired: bool = False


def read_outline(geometry: object) -> Outline:
    """Raises Rejected with what to do about it."""
    polygons = [_polygon(rings) for rings in _polygons(geometry)]
    drawn = MultiPolygon(polygons)
    shape = drawn if drawn.is_valid else polygon_parts(_repair(drawn))
    if shape.area < MIN_AREA:
        raise Rejected(COLUMN, "has no area")
    return Outline(shape, is_repaired=shape is not drawn)


def read_drawn(geometry: object) -> list[Polygon]:
    """As it was drawn, also where its line crosses itself: nothing is repaired. Raises Rejected."""
    return [_polygon(rings) for rings in _polygons(geometry)]


def _repair(shape: MultiPolygon) -> BaseGeometry:
    """The first method keeps every corner; it gives up on rings without area, the second leaves those out."""
    try:
        return shapely.make_valid(shape)
    except shapely.errors.GEOSException:
        pass
    try:
        return shapely.make_valid(shape, method="structure", keep_collapsed=False)
    except shapely.errors.GEOSException:
        raise Rejected(COLUMN, "has an outline that cannot be repaired") from None


def polygon_parts(shape: BaseGeometry) -> MultiPolygon:
    """What a repair leaves besides polygons are the lines and points where the outline touched itself."""
    parts = [part for part in shapely.get_parts(shape, return_index=False) if not part.is_empty]
    polygons: list[Polygon] = []
    for part in parts:
        if isinstance(part, Polygon):
            polygons.append(part)
        elif hasattr(part, "geoms"):
            polygons.extend(polygon_parts(part).geoms)
    return MultiPolygon(polygons)


def check_position(lon: float, lat: float, column: str = COLUMN) -> None:
    """Raises Rejected for a point outside the Netherlands, with the likely cause."""
    if WEST <= lon <= EAST and SOUTH <= lat <= NORTH:
        return
    where = f"coordinate {lon:g}, {lat:g}"
    if WEST <= lat <= EAST and SOUTH <= lon <= NORTH:
        raise Rejected(column, f"{where} looks swapped: longitude comes first")
    if RD_X[0] <= lon <= RD_X[1] and RD_Y[0] <= lat <= RD_Y[1]:
        raise Rejected(column, f"{where} looks like RD coordinates (EPSG:28992); save the file in EPSG:4326")
    raise Rejected(column, f"{where} lies outside the Netherlands (lon {WEST}-{EAST}, lat {SOUTH}-{NORTH})")


def _polygons(geometry: object) -> Sequence[Any]:
    if geometry is None:
        raise Rejected(COLUMN, "is missing")
    if not isinstance(geometry, dict):
        raise Rejected(COLUMN, "is not a GeoJSON geometry")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise Rejected(COLUMN, f"must be a Polygon or MultiPolygon, not {ascii(kind)[:40]}")
    if not isinstance(coordinates, list) or not coordinates:
        raise Rejected(COLUMN, "is empty")
    return [coordinates] if kind == "Polygon" else coordinates


def _polygon(rings: object) -> Polygon:
    if not isinstance(rings, list) or not rings:
        raise Rejected(COLUMN, "holds a polygon without an outline")
    outer, *holes = [_ring(ring) for ring in rings]
    return Polygon(outer, holes)


def _ring(ring: object) -> Coordinates:
    """Height is dropped; the ring need not be closed."""
    if not isinstance(ring, list) or len(ring) < MIN_RING:
        raise Rejected(COLUMN, "holds a ring of fewer than four positions")
    try:
        positions = np.asarray(ring)
        if positions.ndim != 2 or positions.dtype.kind not in "iuf":
            raise ValueError
        coordinates: Coordinates = positions[:, :2].astype(np.float64).reshape(len(ring), 2)
    except ValueError:
        raise Rejected(COLUMN, "holds a position that is not [longitude, latitude]") from None
    _check_window(coordinates)
    return coordinates


def _check_window(coordinates: Coordinates) -> None:
    lon, lat = coordinates[:, 0], coordinates[:, 1]
    outside = ~((lon >= WEST) & (lon <= EAST) & (lat >= SOUTH) & (lat <= NORTH))
    if outside.any():
        first = int(outside.argmax())
        check_position(float(lon[first]), float(lat[first]))
