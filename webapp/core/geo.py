"""A point on earth and a box as values, apart from how a database writes it."""

from dataclasses import dataclass
from math import cos, degrees, hypot, isfinite, radians, sin, sqrt

EQUATOR_RADIUS_M, ECCENTRICITY_SQUARED = 6_378_137.0, 0.006_694_379_990_14  # WGS 84
WALKING_METRES_PER_MINUTE = 80  # 4.8 km/h, the pace that Dutch route planners count with
DETOUR = 1.3  # a walk through a town is about 1.3 times the straight line
WEST, EAST = 3.0, 7.4  # degrees around the European Netherlands: a point outside is a mistake or far away
SOUTH, NORTH = 50.6, 53.8


@dataclass(frozen=True, order=True)
class Position:
    """Degrees, WGS 84 (EPSG:4326). Raises ValueError outside the globe."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (isfinite(self.lat) and isfinite(self.lon)):
            raise ValueError("lat and lon must be numbers")
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ValueError("lat must lie between -90 and 90, lon between -180 and 180")


@dataclass(frozen=True, slots=True)
class Box:
    """Between two meridians and two parallels: degrees, WGS 84."""

    west: float
    south: float
    east: float
    north: float

    @property
    def middle(self) -> Position:
        return Position(lat=(self.south + self.north) / 2, lon=(self.west + self.east) / 2)

    def holds(self, spot: Position) -> bool:
        """Not on its edge."""
        return self.west < spot.lon < self.east and self.south < spot.lat < self.north

    def widened(self, by: float) -> "Box":
        """By that part of its own size on each side."""
        across, up = (self.east - self.west) * by, (self.north - self.south) * by
        return Box(self.west - across, self.south - up, self.east + across, self.north + up)

    def touches(self, other: "Box") -> bool:
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )


def read_rough(text: str) -> Position:
    """`lat,lon` rounded to 3 decimals (100 m): the product need not know a doorstep. Raises ValueError."""
    lat, lon = (round(float(part), 3) for part in text.split(","))
    return Position(lat=lat, lon=lon)


def is_in_the_netherlands(position: Position) -> bool:
    """Within the box; its corners hold some sea and some of Belgium and Germany."""
    return WEST <= position.lon <= EAST and SOUTH <= position.lat <= NORTH


def distance_m(a: Position, b: Position) -> float:
    """Metres along the ellipsoid, as if the earth between both were flat: with the radii of curvature of WGS 84 in the
    middle between them (Helmert's formula for short lines). At most 0.01 % off within 100 km, less than a front garden
    within one town; not for other continents."""
    middle = radians((a.lat + b.lat) / 2)
    flattened = 1 - ECCENTRICITY_SQUARED * sin(middle) ** 2
    east_m = EQUATOR_RADIUS_M / sqrt(flattened) * cos(middle) * radians(a.lon - b.lon)
    north_m = EQUATOR_RADIUS_M * (1 - ECCENTRICITY_SQUARED) / (flattened * sqrt(flattened)) * radians(a.lat - b.lat)
    return hypot(east_m, north_m)


def box_around(middle: Position, metres: float) -> Box:
    """Holds every point within so many metres, and some that are further, in its corners. Not near a pole. With the
    smallest radii of curvature of WGS 84, so that it is never too small."""
    up = degrees(metres / (EQUATOR_RADIUS_M * (1 - ECCENTRICITY_SQUARED)))
    across = degrees(metres / (EQUATOR_RADIUS_M * cos(radians(abs(middle.lat) + up))))
    return Box(middle.lon - across, middle.lat - up, middle.lon + across, middle.lat + up)


def walking_minutes(metres: float) -> int:
    """Of a straight line: whole minutes at a calm pace through streets, at least 1."""
    return max(1, round(metres * DETOUR / WALKING_METRES_PER_MINUTE))
