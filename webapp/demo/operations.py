"""Loads a demonstration town through the same operations as everyone else, so that it obeys the same checks."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from webapp.activities.facts import ActivityEntry
from webapp.activities.operations import save_activities
from webapp.activities.queries import list_activities_of_source
from webapp.areas.boundaries import gather
from webapp.areas.geojson import GeoJson
from webapp.areas.models import Municipality
from webapp.areas.operations import import_boundaries, import_postcodes
from webapp.areas.postcodes import read_postcodes
from webapp.areas.queries import find_municipality
from webapp.areas.reading import read_text
from webapp.core import clock
from webapp.core.text_states import Maker, TextState
from webapp.demo.changes import Planned, Town, plan_for, read_planned
from webapp.demo.closed import ToldClosure, calendar_of, read_closures
from webapp.demo.collections import load_collections
from webapp.demo.photos import load_photos
from webapp.demo.relative import in_days
from webapp.demo.rules import read_activity, read_organisation, read_place, read_states, read_town
from webapp.extensions import db
from webapp.places.checks import FactsError
from webapp.places.facts import PlaceEntry
from webapp.places.models import Place
from webapp.places.operations import Saved, save_organisation, save_places
from webapp.places.queries import list_places_of_source, map_organisation_ids
from webapp.places.writing import TextRow, assign, confirm_text, outdate_text
from webapp.schedule.breaks import read_breaks
from webapp.schedule.closing import Subject, close, set_school_breaks, tick_holiday
from webapp.schedule.slots import expect_many_rows
from webapp.schedule.values import Schedule
from webapp.teams.importing import import_teams

CONTENT = Path(__file__).with_name("content")
SOURCE = "demo"
Entry = TypeVar("Entry", PlaceEntry, ActivityEntry)


@dataclass
class Loaded:
    town: str
    slug: str
    counts: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, outcome: str) -> None:
        self.counts[what] += 1
        self.outcomes[outcome] += 1


@dataclass
class _Loading:
    """`first` is the day from which the content counts: that of the first load, whenever it is loaded again."""

    folder: Path
    town: Municipality
    first: date
    loaded: Loaded
    planned: Mapping[tuple[str, str], list[Planned]]
    closures: list[ToldClosure] = field(default_factory=list)

    def read(self, name: str) -> Any:
        return in_days(_read(self.folder / name), self.first)


def list_towns() -> list[str]:
    return sorted(path.parent.name for path in CONTENT.glob("*/town.toml"))


def load_town(folder: Path, moment: datetime) -> Loaded:
    """Loading again changes nothing. Raises ValueError that names the entry which is not right.

    What closes comes before what it closes, so that the slots are written once.
    """
    expect_many_rows()
    town = _load_municipality(folder, moment)
    planned = read_planned(_read(folder / "changes.toml").get("change", []))
    loading = _Loading(folder, town, _first_day(town), Loaded(town.name, town.slug), planned)
    time = _load_calendar(loading)
    _load_organisations(loading)
    places = _load_places(loading, time)
    _close(loading, places)
    _load_activities(loading, time, places)
    _load_photos(loading, places, moment)
    _load_teams(loading)
    _load_collections(loading)
    return loading.loaded


def _load_municipality(folder: Path, moment: datetime) -> Municipality:
    """The drawn boundaries step back where the real ones are already there. It opens as a demonstration now."""
    values = read_town(_read(folder / "town.toml"))
    report = import_boundaries(gather(GeoJson(read_text(folder / "areas.geojson")).features()), attribution=None)
    import_postcodes(read_postcodes(read_text(folder / "postcodes.csv")))
    town = find_municipality(values["slug"])
    if town is None or town.code != values["code"]:
        raise ValueError("; ".join(report.lines()) or f"areas.geojson holds no {values['code']}")
    if not town.is_demo or town.opened_at is None:
        town.opened_at = moment
    assign(town, {**values, "is_demo": True})
    db.session.flush()
    return town


def _first_day(town: Municipality) -> date:
    assert town.opened_at is not None
    return clock.local(town.opened_at).date()


def _load_calendar(loading: _Loading) -> Town:
    content = loading.read("calendar.toml")
    breaks = read_breaks(loading.folder / "school_breaks.csv", content["region"])
    set_school_breaks(loading.town.id, breaks)
    for holiday, closed in content["holidays"].items():
        tick_holiday(loading.town.id, holiday, closed)
    loading.closures = read_closures(content, loading.first)
    of_town = [told.closure for told in loading.closures if not (told.place or told.organisation)]
    return Town(loading.first, calendar_of(content["holidays"], breaks, loading.first), of_town)


def _load_organisations(loading: _Loading) -> None:
    for content in loading.read("organisations.toml").get("organisation", []):
        loading.loaded.add("organisations", save_organisation(loading.town, read_organisation(content)))


def _load_places(loading: _Loading, time: Town) -> dict[str, UUID]:
    """Their ids, by slug."""
    organisations = map_organisation_ids(loading.town.id)
    contents = loading.read("places.toml").get("place", [])
    entries = []
    for content in contents:
        entry = read_place(content, organisations)
        planned = loading.planned.get(("place", content["slug"]), [])
        entries.append(_with_times(entry, plan_for(entry.schedule, entry.facts.opening_hours, planned, time)))
    new = _outcomes(loading, "places", entries, save_places(loading.town, entries, source=SOURCE))
    slugs = {entry.external_id: entry.slug or "" for entry in entries}
    stored = list_places_of_source(loading.town.id, SOURCE, slugs.keys())
    states = {content["external_id"]: read_states(content) for content in contents}
    for place in stored:
        if place.external_id in new:
            _mark(place.texts, states.get(place.external_id or "", {}))
    return {slugs[place.external_id]: place.id for place in stored if place.external_id}


def _close(loading: _Loading, places: Mapping[str, UUID]) -> None:
    organisations = map_organisation_ids(loading.town.id)
    for told in loading.closures:
        try:
            place = places[told.place] if told.place else None
            organisation = organisations[told.organisation] if told.organisation else None
        except KeyError as error:
            raise ValueError(f"calendar.toml: there is no {error} to close") from error
        close(loading.town.id, Subject(place, organisation), told.closure)


def _load_activities(loading: _Loading, time: Town, places: Mapping[str, UUID]) -> None:
    organisations = map_organisation_ids(loading.town.id)
    slugs = {("place", slug) for slug in places}
    entries, states = [], {}
    for content in _activities(loading):
        entry = read_activity(content, organisations, places)
        slugs.add(("activity", content["slug"]))
        planned = loading.planned.get(("activity", content["slug"]), [])
        entries.append(_with_times(entry, plan_for(entry.schedule, entry.facts.opening_hours, planned, time)))
        states[entry.external_id] = read_states(content)
    new = _outcomes(loading, "activities", entries, save_activities(loading.town, entries, source=SOURCE))
    for activity in list_activities_of_source(loading.town.id, SOURCE, new):
        _mark(activity.texts, states[activity.external_id or ""])
    if loading.planned.keys() - slugs:
        raise ValueError(f"changes.toml: there is no {sorted(loading.planned.keys() - slugs)}")


def _outcomes(loading: _Loading, what: str, entries: Sequence[Entry], saved: Sequence[Saved]) -> set[str]:
    """The ids of those that are new or differ: what was marked in the others as outdated or as a machine's may have
    been looked at since. Raises ValueError."""
    new = set()
    for entry, one in zip(entries, saved, strict=True):
        if one.outcome is None:
            raise ValueError(f"{entry.external_id}: {FactsError(one.flaws)}")
        loading.loaded.add(what, one.outcome)
        if one.outcome != "unchanged":
            new.add(entry.external_id)
    return new


def _load_photos(loading: _Loading, places: Mapping[str, UUID], moment: datetime) -> None:
    path = loading.folder / "photos.toml"
    contents = _read(path).get("photo", []) if path.exists() else []
    shown = {content["place"] for content in contents} & places.keys()
    rows = {slug: db.session.get_one(Place, (loading.town.id, places[slug])) for slug in shown}
    for outcome in load_photos(contents, rows, moment):
        loading.loaded.add("photos", outcome)


def _load_teams(loading: _Loading) -> None:
    outcome = import_teams(loading.town, loading.folder / "teams.toml", is_demo=True)
    for word, number in outcome.teams.items():
        loading.loaded.counts["teams"] += number
        loading.loaded.outcomes[word] += number


def _load_collections(loading: _Loading) -> None:
    path = loading.folder / "collections.toml"
    contents = _read(path).get("collection", []) if path.exists() else []
    for outcome in load_collections(loading.town, contents):
        loading.loaded.add("collections", outcome)


def _mark(texts: Sequence[TextRow], states: Mapping[str, TextState]) -> None:
    for language, state in states.items():
        if state == TextState.MACHINE:
            confirm_text(texts, language, by=Maker.MACHINE)
        else:
            outdate_text(texts, language)


def _with_times(entry: Entry, schedule: Schedule | None) -> Entry:
    """A schedule of its own takes the place of opening hours in one line."""
    if schedule is None:
        return entry
    return replace(entry, schedule=schedule, facts=replace(entry.facts, opening_hours=None))


def _activities(loading: _Loading) -> Iterator[dict[str, Any]]:
    for path in sorted(loading.folder.glob("activities*.toml")):
        yield from loading.read(path.name).get("activity", [])


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
