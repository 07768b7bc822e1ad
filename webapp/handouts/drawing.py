"""The small map of a sheet: outlines of our own, the way about, and the numbers of what is on the sheet. Pure.

Metres east and south of the north-west corner, so that a page and a PDF draw the same at any size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from shapely import from_wkb

from webapp.core.geo import Box, Position

METRES_A_DEGREE = 111_320.0  # of latitude; of longitude at the equator
WIDTH_M = 900.0  # at least, so that there is something around one point
SHAPE = 0.5  # height by width
MARGIN = 1.35
SCALES_M = (100, 200, 500, 1_000, 2_000, 5_000)

LETTER_PERCENT, HIGH_PERCENT = (
    2.1,
    4.5,
)  # of the width of the map: a letter, and half the height of a label with its dot

Rectangle = tuple[float, float, float, float]  # left, top, right, bottom
Line = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Pin:
    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Sketch:
    """`width` and `height` in metres. `pins` carry the numbers of the sheet; `marks` are places that people know."""

    width: float
    height: float
    lines: tuple[Line, ...]
    names: tuple[Pin, ...]
    pins: tuple[Pin, ...]
    marks: tuple[Pin, ...]
    scale_m: int


def window_around(spots: Sequence[Position]) -> Box:
    """All of them with room around, twice as wide as high. Raises ValueError without any."""
    south, north = min(spot.lat for spot in spots), max(spot.lat for spot in spots)
    west, east = min(spot.lon for spot in spots), max(spot.lon for spot in spots)
    lat, lon = (south + north) / 2, (west + east) / 2
    a_degree_east = METRES_A_DEGREE * cos(radians(lat))
    wide = max((east - west) * a_degree_east * MARGIN, (north - south) * METRES_A_DEGREE * MARGIN / SHAPE, WIDTH_M)
    half_east, half_north = wide / a_degree_east / 2, wide * SHAPE / METRES_A_DEGREE / 2
    return Box(lon - half_east, lat - half_north, lon + half_east, lat + half_north)


def sketch(
    window: Box,
    ground: Iterable[tuple[str, bytes]],
    pins: Iterable[tuple[str, Position]],
    marks: Iterable[tuple[str, Position]],
) -> Sketch:
    """`ground` are names with outlines as WKB in degrees."""
    to_x, to_y = _scales(window)
    lines: list[Line] = []
    names: list[Pin] = []
    for name, shape in ground:
        area: Any = from_wkb(shape)
        for part in getattr(area, "geoms", [area]):
            if part.geom_type != "Polygon" or part.is_empty:
                continue
            lines.append(tuple((to_x(lon), to_y(lat)) for lon, lat, *_z in part.exterior.coords))
        if not area.is_empty and area.area:
            at = area.representative_point()
            names.append(Pin(to_x(at.x), to_y(at.y), name))
    width, height = to_x(window.east), to_y(window.south)
    own = _together(Pin(to_x(spot.lon), to_y(spot.lat), label) for label, spot in pins)
    taken = [_box(pin, width, 3) for pin in own]
    known = _clear([Pin(to_x(spot.lon), to_y(spot.lat), label) for label, spot in marks], width, taken)
    return Sketch(
        width,
        height,
        tuple(lines),
        _clear(names, width, taken),
        own,
        known,
        max((metres for metres in SCALES_M if metres <= width / 4), default=SCALES_M[0]),
    )


def _together(pins: Iterable[Pin]) -> tuple[Pin, ...]:
    """Two at one door share a pin: "2, 3"."""
    found: dict[tuple[float, float], list[str]] = {}
    for pin in pins:
        found.setdefault((pin.x, pin.y), []).append(pin.label)
    return tuple(Pin(x, y, ", ".join(labels)) for (x, y), labels in found.items())


def _clear(labels: Sequence[Pin], width: float, taken: list[Rectangle]) -> tuple[Pin, ...]:
    """Those that stand free of each other and of what is `taken`, to which they are added; the first come first."""
    kept = []
    for label in labels:
        box = _box(label, width, len(label.label))
        inside = box[0] >= 0 and box[2] <= width
        if inside and not any(_meet(box, other) for other in taken):
            taken.append(box)
            kept.append(label)
    return tuple(kept)


def _box(label: Pin, width: float, letters: int) -> Rectangle:
    """Around its words, that are about so wide at the size in which they are drawn."""
    half, high = width / 100 * LETTER_PERCENT * letters / 2, width / 100 * HIGH_PERCENT
    return label.x - half, label.y - high, label.x + half, label.y + high


def _meet(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _scales(window: Box) -> Any:
    a_degree_east = METRES_A_DEGREE * cos(radians(window.middle.lat))
    return (
        lambda lon: round((lon - window.west) * a_degree_east, 1),
        lambda lat: round((window.north - lat) * METRES_A_DEGREE, 1),
    )


def path_of(line: Line) -> str:
    """As SVG writes it."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in line) + "Z"
