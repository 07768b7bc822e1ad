"""Is a point in this town? A prepared outline answers thousands of times a second."""

from math import cos, radians
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from webapp.core.geo import Position

TOLERANCE_M = 250  # a boundary may be a generalised one, and a quay or a bridge lies just outside
METRES_PER_DEGREE = 111_200


class TownArea:
    """`boundary` in degrees, longitude first; None when the outline of a town is not known."""

    def __init__(self, boundary: BaseGeometry | None) -> None:
        self.is_known = boundary is not None and not boundary.is_empty
        if boundary is not None and self.is_known:
            middle: Any = boundary.centroid
            # Degrees to metres by one factor each way: exact enough over the few kilometres of a town.
            self._scale = (METRES_PER_DEGREE * cos(radians(middle.y)), METRES_PER_DEGREE)
            self._plane = shapely.transform(boundary, lambda points: points * self._scale)
            shapely.prepare(self._plane)

    def holds(self, position: Position) -> bool:
        if not self.is_known:
            return True
        point = shapely.Point(position.lon * self._scale[0], position.lat * self._scale[1])
        return bool(shapely.dwithin(self._plane, point, TOLERANCE_M))

    def holds_swapped(self, position: Position) -> bool:
        if not self.is_known or abs(position.lon) > 90:
            return False
        return self.holds(Position(lat=position.lon, lon=position.lat))
