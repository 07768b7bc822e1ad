"""Facts and texts onto rows, touching only what differs: an unchanged row is not written, so nothing counts up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, Literal, Protocol, TypeVar

from webapp.core.postgis import from_position, to_position
from webapp.core.text_states import FIRST_VERSION, Maker, is_major
from webapp.core.texts import FALLBACK_LANGUAGE

Outcome = Literal["added", "changed", "unchanged"]


class TextRow(Protocol):
    language: str
    version: int
    made_by: str


Row = TypeVar("Row", bound=TextRow)
Text = TypeVar("Text")


def values_of(facts: Any, given: frozenset[str] | None = None) -> dict[str, Any]:
    """The fields of a dataclass as columns keep them; with `given` only those."""
    values = {field.name: getattr(facts, field.name) for field in fields(facts)}
    return {name: _plain(value) for name, value in values.items() if given is None or name in given}


def columns_of(facts: Any) -> dict[str, Any]:
    """Of a place or an activity; times are kept apart, as a schedule."""
    values = values_of(facts)
    del values["opening_hours"]
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def assign(row: Any, values: Mapping[str, Any]) -> bool:
    """Whether anything differed. `position` is compared with the row's own point, not with one it borrows."""
    different = {name: value for name, value in values.items() if _stored(row, name) != value}
    for name, value in different.items():
        if name == "position":
            row.point = from_position(value) if value else None
        else:
            setattr(row, name, value)
    return bool(different)


def _stored(row: Any, name: str) -> Any:
    return to_position(row.point) if name == "position" else getattr(row, name)


def write_texts(
    rows: list[Row], row_class: Callable[..., Row], texts: Mapping[str, Any], given: frozenset[str] | None = None
) -> bool:
    """All that a source tells, Dutch first: the others follow it. Whether anything differed.

    A source does not say how much a change matters, so the words decide (is_major).
    """
    differ = False
    for language in sorted(texts, key=lambda language: language != FALLBACK_LANGUAGE):
        told = values_of(texts[language])
        if given is not None and find_row(rows, language):
            told = {name: value for name, value in told.items() if f"{name}_{language}" in given}
        differ |= write_text(rows, row_class, language, told)
    return differ


def write_text(
    rows: list[Row],
    row_class: Callable[..., Row],
    language: str,
    values: Mapping[str, str],
    *,
    by: Maker = Maker.PERSON,
    major: bool | None = None,
) -> bool:
    """Whether anything differed. A major change makes the others outdated when it is one of the Dutch text; another
    text tells by it what the Dutch one tells now. A minor one is a typo: it changes nothing else."""
    if language == FALLBACK_LANGUAGE and by != Maker.PERSON:
        raise ValueError("the others follow the Dutch text: a person answers for it")
    row, source = find_row(rows, language), find_row(rows, FALLBACK_LANGUAGE)
    if row is None:
        version = source.version if source else FIRST_VERSION
        rows.append(row_class(language=language, version=version, made_by=by, **values))
        return True
    if major is None:
        major = is_major({name: getattr(row, name) for name in values}, values)
    if not assign(row, values):
        return False
    if major and row is source:
        row.version += 1
    elif major:
        _follow(row, source, by)
    return True


def confirm_text(rows: Sequence[Row], language: str, by: Maker = Maker.PERSON) -> None:
    """It tells what the Dutch text tells now, on the word of a person, or as a machine made it. Raises LookupError."""
    _follow(_translation(rows, language), find_row(rows, FALLBACK_LANGUAGE), by)


def _follow(row: TextRow, source: TextRow | None, by: Maker) -> None:
    assign(row, {"version": source.version if source else FIRST_VERSION, "made_by": by})


def outdate_text(rows: Sequence[Row], language: str) -> None:
    """Somebody found that it says something else than the Dutch text. Raises LookupError."""
    row, source = _translation(rows, language), find_row(rows, FALLBACK_LANGUAGE)
    if source is not None and row.version >= source.version:
        following = [one for one in rows if one not in (row, source) and one.version == source.version]
        for one in (source, *following):
            one.version = row.version + 1


def later(one: date | None, other: date | None) -> date | None:
    """Of two days on which somebody looked: an older one never overrules a newer one."""
    return max((day for day in (one, other) if day is not None), default=None)


def texts_of(rows: Sequence[Row], text_class: Callable[..., Text]) -> dict[str, Text]:
    """As values, by language."""
    return {row.language: text_class(**{name: getattr(row, name) for name in _names(text_class)}) for row in rows}


def _names(text_class: Any) -> list[str]:
    return [field.name for field in fields(text_class)]


def find_row(rows: Sequence[Row], language: str) -> Row | None:
    return next((row for row in rows if row.language == language), None)


def _translation(rows: Sequence[Row], language: str) -> Row:
    row = find_row(rows, language)
    if row is None or language == FALLBACK_LANGUAGE:
        raise LookupError(f"there is no translation in {language!r}")
    return row
