"""The order of a collection, and whether somebody types its title."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.collecting.rules import DOWN, UP, can_move, fits_typed, moved, sections


@dataclass(frozen=True)
class Part:
    id: UUID
    is_heading: bool


def parts_of(form: str) -> list[Part]:
    """`aHbc`: a heading is a capital; each letter once."""
    return [Part(UUID(int=ord(letter)), letter.isupper()) for letter in form]


def form_of(parts: list[Part]) -> str:
    return "".join(chr(part.id.int) for part in parts)


forms = st.permutations("abcdeHKM").map("".join)


@pytest.mark.parametrize(
    ("before", "letter", "step", "after"),
    [
        ("abc", "b", UP, "bac"),
        ("abc", "b", DOWN, "acb"),
        ("abc", "a", UP, "abc"),
        ("abc", "c", DOWN, "abc"),
        ("HaKb", "b", UP, "HabK"),  # past a heading into the section before it
        ("HaKb", "a", DOWN, "HKab"),
        ("HaKbc", "K", UP, "KbcHa"),  # a heading takes along what follows it
        ("HaKbc", "H", DOWN, "KbcHa"),
        ("HaKbc", "H", UP, "HaKbc"),
        ("wxHaKb", "H", UP, "wHxaKb"),  # what has no heading yet comes under it, one by one
        ("xHaKb", "K", UP, "xKbHa"),
        ("HK", "K", UP, "KH"),
    ],
)
def test_one_step(before: str, letter: str, step: int, after: str) -> None:
    parts = parts_of(before)

    assert form_of(moved(parts, UUID(int=ord(letter)), step)) == after
    assert can_move(parts, UUID(int=ord(letter)), step) == (before != after)


@given(forms, st.sampled_from("abcdeHKM"), st.sampled_from([UP, DOWN]))
def test_nothing_is_lost_and_a_step_can_be_taken_back(form: str, letter: str, step: int) -> None:
    parts, id_ = parts_of(form), UUID(int=ord(letter))
    after = moved(parts, id_, step)

    assert sorted(form_of(after)) == sorted(form)
    if form_of(after) != form and (letter.islower() or form[0].isupper()):
        assert form_of(moved(after, id_, -step)) == form


@given(forms)
def test_sections_hold_everything_in_order(form: str) -> None:
    found = sections(parts_of(form))
    told = "".join(form_of([*([one.heading] if one.heading else []), *one.parts]) for one in found)

    assert told == form
    assert all(one.heading is not None for one in found[1:])
    assert found[0].heading is not None or found[0].parts


def test_a_part_that_is_not_there_is_said() -> None:
    with pytest.raises(LookupError):
        moved(parts_of("ab"), UUID(int=0), UP)


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("geldzorgen", True),
        ("Geldzo", True),
        ("welke hulp", True),
        ("hulp wanneer?", True),
        ("gel", False),  # everything begins with three letters
        ("geld fiets", False),
        ("", False),
        ("   ", False),
        ("zorgen", False),
    ],
)
def test_somebody_types_the_title(typed: str, fits: bool) -> None:
    assert fits_typed(typed, "Geldzorgen: welke hulp, wanneer") is fits
