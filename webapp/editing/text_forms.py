"""The words of an item in several languages, as they are filled in and as they become a proposal."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from webapp.core.text_states import TextState, is_major, state_of
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.places.checks import is_language
from webapp.versions.document import Document, text_names
from webapp.versions.rules import CONFIRMED, MACHINE, MAJOR, MINOR

FIRST = (FALLBACK_LANGUAGE, "en")  # always on the page
MOST_LANGUAGES = 8
AUTO = "auto"
HOW = (AUTO, MAJOR, MINOR)
NEW_LINES = re.compile(r"\r\n?")


@dataclass
class Column:
    """One language. `by_machine`: the words were made by one and nobody has said that they are right."""

    language: str
    words: dict[str, str]
    state: str
    how: str = AUTO
    confirms: bool = False
    by_machine: bool = False

    @property
    def is_source(self) -> bool:
        return self.language == FALLBACK_LANGUAGE

    @property
    def is_empty(self) -> bool:
        return not any(word.strip() for word in self.words.values())


@dataclass
class TextsForm:
    base: int
    kind: str
    columns: list[Column]
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def languages(self) -> list[str]:
        return [column.language for column in self.columns]

    def column(self, language: str) -> Column:
        return next(one for one in self.columns if one.language == language)

    def pairs(self) -> list[tuple[str, str]]:
        """All fields as a form sends them, for a page that only asks to choose."""
        found = [("languages", language) for language in self.languages]
        for column in self.columns:
            found += [(f"{column.language}-{name}", word) for name, word in column.words.items()]
            found.append((f"{column.language}-how", column.how))
            found += [(f"{column.language}-confirms", "1")] if column.confirms else []
            found += [(f"{column.language}-machine", "1")] if column.by_machine else []
        return found


@dataclass(frozen=True)
class _Row:
    language: str
    version: int
    made_by: str


def stored_form(document: Document, base: int, kind: str, further: Iterable[str] = ()) -> TextsForm:
    """`further` are languages to add to those that are there."""
    wanted = dict.fromkeys((*FIRST, *document["texts"], *further))
    names = text_names(kind)
    columns = []
    for language in list(wanted)[:MOST_LANGUAGES]:
        told = document["texts"].get(language, {})
        state = text_state(document, language)
        words = {name: str(told.get(name, "")) for name in names}
        columns.append(Column(language, words, state, by_machine=state == TextState.MACHINE))
    return TextsForm(base, kind, columns)


def text_state(document: Document, language: str) -> str:
    return str(state_of(_row(document, language), _row(document, FALLBACK_LANGUAGE)))


def _row(document: Document, language: str) -> _Row | None:
    told = document["texts"].get(language)
    return _Row(language, told.get("version", 1), told.get("made_by", "person")) if told is not None else None


def read_form(typed: MultiDict[str, str], base_document: Document, base: int, kind: str) -> TextsForm:
    """Languages that nobody knows are left out."""
    wanted = [*FIRST, *base_document["texts"], *filter(is_language, typed.getlist("languages"))]
    columns = []
    for language in list(dict.fromkeys(wanted))[:MOST_LANGUAGES]:
        words = {name: clean(name, typed.get(f"{language}-{name}", "")) for name in text_names(kind)}
        columns.append(
            Column(
                language,
                words,
                text_state(base_document, language),
                how=_one_of(typed.get(f"{language}-how", AUTO)),
                confirms=f"{language}-confirms" in typed,
                by_machine=f"{language}-machine" in typed,
            )
        )
    return TextsForm(base, kind, columns)


def clean(name: str, word: str) -> str:
    """Lines end as everywhere else; a name has no ends of its own."""
    word = NEW_LINES.sub("\n", word).strip()
    return " ".join(word.split()) if name == "name" else word


def _one_of(how: str) -> str:
    return how if how in HOW else AUTO


def document_of(form: TextsForm, base_document: Document) -> tuple[Document, dict[str, str]]:
    """The document with these words, and how each text was changed. A language without any word that was not there is
    not there yet."""
    texts: dict[str, Any] = dict(base_document["texts"])
    edits: dict[str, str] = {}
    for column in form.columns:
        before = texts.get(column.language)
        if before is None and column.is_empty:
            continue
        texts[column.language] = {**(before or {"version": 1, "made_by": "person"}), **column.words}
        how = _how(column, before)
        if how is not None:
            edits[column.language] = how
    return {**base_document, "texts": texts}, edits


def _how(column: Column, before: Mapping[str, Any] | None) -> str | None:
    """None where nothing of it changed."""
    told = {name: before.get(name, "") for name in column.words} if before is not None else {}
    differs = before is None or told != column.words
    if not column.is_source and column.confirms:
        return MAJOR if differs else CONFIRMED
    if not differs:
        return None
    if column.by_machine:
        return MACHINE
    if column.how == AUTO:
        return MAJOR if is_major(told, column.words) else MINOR
    return column.how
