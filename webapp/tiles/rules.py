"""Which tiles there are, where they lie, and which of them we give out. Web Mercator, z/x/y from the north-west."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webapp.core.geo import Box

# The map shows 9 to 18 (static/js/map/town-map.js); drawn tiles are asked for one zoom earlier, as they are larger.
ZOOMS = range(8, 19)
MARGIN = 1.0  # of the size of a town, on each side: a map may be moved 0.6 of it, and a window is wider than a town
MAX_LAT = 85.0511  # degrees; Web Mercator ends there
_MOST_DIGITS = 6  # of 2 ** 18


@dataclass(frozen=True, slots=True)
class Tile:
    zoom: int
    x: int
    y: int


def read_tile(zoom: str, x: str, y: str) -> Tile | None:
    """None for what is no tile that we could have. Only plain numbers: one tile has one address."""
    if not all(_is_number(part) for part in (zoom, x, y)):
        return None
    tile = Tile(int(zoom), int(x), int(y))
    side = 1 << min(tile.zoom, ZOOMS.stop)
    return tile if tile.zoom in ZOOMS and tile.x < side and tile.y < side else None


def _is_number(text: str) -> bool:
    return len(text) <= _MOST_DIGITS and text.isascii() and text.isdecimal() and (text == "0" or text[0] != "0")


def box_of(tile: Tile) -> Box:
    return Box(
        _lon(tile.x, tile.zoom), _lat(tile.y + 1, tile.zoom), _lon(tile.x + 1, tile.zoom), _lat(tile.y, tile.zoom)
    )


def is_near(tile: Tile, towns: Iterable[Box]) -> bool:
    """Whether a map of one of these towns can show it."""
    box = box_of(tile)
    return any(box.touches(town.widened(MARGIN)) for town in towns)


def tiles_over(town: Box, zooms: Iterable[int], most: int) -> list[Tile]:
    """Those that cover the town itself, whole zooms only: as far as `most` tiles go, the coarse ones first."""
    found: list[Tile] = []
    for zoom in zooms:
        if len(found) + count_over(town, zoom) > most:
            break
        found.extend(_at(town, zoom))
    return found


def count_over(town: Box, zoom: int) -> int:
    columns, rows = _columns(town, zoom), _rows(town, zoom)
    return len(columns) * len(rows)


def _at(town: Box, zoom: int) -> Iterator[Tile]:
    for x in _columns(town, zoom):
        for y in _rows(town, zoom):
            yield Tile(zoom, x, y)


def _columns(box: Box, zoom: int) -> range:
    return _span((box.west + 180) / 360, (box.east + 180) / 360, zoom)


def _rows(box: Box, zoom: int) -> range:
    return _span(_down(box.north), _down(box.south), zoom)


def _span(start: float, end: float, zoom: int) -> range:
    """From parts of the whole world to numbers of tiles."""
    side = 1 << zoom
    first, last = (min(max(math.floor(part * side), 0), side - 1) for part in (start, end))
    return range(first, last + 1)


def _down(lat: float) -> float:
    """0 at the northern edge of the map of the world, 1 at the southern one."""
    held = math.radians(min(max(lat, -MAX_LAT), MAX_LAT))
    return (1 - math.asinh(math.tan(held)) / math.pi) / 2


def _lon(x: int, zoom: int) -> float:
    return x / (1 << zoom) * 360 - 180


def _lat(y: int, zoom: int) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / (1 << zoom)))))
