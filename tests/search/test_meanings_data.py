"""The everyday words of meanings.toml: each under a term that exists, once, and short enough to be found."""

import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import combining, normalize

import pytest

from webapp.app import ROOT
from webapp.search.lexicon import function_words, is_only_whole, lexicon, theme_of, without_function_words
from webapp.search.rules import words_of
from webapp.search.understanding import read, understand
from webapp.search.units import TownWords
from webapp.taxonomy.rules import taxonomy

MEANINGS_FILE = ROOT / "webapp" / "search" / "meanings.toml"
FACTS = {"free", "walkin", "wheelchair", "volunteer", "online"}
# For residents to search by; who pays, by which law and how health is measured are no words of theirs.
SEARCHED_AXES = ("theme", "topic", "place_kind", "activity_kind", "group", "attribute")
LEAST_PHRASES = {"nl": 600, "en": 450}
MOST_WORDS = 4
FUNCTION_WORDS = {
    "nl": "ik je jij u hij zij ze we mij me mijn jouw uw zijn hun de het een die dat en of om te in op aan bij van voor"
    " met naar is ben heb heeft hebben kan wil moet niet geen er",
    "en": "i you he she we me my your his her their the a an that and or to in on at of for with from is am are be have"
    " has do does can not no it",
}
# Left alone by its function words, such a word would send a resident anywhere.
MEANS_TOO_MUCH = {
    "huis", "hulp", "tijd", "dag", "bank", "licht", "zorg", "leven", "house", "home", "time", "day", "care", "live",
}  # fmt: skip
# A cry for help is answered rather once too often than never.
CRISIS = {"do not want to live"}


class Phrase(NamedTuple):
    axis: str
    id: str
    language: str
    text: str

    def words(self) -> list[str]:
        plain = "".join(letter for letter in normalize("NFD", self.text.casefold()) if not combining(letter))
        return re.findall(r"[a-z0-9]+", plain)

    def telling_words(self) -> list[str]:
        return [word for word in self.words() if word not in FUNCTION_WORDS[self.language].split()]


CONTENT: dict[str, dict[str, dict[str, list[str]]]] = tomllib.loads(MEANINGS_FILE.read_text(encoding="utf-8"))


def phrases() -> Iterator[Phrase]:
    for axis, meanings in CONTENT.items():
        for id_, languages in meanings.items():
            for language, texts in languages.items():
                yield from (Phrase(axis, id_, language, text) for text in texts)


EVERY_PHRASE = list(phrases())


def test_words_lead_only_to_what_exists() -> None:
    known = {axis: set(taxonomy()[axis]) for axis in SEARCHED_AXES} | {"is": FACTS}

    strays = [f"{axis}.{id_}" for axis, ids in CONTENT.items() for id_ in ids if id_ not in known.get(axis, set())]

    assert not strays


@pytest.mark.parametrize("axis", [*SEARCHED_AXES, "is"])
def test_every_term_has_everyday_words_in_both_languages(axis: str) -> None:
    wanted = set(taxonomy()[axis]) if axis in SEARCHED_AXES else FACTS

    silent = [id_ for id_ in wanted if not all(CONTENT[axis].get(id_, {}).get(language) for language in LEAST_PHRASES)]

    assert not silent


def test_a_term_names_no_phrase_twice_in_a_language() -> None:
    seen: dict[tuple[str, ...], str] = {}
    twice = []
    for phrase in EVERY_PHRASE:
        key = (phrase.axis, phrase.id, phrase.language, *phrase.telling_words())
        if key in seen:
            twice.append(f"{phrase.axis}.{phrase.id} {phrase.language}: {seen[key]} = {phrase.text}")
        seen[key] = phrase.text

    assert not twice


def test_every_phrase_says_something() -> None:
    """Nothing is left of "wie ben ik" when its function words are gone: it could never be found."""
    empty = [phrase for phrase in EVERY_PHRASE if not phrase.telling_words() or len("".join(phrase.words())) < 2]

    assert not empty


def test_no_phrase_is_longer_than_the_search_reads() -> None:
    assert not [phrase for phrase in EVERY_PHRASE if len(phrase.telling_words()) > MOST_WORDS]


