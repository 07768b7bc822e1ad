"""In what state a text is, and which change of the Dutch text its translations have to follow."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.text_states import Maker, TextState, is_by_machine, is_major, state_of


@dataclass(frozen=True)
class Text:
    language: str
    version: int = 1
    made_by: str = "person"


@pytest.mark.parametrize(
    ("text", "source", "state"),
    [
        (None, Text("nl"), TextState.MISSING),
        (None, None, TextState.MISSING),
        (Text("en"), Text("nl"), TextState.CHECKED),
        (Text("en", 1), Text("nl", 2), TextState.OUTDATED),
        (Text("en", 2), Text("nl", 2), TextState.CHECKED),
        (Text("en", 3), Text("nl", 2), TextState.CHECKED),
        (Text("en", made_by="machine"), Text("nl"), TextState.MACHINE),
        (Text("en", made_by="machine"), Text("nl", 2), TextState.OUTDATED),
        (Text("en", made_by="machine"), None, TextState.MACHINE),
        (Text("en"), None, TextState.CHECKED),
    ],
)
def test_the_state_of_a_text(text: Text | None, source: Text | None, state: TextState) -> None:
    assert state_of(text, source) == state


@given(st.integers(1, 9), st.sampled_from(Maker))
def test_the_dutch_text_is_its_own_measure(version: int, maker: Maker) -> None:
    text = Text("nl", version, maker)

    assert state_of(text, text) == TextState.CHECKED


def test_an_outdated_text_still_tells_that_a_machine_made_it() -> None:
    assert is_by_machine(Text("en", 1, "machine"))
    assert not is_by_machine(Text("en", 1))


@pytest.mark.parametrize(
    ("before", "after", "major"),
    [
        ("Kom binnen.", "Kom binnen", False),
        ("Kom binnen.", "kom  Binnen!\n", False),
        ("Kom binnen", "Kom «binnen»", False),
        ("ten minste", "tenminste", False),
        ("Eten & drinken", "Eten, drinken", False),
        ("Café", "Cafe\u0301", False),
        ("Café", "Cafe", True),
        ("Kom binnen.", "Kom gerust binnen.", True),
        ("Om 10:00", "Om 10.00", False),
        ("Om 10:00", "Om 11:00", True),
        ("Van 1-2", "Van 12", True),
        ("€ 3", "$ 3", True),
        ("", "Welkom", True),
        ("Welkom", "", True),
        ("مرحبا", "مرحبا بكم", True),
    ],
)
def test_a_change_is_major_when_words_or_numbers_differ(before: str, after: str, major: bool) -> None:
    assert is_major({"summary": before}, {"summary": after}) is major


words = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)


@given(st.lists(words, max_size=6))
def test_other_capitals_spaces_and_marks_are_never_major(parts: list[str]) -> None:
    assert not is_major({"summary": " ".join(parts)}, {"summary": " , ".join(parts)})
    assert not is_major({"summary": " ".join(parts)}, {"summary": f"\n{' '.join(parts).casefold()} … "})


@given(st.dictionaries(st.sampled_from(["name", "summary"]), st.text(max_size=20)), st.text(max_size=20))
def test_a_change_is_as_major_as_the_way_back(before: dict[str, str], text: str) -> None:
    after = {**before, "name": text}

    assert is_major(before, after) == is_major(after, before)
    assert not is_major(before, before)


def test_words_that_move_to_another_field_are_a_change() -> None:
    assert is_major({"name": "Koffie", "summary": "Elke dag"}, {"name": "Elke dag", "summary": "Koffie"})
