"""A text per language, and what is shown when one is missing: Dutch, marked as such."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

FALLBACK_LANGUAGE = "nl"


class InLanguage(Protocol):
    @property
    def language(self) -> str: ...


@dataclass(frozen=True)
class Spoken:
    """Words with the language in which they are: another than the page's where Dutch stands in."""

    words: str
    language: str

    def __bool__(self) -> bool:
        return bool(self.words)

    def unlike(self, page_language: str) -> str:
        """The language where a page in that one has to mark it, else empty."""
        return "" if self.language == page_language else self.language


def shortened(text: str, limit: int) -> str:
    """On one line of at most so many characters, cut between two words where there is such a place."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    whole_words = line[:limit].rpartition(" ")[0].rstrip(" ,;:–-")
    return f"{whole_words or line[: limit - 1]}…"


def pick_words(words: Mapping[str, str], language: str) -> Spoken:
    """In this language, else in Dutch, else in the first there is; empty without any."""
    for wanted in (language, FALLBACK_LANGUAGE, *words):
        if words.get(wanted):
            return Spoken(words[wanted], wanted)
    return Spoken("", language)


TextRow = TypeVar("TextRow", bound=InLanguage)


@dataclass(frozen=True)
class Paragraphs:
    """Plain text cut at empty lines; a template puts each in its own element, escaped."""

    parts: tuple[str, ...]
    language: str

    @classmethod
    def of(cls, text: Spoken) -> "Paragraphs":
        parts = text.words.replace("\r\n", "\n").split("\n\n")
        return cls(tuple(part.strip() for part in parts if part.strip()), text.language)


def in_order(texts: Sequence[TextRow], language: str) -> tuple[TextRow, ...]:
    """From which a reader's words are taken, the best first: this language, then Dutch; without both the first there
    is. The Dutch text is the source, so on a Dutch page nothing stands in for it. Raises LookupError without any."""
    by_language = {text.language: text for text in texts}
    if not texts:
        raise LookupError("a thing without a text in any language")
    wanted = dict.fromkeys((language, FALLBACK_LANGUAGE))
    return tuple(by_language[code] for code in wanted if code in by_language) or (texts[0],)


def pick_text(texts: Sequence[TextRow], language: str) -> TextRow:
    """The text in this language, else in Dutch, else in the first there is. Raises LookupError without any."""
    return in_order(texts, language)[0]


def pick_field(ordered: Sequence[InLanguage], name: str) -> Spoken:
    """One part of a text: of the first that says anything there, as somebody may have translated only the name."""
    for text in ordered:
        words: str = getattr(text, name, "")
        if words.strip():
            return Spoken(words, text.language)
    return Spoken("", ordered[0].language)
