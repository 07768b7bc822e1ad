"""Which colours can be read: known ratios, and promises about every colour."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.app import ROOT
from webapp.town_settings import rules
from webapp.town_settings.rules import AA, complaint, contrast, lowest_contrast, mixed, moved, nearest, read_colour
from webapp.town_settings.theme import shown, theme_of

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
TOKENS = Path(ROOT / "static/css/tokens.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [  # as WebAIM's and the W3C's own calculators give them
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.00),
        ("#0000ff", "#ffffff", 8.59),
        ("#00ff00", "#ffffff", 1.37),
        ("#ffff00", "#000000", 19.56),
        ("#808080", "#808080", 1.0),
    ],
)
def test_known_ratios(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.006)
    assert contrast(other, one) == contrast(one, other)


@given(COLOURS, st.booleans())
def test_the_proposal_can_be_read_and_one_that_can_is_its_own(colour: str, is_dark: bool) -> None:
    proposal = nearest(colour, is_dark=is_dark)

    assert lowest_contrast(proposal, is_dark=is_dark) >= AA
    assert nearest(proposal, is_dark=is_dark) == proposal
    assert (proposal == colour) == (complaint(colour, is_dark=is_dark) is None)


@given(COLOURS, st.booleans())
def test_the_proposal_is_the_nearest_of_its_way(colour: str, is_dark: bool) -> None:
    proposal, aim = nearest(colour, is_dark=is_dark), "#ffffff" if is_dark else "#000000"
    before = [mixed(colour, aim, step / rules.STEPS) for step in range(rules.STEPS)]

    nearer = before[: before.index(proposal)] if proposal in before else before
    assert all(lowest_contrast(one, is_dark=is_dark) < AA for one in nearer)


@given(COLOURS, st.booleans())
def test_letters_on_a_colour_that_passes_can_be_read(colour: str, is_dark: bool) -> None:
    if complaint(colour, is_dark=is_dark) is None:
        assert contrast(colour, token("--colour-on-primary", is_dark=is_dark)) >= AA
        assert contrast(rules.stronger(colour, is_dark=is_dark), token("--colour-on-primary", is_dark=is_dark)) >= AA


@pytest.mark.parametrize("colour", rules.PALETTE)
def test_the_palette_passes(colour: str) -> None:
    assert complaint(colour, is_dark=False) is None


def test_the_surfaces_are_those_of_the_stylesheet() -> None:
    for surfaces, is_dark in ((rules.LIGHT, False), (rules.DARK, True)):
        assert surfaces == tuple(token(f"--colour-{name}", is_dark=is_dark) for name in ("page", "surface", "sunken"))


def token(name: str, *, is_dark: bool) -> str:
    light, _separator, dark = TOKENS.partition("@media (prefers-color-scheme: dark)")
    found = re.search(rf"{name}: (#[0-9a-f]+);", dark if is_dark else light)
    assert found, name
    return read_colour(found[1]) or ""


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("#0e5246", "#0e5246"),
        (" 0E5246 ", "#0e5246"),
        ("#abc", "#aabbcc"),
        ("#12345", None),
        ("red", None),
        ("#0e5246;}body{", None),
        ("", None),
        ("#٠٠٠", None),
    ],
)
def test_a_colour_as_it_is_typed(typed: str, read: str | None) -> None:
    assert read_colour(typed) == read


@given(
    st.dictionaries(st.sampled_from(("primary", "primary_dark", "accent", "accent_dark", "x")), st.text(max_size=30))
)
def test_nothing_that_was_stored_can_end_a_rule(colours: dict[str, str]) -> None:
    theme = theme_of(colours)
    assert theme is None or re.fullmatch(r"[-#:;@{}() a-z0-9]*", theme.css)


def test_by_night_a_colour_is_the_nearest_that_can_be_read_unless_told() -> None:
    assert shown({"primary": "#14507a"}, "primary") == rules.Shown("#14507a", nearest("#14507a", is_dark=True))
    assert shown({"primary": "#14507a", "primary_dark": "#bbddff"}, "primary") == rules.Shown("#14507a", "#bbddff")
    assert theme_of({}) is None


@pytest.mark.parametrize(
    ("id_", "by", "order"), [("b", -1, "bac"), ("b", 1, "acb"), ("a", -1, "abc"), ("c", 1, "abc"), ("a", 2, "bca")]
)
def test_moving_one_in_a_list(id_: str, by: int, order: str) -> None:
    assert "".join(moved("abc", id_, by)) == order
