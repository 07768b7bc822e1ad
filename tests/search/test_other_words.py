"""Rules of language beyond the list of meanings: other words, small words, long words, and who offers help."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.search.compounds import halves_with_an_error, split_compound
from webapp.search.lexicon import LONGEST_PHRASE, SAME_WORDS, lexicon, without_function_words
from webapp.search.offering import is_offer
from webapp.search.rules import LONGEST_WORD, as_first_part, beginnings_and_ends, clean, grown, words_of
from webapp.search.understanding import VOLUNTEER, read, themes_of, understand
from webapp.search.units import TownWords, Unit

SAME = tomllib.loads(SAME_WORDS.read_text(encoding="utf-8"))
PHRASES = [
    (language, word, phrase)
    for language, meant in SAME.items()
    for word, phrases in meant.items()
    for phrase in phrases
]


def units(query: str, town: TownWords | None = None) -> tuple[Unit, ...]:
    return understand(read(query, lexicon()), town or TownWords())


def terms(query: str) -> set[str]:
    return {term for unit in units(query) for term in unit.terms}


def words(query: str) -> set[str]:
    return {word for unit in units(query) for word in unit.words}


# ---------------------------------------------------------------- another word for it


def test_other_words_are_clean_short_and_told_once() -> None:
    assert SAME.keys() == {"nl", "en"}
    assert [word for _language, word, _phrase in PHRASES if word != clean(word)] == []
    telling = {phrase: without_function_words(words_of(phrase)) for _language, _word, phrase in PHRASES}
    assert [phrase for phrase, left in telling.items() if not 1 <= len(left) <= LONGEST_PHRASE] == []
    assert len(PHRASES) == len(set(PHRASES))


@pytest.mark.parametrize(
    ("typed", "in_the_texts"),
    [("speelotheek", "speelgoed"), ("klaverjassen", "kaarten"), ("klusjesman", "klusje"), ("woodwork", "wood")],
)
def test_a_thing_is_found_by_the_word_that_texts_use(typed: str, in_the_texts: str) -> None:
    assert in_the_texts in words(typed)


def test_other_words_go_one_way() -> None:
    assert "klaverjassen" not in words("kaarten")


def test_other_words_are_no_terms_and_the_meaning_of_the_parts_stays() -> None:
    assert terms("tweedehands meubels") == {"theme=wonen-spullen"}


# ---------------------------------------------------------------- phrases


def test_of_a_phrase_only_the_words_that_mean_the_same_count_alone() -> None:
    assert "coffee" in words("cup of coffee")
    assert "huis" not in words("buurt huis")
    assert "buurthuis" in words("buurt huis")


def test_a_word_written_apart_is_the_word() -> None:
    assert "place_kind=peuterplek" in terms("peuter speel zaal")


@pytest.mark.parametrize(("query", "theme"), [("ken hier niemand", "ontmoeten"), ("zit me tot hier", "praten-steun")])
def test_a_filler_is_read_where_a_phrase_holds_it_and_else_skipped(query: str, theme: str) -> None:
    assert themes_of(units(query))[0] == theme


def test_wanting_is_no_cry_for_help() -> None:
    assert "topic=bereikbaar-24-uur" not in terms("i want to help in the garden")
    assert "topic=bereikbaar-24-uur" in terms("i do not want to live")


def test_a_first_letter_is_seldom_mistyped() -> None:
    assert "group=ouders" not in terms("gathering")


# ---------------------------------------------------------------- small words, and words by ear


@pytest.mark.parametrize(
    ("small", "big"),
    [
        ("fietsje", "fiets"),
        ("klusjes", "klus"),
        ("filmpje", "film"),
        ("balletje", "bal"),
        ("geitje", "geit"),
        ("mobieltje", "mobiel"),
        ("koninkje", "koning"),
    ],
)
def test_a_small_word_may_be_the_big_one(small: str, big: str) -> None:
    assert big in grown(small)


def test_a_word_that_is_not_small_does_not_grow() -> None:
    assert grown("fiets") == []


def test_a_small_word_finds_the_big_word_of_the_town() -> None:
    assert "geit" in units("geitje", TownWords(holding={"geit": ["geit"]}))[0].words


def test_a_word_of_the_town_by_ear_goes_before_the_parts_of_a_compound() -> None:
    town = TownWords(similar={"hooghuis": ["hoochhuis"]}, parts=frozenset({"hoog", "huis"}))

    assert [unit.words for unit in units("hooghuis", town)] == [("hooghuis", "hoochhuis")]


@pytest.mark.parametrize(("heard", "term"), [("kompjoeter", "topic=computerhulp")])
def test_a_word_written_by_ear_is_understood(heard: str, term: str) -> None:
    assert term in terms(heard)


# ---------------------------------------------------------------- compounds


@pytest.mark.parametrize(
    ("verb", "first"),
    [
        ("zwemmen", "zwem"),
        ("koken", "kook"),
        ("lezen", "lees"),
        ("wandelen", "wandel"),
        ("naaien", "naai"),
        ("schrijven", "schrijf"),
        ("fiets", None),
        ("een", None),
    ],
)
def test_a_verb_begins_a_compound_without_its_end(verb: str, first: str | None) -> None:
    assert as_first_part(verb) == first


def test_a_listed_compound_brings_the_parts_that_mean_the_same() -> None:
    assert "schilder" in words("schilderles")


@pytest.mark.parametrize(("query", "term"), [("computethulp", "topic=computerhulp"), ("jeugthulp", "group=jongeren")])
def test_a_compound_with_a_typing_error_is_taken_apart(query: str, term: str) -> None:
    assert term in terms(query)


def test_halves_come_with_the_longest_known_one_first() -> None:
    assert list(halves_with_an_error("computethulp", {"hulp", "ethulp"}.__contains__)) == [
        ("comput", "ethulp", True),
        ("computet", "hulp", True),
    ]


def test_a_compound_of_more_than_forty_letters_is_taken_apart() -> None:
    parts = ["vrijwilliger", "vervoer", "formulier", "belasting"]
    word = "vrijwilligersvervoersformulierenbelasting"

    assert len(word) > 40
    assert split_compound(words_of(word)[0], parts.__contains__) == parts


@given(st.text(alphabet="abehlnorst", min_size=LONGEST_WORD, max_size=300))
def test_the_pieces_of_the_longest_word_are_bounded(text: str) -> None:
    assert len(beginnings_and_ends(words_of(text)[0], 4)) <= 1_300


# ---------------------------------------------------------------- who offers help


@pytest.mark.parametrize(
    "query",
    [
        "help at the foodbank",
        "work with animals",
        "ik wil iets doen met dieren",
        "koken voor anderen",
        "ouderen helpen",
        "ik wil graag helpen",
        "taalmaatje worden",
        "I want to help people",
        "drive elderly people",
        "helpen in het museum",
        "meehelpen in de tuin",
        "helpen bij de voedselbank",
    ],
)
def test_who_wants_to_do_something_for_others_is_understood(query: str) -> None:
    assert is_offer(clean(query))
    assert VOLUNTEER in terms(query)


@pytest.mark.parametrize(
    "query",
    [
        "help met formulieren",
        "hulp bij schulden",
        "wie kan mij helpen in de tuin",
        "can someone help me out",
        "help me with a letter",
        "mensen ontmoeten",
        "wil iets leren",
        "helpen jullie met belasting",
        "hulp voor ouderen",
        "help for my children",
        "",
    ],
)
def test_who_needs_something_does_not_offer_it(query: str) -> None:
    assert not is_offer(clean(query))


# ---------------------------------------------------------------- two words of which one is mistyped


@pytest.mark.parametrize(
    ("typed", "theme"),
    [
        ("make freinds", "ontmoeten"),
        ("vrijwillegers werk", "vrijwilligerswerk"),
        ("volenteer work", "vrijwilligerswerk"),
    ],
)
def test_a_mistyped_word_is_understood_by_its_neighbour(typed: str, theme: str) -> None:
    assert themes_of(units(typed)) == [theme]


@pytest.mark.parametrize(("typed", "not_meant"), [("moeder valt", "veilig"), ("make bread", "ontmoeten")])
def test_another_word_is_no_typing_error_because_its_neighbour_is_known(typed: str, not_meant: str) -> None:
    """As many letters may be wrong as in the word alone, not as in the two together."""
    assert not_meant not in themes_of(units(typed))


def test_an_exact_phrase_comes_before_a_guess_that_takes_its_first_word() -> None:
    assert "mantelzorg" in themes_of(units("dagopvang voor mijn dementerende vader"))
    assert "theme=mantelzorg" in terms("dagopvang voor mijn dementerende vader")


def test_of_equal_themes_the_first_said_leads() -> None:
    assert themes_of(units("baan kwijt en hele dag thuis"))[0] == "werk-leren"
    assert themes_of(units("hele dag thuis en baan kwijt"))[0] == "ontmoeten"


def test_a_father_alone_is_no_emergency() -> None:
    assert "veilig" not in themes_of(units("vader"))


def test_what_kind_of_groups_meet_says_more_than_that_it_is_a_group() -> None:
    assert themes_of(units("walking club")) == ["bewegen-gezond"]


def test_special_food_is_about_eating() -> None:
    assert themes_of(units("vegetarian")) == themes_of(units("halal")) == ["eten"]


def test_a_thing_with_only_a_dutch_text_is_found_in_english() -> None:
    assert "breien" in words("knitting")
    assert "haken" in words("crochet")
