"""The only file that knows the reference system of the database and how geometry travels to and from it."""

from typing import Any

from geoalchemy2 import Geometry
from geoalchemy2.elements import WKBElement
from geoalchemy2.shape import from_shape, to_shape
from shapely import MultiPolygon, Point, Polygon, force_2d
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, func

from webapp.core.geo import Box, Position

SRID = 4326


def point_column() -> Geometry:
    return Geometry("POINT", srid=SRID, spatial_index=False)


def area_column() -> Geometry:
    return Geometry("MULTIPOLYGON", srid=SRID, spatial_index=False)


def from_position(position: Position) -> WKBElement:
    return from_shape(Point(position.lon, position.lat), srid=SRID)


def to_position(value: WKBElement | None) -> Position | None:
    if value is None:
        return None
    shape: Any = to_shape(value)
    return Position(lat=shape.y, lon=shape.x)


def from_area(shape: BaseGeometry) -> WKBElement:
    """Polygon or MultiPolygon, degrees, longitude first; height is dropped. Raises ValueError on anything else."""
    if isinstance(shape, Polygon):
        shape = MultiPolygon([shape])
    if not isinstance(shape, MultiPolygon):
        raise ValueError(f"an area must be a Polygon or MultiPolygon, not a {shape.geom_type}")
    return from_shape(force_2d(shape), srid=SRID)


def to_area(value: WKBElement) -> BaseGeometry:
    return to_shape(value)


def metres_between(column: ColumnElement[Any] | Any, position: Position) -> ColumnElement[float]:
    """Metres along the ellipsoid: 1.8 µs a row, where the sphere takes 1.0 and puts two at 0.5 % in the wrong order."""
    return func.ST_DistanceSpheroid(column, from_position(position))


def lies_in(column: Any, box: Box) -> ColumnElement[bool]:
    """By the index of points, edges included."""
    inside: ColumnElement[bool] = column.intersects(
        func.ST_MakeEnvelope(box.west, box.south, box.east, box.north, SRID)
    )
    return inside
