"""Everyday words and what they mean: phrases → terms of the taxonomy. Pure; read once a process.

A phrase is found by its stems, so that "enveloppen" is "envelop"; by its sound; and with a typing error. Stems are made
per language, as nobody knows in which language a single word was typed.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from webapp.search.rules import as_first_part, clean, most_errors, sound, stem, words_of
from webapp.taxonomy.rules import taxonomy

MEANINGS = Path(__file__).with_name("meanings.toml")
SAME_WORDS = Path(__file__).with_name("same_words.toml")
FUNCTION_WORDS = Path(__file__).with_name("function_words.toml")
LONGEST_PHRASE = 4  # words, function words not counted
LONGEST_WHOLE = 8  # words, all counted
IS = ("free", "walkin", "wheelchair", "volunteer", "online")  # what a place or activity is, beside the taxonomy
WORD = "word"  # the axis of what is no term but another word for it: "word=speelgoed"
LABELLED = ("theme", "topic", "place_kind", "activity_kind", "group")

LONGEST_MISTYPED = 45  # letters: no phrase is longer, and comparing with all of them takes milliseconds
MOST_CLOSE = 5  # phrases like what was typed that are looked at
SHORTEST_HEARD = 6  # letters of a word that may be written by ear with an error besides

VOLUNTEERING = "vrijwilligerswerk"  # its topics are named "Care" and "Sport": to most people, something else

Terms = frozenset[str]  # such as "theme=geld"
NOTHING: Terms = frozenset()


@dataclass
class Lexicon:
    """`phrases`: language → stems written together → terms. `sounds`: the same by how it sounds. `words`: single words
    as they are written → terms, to complete one that is still being typed and to take compounds apart. `firsts`: how
    they begin a compound. `whole`: phrases that say what they say only with their function words, as words."""

    phrases: dict[str, dict[str, Terms]] = field(default_factory=lambda: defaultdict(dict))
    sounds: dict[str, Terms] = field(default_factory=dict)
    words: dict[str, Terms] = field(default_factory=dict)
    firsts: set[str] = field(default_factory=set)
    whole: dict[tuple[str, ...], Terms] = field(default_factory=dict)

    def add(self, phrase: str, language: str, term: str) -> None:
        words = without_function_words(words_of(phrase)) or words_of(phrase)
        if is_only_whole(phrase):
            self.whole[words_of(phrase)] = self.whole.get(words_of(phrase), NOTHING) | {term}
            return
        key = key_of(words, language)
        self.phrases[language][key] = self.phrases[language].get(key, NOTHING) | {term}
        self.sounds[sound(key)] = self.sounds.get(sound(key), NOTHING) | {term}
        if len(words) == 1:
            self.words[words[0]] = self.words.get(words[0], NOTHING) | {term}
            if language == "nl" and (first := as_first_part(words[0])):
                self.firsts.add(first)

    def meaning(self, words: tuple[str, ...]) -> Terms:
        """Exactly these words, in any language, written apart or as one."""
        ways = {words, ("".join(words),)}
        return NOTHING.union(
            *(phrases.get(key_of(way, language), NOTHING) for language, phrases in self.phrases.items() for way in ways)
        )

    def longest_whole(self, words: tuple[str, ...]) -> tuple[int, Terms]:
        """With how many of these words begins a phrase that is only known whole; 0 with none."""
        lengths = range(min(LONGEST_WHOLE, len(words)), 1, -1)
        return next(
            ((length, self.whole[words[:length]]) for length in lengths if words[:length] in self.whole), (0, NOTHING)
        )

    def likely_meaning(self, words: tuple[str, ...], errors_in: str = "") -> Terms:
        """Of words with typing errors, or written as they sound. `errors_in` is the only one that may hold any."""
        if len(words) == 1 and words[0] in function_words("broad"):
            return NOTHING  # it is a word, and no other one with an error
        keys = {language: key_of(words, language) for language in self.phrases}
        if any(len(key) > LONGEST_MISTYPED for key in keys.values()):
            return NOTHING
        heard = NOTHING.union(*(self.sounds.get(sound(key), NOTHING) for key in keys.values()))
        most = most_errors(errors_in) if errors_in else None
        typed = heard or NOTHING.union(*(self._closest(language, key, most) for language, key in keys.items()))
        if errors_in:
            return typed
        return typed or NOTHING.union(*(self._closest_sound(key) for key in set(keys.values())))

    def _closest(self, language: str, key: str, most: int | None = None) -> Terms:
        """Whoever mistypes a word seldom mistypes its first letter: "gathering" is not "fathering"."""
        most = most_errors(key) if most is None else most
        phrases = self.phrases[language]
        found = most and process.extract(key, phrases.keys(), scorer=OSA.distance, score_cutoff=most, limit=MOST_CLOSE)
        return next((phrases[close] for close, *_ in found or () if close[0] == key[0]), NOTHING)

    def _closest_sound(self, key: str) -> Terms:
        """By ear and with one more letter wrong: "kompjoeter"."""
        heard = sound(key)
        if len(heard) < SHORTEST_HEARD:
            return NOTHING
        found = process.extractOne(heard, self.sounds.keys(), scorer=OSA.distance, score_cutoff=1)
        return self.sounds[found[0]] if found else NOTHING

    def beginning_with(self, start: str) -> Terms:
        """Of words that somebody is still typing; nothing where they could mean too much."""
        found = [terms for word, terms in self.words.items() if word.startswith(start)]
        return NOTHING.union(*found) if found and len(NOTHING.union(*found)) <= 4 else NOTHING


def key_of(words: Iterable[str], language: str) -> str:
    """Stems without spaces between: "schuld hulp" and "schuldhulp" are the same to most people."""
    return "".join(stem(word, language) for word in words)


def without_function_words(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in function_words("dropped"))


def is_only_whole(phrase: str) -> bool:
    """Whether too little is left of it without its function words."""
    words = words_of(phrase)
    left = without_function_words(words)
    return len(words) > 1 and len(left) < 2 and set(left) <= function_words("broad")


@cache
def function_words(kind: str) -> frozenset[str]:
    """`dropped`: say nothing by themselves. `weak`: say little beside another word, such as "hulp". `fillers`: say
    something in a phrase that holds them ("zit me tot hier"), and nothing between the words of another. `broad`: say
    too much alone, such as "weg"."""
    content = tomllib.loads(FUNCTION_WORDS.read_text(encoding="utf-8"))
    return frozenset(word for words in content[kind].values() for word in words_of_list(words))


def words_of_list(words: Iterable[str]) -> Iterable[str]:
    return (one for word in words for one in words_of(word))


@cache
def lexicon() -> Lexicon:
    """Of the release: meanings.toml and the labels of the taxonomy."""
    found = Lexicon()
    for phrase, language, term in entries():
        found.add(phrase, language, term)
    return found


def entries() -> Iterable[tuple[str, str, str]]:
    """(phrase, language, term), in the order in which they are added."""
    yield from _meanings()
    yield from _same_words()
    yield from _labels()


def _meanings() -> Iterable[tuple[str, str, str]]:
    for axis, terms in tomllib.loads(MEANINGS.read_text(encoding="utf-8")).items():
        for id_, languages in terms.items():
            for language, phrases in languages.items():
                yield from ((phrase, language, f"{axis}={id_}") for phrase in phrases)


def _same_words() -> Iterable[tuple[str, str, str]]:
    """Which words of the texts are meant by what people type."""
    for language, meant in tomllib.loads(SAME_WORDS.read_text(encoding="utf-8")).items():
        for word, phrases in meant.items():
            for phrase in phrases:
                yield phrase, language, f"{WORD}={clean(word)}"


def _labels() -> Iterable[tuple[str, str, str]]:
    """Each label whole, and in the parts between "," and "en": "Taal en computer" is both."""
    for axis in LABELLED:
        for id_, term in taxonomy()[axis].items():
            if term.hidden or term.theme == VOLUNTEERING:
                continue
            for language, label in term.labels.items():
                for part in dict.fromkeys((label, *parts_of_label(label))):
                    yield part, language, f"{axis}={id_}"


def parts_of_label(label: str) -> list[str]:
    for joint in (" en ", " and ", " of ", " or ", " & ", "/"):
        label = label.replace(joint, ",")
    return [part.strip() for part in label.split(",") if part.strip()]


@lru_cache(maxsize=16)  # towns with words of their own; each is a copy of about a megabyte
def lexicon_with(synonyms: tuple[tuple[str, str, bool], ...]) -> Lexicon:
    """That of the release with the town's own words: made once, not for each search."""
    return with_synonyms(lexicon(), synonyms)


