"""Texts: what is shown when one is missing, and how one is made shorter."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.core.texts import shortened


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
