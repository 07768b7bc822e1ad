"""Facts and texts onto rows, touching only what differs: an unchanged row is not written, so nothing counts up."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Literal, Protocol, TypeVar

from webapp.core.postgis import from_position, to_position
from webapp.core.texts import FALLBACK_LANGUAGE

Outcome = Literal["added", "changed", "unchanged"]
CHECKED, OUTDATED = "checked", "outdated"


class TextRow(Protocol):
    language: str
    state: str


Row = TypeVar("Row", bound=TextRow)


def values_of(facts: Any, given: frozenset[str] | None = None) -> dict[str, Any]:
    """The fields of a dataclass as columns keep them; with `given` only those."""
    values = {field.name: getattr(facts, field.name) for field in fields(facts)}
    return {name: _plain(value) for name, value in values.items() if given is None or name in given}


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
    """Whether anything differed. A language that the source does not have is marked when the Dutch text moves on."""
    stored = {row.language: row for row in rows}
    changed = {
        language for language, text in texts.items() if _write_text(rows, stored, row_class, language, text, given)
    }
    if FALLBACK_LANGUAGE in changed and FALLBACK_LANGUAGE in stored:
        for language in stored.keys() - texts.keys():
            stored[language].state = OUTDATED
    return bool(changed)


def _write_text(
    rows: list[Row], stored: Mapping[str, Row], row_class: Callable[..., Row], language: str, text: Any,
    given: frozenset[str] | None,
) -> bool:  # fmt: skip
    row = stored.get(language)
    if row is None:
        rows.append(row_class(language=language, state=CHECKED, **values_of(text)))
        return True
    values = values_of(text)
    told = {name: value for name, value in values.items() if given is None or f"{name}_{language}" in given}
    if not assign(row, told):
        return False
    row.state = CHECKED
    return True
