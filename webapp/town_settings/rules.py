"""Whether a colour can be read on our pages, by day and by night, and the nearest one that can. Pure.

WCAG 2.2: text needs a contrast of 4.5 to 1 with what is behind it. Our main colour is text, link and button alike, so
it has to stand out from every surface. Letters on it (white by day, nearly black by night) do so all the more: they are
lighter or darker than any surface.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

AA = 4.5
HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})", re.ASCII)
BLACK, WHITE = "#000000", "#ffffff"
# The surfaces of static/css/tokens.css; a test compares them.
LIGHT = ("#f3f6f3", "#ffffff", "#e7ede8")
DARK = ("#0c1513", "#16221e", "#1f2d28")
STEPS = 200  # of a way to black or white: finer than an eye sees

# A town that has no colour of its own to give chooses here; each passes by day and by night.
PALETTE = ("#0e5246", "#14507a", "#5b3b8c", "#8a1f4b", "#9a3b16", "#3d5a14", "#37474f")


@dataclass(frozen=True)
class Shown:
    """One colour by day and by night."""

    light: str
    dark: str


@dataclass(frozen=True)
class TooFaint:
    """`ratio` is the lowest contrast with a surface, `proposal` the nearest colour that passes."""

    colour: str
    is_dark: bool
    ratio: float
    proposal: str


def read_colour(text: str) -> str | None:
    """`#0e5246`, also as `0E5246` or `#abc`; None for what is no colour."""
    found = HEX.fullmatch(text.strip())
    if found is None:
        return None
    digits = found[1].lower()
    return "#" + ("".join(2 * digit for digit in digits) if len(digits) == 3 else digits)


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative, as WCAG defines it: 0 is black, 1 is white."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lowest_contrast(colour: str, *, is_dark: bool) -> float:
    return min(contrast(colour, surface) for surface in (DARK if is_dark else LIGHT))


def complaint(colour: str, *, is_dark: bool) -> TooFaint | None:
    ratio = lowest_contrast(colour, is_dark=is_dark)
    return None if ratio >= AA else TooFaint(colour, is_dark, ratio, nearest(colour, is_dark=is_dark))


def nearest(colour: str, *, is_dark: bool) -> str:
    """As little towards black (by day) or white (by night) as is needed; itself where it passes."""
    aim = WHITE if is_dark else BLACK
    ways = (mixed(colour, aim, step / STEPS) for step in range(STEPS + 1))
    return next(way for way in ways if lowest_contrast(way, is_dark=is_dark) >= AA)


def mixed(colour: str, other: str, share: float) -> str:
    """So much of the other, from 0 to 1."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def stronger(colour: str, *, is_dark: bool) -> str:
    """Under a finger or a mouse: it stands out more."""
    return mixed(colour, WHITE if is_dark else BLACK, 0.35)


def moved(ids: Iterable[str], id_: str, by: int) -> list[str]:
    """The list with this one so many places further; at an end it stays."""
    order = list(ids)
    here = order.index(id_)
    order.insert(max(0, min(len(order) - 1, here + by)), order.pop(here))
    return order


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
