"""Which lines stand beside which words; every line exists, with a number."""

import pytest

from tests.questions.cases import LINES
from webapp.guiding.events import lines
from webapp.questions.crisis import DANGER, crisis_words, is_urgent, plain, read_crisis_words
from webapp.taxonomy.rules import terms


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ik wil niet meer leven.", "113"),
        ("ik denk aan zelfmoord", "113"),
        ("Soms denk ik aan zelfdodingsgedachten", "113"),
        ("I don’t want to live", "113"),
        ("Suïcidaal", "113"),
        ("Mijn man SLAAT mij", "veilig-thuis"),
        ("ik word mishandeld", "veilig-thuis"),
        ("He hits me", "veilig-thuis"),
        ("Ik ben 12 en word gepest", "kindertelefoon"),
        ("De deurwaarder komt morgen", "geldfit"),
        ("I have debts", "geldfit"),
        ("Ik ben eenzaam", "luisterlijn"),
        ("Hij heeft een mes!", DANGER),
    ],
)
def test_lines_by_words(text: str, line: str) -> None:
    assert line in crisis_words().lines_for(text)


@pytest.mark.parametrize("text", ["", "Waar kan ik koffie drinken?", "Slagroom", "doodeenvoudig", "overslaan", "😀"])
def test_everyday_words_show_none(text: str) -> None:
    assert crisis_words().lines_for(text) == ()


def test_lines_by_subject_come_after_those_by_words() -> None:
    assert crisis_words().lines_for("ik wil dood", "geld") == ("113", "geldfit")


def test_every_line_and_subject_exists() -> None:
    named = {*crisis_words().phrases, *(line for told in crisis_words().themes.values() for line in told)}

    assert named - {DANGER} <= lines().keys()
    assert crisis_words().themes.keys() <= terms("theme").keys()


def test_urgent_are_those_about_life() -> None:
    assert is_urgent(("geldfit", "113"))
    assert not is_urgent(("geldfit", "luisterlijn"))


def test_a_phrase_that_could_never_match_is_refused() -> None:
    with pytest.raises(ValueError, match="113"):
        read_crisis_words({"words": [{"line": "113", "nl": ["Suïcide"]}]})


def test_plain() -> None:
    assert plain("  Ik kán-niet\nmeer… I'm ") == "ik kan niet meer im"


@pytest.mark.parametrize(("text", "topic", "shown"), LINES)
def test_the_table_that_the_browser_is_held_to(text: str, topic: str, shown: set[str]) -> None:
    assert set(crisis_words().lines_for(text, topic)) == shown
