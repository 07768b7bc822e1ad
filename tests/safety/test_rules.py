"""By which words somebody is led to the page about safety, or to the line that answers at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.safety.cases import DANGERS
from webapp.guiding.events import lines
from webapp.questions.crisis import DANGER
from webapp.safety.rules import CALLED, HOME, LINES, dangers_in


@pytest.mark.parametrize(("words", "dangers"), DANGERS)
def test_words_tell_what_is_in_danger(words: str, dangers: set[str]) -> None:
    assert set(dangers_in(words)) == dangers


@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_nothing_around_a_word_hides_it(before: str, after: str) -> None:
    assert HOME in dangers_in(f"{before} mishandeld {after}")


def test_each_line_on_the_page_is_one_that_we_know() -> None:
    assert set(LINES) <= lines().keys()
    assert {line for called in CALLED.values() for line in called} - {DANGER} <= lines().keys()
