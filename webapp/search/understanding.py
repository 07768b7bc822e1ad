"""A search becomes units: one thing asked for each, by its words and by what they mean. Pure.

Two steps, as the words of the town stand in the database: `read` says what is known without them and which words are
not, `understand` takes what the town knows of those.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from webapp.search.lexicon import LONGEST_PHRASE, NOTHING, Lexicon, Terms, function_words, theme_of
from webapp.search.rules import beginnings_and_ends, is_mistyped, stem, words_of

SHORTEST_PART = 4  # letters of a part of a compound
SHORTEST_START = 5  # letters with which a compound of the town begins
MOST_ALTERNATIVES = 8  # words of the town for one that was typed
MOST_UNITS = 6
SURE, LIKELY, LITTLE = 1.0, 0.6, 0.3  # how much a unit weighs: as typed, with a guess, a word that says little
FOR_WHOM = 0.6  # "for women" narrows what was asked for; it is not the thing itself
NARROW_AXES = ("topic", "place_kind", "activity_kind")
LINKS = ("", "s", "e", "en")  # what Dutch puts between the parts of a compound


@dataclass(frozen=True)
class Unit:
    """`words` are alternatives; one of several words ("schuld hulp") asks for all of them. `terms`: what is meant."""

    words: tuple[str, ...]
    terms: Terms = NOTHING
    weight: float = SURE

    @property
    def narrow_terms(self) -> list[str]:
        return sorted(term for term in self.terms if term.partition("=")[0] in NARROW_AXES)

    @property
    def wide_terms(self) -> list[str]:
        return sorted(self.terms - set(self.narrow_terms))


@dataclass(frozen=True)
class Reading:
    """`known`: units by position in the search. `unknown`: words that no everyday word explains, by position."""

    known: Mapping[int, Unit]
    unknown: Mapping[int, str]
    lexicon: Lexicon

    @property
    def asked(self) -> list[str]:
        """What to look up among the words of the town: single words, and two that may be one ("dok 11")."""
        single = [word for unit in self.known.values() for word in unit.words if " " not in word]
        return [*self.unknown.values(), *self.pairs.values(), *single]

    @property
    def pairs(self) -> dict[int, str]:
        """Neighbours written as one, by the position of the first."""
        words = {at: unit.words[0] for at, unit in self.known.items() if " " not in unit.words[0]} | dict(self.unknown)
        return {at: word + words[at + 1] for at, word in words.items() if at + 1 in words}

    @property
    def pieces(self) -> list[str]:
        """Of which compounds may be made up: asked of the town together with the words themselves."""
        found = {piece for word in self.unknown.values() for piece in beginnings_and_ends(word, SHORTEST_PART)}
        return sorted(found)


@dataclass(frozen=True)
class TownWords:
    """What the town knows: `holding` word → words that hold it (itself too), `similar` word → words like it,
    `parts`: pieces that are words."""

    holding: Mapping[str, Sequence[str]] = field(default_factory=dict)
    similar: Mapping[str, Sequence[str]] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()


NO_WORDS = TownWords()


def read(query: str, lexicon: Lexicon) -> Reading:
    """The longest phrases first, from left to right."""
    words = _telling_words(query)
    known: dict[int, Unit] = {}
    unknown: dict[int, str] = {}
    at = 0
    while at < len(words):
        length, terms = _longest_phrase(words[at:], lexicon)
        if terms:
            known[at] = _known(words[at : at + length], terms)
        elif pair := _likely_pair(words[at : at + 2], lexicon):
            known[at], length = replace(_known(words[at : at + 2], pair), weight=LIKELY), 2
        else:
            unknown[at] = words[at]
        at += length
    return Reading(known, unknown, lexicon)


def _telling_words(query: str) -> tuple[str, ...]:
    """Without those that say nothing, unless there are no others."""
    words = words_of(query)
    return tuple(word for word in words if word not in function_words("dropped")) or words


def _longest_phrase(words: Sequence[str], lexicon: Lexicon) -> tuple[int, Terms]:
    for length in range(min(LONGEST_PHRASE, len(words)), 0, -1):
        terms = lexicon.meaning(tuple(words[:length]))
        if terms:
            return length, terms
    return 1, NOTHING


def _likely_pair(words: Sequence[str], lexicon: Lexicon) -> Terms:
    """Two words of which neither says anything alone, together a phrase with a typing error."""
    if len(words) < 2 or lexicon.meaning((words[1],)):
        return NOTHING
    return lexicon.likely_meaning(tuple(words))


def _known(words: Sequence[str], terms: Terms) -> Unit:
    is_weak = all(word in function_words("weak") for word in words)
    only_for_whom = all(term.partition("=")[0] in ("group", "is", "attribute") for term in terms)
    each = words if len(words) > 1 else ()
    return Unit((" ".join(words), *each), terms, LITTLE if is_weak else FOR_WHOM if only_for_whom else SURE)


def understand(reading: Reading, town: TownWords = NO_WORDS) -> tuple[Unit, ...]:
    """In the order of the search; words that nobody knows are left out."""
    last = max([*reading.known, *reading.unknown], default=0)
    units: dict[int, Sequence[Unit]] = {at: (_in_town(unit, reading, town),) for at, unit in reading.known.items()}
    for at, word in reading.unknown.items():
        units[at] = _explain(word, reading.lexicon, town, is_last=at == last)
    for at, pair in reading.pairs.items():
        if pair in town.holding.get(pair, ()):
            units[at], units[at + 1] = (Unit((pair,), reading.lexicon.meaning((pair,))),), ()
    found = [unit for at in sorted(units) for unit in units[at]]
    strong = [unit for unit in found if unit.weight > LITTLE]
    return tuple((strong or found)[:MOST_UNITS])


def _explain(word: str, lexicon: Lexicon, town: TownWords, *, is_last: bool) -> Sequence[Unit]:
    """A word of the town; a compound; the beginning of a word; then one with a typing error."""
    holding = town.holding.get(word, ())
    if word in function_words("weak"):
        return [Unit((word,), weight=LITTLE)]
    if any(_is_the_same(word, other) for other in holding):
        return [Unit(_alternatives(word, holding, lexicon, town))]
    parts = split_compound(word, lexicon, town)
    if parts:
        return [_part(part, lexicon, len(parts), word) for part in parts]
    compounds = _alternatives(word, holding, lexicon, town)[1:]
    if compounds:
        return [Unit((word, *compounds))]
    started = _started(word, holding, lexicon) if is_last else None
    return [started] if started else _mistyped(word, lexicon, town)


def _in_town(unit: Unit, reading: Reading, town: TownWords) -> Unit:
    """With the compounds of the town: who types "spelletjes" means the "spelletjesavond" too."""
    found = [_alternatives(word, town.holding.get(word, ()), reading.lexicon, town)[1:] for word in unit.words]
    return replace(unit, words=(*unit.words, *(word for words in found for word in words)))


def _is_the_same(word: str, other: str) -> bool:
    return word == other or any(stem(word, language) == stem(other, language) for language in ("nl", "en"))


def _alternatives(word: str, holding: Sequence[str], lexicon: Lexicon, town: TownWords) -> tuple[str, ...]:
    """The word and the compounds of the town in which it is a part: "spreekuur" is in "schuldhulpspreekuur"."""
    compounds = [other for other in holding if _is_part(word, other, lexicon, town)]
    return (word, *compounds[:MOST_ALTERNATIVES])


def _is_part(word: str, compound: str, lexicon: Lexicon, town: TownWords) -> bool:
    if len(word) < SHORTEST_PART or word == compound:
        return False
    if compound.startswith(word):
        return len(word) >= SHORTEST_START or _is_word(compound[len(word) :], lexicon, town)
    return compound.endswith(word) and _is_word(compound[: -len(word)], lexicon, town)


def _is_word(piece: str, lexicon: Lexicon, town: TownWords) -> bool:
    bare = [piece.removesuffix(link) for link in LINKS if piece.endswith(link)]
    return any(len(one) >= 3 and (one in lexicon.words or one in town.parts) for one in bare)


def split_compound(word: str, lexicon: Lexicon, town: TownWords) -> list[str]:
    """Its parts, as few as possible, each a word that is known; empty where it cannot be taken apart."""
    best: dict[int, list[str]] = {0: []}
    for end in range(SHORTEST_PART - 1, len(word) + 1):
        for start in sorted(best):
            if end - start < 3 or start == end:
                continue
            part = next(iter(_bare_words(word[start:end], lexicon, town, is_last=end == len(word))), None)
            if part and (end not in best or len(best[start]) + 1 < len(best[end])):
                best[end] = [*best[start], part]
    parts = best.get(len(word), [])
    return parts if len(parts) > 1 else []


def _bare_words(piece: str, lexicon: Lexicon, town: TownWords, *, is_last: bool) -> Iterator[str]:
    """The piece, or without what links it to the next, where that is a word."""
    for link in ("", "en") if is_last else LINKS:
        bare = piece.removesuffix(link)
        if (not link or piece.endswith(link)) and len(bare) >= 3 and (bare in lexicon.words or bare in town.parts):
            yield bare


def _part(part: str, lexicon: Lexicon, number: int, whole: str) -> Unit:
    if part in function_words("weak"):
        return Unit((part, whole), weight=LITTLE)
    terms = lexicon.meaning((part,))
    return Unit((part, whole), terms, (SURE if terms else LIKELY) / number**0.5)


def _started(word: str, holding: Sequence[str], lexicon: Lexicon) -> Unit | None:
    """What may become of a word that somebody is still typing."""
    if len(word) < 3:
        return None
    starting = tuple(other for other in holding if other.startswith(word))[:MOST_ALTERNATIVES]
    terms = lexicon.beginning_with(word)
    return Unit((word, *starting), terms, LIKELY) if starting or terms else None


def _mistyped(word: str, lexicon: Lexicon, town: TownWords) -> list[Unit]:
    similar = tuple(other for other in town.similar.get(word, ()) if is_mistyped(word, other))[:MOST_ALTERNATIVES]
    terms = lexicon.likely_meaning((word,))
    return [Unit((word, *similar), terms, LIKELY)] if similar or terms else []


def themes_of(units: Iterable[Unit]) -> list[str]:
    """What the search is about, most likely first."""
    weights: dict[str, float] = {}
    for unit in units:
        themes = {theme for term in unit.terms if (theme := theme_of(term))}
        for theme in sorted(themes):
            weights[theme] = weights.get(theme, 0) + unit.weight / len(themes) ** 0.5
    return sorted(weights, key=lambda theme: (-weights[theme], theme))
