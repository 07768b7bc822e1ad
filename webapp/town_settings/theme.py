"""The stylesheet of a town: the few custom properties that differ from static/css/tokens.css."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from webapp.town_settings.rules import Shown, nearest, read_colour, stronger

PRIMARY, ACCENT = COLOURS = ("primary", "accent")
NIGHT = "_dark"  # the colour by night, where the town gives one


@dataclass(frozen=True)
class Theme:
    css: str
    digest: str


def theme_of(colours: Mapping[str, str]) -> Theme | None:
    """None where the town has no colour of its own."""
    if not colours:
        return None
    light, dark = list(_properties(colours, is_dark=False)), list(_properties(colours, is_dark=True))
    css = f":root{{{';'.join(light)}}}@media (prefers-color-scheme:dark){{:root{{{';'.join(dark)}}}}}"
    return Theme(css, sha256(css.encode()).hexdigest()[:16])


def shown(colours: Mapping[str, str], name: str) -> Shown | None:
    """By night the nearest that can be read, unless the town gives another."""
    light = read_colour(colours.get(name, ""))
    if light is None:
        return None
    return Shown(light, read_colour(colours.get(name + NIGHT, "")) or nearest(light, is_dark=True))


def _properties(colours: Mapping[str, str], *, is_dark: bool) -> Iterator[str]:
    """Only what read_colour gives comes here, so nothing that was typed can end a rule."""
    primary, accent = (_side(shown(colours, name), is_dark=is_dark) for name in COLOURS)
    if primary:
        yield from (
            f"--colour-primary:{primary}",
            f"--colour-primary-strong:{stronger(primary, is_dark=is_dark)}",
            f"--colour-link:{primary}",
        )
    if accent:
        yield f"--colour-accent:{accent}"


def _side(colour: Shown | None, *, is_dark: bool) -> str | None:
    return None if colour is None else colour.dark if is_dark else colour.light
