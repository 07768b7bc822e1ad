"""What was typed becomes units: by stems, by sound, with typing errors, in parts, and with the words of the town."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.search.lexicon import Lexicon, lexicon, with_synonyms
from webapp.search.rules import clean, is_mistyped, words_of
from webapp.search.understanding import MOST_UNITS, read, themes_of, understand
from webapp.search.units import TownWords


@pytest.fixture(scope="module")
def small() -> Lexicon:
    found = Lexicon()
    for words, term in (
        ("schuld", "theme=geld"),
        ("blauwe envelop", "theme=geld"),
        ("oppas voor moeder", "topic=respijt"),
        ("computer", "theme=taal-digitaal"),
        ("les", "activity_kind=les"),
    ):
        found.add(words, "nl", term)
    found.add("debt", "en", "theme=geld")
    return found


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("Schulden!", [{"theme=geld"}]),
        ("sgulden", [{"theme=geld"}]),
        ("schludne", []),
        ("debts", [{"theme=geld"}]),
        ("blauwe enveloppen", [{"theme=geld"}]),
        ("blauwe enveloppe", [{"theme=geld"}]),
        ("oppas voor mijn moeder", [{"topic=respijt"}]),
        ("computerles", [{"theme=taal-digitaal"}, {"activity_kind=les"}]),
        ("computer les", [{"theme=taal-digitaal"}, {"activity_kind=les"}]),
        ("xyzzy", []),
        ("", []),
    ],
)
def test_words_mean_what_the_list_says(small: Lexicon, query: str, terms: list[set[str]]) -> None:
    assert [set(unit.terms) for unit in understand(read(query, small))] == terms


def test_a_word_of_the_town_brings_its_compounds(small: Lexicon) -> None:
    town = TownWords(holding={"spreekuur": ["spreekuur", "lesspreekuur", "verspreekuur"]})

    assert understand(read("spreekuur", small), town)[0].words == ("spreekuur", "lesspreekuur")


def test_two_words_that_the_town_writes_as_one_are_one(small: Lexicon) -> None:
    town = TownWords(holding={"dok11": ["dok11"]})

    assert [unit.words for unit in understand(read("dok 11", small), town)] == [("dok11",)]


def test_a_typing_error_finds_the_word_of_the_town_and_not_another(small: Lexicon) -> None:
    town = TownWords(similar={"brughius": ["brughuis", "burgerhuis"]})

    assert understand(read("brughius", small), town)[0].words == ("brughius", "brughuis")


def test_the_towns_own_synonym_is_added_and_one_that_is_not_meant_is_gone(small: Lexicon) -> None:
    own = with_synonyms(small, [("poen", "theme=geld", True), ("schuld", "theme=geld", False)])

    assert themes_of(understand(read("poen", own))) == ["geld"]
    assert understand(read("schulden", own)) == ()
    assert themes_of(understand(read("schulden", small))) == ["geld"]


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [("Café/thee – à la Zoë", "cafe thee a la zoe"), ("straße", "strasse"), ("%_';--", ""), ("دين", "دين")],
)
def test_words_are_cleaned_as_the_database_cleans_them(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


def test_short_words_have_no_typing_errors() -> None:
    assert not is_mistyped("kat", "mat")
    assert is_mistyped("koffei", "koffie")


@given(st.text(max_size=300))
def test_any_text_is_understood_within_bounds(text: str) -> None:
    reading = read(text, lexicon())
    units = understand(reading)

    assert len(units) <= MOST_UNITS
    assert all(word == clean(word) for unit in units for word in unit.words)
    assert all(word.replace(" ", "").isalnum() for word in words_of(text))
