"""An item as one plain document (JSON) and back, without loss: facts, texts per language, the
schedule, the words of its photos. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from webapp.activities.facts import ActivityFacts, ActivityTexts
from webapp.core.geo import Position
from webapp.places.facts import PlaceFacts, PlaceTexts

FORMAT = 1
PHOTOS = "photos"  # a document of before they were noted does not have it
PLACE, ACTIVITY = "place", "activity"
FACTS: Mapping[str, type[PlaceFacts | ActivityFacts]] = {PLACE: PlaceFacts, ACTIVITY: ActivityFacts}
TEXTS: Mapping[str, type[PlaceTexts | ActivityTexts]] = {PLACE: PlaceTexts, ACTIVITY: ActivityTexts}
# What is no content, by table or dataclass field, with why. Whatever else a table holds has to be in the document.
APART = {
    "municipality_id": "whose it is",
    "id": "which one it is",
    "slug": "its address, which must go on working",
    "source": "where it came from",
    "external_id": "what it is called there",
    "told": "what its source said last",
    "merged_into_id": "with which other one it was made one",
    "neighbourhood_code": "follows from the point",
    "search": "follows from the texts",
    "checked_on": "that somebody looked is not undone by going back to older words",
    "opening_hours": "kept as the schedule",
}
# How texts stand to each other; they follow from how a change is made, so no change chooses them.
TEXT_STATE = ("version", "made_by")

Document = dict[str, Any]


@dataclass(frozen=True)
class TextState:
    """Of one text, as in core/text_states.py."""

    version: int
    made_by: str


def fact_names(kind: str) -> tuple[str, ...]:
    return tuple(field.name for field in fields(FACTS[kind]) if field.name not in APART)


def text_names(kind: str) -> tuple[str, ...]:
    return tuple(field.name for field in fields(TEXTS[kind]))


def to_document(
    kind: str,
    facts: PlaceFacts | ActivityFacts,
    texts: Mapping[str, tuple[PlaceTexts | ActivityTexts, TextState]],
    *,
    published: bool,
    schedule: Mapping[str, Any] | None,
    photos: Sequence[Mapping[str, Any]] = (),
) -> Document:
    return {
        "format": FORMAT,
        "published": published,
        "facts": {name: _plain(getattr(facts, name)) for name in fact_names(kind)},
        "texts": {language: {**vars(words), **vars(state)} for language, (words, state) in sorted(texts.items())},
        "schedule": dict(schedule) if schedule is not None else None,
        PHOTOS: [dict(photo) for photo in photos],
    }


def facts_of(document: Document, kind: str) -> Any:
    """What an old document does not know yet is as it is when nothing is told. Raises ValueError for a document that
    no release wrote."""
    told = document["facts"]
    values = {name: told[name] for name in fact_names(kind) if name in told}
    return FACTS[kind](**{name: _value(name, value) for name, value in values.items()})


def texts_of(document: Document, kind: str) -> dict[str, Any]:
    """By language, without their states."""
    names = text_names(kind)
    return {
        language: TEXTS[kind](**{name: told[name] for name in names if name in told})
        for language, told in document["texts"].items()
    }


def states_of(document: Document) -> dict[str, TextState]:
    return {
        language: TextState(int(told.get("version", 1)), str(told.get("made_by", "person")))
        for language, told in document["texts"].items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Position):
        return [value.lat, value.lon]
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, UUID | date) else value


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name == "position":
        return Position(*value)
    if name.endswith("_id"):
        return UUID(value)
    return tuple(value) if isinstance(value, list) else value
