"""By which words somebody is led to the page about safety."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.guiding.events import lines
from webapp.safety.rules import LINES, speaks_of_danger


@pytest.mark.parametrize(
    "words",
    [
        "mishandeling",
        "onveilig",
        "onveilig thuis",
        "Ik voel me ónveilig",
        "ik ben bang voor mijn man",
        "huiselijk geweld",
        "vrouwenopvang",
        "hij heeft een mes",
        "unsafe",
        "he hits me",
        "women's shelter",
    ],
)
def test_words_of_danger_lead_to_it(words: str) -> None:
    assert speaks_of_danger(words)


@pytest.mark.parametrize(
    "words", ["", "koffie", "veilig fietsen", "brandveiligheid", "schulden", "verkeersveiligheid", "slaapproblemen"]
)
def test_everyday_words_do_not(words: str) -> None:
    assert not speaks_of_danger(words)


@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_nothing_around_a_word_hides_it(before: str, after: str) -> None:
    assert speaks_of_danger(f"{before} mishandeld {after}")


def test_each_line_on_the_page_is_one_that_we_know() -> None:
    assert set(LINES) <= lines().keys()
