"""A readability figure with its source: honest about what it is, silent about what is too short to say.

Flesch-Douma (Dutch): 206.84 - 0.77 x syllables per 100 words - 0.93 x words per sentence; W.H. Douma, "De leesbaarheid
van landbouwbladen", Wageningen 1960, with his table of levels. Flesch Reading Ease (English): 206.835 - 84.6 x
syllables per word - 1.015 x words per sentence; R. Flesch, "A new readability yardstick", 1948. Both see only the
length of words and sentences: nothing of order, meaning or lay-out, and no CEFR level follows from them."""

from collections.abc import Sequence

from webapp.plain_language.syllables import count_syllables
from webapp.plain_language.values import Measure, Sentence

ENOUGH_WORDS = 50  # Flesch took samples of 100; below this one long name moves the figure by ten
EASY, NORMAL = 70, 60  # Douma: from 70 "fairly easy", 60-70 "normal"; Flesch has the same steps
NAMES = {
    "nl": ("Flesch-Douma", "W.H. Douma, De leesbaarheid van landbouwbladen (1960)", (206.84, 77.0, 0.93)),
    "en": ("Flesch Reading Ease", "R. Flesch, A new readability yardstick (1948)", (206.835, 84.6, 1.015)),
}


def measure(sentences: Sequence[Sentence], language: str) -> Measure:
    words = [word for sentence in sentences for word in sentence.words if word.is_word]
    syllables = sum(count_syllables(word.low, language) for word in words)
    counted = sum(1 for sentence in sentences if any(word.is_word for word in sentence.words))
    name, source, _factors = NAMES[language]
    score = _score(len(words), counted, syllables, language)
    return Measure(name, source, score, _band(score, len(words)), len(words), counted, syllables)


def _score(words: int, sentences: int, syllables: int, language: str) -> float:
    """0 for a text without words."""
    if not words:
        return 0.0
    base, of_syllables, of_words = NAMES[language][2]
    return round(base - of_syllables * syllables / words - of_words * words / sentences, 1)


def _band(score: float, words: int) -> str:
    if words < ENOUGH_WORDS:
        return "too_short"
    return "easy" if score >= EASY else "normal" if score >= NORMAL else "hard"