def test_no_phrase_shrinks_to_a_word_that_means_too_much() -> None:
    vague = [
        phrase
        for phrase in EVERY_PHRASE
        if len(phrase.telling_words()) == 1 and phrase.telling_words()[0] in MEANS_TOO_MUCH
    ]

    assert {phrase.text for phrase in vague} <= CRISIS


# Of these it is true as well without the word that denies: who searches for money has none.
LACKED = {
    "afford", "cash", "food", "friends", "mail", "money", "pay", "people", "pork", "read", "write", "beetje", "betalen",
    "brief", "cent", "geld", "lezen", "nederlands", "schrijven", "vrienden", "waarheen", "naartoe", "werk",
    "nobody", "letter", "well", "start",
}  # fmt: skip
DENIES = {"geen", "niet", "nooit", "zonder", "no", "not", "never", "cannot"}


def test_a_phrase_that_denies_is_not_known_by_what_it_denies() -> None:
    """ "Geen drukte" and "not too fast" shrank to the very thing that somebody does not want."""
    turned = [
        (phrase.text, left[0])
        for phrase in EVERY_PHRASE
        if (left := without_function_words(words_of(phrase.text)))
        and len(left) == 1
        and DENIES & set(words_of(phrase.text))
        and not is_only_whole(phrase.text)
        and left[0] not in LACKED
    ]

    assert not turned


def test_what_is_left_of_a_phrase_is_no_word_for_something_else() -> None:
    """No single word is left of phrases for things of different subjects, unless it says little by itself anyway."""
    about: dict[str, set[str]] = {}
    for phrase in EVERY_PHRASE:
        left = without_function_words(words_of(phrase.text))
        if len(left) == 1 < len(words_of(phrase.text)) and not is_only_whole(phrase.text):
            about.setdefault(left[0], set()).add(theme_of(f"{phrase.axis}={phrase.id}") or "")
    weak = function_words("weak")

    assert {word: themes for word, themes in about.items() if len(themes - {""}) > 1 and word not in weak} == {}


@pytest.mark.parametrize(
    ("typed", "meant", "alone"),
    [
        ("ik wil even weg", "topic=respijt", "weg"),
        ("op mijn gemak", "attribute=rustig-tempo", "gemak"),
        ("liever geen drukte", "attribute=rustig", "drukte"),
        ("geen afspraak nodig", "is=walkin", "afspraak"),
        ("not too fast please", "attribute=rustig-tempo", "fast"),
        ("I want to die", "topic=bereikbaar-24-uur", "want"),
        ("my husband beats me", "topic=huiselijk-geweld", "beats"),
        ("I know no one", "theme=ontmoeten", "one"),
        ("someone to go with me", "activity_kind=maatje", "someone"),
        ("do not know where to go", "place_kind=informatiepunt", "know"),
    ],
)
def test_a_broad_word_means_something_only_within_its_phrase(typed: str, meant: str, alone: str) -> None:
    def terms_of(query: str) -> set[str]:
        return {term for unit in understand(read(query, lexicon()), TownWords()) for term in unit.terms}

    assert meant in terms_of(typed)
    assert meant not in terms_of(alone)


def test_every_broad_word_stands_in_a_phrase() -> None:
    used = {word for phrase in EVERY_PHRASE if is_only_whole(phrase.text) for word in words_of(phrase.text)}

    assert function_words("broad") <= used


@pytest.mark.parametrize("language", LEAST_PHRASES)
def test_there_are_words_enough(language: str) -> None:
    assert len([phrase for phrase in EVERY_PHRASE if phrase.language == language]) >= LEAST_PHRASES[language]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("zelfmoord", "topic.bereikbaar-24-uur"),
        ("suicide", "topic.bereikbaar-24-uur"),
        ("man slaat", "topic.huiselijk-geweld"),
        ("husband hits me", "topic.huiselijk-geweld"),
        ("kindermishandeling", "topic.huiselijk-geweld"),
        ("bedreigd", "theme.veilig"),
        ("dakloos", "topic.opvang"),
        ("place to sleep tonight", "topic.opvang"),
        ("huurachterstand", "topic.huis-kwijt"),
    ],
)
def test_a_cry_for_help_is_understood(text: str, meaning: str) -> None:
    assert meaning in {f"{phrase.axis}.{phrase.id}" for phrase in EVERY_PHRASE if phrase.text == text}
