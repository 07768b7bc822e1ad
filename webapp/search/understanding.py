"""A search becomes units: one thing asked for each, by its words and by what they mean. Pure.

Two steps, as the words of the town stand in the database: `read` says what is known without them and which words are
not, `understand` takes what the town knows of those.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from webapp.search.compounds import SHORTEST_PART, halves_with_an_error, is_linked_word, split_compound
from webapp.search.lexicon import LONGEST_PHRASE, NOTHING, WORD, Lexicon, Terms, function_words, theme_of
from webapp.search.offering import is_offer
from webapp.search.rules import beginnings_and_ends, grown, is_mistyped, sound, stem, words_of
from webapp.search.units import LIKELY, LITTLE, NO_WORDS, SURE, TownWords, Unit

SHORTEST_START = 5  # letters with which a compound of the town begins
MOST_ALTERNATIVES = 8  # words of the town for one that was typed
MOST_UNITS = 6
OFFERED = 2.0  # who wants to help at the food bank wants that more than the food bank
FOR_WHOM = 0.6  # "for women" narrows what was asked for; it is not the thing itself
MOST_GUESSES = 2  # at where the parts of a compound with a typing error meet
VOLUNTEER = "is=volunteer"


@dataclass(frozen=True)
class Reading:
    """`known`: units by position in the search. `unknown`: words that no everyday word explains, by position."""

    known: Mapping[int, Unit]
    unknown: Mapping[int, str]
    lexicon: Lexicon
    is_offer: bool = False

    @property
    def asked(self) -> list[str]:
        """What to look up among the words of the town: single words, and two that may be one ("dok 11")."""
        single = [word for unit in self.known.values() for word in unit.words if " " not in word]
        bigger = [big for word in self.unknown.values() for big in grown(word)]
        return [*self.unknown.values(), *bigger, *self.pairs.values(), *single]

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


def read(query: str, lexicon: Lexicon) -> Reading:
    """The longest phrases first, from left to right."""
    words, meant = _telling_words(words_of(query), lexicon)
    known: dict[int, Unit] = {}
    unknown: dict[int, str] = {}
    at = 0
    while at < len(words):
        length, unit = _first_unit(words[at:], lexicon)
        if at in meant and length == 1:
            known[at] = _known((words[at],), meant[at], lexicon)
        elif unit:
            known[at] = unit
        else:
            unknown[at] = words[at]
        at += length
    return Reading(known, unknown, lexicon, is_offer(" ".join(words_of(query))))


def _first_unit(words: tuple[str, ...], lexicon: Lexicon) -> tuple[int, Unit | None]:
    """With how many words begins what, if anything is known of it."""
    length, terms = _longest_phrase(words, lexicon)
    if length == 1 and _longest_phrase(words[1:], lexicon)[0] == 1 and (pair := _likely_pair(words[:2], lexicon)):
        return 2, replace(_known(words[:2], pair, lexicon), weight=LIKELY)
    if terms:
        return length, _known(words[:length], _with_meaning_of_parts(words[:length], terms, lexicon), lexicon)
    bigger = next((one for one in grown(words[0]) if lexicon.meaning((one,))), None)
    if bigger:
        unit = _known((bigger,), lexicon.meaning((bigger,)), lexicon)
        return 1, replace(unit, words=(words[0], *unit.words))
    return 1, None


def _with_meaning_of_parts(words: tuple[str, ...], terms: Terms, lexicon: Lexicon) -> Terms:
    """Where a phrase is only known by other words, what it is about is what its words are about."""
    if len(words) == 1 or not all(term.startswith(f"{WORD}=") for term in terms):
        return terms
    return terms.union(*(lexicon.meaning((word,)) for word in words if word not in function_words("weak")))


def _telling_words(words: tuple[str, ...], lexicon: Lexicon) -> tuple[tuple[str, ...], dict[int, Terms]]:
    """Without those that say nothing, unless there are no others; and by its position in them what a word means within
    a phrase that is only known whole."""
    meant = _meant_within(words, lexicon)
    places = [at for at, word in enumerate(words) if at in meant or word not in function_words("dropped")]
    left = _without_fillers(tuple(words[at] for at in places), lexicon)
    places = [at for number, at in enumerate(places) if number in left or at in meant] or places
    if not places:
        return words, {}
    return tuple(words[at] for at in places), {number: meant[at] for number, at in enumerate(places) if at in meant}


def _meant_within(words: tuple[str, ...], lexicon: Lexicon) -> dict[int, Terms]:
    found: dict[int, Terms] = {}
    at = 0
    while at < len(words):
        length, terms = lexicon.longest_whole(words[at:])
        telling = [place for place in range(at, at + length) if words[place] not in function_words("dropped")]
        found |= dict.fromkeys((telling or [at])[:length], terms)
        at += length or 1
    return found


def _without_fillers(words: tuple[str, ...], lexicon: Lexicon) -> set[int]:
    """The positions of the others than "hier" and the like, and of these where a phrase holds them."""
    fillers = function_words("fillers")
    return {at for at, word in enumerate(words) if word not in fillers or _is_in_phrase(words, at, lexicon)}


def _is_in_phrase(words: tuple[str, ...], at: int, lexicon: Lexicon) -> bool:
    """Whether a phrase of two words or more runs over this one."""
    return any(
        lexicon.meaning(words[start:end])
        for start in range(max(0, at - LONGEST_PHRASE + 1), at + 1)
        for end in range(max(at + 1, start + 2), min(len(words), start + LONGEST_PHRASE) + 1)
    )


def _longest_phrase(words: Sequence[str], lexicon: Lexicon) -> tuple[int, Terms]:
    for length in range(min(LONGEST_PHRASE, len(words)), 0, -1):
        terms = lexicon.meaning(tuple(words[:length]))
        if terms:
            return length, terms
    return 1, NOTHING


def _likely_pair(words: Sequence[str], lexicon: Lexicon) -> Terms:
    """Two words of which one says nothing alone, together a phrase with a typing error: "make freinds"."""
    unknown = [word for word in words if not lexicon.meaning((word,))]
    if len(words) < 2 or not unknown:
        return NOTHING
    return lexicon.likely_meaning(tuple(words), unknown[0] if len(unknown) == 1 else "")


def _known(words: Sequence[str], terms: Terms, lexicon: Lexicon) -> Unit:
    is_weak = all(word in function_words("weak") for word in words)
    only_for_whom = all(term.partition("=")[0] in ("group", "is", "attribute") for term in terms)
    weight = LITTLE if is_weak else FOR_WHOM if only_for_whom else SURE
    return _unit((*_together(words), *_telling_parts(words, terms, lexicon)), terms, weight)


def _unit(words: tuple[str, ...], terms: Terms, weight: float) -> Unit:
    """What is another word for it goes to the words."""
    others = sorted(term.removeprefix(f"{WORD}=") for term in terms if term.startswith(f"{WORD}="))
    left = frozenset(term for term in terms if not term.startswith(f"{WORD}="))
    return Unit(tuple(dict.fromkeys([*words, *others])), left, weight)


def _together(words: Sequence[str]) -> tuple[str, ...]:
    """All of them, apart or as one."""
    return (" ".join(words), "".join(words)) if len(words) > 1 else tuple(words)


def _telling_parts(words: Sequence[str], terms: Terms, lexicon: Lexicon) -> list[str]:
    """Those parts that mean the same by themselves: the "coffee" of "cup of coffee", not the "huis" of "buurt huis"."""
    parts = words if len(words) > 1 else split_compound(words[0], _is_word_of(lexicon, NO_WORDS))
    return [part for part in parts if lexicon.meaning((part,)) & terms and part not in function_words("weak")]


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
    if reading.is_offer:
        found.append(Unit((), frozenset({VOLUNTEER}), OFFERED))
    strong = [unit for unit in found if unit.weight > LITTLE]
    return tuple((strong or found)[:MOST_UNITS])


def _explain(word: str, lexicon: Lexicon, town: TownWords, *, is_last: bool) -> Sequence[Unit]:
    """A word of the town, as written, when not small or as it sounds; a compound; a beginning; a typing error."""
    holding = town.holding.get(word, ())
    if word in function_words("weak"):
        return [Unit((word,), weight=LITTLE)]
    if _is_in(town, word):
        return [Unit(_alternatives(word, holding, lexicon, town))]
    bigger = next((one for one in grown(word) if _is_in(town, one)), "")
    if bigger:
        return [Unit((word, *_alternatives(bigger, town.holding[bigger], lexicon, town)))]
    heard = tuple(other for other in town.similar.get(word, ()) if sound(other) == sound(word))
    if heard:
        return [_unit((word, *heard), lexicon.meaning(heard[:1]), LIKELY)]
    parts = split_compound(word, _is_word_of(lexicon, town))
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


def _is_in(town: TownWords, word: str) -> bool:
    return any(_is_the_same(word, other) for other in town.holding.get(word, ()))


def _is_the_same(word: str, other: str) -> bool:
    return word == other or any(stem(word, language) == stem(other, language) for language in ("nl", "en"))


def _alternatives(word: str, holding: Sequence[str], lexicon: Lexicon, town: TownWords) -> tuple[str, ...]:
    """The word and the compounds of the town in which it is a part: "spreekuur" is in "schuldhulpspreekuur"."""
    compounds = [other for other in holding if _is_part(word, other, lexicon, town)]
    return (word, *compounds[:MOST_ALTERNATIVES])


def _is_part(word: str, compound: str, lexicon: Lexicon, town: TownWords) -> bool:
    if len(word) < SHORTEST_PART or word == compound:
        return False
    is_word = _is_word_of(lexicon, town)
    if compound.startswith(word):
        return len(word) >= SHORTEST_START or is_linked_word(compound[len(word) :], is_word)
    return compound.endswith(word) and is_linked_word(compound[: -len(word)], is_word)


def _is_word_of(lexicon: Lexicon, town: TownWords) -> Callable[[str], bool]:
    known = (lexicon.words, lexicon.firsts, town.parts, function_words("weak"))
    return lambda piece: any(piece in words for words in known)


def _part(part: str, lexicon: Lexicon, number: int, whole: str) -> Unit:
    if part in function_words("weak"):
        return Unit((part, whole), weight=LITTLE)
    terms = lexicon.meaning((part,))
    return _unit((part, whole), terms, (SURE if terms else LIKELY) / number**0.5)


def _started(word: str, holding: Sequence[str], lexicon: Lexicon) -> Unit | None:
    """What may become of a word that somebody is still typing."""
    if len(word) < 3:
        return None
    starting = tuple(other for other in holding if other.startswith(word))[:MOST_ALTERNATIVES]
    terms = lexicon.beginning_with(word)
    return _unit((word, *starting), terms, LIKELY) if starting or terms else None


def _mistyped(word: str, lexicon: Lexicon, town: TownWords) -> list[Unit]:
    """What it is like, with all that this means; else a compound of which one part is mistyped."""
    similar = tuple(other for other in town.similar.get(word, ()) if is_mistyped(word, other))[:MOST_ALTERNATIVES]
    terms = lexicon.likely_meaning((word,)) or NOTHING.union(*(lexicon.meaning((other,)) for other in similar[:1]))
    if similar or terms:
        return [_unit((word, *similar), terms, LIKELY)]
    return _mistyped_compound(word, lexicon, town)


def _mistyped_compound(word: str, lexicon: Lexicon, town: TownWords) -> list[Unit]:
    """ "Computethulp" is help with a computer; the part that is right is not enough."""
    halves = halves_with_an_error(word, _is_word_of(lexicon, town))
    for first, last, last_is_known in list(halves)[:MOST_GUESSES]:
        right, wrong = (last, first) if last_is_known else (first, last)
        terms = lexicon.likely_meaning((wrong,))
        if terms:
            guess = _unit((word,), terms, LIKELY)
            return [guess, *(unit for unit in [_part(right, lexicon, 2, word)] if unit.weight > LITTLE)]
    return []


def themes_of(units: Iterable[Unit]) -> list[str]:
    """What the search is about, most likely first; of equals what was said first."""
    weights: dict[str, float] = {}
    for unit in units:
        themes = {theme for term in unit.terms if (theme := theme_of(term))}
        for theme in sorted(themes):
            weights[theme] = weights.get(theme, 0) + unit.weight / len(themes) ** 0.5
    return sorted(weights, key=lambda theme: -weights[theme])
