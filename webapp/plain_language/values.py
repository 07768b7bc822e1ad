"""What the check of a text finds, and the pieces into which it cuts a text."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    LONG_SENTENCE = "long_sentence"
    LONG_WORD = "long_word"
    PASSIVE = "passive"
    JARGON = "jargon"
    FORMAL = "formal"
    DOUBLE_NEGATION = "double_negation"
    ABBREVIATION = "abbreviation"
    NOMINAL = "nominal"
    CAPITALS = "capitals"


class Weight(StrEnum):
    """BAD is to be mended before a resident reads it; WARN is worth a second look, and may be right as it is."""

    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """`start` and `end` count characters of the text as it was given; `code` names the sentence in wording.py."""

    start: int
    end: int
    kind: Kind
    words: str
    code: str
    weight: Weight = Weight.WARN
    alternative: str = ""
    count: int = 0  # of words or syllables, where the sentence tells it

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


@dataclass(frozen=True)
class Word:
    start: int
    end: int
    text: str
    low: str  # as it stands in the lists: small letters, composed, without soft hyphens
    is_word: bool = True  # an address, a phone number or a time counts as one word and is not judged

    @property
    def is_capitals(self) -> bool:
        return len(self.low) > 1 and self.text.isupper() and self.text.isalpha()


@dataclass(frozen=True)
class Sentence:
    start: int
    end: int
    words: tuple[Word, ...]
    # Before the word with this number a clause may begin: after a comma, a colon, a bracket or a dash.
    breaks: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Measure:
    """A readability formula with its source; `band` is too_short, easy, normal or hard."""

    name: str
    source: str
    score: float
    band: str
    words: int
    sentences: int
    syllables: int


@dataclass(frozen=True)
class WorstSentence:
    start: int
    end: int
    text: str
    burden: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Report:
    """`checked` is False for a language that nobody taught us: then silence means nothing."""

    language: str
    checked: bool
    findings: tuple[Finding, ...] = ()
    measure: Measure | None = None
    worst_sentences: tuple[WorstSentence, ...] = ()

    @property
    def bad(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.weight is Weight.BAD)
