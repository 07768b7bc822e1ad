"""The words of one town, to look among them without the database. Pure.

One word a line in one text, and on the same line of another how it sounds: a list of strings would be six times as
large. Looking through 5,000 words takes about a millisecond.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from webapp.search.rules import likeness, most_errors, sound
from webapp.search.units import TownWords

SHORTEST_HELD, SHORTEST_ALIKE = 3, 4  # letters of what is looked for within words, and like words
LIKE_ENOUGH = 0.3  # likeness; what is really a typing error is decided letter by letter
MOST_HOLDING, MOST_ALIKE = 30, 10  # words of the town for one that was typed


@dataclass(frozen=True)
class Vocabulary:
    words: str
    sounds: str

    @classmethod
    def of(cls, words: Iterable[str]) -> "Vocabulary":
        """Of words that are cleaned and hold no white space."""
        lines = "\n".join(("", *words, ""))
        return cls(lines, sound.__wrapped__(lines))

    @property
    def size(self) -> int:
        """In characters."""
        return len(self.words) + len(self.sounds)

    def look_up(self, asked: Iterable[str], unknown: Iterable[str], pieces: Sequence[str]) -> TownWords:
        """`asked`: which words hold them; `unknown`: which are like them, where none is the same; `pieces`: which of
        them are words."""
        holding = {word: self._holding(word) for word in asked if len(word) >= SHORTEST_HELD}
        missing = [word for word in unknown if len(word) >= SHORTEST_ALIKE and word not in holding.get(word, ())]
        if not missing and not pieces:
            return TownWords(holding)
        words = self.words.split()
        similar = {word: self._similar(word, words) for word in missing}
        return TownWords(holding, similar, frozenset(pieces).intersection(words))

    def _holding(self, word: str) -> list[str]:
        """The shortest first."""
        found = {self._word_at(self.words, at) for at in _places(self.words, word)}
        return sorted(found, key=lambda other: (len(other), other))[:MOST_HOLDING]

    def _similar(self, word: str, words: Sequence[str]) -> list[str]:
        """Those in which few letters differ, or that sound alike; the most alike first."""
        most = most_errors(word)
        mistyped = process.extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=None)
        heard = (words[self.sounds.count("\n", 0, at)] for at in _places(self.sounds, f"\n{sound(word)}\n"))
        alike = {other: likeness(word, other) for other in {*(other for other, *_ in mistyped), *heard}}
        enough = [other for other, how_much in alike.items() if how_much >= LIKE_ENOUGH]
        return sorted(enough, key=lambda other: (-alike[other], other))[:MOST_ALIKE]

    @staticmethod
    def _word_at(lines: str, at: int) -> str:
        return lines[lines.rfind("\n", 0, at) + 1 : lines.find("\n", at)]


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)
