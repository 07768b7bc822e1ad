"""By which words a foreign directory tells what something is; see words.toml. Pure but for reading that file."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from webapp.core.errors import ImportRefused
from webapp.places.secrecy import fold
from webapp.schedule.reading import show
from webapp.taxonomy.rules import SECRET_KIND, terms

WORDS_FILE = Path(__file__).with_name("words.toml")
AXES = ("place_kind", "activity_kind", "theme", "group")
ALL = "*"
MOST_BYTES = 1_000_000
LONGEST_WORD = 200
Patterns = Mapping[str, re.Pattern[str]]


@dataclass(frozen=True)
class Words:
    """By axis and id; `otherwise` what counts where no word tells it."""

    patterns: Mapping[str, Patterns]
    otherwise: Mapping[str, str]
    _found: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def find(self, axis: str, texts: Iterable[str]) -> tuple[str, ...]:
        """All that these texts tell, in the order of the file."""
        found = frozenset[str]().union(*(self._told(axis, text) for text in texts if text))
        return tuple(id_ for id_ in self.patterns[axis] if id_ in found)

    def _told(self, axis: str, text: str) -> frozenset[str]:
        """Remembered: a directory has few terms and many services."""
        if (axis, text) not in self._found:
            folded = fold(text)
            told = frozenset(id_ for id_, pattern in self.patterns[axis].items() if pattern.search(folded))
            self._found[axis, text] = told
        return self._found[axis, text]

    def first(self, axis: str, *sources: Iterable[str]) -> str | None:
        """What the first of these sources tells that tells anything."""
        for texts in sources:
            if found := self.find(axis, texts):
                return found[0]
        return self.otherwise.get(axis)


@cache
def _own_words() -> Mapping[str, Any]:
    return tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))


def read_words(path: Path | None = None) -> Words:
    """Those of a file before our own. Raises ImportRefused that names what is wrong in it."""
    further = _read(path) if path is not None else {}
    own = _own_words()
    return Words(
        {axis: {**_patterns(further.get(axis, {})), **_rest(further, own, axis)} for axis in AXES},
        {axis: id_ for axis in AXES for id_ in [_otherwise(further, axis) or _otherwise(own, axis)] if id_},
    )


def _rest(further: Mapping[str, Any], own: Mapping[str, Any], axis: str) -> Patterns:
    """A term for which a file brings words keeps ours beside them, and counts from where the file puts it."""
    return _patterns({id_: [*further.get(axis, {}).get(id_, ()), *words] for id_, words in own[axis].items()})


def _patterns(words: Mapping[str, Iterable[str]]) -> dict[str, re.Pattern[str]]:
    return {id_: pattern for id_, listed in words.items() if (pattern := _pattern(listed))}


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    parts = ["[a-z0-9]*".join(map(re.escape, map(fold, word.split(ALL)))) for word in words if word != ALL]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b") if parts else None


def _otherwise(words: Mapping[str, Any], axis: str) -> str | None:
    return next((id_ for id_, listed in words.get(axis, {}).items() if ALL in listed), None)


def _read(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        raise ImportRefused(f"There is no file {path}.")
    if path.stat().st_size > MOST_BYTES:
        raise ImportRefused(f"{path} has more than {MOST_BYTES:,} bytes; that is the most.")
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError, RecursionError) as error:
        raise ImportRefused(f"{path} is no TOML: {error}") from error
    for axis, words in content.items():
        _check(path, axis, words)
    return content


def _check(path: Path, axis: str, words: object) -> None:
    if axis not in AXES or not isinstance(words, Mapping):
        raise ImportRefused(f"{path}: {show(axis)} is not one of {', '.join(f'[{one}]' for one in AXES)}.")
    for id_, listed in words.items():
        if id_ not in terms(axis) or id_ == SECRET_KIND:
            raise ImportRefused(f"{path}: {axis} {show(id_)} is not known; use {', '.join(terms(axis))}.")
        if not isinstance(listed, list) or not all(isinstance(word, str) and _says_something(word) for word in listed):
            raise ImportRefused(f"{path}: {axis} {id_} needs a list of words, each of {LONGEST_WORD} letters at most.")


def _says_something(word: str) -> bool:
    return word == ALL or (bool(fold(word)) and len(word) <= LONGEST_WORD)
