"""One map, described by values: hashable, so that the same description is compiled once."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Words: TypeAlias = tuple[tuple[str, str], ...]
Direction: TypeAlias = Literal["ltr", "rtl"]

# The words each surface needs, with the placeholders its sentence must keep in every language.
FRAME_WORDS: Mapping[str, frozenset[str]] = {
    "zoom-in": frozenset(),
    "zoom-out": frozenset(),
    "reset": frozenset(),
    "two-fingers": frozenset(),
    "keys": frozenset(),
    "attribution": frozenset(),
    "attribution-drawn": frozenset(),
}
POINT_WORDS: Mapping[str, frozenset[str]] = {
    "no-data": frozenset(),
    "cluster": frozenset({"count"}),
    "close": frozenset(),
    "details": frozenset(),
    "open": frozenset(),
    "open-until": frozenset({"time"}),
    "today": frozenset({"start", "end"}),
    "tomorrow": frozenset({"start", "end"}),
    "later": frozenset({"day", "start", "end"}),
    "closed": frozenset({"reason"}),
    "moved": frozenset({"day", "time"}),
    "moved-today": frozenset({"time"}),
    "moved-because": frozenset({"news", "reason"}),
}
GROUND_WORDS: Mapping[str, frozenset[str]] = {"no-data": frozenset()}
PICK_WORDS: Mapping[str, frozenset[str]] = {"picked": frozenset({"point"})}
DRAW_WORDS: Mapping[str, frozenset[str]] = {
    "draw": frozenset(),
    "undo": frozenset(),
    "finish": frozenset(),
    "remove": frozenset(),
    "drawing": frozenset(),
    "too-few": frozenset(),
    "drawn": frozenset({"count"}),
}
DRAG_WORDS: Mapping[str, frozenset[str]] = {"pin": frozenset(), "moved": frozenset({"point"})}

_MAX_LON, _MAX_LAT = 180, 90  # degrees
_MAX_ZOOM = 18  # of static/js/map/town-map.js

_KEY = re.compile(r"[a-z-]+")
_TERM = re.compile(r"[a-z0-9-]+")  # ids of our taxonomy, names of lucide icons
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# `(?!/)`: //host would be another origin. The rest is what a search text in a filter leaves unescaped.
_OWN_ADDRESS = re.compile(r"/(?!/)[A-Za-z0-9/_.?=&%,+~!$'()*:;@-]*")
# branca compiles what a macro wrote as a template again; these three would make that code on our server.
_NEVER_IN_A_TEXT = re.compile(r"\{\{|\{%|\{#|</|[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")


def checked_key(key: str) -> str:
    return _matching(_KEY, key, "key of lower-case letters and hyphens")


def checked_term(term: str) -> str:
    return _matching(_TERM, term, "term of lower-case letters, digits and hyphens")


def checked_address(address: str) -> str:
    return _matching(_OWN_ADDRESS, address, "path on our own origin")


def checked_text(text: str) -> str:
    if found := _NEVER_IN_A_TEXT.search(text):
        raise ValueError(f"A text on the map may not contain {found.group()!r}: {text!r}")
    return text


def _matching(pattern: re.Pattern[str], value: str, what: str) -> str:
    if not pattern.fullmatch(value):
        raise ValueError(f"Not a {what}: {value!r}")
    return value


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
        _matching(_LANGUAGE, self.language, "language code")


@dataclass(frozen=True, slots=True)
class OutlineLayer:
    """Areas with their names. `key` is the data- attribute of the container that holds the address."""

    key: str = "outlines"

    def __post_init__(self) -> None:
        checked_key(self.key)


@dataclass(frozen=True, slots=True)
class PointLayer:
    """Many points with a card each. `key` as in OutlineLayer."""

    key: str = "feed"
    cluster: bool = True
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        checked_key(self.key)


@dataclass(frozen=True, slots=True)
class SpotLayer:
    """The one point that the container names in data-lat and data-lon."""

    zoom: int = 15

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


Layer: TypeAlias = OutlineLayer | PointLayer | SpotLayer | GroundLayer | PickLayer | DrawLayer | DragLayer


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
        _matching(_LANGUAGE, self.language, "language tag")
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
    *, language: str, direction: Direction, bounds: Bounds, strings: Words, marks: tuple[Mark, ...] = ()
) -> MapSpec:
    """Everything there is in one town, in step with the list beside it."""
    layers = (OutlineLayer(), PointLayer(marks=marks))
    return MapSpec("town", language, direction, bounds, layers, strings)


def item(*, language: str, direction: Direction, bounds: Bounds, strings: Words) -> MapSpec:
    """Where one place or activity is."""
    return MapSpec("item", language, direction, bounds, (OutlineLayer(), SpotLayer()), strings)


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
