"""What a search is read into, and what a town knows of its words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from webapp.search.lexicon import NOTHING, Terms

SURE, LIKELY, LITTLE = 1.0, 0.6, 0.3  # how much a unit weighs: as typed, with a guess, a word that says little
NARROW_AXES = ("topic", "place_kind", "activity_kind")


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
class Wanted:
    """What was asked for; without units nothing fits."""

    units: tuple[Unit, ...]


@dataclass(frozen=True)
class TownWords:
    """What the town knows: `holding` word → words that hold it (itself too), `similar` word → words like it,
    `parts`: pieces that are words."""

    holding: Mapping[str, Sequence[str]] = field(default_factory=dict)
    similar: Mapping[str, Sequence[str]] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()


NO_WORDS = TownWords()
