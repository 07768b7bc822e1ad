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

    @classmethod
    def of(cls, text: str) -> "Paragraphs":
        return cls(tuple(part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()))


def pick_text(texts: Sequence[TextRow], language: str) -> TextRow:
    """The text in this language, else in Dutch, else in the first there is. Raises LookupError without any."""
    by_language = {text.language: text for text in texts}
    for wanted in (language, FALLBACK_LANGUAGE):
        if wanted in by_language:
            return by_language[wanted]
    if not texts:
        raise LookupError("a thing without a text in any language")
    return texts[0]