def with_synonyms(base: Lexicon, synonyms: Iterable[tuple[str, str, bool]]) -> Lexicon:
    """The town's own words on top: (words, term, whether it is meant). The base stays as it is."""
    synonyms = list(synonyms)
    if not synonyms:
        return base
    own = Lexicon(
        defaultdict(dict, {language: dict(phrases) for language, phrases in base.phrases.items()}),
        dict(base.sounds),
        dict(base.words),
        set(base.firsts),
        dict(base.whole),
    )
    for words, term, is_meant in synonyms:
        for language in own.phrases:
            if is_meant:
                own.add(words, language, term)
            else:
                _forget(own, words, language, term)
    return own


def _forget(lexicon: Lexicon, phrase: str, language: str, term: str) -> None:
    words = without_function_words(words_of(phrase)) or words_of(phrase)
    key = key_of(words, language)
    tables: list[tuple[dict[Any, Terms], Any]] = [
        (lexicon.whole, words_of(phrase)),
        (lexicon.phrases[language], key),
        (lexicon.sounds, sound(key)),
        (lexicon.words, "".join(words)),
    ]
    for table, at in tables:
        left = table.get(at, NOTHING) - {term}
        if left:
            table[at] = left
        else:
            table.pop(at, None)


def is_known_term(term: str) -> bool:
    axis, _, id_ = term.partition("=")
    return id_ in IS if axis == "is" else axis in taxonomy() and id_ in taxonomy()[axis]


# Whom something is for, and what is special about it, says what it is about where nothing else does.
THEMES_OF_GROUPS = {
    "group=zonder-werk": "werk-leren",
    "group=nieuw-in-nederland": "taal-digitaal",
    "group=mantelzorgers": "mantelzorg",
    "group=ouders": "gezin",
    "group=kinderen-0-4": "gezin",
    "group=kinderen-4-12": "gezin",
    "group=weinig-geld": "geld",
    "group=lotgenoten": "praten-steun",
    "attribute=halal": "eten",
    "attribute=vegetarisch": "eten",
    "is=volunteer": VOLUNTEERING,
}


def theme_of(term: str) -> str | None:
    """The theme that a term belongs to: its own, that of a topic, or that of those for whom it is."""
    axis, _, id_ = term.partition("=")
    if axis == "theme":
        return id_
    if axis == "topic" and id_ in taxonomy()["topic"]:
        return taxonomy()["topic"][id_].theme
    return THEMES_OF_GROUPS.get(term)
