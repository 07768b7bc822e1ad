"""The street of our pages as shapes for a picture: the same drawing, so the same houses.

Reads the little of SVG that static/images/street.svg uses: paths of M L H V C Q, h v a z, and circles.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, pi, sin
from pathlib import Path
from xml.etree import ElementTree

from PIL import ImageDraw

STREET = Path(__file__).resolve().parents[2] / "static" / "images" / "street.svg"
STEPS = 12  # straight pieces of one curve; at this size nobody sees the corners
TOKEN = re.compile(r"[A-Za-z]|-?[0-9]+(?:\.[0-9]+)?")
ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "h": 1, "v": 1, "a": 7, "z": 0}
Corner = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    fill: str
    corners: tuple[Corner, ...]


@cache
def street() -> tuple[float, tuple[Shape, ...]]:
    """Its width in its own units, and what to draw from back to front."""
    drawing = ElementTree.parse(STREET).getroot()
    width = float(drawing.get("viewBox", "").split()[2])
    return width, tuple(shape for element in drawing for shape in _shapes(element))


def _shapes(element: ElementTree.Element) -> Iterator[Shape]:
    fill = element.get("fill", "")
    if element.tag.endswith("circle"):
        x, y, radius = (float(element.get(name, "0")) for name in ("cx", "cy", "r"))
        upper = _half_circle((x - radius, y), 2 * radius, -1)
        yield Shape(fill, (*upper, *_half_circle((x + radius, y), -2 * radius, 1)))
        return
    for part in element.get("d", "").split("z"):
        if part.strip():
            yield Shape(fill, tuple(_corners(part)))


def _corners(path: str) -> Iterator[Corner]:
    tokens = TOKEN.findall(path)
    at, command = (0.0, 0.0), ""
    while tokens:
        if tokens[0].isalpha():
            command = tokens.pop(0)
        if command not in ARGUMENTS:
            raise ValueError(f"{STREET.name} uses '{command}', which webapp/exchange/scenery.py cannot draw yet.")
        values = [float(tokens.pop(0)) for _number in range(ARGUMENTS[command])]
        reached = list(_step(command, at, values))
        yield from reached
        at = reached[-1]


def _step(command: str, at: Corner, values: list[float]) -> Iterator[Corner]:
    if command in "ML":
        yield values[0], values[1]
    elif command in "Hh":
        yield values[0] + (at[0] if command == "h" else 0), at[1]
    elif command in "Vv":
        yield at[0], values[0] + (at[1] if command == "v" else 0)
    elif command == "a":  # only ever the half circle above a door
        yield from _half_circle(at, values[5], -1)
    else:
        yield from _curve([at, *zip(values[::2], values[1::2], strict=True)])


def _half_circle(start: Corner, across: float, side: int) -> Iterator[Corner]:
    radius = across / 2
    for step in range(1, STEPS + 1):
        angle = pi * step / STEPS
        yield start[0] + radius - radius * cos(angle), start[1] + side * abs(radius) * sin(angle)


def _curve(points: list[Corner]) -> Iterator[Corner]:
    """De Casteljau: the same lines for two and for three guiding points."""
    for step in range(1, STEPS + 1):
        part, left = step / STEPS, points
        while len(left) > 1:
            left = [_between(a, b, part) for a, b in pairwise(left)]
        yield left[0]


def _between(a: Corner, b: Corner, part: float) -> Corner:
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def draw_street(draw: ImageDraw.ImageDraw, width: float, bottom: float) -> None:
    """As wide as the picture, standing on its lower edge."""
    own_width, shapes = street()
    scale = width / own_width
    height = max(y for shape in shapes for _x, y in shape.corners)
    for shape in shapes:
        corners = [(x * scale, bottom - (height - y) * scale) for x, y in shape.corners]
        draw.polygon(corners, fill=shape.fill)
