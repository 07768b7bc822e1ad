"""From a description to the script a page loads: compiled once by folium, the same bytes every time."""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from webapp.maps.spec import (
    DragLayer,
    DrawLayer,
    GroundLayer,
    Layer,
    MapSpec,
    OutlineLayer,
    PickLayer,
    PointLayer,
    SpotLayer,
    SpotsLayer,
    TileLayer,
)
from webapp.maps.surface_words import DRAG_WORDS, DRAW_WORDS, GROUND_WORDS, PICK_WORDS, POINT_WORDS

if TYPE_CHECKING:
    from branca.element import Element

    from webapp.maps.elements import PageMap, ScriptLayer

# A script is about 2 kB: towns x languages x surfaces stay far below 2 MB.
_KEPT_SCRIPTS = 1024
_NEVER_IN_A_SCRIPT = re.compile(r"https?:|//|<script|\$\(|\{\{|\{%|\{#", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MapScript:
    body: str
    digest: str


class UnsafeScript(ValueError):
    """The compiled script holds something that no script of ours needs."""


@lru_cache(maxsize=_KEPT_SCRIPTS)
def render(described: MapSpec) -> MapScript:
    body = literal_script(_compose(described))
    refuse_unsafe(body)
    return MapScript(body, hashlib.sha256(body.encode()).hexdigest()[:16])


def literal_script(page_map: "PageMap") -> str:
    """What the macros wrote, as it is.

    branca wraps each macro's output in Element(text), a template again; rendering that would run a text as
    code on the server. So the text is read, never rendered. Ids are numbered, as folium's are random.
    """
    from branca.element import Figure

    for number, element in enumerate(_walk(page_map)):
        element._id = str(number)
    figure = page_map.get_root()
    assert isinstance(figure, Figure)  # folium puts every map in one
    for child in list(figure._children.values()):
        child.render()
    lines = (part._template_str or "" for part in figure.script._children.values())
    return "\n".join(line.strip() for line in lines) + "\n"


def refuse_unsafe(body: str) -> None:
    if found := _NEVER_IN_A_SCRIPT.search(body):
        raise UnsafeScript(f"A map script may not contain {found.group()!r}")


def _compose(described: MapSpec) -> "PageMap":
    # Here and not above: folium costs 25 MB and up to 0.8 s, which a worker that draws no map never pays.
    from webapp.maps import elements

    page_map = elements.PageMap(described)
    elements.ZoomControl(described.words("zoom-in", "zoom-out", "reset")).add_to(page_map)
    elements.KeyboardHint(described.words("keys")).add_to(page_map)
    elements.Attribution(described.words("attribution", "attribution-drawn")).add_to(page_map)
    for layer in described.layers:
        _element_of(layer, described).add_to(page_map)
    return page_map


def _element_of(layer: Layer, described: MapSpec) -> "ScriptLayer":
    from webapp.maps import elements

    match layer:
        case TileLayer():
            return elements.Tiles(layer)
        case OutlineLayer():
            return elements.Outlines(layer)
        case SpotLayer() | SpotsLayer():
            return elements.Spot(layer)
        case PointLayer():
            return elements.Points(layer, described.words(*POINT_WORDS))
        case GroundLayer():
            return elements.Grounds(layer, described.words(*GROUND_WORDS))
        case PickLayer():
            return elements.Pick(described.words(*PICK_WORDS))
        case DrawLayer():
            return elements.Draw(described.words(*DRAW_WORDS))
        case DragLayer():
            return elements.Drag(layer, described.words(*DRAG_WORDS))


def _walk(element: "Element") -> "list[Element]":
    return [element, *(found for child in element._children.values() for found in _walk(child))]
