"""Passive sentences, without a parser: a form of "worden" or "to be" and a participle in the same clause.

Measured on the labelled sentences of the tests; the floors are asserted there. What it cannot know: whether "is" plus
a participle tells a deed or a state. In Dutch only deeds from a list count, or what has a doer ("door"); in English
what has a doer ("by") or is not in the list of states."""

from collections.abc import Iterator, Sequence

from webapp.plain_language.lexicon import Words
from webapp.plain_language.values import Finding, Kind, Sentence, Word

REACH = 14  # words between the two halves of a Dutch passive
FILLERS = 3  # adverbs between "is" and an English participle
SUBJECT = 4  # words of a subject between them in a question
INSEPARABLE = ("be", "ver", "ont", "her", "er", "ge")
JOINING = {"en", "of", "ook"}
ARTICLES = {"een", "de", "het", "elk", "elke", "geen"}
HAVE = {"heb", "hebt", "heeft", "hebben", "had", "hadden"}
QUESTION_WORDS = {"how", "when", "where", "why", "what", "who", "which"}
STATES_WITH_DOER = {"known", "done", "shut", "lost", "broken", "hurt", "set", "hidden", "spread"}
SAME_AS_NOUN = {"cut", "hit", "put", "set", "let", "read", "run", "shed", "hurt", "split"}
DETERMINERS = {"the", "your", "my", "our", "their", "his", "her", "this", "that"}
ENDS_WEAK = ("d", "t")
NO_ENDS = ("heid", "ist", "ant")  # of nouns: gezondheid, specialist
VOICELESS = "tkfsxph"  # after these a participle ends in t; "verandert" is what somebody does now
VOWELS = "aeiouyëïöü"


def passives(sentence: Sentence, language: str, known: Words) -> Iterator[Finding]:
    pairs = _dutch(sentence, known) if language == "nl" else _english(sentence, known)
    for auxiliary, participle in pairs:
        start, end = min(auxiliary.start, participle.start), max(auxiliary.end, participle.end)
        words = " ".join(word.text for word in sorted((auxiliary, participle), key=lambda word: word.start))
        yield Finding(start, end, Kind.PASSIVE, words, "passive")


# ---------------------------------------------------------------- Dutch


def _dutch(sentence: Sentence, known: Words) -> Iterator[tuple[Word, Word]]:
    used: set[int] = set()
    for place, word in enumerate(sentence.words):
        becomes = word.low in known.become
        if not becomes and word.low not in known.be:
            continue
        found = _dutch_participle(sentence, place, becomes, known)
        if found is not None and found not in used:
            used.add(found)
            yield word, sentence.words[found]


def _dutch_participle(sentence: Sentence, place: int, becomes: bool, known: Words) -> int | None:
    """The nearest in the clause; behind a comma only when the clause stops right after the auxiliary."""
    first, last = _clause(sentence, place, known)
    if becomes and last == place + 1 < len(sentence.words) and place + 1 in sentence.breaks:
        last = min(len(sentence.words), place + REACH)
    nearest = sorted(range(first, last), key=lambda other: abs(other - place))
    has_doer = any(word.low == "door" for word in sentence.words[first:last])
    for other in nearest:
        word = sentence.words[other]
        is_deed = is_dutch_participle(word.low, known) if becomes or has_doer else word.low in known.deeds
        if word.is_word and is_deed and not _belongs_elsewhere(sentence.words, other):
            return other
    return None


def _clause(sentence: Sentence, place: int, known: Words) -> tuple[int, int]:
    """At most REACH words on each side, so that a text without a full stop costs no more."""
    first, last = place, place + 1
    lowest, highest = max(0, place - REACH), min(len(sentence.words), place + REACH)
    while first > lowest and first not in sentence.breaks and not _is_border(sentence.words, first - 1, known):
        first -= 1
    while last < highest and last not in sentence.breaks and not _is_border(sentence.words, last, known):
        last += 1
    return first, last


def _is_border(words: Sequence[Word], place: int, known: Words) -> bool:
    """ "en" and "of" join words as often as clauses: they end one when somebody follows who does something."""
    word = words[place].low
    if word in JOINING:
        return place + 1 < len(words) and words[place + 1].low in known.pronouns
    return word in known.borders


