"""Loads a demonstration town through the same operations as everyone else, so that it obeys the same checks."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from webapp.activities.operations import save_activity
from webapp.activities.queries import find_activity_of_source
from webapp.areas.boundaries import gather
from webapp.areas.geojson import GeoJson
from webapp.areas.models import Municipality
from webapp.areas.operations import import_boundaries, import_postcodes, open_municipality
from webapp.areas.postcodes import read_postcodes
from webapp.areas.queries import find_municipality
from webapp.areas.reading import read_text
from webapp.core import clock
from webapp.core.text_states import Maker, TextState
from webapp.demo.rules import read_activity, read_organisation, read_place, read_states, read_town
from webapp.extensions import db
from webapp.places.checks import FactsError
from webapp.places.operations import save_organisation, save_places
from webapp.places.queries import list_places_of_source, map_organisation_ids
from webapp.places.writing import TextRow, assign, confirm_text, outdate_text
from webapp.schedule.slots import expect_many_rows

CONTENT = Path(__file__).with_name("content")
SOURCE = "demo"


@dataclass
class Loaded:
    town: str
    slug: str
    counts: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, outcome: str) -> None:
        self.counts[what] += 1
        self.outcomes[outcome] += 1


def list_towns() -> list[str]:
    return sorted(path.parent.name for path in CONTENT.glob("*/town.toml"))


def load_town(folder: Path) -> Loaded:
    """Loading again changes nothing. Raises ValueError that names the entry which is not right."""
    expect_many_rows()
    town = _load_municipality(folder)
    loaded = Loaded(town.name, town.slug)
    _load_organisations(folder, town, loaded)
    places = _load_places(folder, town, loaded)
    _load_activities(folder, town, places, loaded)
    open_municipality(town, clock.now())
    return loaded


def _load_municipality(folder: Path) -> Municipality:
    """The drawn boundaries step back where the real ones are already there."""
    values = read_town(_read(folder / "town.toml"))
    report = import_boundaries(gather(GeoJson(read_text(folder / "areas.geojson")).features()), attribution=None)
    import_postcodes(read_postcodes(read_text(folder / "postcodes.csv")))
    town = find_municipality(values["slug"])
    if town is None or town.code != values["code"]:
        raise ValueError("; ".join(report.lines()) or f"areas.geojson holds no {values['code']}")
    assign(town, {**values, "is_demo": True})
    db.session.flush()
    return town


def _load_organisations(folder: Path, town: Municipality, loaded: Loaded) -> None:
    for content in _read(folder / "organisations.toml").get("organisation", []):
        loaded.add("organisations", save_organisation(town, read_organisation(content)))


def _load_places(folder: Path, town: Municipality, loaded: Loaded) -> dict[str, UUID]:
    organisations = map_organisation_ids(town.id)
    contents = _read(folder / "places.toml").get("place", [])
    entries = [read_place(content, organisations) for content in contents]
    for entry, saved in zip(entries, save_places(town, entries, source=SOURCE), strict=True):
        if saved.outcome is None:
            raise ValueError(f"{entry.external_id}: {FactsError(saved.flaws)}")
        loaded.add("places", saved.outcome)
    slugs = {entry.external_id: entry.slug or "" for entry in entries}
    places = list_places_of_source(town.id, SOURCE, slugs.keys())
    states = {content["external_id"]: read_states(content) for content in contents}
    for place in places:
        _mark(place.texts, states.get(place.external_id or "", {}))
    return {slugs[place.external_id]: place.id for place in places if place.external_id}


def _load_activities(folder: Path, town: Municipality, places: dict[str, UUID], loaded: Loaded) -> None:
    organisations = map_organisation_ids(town.id)
    for content in _activities(folder):
        entry = read_activity(content, organisations, places)
        try:
            outcome = save_activity(
                town,
                entry.facts,
                entry.texts,
                source=SOURCE,
                external_id=entry.external_id,
                slug=entry.slug,
                schedule=entry.schedule,
            )
        except FactsError as error:
            raise ValueError(f"{entry.external_id}: {error}") from error
        loaded.add("activities", outcome)
        if states := read_states(content):
            activity = find_activity_of_source(town.id, SOURCE, entry.external_id)
            _mark(activity.texts if activity else [], states)


def _mark(texts: Sequence[TextRow], states: Mapping[str, TextState]) -> None:
    for language, state in states.items():
        if state == TextState.MACHINE:
            confirm_text(texts, language, by=Maker.MACHINE)
        else:
            outdate_text(texts, language)


def _activities(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("activities*.toml")):
        yield from _read(path).get("activity", [])


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
