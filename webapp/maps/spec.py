"""One map, described by values: hashable, so that the same description is compiled once."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from webapp.maps.checks import checked_address, checked_key, checked_site, checked_term, checked_text, matching
from webapp.maps.surface_words import DRAG_WORDS, DRAW_WORDS, FRAME_WORDS, GROUND_WORDS, PICK_WORDS, POINT_WORDS

Words: TypeAlias = tuple[tuple[str, str], ...]
Direction: TypeAlias = Literal["ltr", "rtl"]

_MAX_LON, _MAX_LAT = 180, 90  # degrees
_MAX_ZOOM = 18  # of static/js/map/town-map.js

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_NAMED = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Degrees, WGS 84."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(side) for side in (self.west, self.south, self.east, self.north)):
            raise ValueError(f"Bounds need four numbers: {self}")
        if not -_MAX_LON <= self.west < self.east <= _MAX_LON:
            raise ValueError(f"West must lie before east, both within -180 and 180 degrees: {self}")
        if not -_MAX_LAT <= self.south < self.north <= _MAX_LAT:
            raise ValueError(f"South must lie below north, both within -90 and 90 degrees: {self}")

    @property
    def centre(self) -> tuple[float, float]:
        """Latitude first, as Leaflet wants it."""
        return (self.south + self.north) / 2, (self.west + self.east) / 2

    @property
    def corners(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """South-west and north-east, latitude first; 6 decimals are 10 cm."""
        return (
            (round(self.south, 6), round(self.west, 6)),
            (round(self.north, 6), round(self.east, 6)),
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """How one kind of point looks and what it is called, in `language`: where that is missing, not that of the map."""

    kind: str
    icon: str
    label: str
    language: str

    def __post_init__(self) -> None:
        checked_term(self.kind)
        checked_term(self.icon)
        checked_text(self.label)
        matching(_LANGUAGE, self.language, "language code")


@dataclass(frozen=True, slots=True)
class TileLayer:
    """A picture of the world under everything else. `address` begins the address of each tile, /z/x/y and `extension`
    end it. `credit` is shown as soon as a tile is, linked to `site` (host and path, https) where there is one. `script`
    draws the tiles that are no pictures."""

    address: str
    extension: str
    min_zoom: int
    max_zoom: int
    credit: str = ""
    site: str = ""
    script: str = ""

    def __post_init__(self) -> None:
        checked_address(self.address)
        checked_term(self.extension)
        checked_text(self.credit)
        if self.site:
            checked_site(self.site)
        if self.script:
            checked_address(self.script)
        if not 0 <= self.min_zoom <= self.max_zoom <= _MAX_ZOOM:
            raise ValueError(f"Zooms must lie within 0 and {_MAX_ZOOM}: {self.min_zoom} to {self.max_zoom}")


@dataclass(frozen=True, slots=True)
class OutlineLayer:
    """Areas with their names. `key` is the data- attribute of the container that holds the address."""

    key: str = "outlines"

    def __post_init__(self) -> None:
        checked_key(self.key)


@dataclass(frozen=True, slots=True)
class PointLayer:
    """Many points with a card each. `key` as in OutlineLayer. `sentences`: those that say when something is open, each
    with what it is in the language of the map; `%(name)s` is filled in by the browser."""

    key: str = "feed"
    cluster: bool = True
    marks: tuple[Mark, ...] = ()
    sentences: Words = ()

    def __post_init__(self) -> None:
        checked_key(self.key)
        for sentence, told in self.sentences:
            if set(_NAMED.findall(checked_text(told))) != set(_NAMED.findall(sentence)):
                raise ValueError(f"{sentence!r} loses or gets a name to fill in: {told!r}")


@dataclass(frozen=True, slots=True)
class SpotLayer:
    """The one point that the container names in data-lat and data-lon."""

    zoom: int = 15

    def __post_init__(self) -> None:
        if not 1 <= self.zoom <= _MAX_ZOOM:
            raise ValueError(f"Zoom must lie within 1 and {_MAX_ZOOM}: {self.zoom}")


@dataclass(frozen=True, slots=True)
class SpotsLayer:
    """The few numbered points that the container names in data-spots, all in sight; `zoom` is the closest."""

    zoom: int = 16

    def __post_init__(self) -> None:
        if not 1 <= self.zoom <= _MAX_ZOOM:
            raise ValueError(f"Zoom must lie within 1 and {_MAX_ZOOM}: {self.zoom}")


@dataclass(frozen=True, slots=True)
class GroundLayer:
    """Pieces of ground, each in a colour with a pattern and a sign of its own. `key` as in OutlineLayer."""

    key: str = "grounds"

    def __post_init__(self) -> None:
        checked_key(self.key)


@dataclass(frozen=True, slots=True)
class PickLayer:
    """A point that is chosen by a click, written in the field that the container names in data-pick."""


@dataclass(frozen=True, slots=True)
class DrawLayer:
    """Areas that are drawn corner by corner, written in the field that the container names in data-draw."""


@dataclass(frozen=True, slots=True)
class DragLayer:
    """A pin to drag, in step with the two fields that the container names in data-lat-field and data-lon-field."""

    zoom: int = 17

    def __post_init__(self) -> None:
        if not 1 <= self.zoom <= _MAX_ZOOM:
            raise ValueError(f"Zoom must lie within 1 and {_MAX_ZOOM}: {self.zoom}")


Layer: TypeAlias = (
    TileLayer | OutlineLayer | PointLayer | SpotLayer | SpotsLayer | GroundLayer | PickLayer | DrawLayer | DragLayer
)


@dataclass(frozen=True, slots=True)
class MapSpec:
    surface: str
    language: str
    direction: Direction
    bounds: Bounds
    layers: tuple[Layer, ...]
    strings: Words

    def __post_init__(self) -> None:
        checked_key(self.surface)
        matching(_LANGUAGE, self.language, "language tag")
        if self.direction not in ("ltr", "rtl"):
            raise ValueError(f"Direction must be ltr or rtl: {self.direction!r}")
        self._check_strings()

    def words(self, *keys: str) -> dict[str, str]:
        strings = dict(self.strings)
        return {key: strings[key] for key in keys}

    def _check_strings(self) -> None:
        needed = needed_words(self.layers)
        given = dict(self.strings)
        if len(given) != len(self.strings) or given.keys() != needed.keys():
            wrong = ", ".join(sorted(given.keys() ^ needed.keys())) or "one key given twice"
            raise ValueError(f"These words of the map {self.surface!r} are missing or unknown: {wrong}")
        for key, text in given.items():
            if set(_PLACEHOLDER.findall(checked_text(text))) != needed[key]:
                raise ValueError(f"{key!r} needs the placeholders {sorted(needed[key])}: {text!r}")


LAYER_WORDS: tuple[tuple[type, Mapping[str, frozenset[str]]], ...] = (
    (PointLayer, POINT_WORDS),
    (GroundLayer, GROUND_WORDS),
    (PickLayer, PICK_WORDS),
    (DrawLayer, DRAW_WORDS),
    (DragLayer, DRAG_WORDS),
)


def needed_words(layers: Iterable[Layer]) -> dict[str, frozenset[str]]:
    needed = dict(FRAME_WORDS)
    for layer in layers:
        for kind, words in LAYER_WORDS:
            needed |= words if isinstance(layer, kind) else {}
    return needed


def town(
    *,
    language: str,
    direction: Direction,
    bounds: Bounds,
    strings: Words,
    marks: tuple[Mark, ...] = (),
    sentences: Words = (),
) -> MapSpec:
    """Everything there is in one town, in step with the list beside it."""
    layers = (OutlineLayer(), PointLayer(marks=marks, sentences=sentences))
    return MapSpec("town", language, direction, bounds, layers, strings)


def item(*, language: str, direction: Direction, bounds: Bounds, strings: Words) -> MapSpec:
    """Where one place or activity is."""
    return MapSpec("item", language, direction, bounds, (OutlineLayer(), SpotLayer()), strings)


def sheet(*, language: str, direction: Direction, bounds: Bounds, strings: Words) -> MapSpec:
    """Where the few things of one sheet are."""
    return MapSpec("sheet", language, direction, bounds, (OutlineLayer(), SpotsLayer()), strings)


def grounds(*, language: str, direction: Direction, bounds: Bounds, strings: Words) -> MapSpec:
    """Who serves what ground."""
    return MapSpec("grounds", language, direction, bounds, (OutlineLayer(), GroundLayer()), strings)


def pick(*, language: str, direction: Direction, bounds: Bounds, strings: Words) -> MapSpec:
    """To choose a point on."""
    return MapSpec("pick", language, direction, bounds, (OutlineLayer(), PickLayer()), strings)


def draw(*, language: str, direction: Direction, bounds: Bounds, strings: Words) -> MapSpec:
    """To draw areas on."""
    return MapSpec("draw", language, direction, bounds, (OutlineLayer(), DrawLayer()), strings)


def drag(*, language: str, direction: Direction, bounds: Bounds, strings: Words) -> MapSpec:
    """To put one pin where it belongs."""
    return MapSpec("drag", language, direction, bounds, (OutlineLayer(), DragLayer()), strings)


def on_tiles(described: MapSpec, tiles: TileLayer | None) -> MapSpec:
    """The same map with a picture under it; our own outlines stay, for where no tile comes."""
    return described if tiles is None else replace(described, layers=(tiles, *described.layers))
