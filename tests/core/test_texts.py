"""Texts: what is shown when one is missing, and how one is made shorter."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.texts import Spoken, in_order, pick_field, shortened


@given(st.text(max_size=300), st.integers(2, 200))
def test_a_shortened_text_fits_and_is_the_beginning_of_the_whole(text: str, limit: int) -> None:
    short = shortened(text, limit)
    whole = " ".join(text.split())

    assert len(short) <= limit
    assert short == whole or (short.endswith("…") and whole.startswith(short[:-1]))


def test_it_is_cut_between_two_words_and_not_before_a_comma() -> None:
    assert shortened("Koffie, thee en  een praatje", 28) == "Koffie, thee en een praatje"
    assert shortened("Koffie, thee en een praatje", 22) == "Koffie, thee en een…"
    assert shortened("Koffie, thee en een praatje", 9) == "Koffie…"


def test_a_word_that_is_too_long_is_cut_all_the_same() -> None:
    assert shortened("Vergaderzaal" * 20, 10) == "Vergaderz…"


@dataclass(frozen=True)
class Text:
    language: str
    name: str = ""
    summary: str = ""


@pytest.mark.parametrize(
    ("languages", "asked", "order"),
    [
        (("en", "nl"), "en", ("en", "nl")),
        (("en", "nl"), "nl", ("nl",)),
        (("en", "nl"), "ar", ("nl",)),
        (("ar", "en", "nl"), "ar", ("ar", "nl")),
        (("en",), "nl", ("en",)),
        (("en", "fr"), "fr", ("fr",)),
    ],
)
def test_dutch_stands_in_for_others_and_nothing_for_dutch(
    languages: tuple[str, ...], asked: str, order: tuple[str, ...]
) -> None:
    assert tuple(text.language for text in in_order([Text(code) for code in languages], asked)) == order


def test_each_part_comes_from_the_first_text_that_has_it() -> None:
    texts = in_order([Text("en", name="Coffee", summary=" \n"), Text("nl", "Koffie", "Kom langs.")], "en")

    assert pick_field(texts, "name") == Spoken("Coffee", "en")
    assert pick_field(texts, "summary") == Spoken("Kom langs.", "nl")
    assert pick_field(texts, "getting_there") == Spoken("", "en")
