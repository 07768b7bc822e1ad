"""The words of a collection in one language, as fields by name: `title`, `intro`, and of each part `{id}-title` (of a
heading) and `{id}-words`. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from webapp.core.texts import Spoken

TITLE, INTRO = "title", "intro"
LONGEST = {TITLE: 80, INTRO: 400, "words": 300}  # characters


class Part(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def is_heading(self) -> bool: ...


class Text(Protocol):
    @property
    def language(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def intro(self) -> str: ...
    @property
    def words(self) -> dict[str, Any]: ...


def names_of(part: Part) -> tuple[str, ...]:
    return (TITLE, "words") if part.is_heading else ("words",)


def field_name(part: Part, name: str) -> str:
    return f"{part.id}-{name}"


def longest(field: str) -> int:
    return LONGEST[field.rpartition("-")[2]]


def field_names(parts: Iterable[Part]) -> list[str]:
    return [TITLE, INTRO, *(field_name(part, name) for part in parts for name in names_of(part))]


def fields_of(text: Text | None, parts: Iterable[Part]) -> dict[str, str]:
    """Empty where nothing is said."""
    if text is None:
        return dict.fromkeys(field_names(parts), "")
    told = {TITLE: text.title, INTRO: text.intro}
    return told | {field_name(part, name): said(text, part, name) for part in parts for name in names_of(part)}


def said(text: Text, part: Part, name: str) -> str:
    return str(text.words.get(str(part.id), {}).get(name, ""))


def words_of(fields: Mapping[str, str], parts: Iterable[Part]) -> dict[str, dict[str, str]]:
    """Of the parts, as they are stored: without what is empty, and without parts that are gone."""
    told = {}
    for part in parts:
        own = {name: fields.get(field_name(part, name), "") for name in names_of(part)}
        if any(own.values()):
            told[str(part.id)] = {name: words for name, words in own.items() if words}
    return told


def spoken(texts: Sequence[Text], part: Part, name: str) -> Spoken:
    """`texts` in the order in which they are asked; of the first that says anything there."""
    for text in texts:
        if words := said(text, part, name):
            return Spoken(words, text.language)
    return Spoken("", texts[0].language)
