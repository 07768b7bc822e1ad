"""What somebody types as words: cleaned, stemmed, as it sounds. Pure."""

from functools import lru_cache
from unicodedata import combining, normalize

from rapidfuzz.distance import OSA
from snowballstemmer import stemmer

MOST_WORDS = 12  # of one search; further ones are not looked at
LONGEST_WORD = 60  # letters: the longest that people put together; the town keeps words of at most 40
LONGEST_PART = 24  # letters of a word within such a one
# Porter's Dutch: the newer "dutch" of the library makes "zonder" of "gezonder".
STEMMERS = {"nl": "dutch_porter", "en": "english"}
# Letters that have no accent to take off, as unaccent of PostgreSQL writes them.
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})
# What sounds alike in Dutch, longest first: somebody who learned the word by ear writes one for the other.
_SOUNDS = (
    ("sch", "sg"), ("tie", "sie"), ("eau", "o"), ("ch", "g"), ("ck", "k"), ("qu", "kw"), ("ph", "f"), ("th", "t"),
    ("ij", "ei"), ("y", "ei"), ("ouw", "au"), ("ou", "au"), ("auw", "au"), ("dt", "t"), ("c", "k"), ("x", "ks"),
    ("z", "s"), ("v", "f"), ("d", "t"), ("ie", "i"), ("oe", "u"),
)  # fmt: skip


def clean(text: str) -> str:
    """Lower case, without accents, letters and digits only; one space between words. Like search_clean in SQL."""
    decomposed = normalize("NFKD", text.casefold().translate(_LETTERS))
    letters = (letter for letter in decomposed if not combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())


def words_of(text: str) -> tuple[str, ...]:
    """The first words, in order."""
    return tuple(word[:LONGEST_WORD] for word in clean(text).split()[:MOST_WORDS])


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """The word itself in a language without a stemmer."""
    algorithm = STEMMERS.get(language)
    return str(stemmer(algorithm).stemWord(word)) if algorithm else word


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """How a word sounds to somebody who writes Dutch by ear: equal for "sgulden" and "schulden"."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return "".join(letter for at, letter in enumerate(word) if at == 0 or letter != word[at - 1])


def most_errors(word: str) -> int:
    """How many letters may be wrong before it is another word: none in a short one."""
    limits = ((4, 0), (8, 1), (13, 2))
    return next((errors for letters, errors in limits if len(word) < letters), 3)


def is_mistyped(word: str, meant: str) -> bool:
    """Whether somebody who means one may well have typed the other: few letters differ, or they sound alike."""
    return OSA.distance(word, meant, score_cutoff=most_errors(word)) <= most_errors(word) or sound(word) == sound(meant)


def likeness(one: str, other: str) -> float:
    """0 to 1: how many of their groups of three letters two words share, as pg_trgm counts it."""
    ours, theirs = _threes(one), _threes(other)
    return len(ours & theirs) / len(ours | theirs)


def _threes(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def beginnings_and_ends(word: str, shortest: int = 3) -> list[str]:
    """All pieces of which the word may be made up, from both sides: at most some 1,000."""
    return [
        word[start:end]
        for start in range(len(word))
        for end in range(start + shortest, min(start + LONGEST_PART, len(word)) + 1)
    ]


# How Dutch makes a word small, longest first, and what stood there before: "filmpje" is a film, "koninkje" a king.
_SMALL = (("nkje", "ng"), ("etje", ""), ("pje", ""), ("tje", ""), ("je", ""))


def grown(word: str) -> list[str]:
    """What the word may be when it is not small, likeliest first: "fietsjes" is "fiets", "balletje" is "bal"."""
    small = word.removesuffix("s")
    found = [small.removesuffix(end) + before for end, before in _SMALL if small.endswith(end)]
    single = [one[:-1] for one in found if len(one) > 3 and one[-1] == one[-2] and one[-1] not in VOWELS]
    return [one for one in dict.fromkeys([*single, *found]) if len(one) >= 3]


VOWELS = "aeiou"
_HARD = {"z": "s", "v": "f"}


def as_first_part(word: str) -> str | None:
    """How a word on -en begins a compound: "zwemmen" is in "zwemles", "koken" in "kookclub", "lezen" in "leesclub"."""
    bare = word.removesuffix("en")
    if bare == word or len(bare) < 3:
        return None
    bare = bare[:-1] + _HARD.get(bare[-1], bare[-1])
    if bare[-1] == bare[-2]:
        return bare[:-1] if bare[-1] not in VOWELS else None
    is_open = bare[-1] not in VOWELS and bare[-2] in "aeou" and bare[-3] not in VOWELS
    return f"{bare[:-1]}{bare[-2]}{bare[-1]}" if is_open and _is_one_syllable(bare) else bare


def _is_one_syllable(word: str) -> bool:
    return sum(letter in VOWELS for letter in word) == 1
