"""Which phone lines answer at once, by the words of a question and its subject. One list for server and browser."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unicodedata import combining, normalize

CRISIS_FILE = Path(__file__).with_name("crisis.toml")
DANGER = "112"
URGENT = (DANGER, "113", "veilig-thuis")  # a team looks at these first
_NOT_A_LETTER = re.compile(r"[^\w]+")
_APOSTROPHE = re.compile(r"['’‘`´]")


@dataclass(frozen=True)
class CrisisWords:
    """`phrases` by line, plain (see `plain`); a `*` at the end of one means any ending."""

    phrases: Mapping[str, tuple[str, ...]]
    themes: Mapping[str, tuple[str, ...]]

    @cached_property
    def _sought(self) -> Mapping[str, tuple[str, ...]]:
        """The phrases with the spaces that stand around them."""
        return {line: tuple(map(_with_spaces, phrases)) for line, phrases in self.phrases.items()}

    def lines_for(self, text: str, topic: str = "") -> tuple[str, ...]:
        """Ids of lines in the order of the file: those of the words first, then those of the subject."""
        words = f" {plain(text)} "
        told = [line for line, sought in self._sought.items() if any(one in words for one in sought)]
        return tuple(dict.fromkeys((*told, *self.themes.get(topic, ()))))


def plain(text: str) -> str:
    """Small letters without accents and apostrophes, one space between words. The browser does the same."""
    letters = "".join(letter for letter in normalize("NFD", text.casefold()) if not combining(letter))
    return _NOT_A_LETTER.sub(" ", _APOSTROPHE.sub("", letters)).strip()


def _with_spaces(phrase: str) -> str:
    return f" {phrase[:-1]}" if phrase.endswith("*") else f" {phrase} "


def read_crisis_words(content: Mapping[str, Any]) -> CrisisWords:
    """Raises ValueError for a phrase that is not written as `plain` writes it."""
    phrases: dict[str, tuple[str, ...]] = {}
    for entry in content["words"]:
        told = tuple(phrase for language, list_ in entry.items() if language != "line" for phrase in list_)
        odd = [phrase for phrase in told if plain(phrase.removesuffix("*")) != phrase.removesuffix("*")]
        if odd:
            raise ValueError(f"crisis words of {entry['line']}: write {odd} in small letters without accents")
        phrases[entry["line"]] = tuple(dict.fromkeys(told))
    themes = {theme: tuple(lines) for theme, lines in content.get("themes", {}).items()}
    return CrisisWords(MappingProxyType(phrases), MappingProxyType(themes))


@cache
def crisis_words() -> CrisisWords:
    """Read once per process: the file belongs to the release."""
    return read_crisis_words(tomllib.loads(CRISIS_FILE.read_text(encoding="utf-8")))


def is_urgent(lines: Sequence[str]) -> bool:
    return any(line in URGENT for line in lines)
