"""What an import would do, without doing it: the same checks and comparisons as save_places, and no lock."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.areas.models import Municipality
from webapp.core.postgis import to_position
from webapp.places.checks import Flaw
from webapp.places.facts import PlaceEntry
from webapp.places.models import Place
from webapp.places.operations import (
    check_entry,
    map_documents,
    map_stored,
    merged_facts,
    news_of,
    says_stored_hours,
    told_times,
)
from webapp.places.writing import Outcome, columns_of, find_row, values_of
from webapp.schedule.models import StoredSchedule


@dataclass(frozen=True)
class Difference:
    """`column` as in the header of a file."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Foreseen:
    """Of one entry; `outcome` None: it cannot be stored, for these flaws."""

    entry: PlaceEntry
    outcome: Outcome | None
    place: Place | None = None
    flaws: tuple[Flaw, ...] = ()
    differences: tuple[Difference, ...] = ()
    is_merged: bool = False  # into another one, so it is left alone


def foresee_places(municipality: Municipality, entries: Sequence[PlaceEntry], *, source: str) -> list[Foreseen]:
    """One answer an entry, in their order; three queries for some hundreds of them."""
    stored = map_stored(municipality, entries, source)
    documents = map_documents(municipality, stored.values())
    return [_foresee(stored.get(entry.external_id), entry, documents) for entry in entries]


def _foresee(place: Place | None, entry: PlaceEntry, documents: Mapping[Any, StoredSchedule]) -> Foreseen:
    if place is not None and place.merged_into_id is not None:
        return Foreseen(entry, "unchanged", place, is_merged=True)
    flaws = check_entry(place, entry)
    if flaws:
        return Foreseen(entry, None, place, tuple(flaws))
    if place is None:
        return Foreseen(entry, "added")
    hours = _hours(place, entry, documents.get(place.id))
    differences = (*_facts(place, entry), *_texts(place, entry), *hours)
    return Foreseen(entry, "changed" if differences else "unchanged", place, differences=differences)


def _facts(place: Place, entry: PlaceEntry) -> Iterator[Difference]:
    for column, after in columns_of(merged_facts(place, entry)).items():
        before = to_position(place.point) if column == "position" else getattr(place, column)
        if before != after:
            yield Difference(column, before, after)


def _texts(place: Place, entry: PlaceEntry) -> Iterator[Difference]:
    news = news_of(place, entry)
    for language, text in entry.texts.items():
        row = find_row(place.texts, language)
        for name, after in values_of(text).items():
            column = f"{name}_{language}"
            if row is not None and column not in news:
                continue
            before = getattr(row, name) if row is not None else ""
            if before != after or (row is None and name == "name"):
                yield Difference(column, before, after)


def _hours(place: Place, entry: PlaceEntry, stored: StoredSchedule | None) -> Iterator[Difference]:
    if entry.given is not None and "opening_hours" not in entry.given:
        return
    told, before = told_times(place.id, entry), stored.source_text if stored else None
    if told.source_text != before and not says_stored_hours(entry, stored):
        yield Difference("opening_hours", before, told.source_text)
