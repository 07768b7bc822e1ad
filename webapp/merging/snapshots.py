"""An item as plain values that JSON can hold, and back onto its row: what a merge remembers."""

from datetime import date
from typing import Any
from uuid import UUID

from webapp.activities.models import Activity, ActivityText
from webapp.activities.scope import owner_of
from webapp.core.geo import Position
from webapp.core.postgis import from_position, to_position
from webapp.extensions import db
from webapp.merging.rules import FIELDS, TEXT_PARTS, undone
from webapp.places.models import Place, PlaceText
from webapp.places.writing import find_row
from webapp.schedule.document import from_document
from webapp.schedule.queries import find_schedule
from webapp.schedule.rules import HoursError
from webapp.schedule.values import Schedule

Item = Place | Activity
Snapshot = dict[str, Any]
ID_COLUMNS = ("organisation_id", "place_id")
TEXT_ROWS: dict[str, Any] = {"places": PlaceText, "activities": ActivityText}


def take(item: Item, what: str) -> Snapshot:
    """Facts, texts per language, the times as a document."""
    columns = [column for field in FIELDS[what] for column in field.columns]
    return {
        "facts": {column: plain(item, column) for column in (*columns, "published")},
        "texts": {row.language: _text(row, what) for row in item.texts},
        "times": times_of(item),
    }


def plain(item: Item, column: str) -> Any:
    value = getattr(item, column)
    if column == "point":
        position = to_position(value)
        return [position.lat, position.lon] if position else None
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else value


def put(item: Item, column: str, value: Any) -> None:
    """Only where it differs, so that an unchanged row is not written."""
    if plain(item, column) == value:
        return
    if value is not None and column == "point":
        value = from_position(Position(lat=value[0], lon=value[1]))
    elif value is not None and column in ID_COLUMNS:
        value = UUID(value)
    elif value is not None and column == "checked_on":
        value = date.fromisoformat(value)
    setattr(item, column, value)


def _text(row: Any, what: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*TEXT_PARTS[what], "version", "made_by")}


def times_of(item: Item) -> Any:
    stored = find_schedule(item.municipality_id, owner_of(item))
    return stored.document if stored else None


def read_times(document: Any) -> Schedule:
    """Without any times where there is nothing, or what is no more understood."""
    try:
        return from_document(document) if document else Schedule()
    except HoursError:
        return Schedule()


def restore(item: Item, what: str, before: Snapshot, after: Snapshot) -> None:
    """Facts and texts as before; what was changed after the merge stays as it is now."""
    for column, value in before["facts"].items():
        put(item, column, undone(value, after["facts"].get(column), plain(item, column)))
    for language in sorted({*before["texts"], *after["texts"]}, key=lambda code: code != "nl"):
        _restore_text(item, what, language, before["texts"].get(language), after["texts"].get(language))
    db.session.flush()


def _restore_text(item: Item, what: str, language: str, before: Any, after: Any) -> None:
    rows: list[Any] = list(item.texts)
    row = find_row(rows, language)
    if row is None or before == after:
        return
    if before is None:
        if _text(row, what) == after:
            item.texts.remove(row)
        return
    untouched = _text(row, what) == after
    for name in TEXT_PARTS[what]:
        setattr(row, name, undone(before[name], (after or {}).get(name), getattr(row, name)))
    if untouched:
        row.version, row.made_by = before["version"], before["made_by"]
