"""The only file that knows the reference system of the database and how geometry travels to and from it."""

from typing import Any

from geoalchemy2 import Geometry
from geoalchemy2.elements import WKBElement
from geoalchemy2.shape import from_shape, to_shape
from shapely import MultiPolygon, Point, Polygon, force_2d
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, Float, bindparam, func, literal_column
from sqlalchemy.types import NullType

from webapp.core.geo import Position

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


def position_to_tell() -> ColumnElement[Any]:
    """For a statement that is made once, asked with `position_told`."""
    lon, lat = (bindparam(f"origin_{axis}", type_=Float) for axis in ("lon", "lat"))
    return func.ST_SetSRID(func.ST_MakePoint(lon, lat), literal_column(str(SRID)), type_=NullType)


def position_told(position: Position) -> dict[str, float]:
    return {"origin_lon": position.lon, "origin_lat": position.lat}


def metres_between(column: ColumnElement[Any] | Any, position: Position | ColumnElement[Any]) -> ColumnElement[float]:
    """Metres along the ellipsoid: 1.8 µs a row, where the sphere takes 1.0 and puts two at 0.5 % in the wrong order."""
    point = from_position(position) if isinstance(position, Position) else position
    return func.ST_DistanceSpheroid(column, point)