def _belongs_elsewhere(words: Sequence[Word], place: int) -> bool:
    """ "een gesloten deur" (a quality), "heeft gebeld" (the perfect)."""
    before = words[place - 1].low if place else ""
    after = words[place + 1].low if place + 1 < len(words) else ""
    return (before in ARTICLES and bool(after)) or before in HAVE or after in HAVE


def is_dutch_participle(word: str, known: Words) -> bool:
    if word in known.not_participles:
        return False
    if word in known.strong or word in known.weak:
        return True
    if _is_weak_form(word):
        return True
    prefix = next((prefix for prefix in _prefixes(word) if prefix in known.prefixes), "")
    rest = word.removeprefix(prefix)
    return bool(prefix) and (rest in known.strong or rest in known.weak or _is_weak_form(rest))


def _prefixes(word: str) -> Iterator[str]:
    """The longest first."""
    yield from (word[:length] for length in range(min(len(word) - 4, 10), 1, -1))


def _is_weak_form(word: str) -> bool:
    """ge-…-d or -t; be-, ver-, ont-, her-, er- with a stem of three letters that has a vowel."""
    prefix = next((prefix for prefix in INSEPARABLE if word.startswith(prefix)), "")
    stem = word.removeprefix(prefix)[:-1]
    if not prefix or not word.endswith(ENDS_WEAK) or len(stem) < 3 or word.endswith(NO_ENDS):
        return False
    is_present = word.endswith("t") and prefix != "ge" and stem[-1] not in VOICELESS
    return any(letter in VOWELS for letter in stem) and not is_present


# ---------------------------------------------------------------- English


def _english(sentence: Sentence, known: Words) -> Iterator[tuple[Word, Word]]:
    used: set[int] = set()
    for place, word in enumerate(sentence.words):
        there_is = place and sentence.words[place - 1].low == "there"  # "there are shared bikes": a quality
        if there_is or (word.low not in known.be and word.low not in known.become):
            continue
        found = _english_participle(sentence, place, known)
        if found is not None and found not in used:
            used.add(found)
            yield word, sentence.words[found]


def _english_participle(sentence: Sentence, place: int, known: Words) -> int | None:
    at = place + 1
    asks = place == 0 or place in sentence.breaks or sentence.words[place - 1].low in QUESTION_WORDS
    if asks and sentence.words[place].low in known.be:
        at = _after_subject(sentence, at, known)
    limit = at + FILLERS
    while at < min(len(sentence.words), limit) and _may_stand_between(sentence.words[at].low, known):
        at += 1
    if at >= len(sentence.words) or not sentence.words[at].is_word:
        return None
    return at if _is_passive_here(sentence, at, sentence.words[place].low, known) else None


def _after_subject(sentence: Sentence, at: int, known: Words) -> int:
    """Are you …, Is the form …"""
    words = sentence.words
    if at < len(words) and words[at].low in known.pronouns:
        return at + 1
    if at < len(words) and words[at].low in DETERMINERS:
        for later in range(at + 1, min(len(words), at + SUBJECT)):
            if is_english_participle(words[later].low, known):
                return later
    return at


def _may_stand_between(word: str, known: Words) -> bool:
    return word in known.fillers or (word.endswith("ly") and len(word) > 4)


def _is_passive_here(sentence: Sentence, at: int, auxiliary: str, known: Words) -> bool:
    word = sentence.words[at].low
    has_doer = any(other.low == "by" for other in sentence.words[at + 1 : at + 4])
    if word in known.not_participles:
        return has_doer and (word.endswith("ed") or word in STATES_WITH_DOER)
    if auxiliary in known.become and word in SAME_AS_NOUN:
        return False
    return is_english_participle(word, known)


def is_english_participle(word: str, known: Words) -> bool:
    if word in known.not_participles:
        return False
    if word in known.strong or (word.endswith("ed") and len(word) > 4):
        return True
    return any(word.startswith(prefix) and word.removeprefix(prefix) in known.strong for prefix in known.prefixes)
