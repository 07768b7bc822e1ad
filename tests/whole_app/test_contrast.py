"""Edges, icons, the focus and pins can be told from what is behind them (1.4.11: 3 to 1), in the light and in the dark.

Axe measures words only. What a colour lies on is written down here; the colours are those of the style sheets."""

import re

import pytest

from tests.database import ROOT
from webapp.town_settings.rules import contrast

ENOUGH = 3.0
SHEETS = ("tokens.css", "map/colours.css")
PAIRS = [
    ("--colour-line-strong", "--colour-surface"),  # fields, choices and buttons
    ("--colour-line-strong", "--colour-page"),
    ("--colour-primary", "--colour-surface"),
    ("--colour-primary", "--colour-page"),
    ("--colour-link", "--colour-surface"),
    ("--colour-on-primary", "--colour-primary"),  # signs on buttons
    ("--colour-on-lamp", "--colour-lamp"),
    ("--colour-lamp", "--colour-dusk"),
    ("--colour-open", "--colour-on-open"),
    ("--map-place", "--map-land"),
    ("--map-activity", "--map-land"),
    ("--map-on-pin", "--map-place"),
    ("--map-on-pin", "--map-activity"),
    ("--map-border", "--map-land"),
    ("--map-name", "--map-land"),
]
FOCUS = {"light": "--colour-focus", "dark": "--colour-lamp"}  # of :focus-visible in base.css
GROUNDS = ("--colour-page", "--colour-surface", "--colour-sunken", "--map-land", "--map-outside")


def colours(scheme: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in SHEETS:
        light, _, dark = (ROOT / "static" / "css" / name).read_text().partition("prefers-color-scheme: dark")
        for part in (light, dark if scheme == "dark" else ""):
            found |= dict(re.findall(r"(--[\w-]+):\s*([^;]+);", part))
    return {name: resolved(value, found) for name, value in found.items()}


def resolved(value: str, known: dict[str, str]) -> str:
    while named := re.fullmatch(r"var\((--[\w-]+)\)", value):
        value = known[named[1]]
    short = re.fullmatch(r"#(\w)(\w)(\w)", value)
    return "#" + "".join(letter * 2 for letter in short.groups()) if short else value


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_signs_and_pins_stand_out(scheme: str) -> None:
    known = colours(scheme)
    pairs = [*PAIRS, *((FOCUS[scheme], ground) for ground in GROUNDS)]
    weak = {pair: round(found, 2) for pair in pairs if (found := contrast(known[pair[0]], known[pair[1]])) < ENOUGH}
    assert not weak
