"""The content files (TOML) become facts and texts. Pure; a key that nobody knows is a mistake and says so."""

from collections.abc import Mapping, Set
from dataclasses import fields
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from webapp.activities.facts import ActivityEntry, ActivityFacts, ActivityTexts
from webapp.core.geo import Position
from webapp.core.text_states import TextState
from webapp.places.facts import OrganisationFacts, PlaceEntry, PlaceFacts, PlaceTexts
from webapp.schedule.document import from_document
from webapp.schedule.rules import HoursError
from webapp.schedule.values import Schedule

LANGUAGES = ("nl", "en")
TOWN = {"name", "slug", "code", "team_name", "team_phone", "team_address", "intro", "attribution"}
# Keys that are not the name of a fact.
SPECIAL = {"external_id", "slug", "organisation", "place", "lat", "lon", "appointment", "schedule", *LANGUAGES}

STATE = "state"  # in a text: shows what a visitor sees of a machine's text and of one that the Dutch text left behind
STATES = {TextState.MACHINE, TextState.OUTDATED}

Ids = Mapping[str, UUID]  # by slug


def read_town(content: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of the municipality."""
    _refuse_unknown(content, TOWN, "town")
    return dict(content)


def read_organisation(content: Mapping[str, Any]) -> OrganisationFacts:
    label = content.get("quality_label", {})
    _refuse_unknown(content, _names(OrganisationFacts), f"organisation {content.get('slug')}")
    _refuse_unknown(label, {"name", "valid_until", "url"}, f"quality label of {content.get('slug')}")
    return OrganisationFacts(
        **{key: value for key, value in content.items() if key != "quality_label"},
        quality_label=label.get("name"),
        quality_label_until=_day(label.get("valid_until")),
        quality_label_url=label.get("url"),
        is_demo=True,
    )


def read_place(content: Mapping[str, Any], organisations: Ids) -> PlaceEntry:
    values = _facts(content, PlaceFacts, organisations)
    if values.get("postcode"):
        values["postcode"] = "".join(values["postcode"].split())
    texts = {language: PlaceTexts(**_stripped(content[language])) for language in LANGUAGES if language in content}
    facts, schedule = PlaceFacts(**values), _schedule(content)
    return PlaceEntry(content["external_id"], facts, texts, slug=content["slug"], schedule=schedule)


def read_activity(content: Mapping[str, Any], organisations: Ids, places: Ids) -> ActivityEntry:
    values = _facts(content, ActivityFacts, organisations)
    values["place_id"] = _id(places, content, "place")
    values["by_appointment"] = content.get("appointment", False)
    texts = {language: ActivityTexts(**_stripped(content[language])) for language in LANGUAGES if language in content}
    facts, schedule = ActivityFacts(**values), _schedule(content)
    return ActivityEntry(content["external_id"], facts, texts, content["slug"], schedule)


def read_states(content: Mapping[str, Any]) -> dict[str, TextState]:
    """By language; a text that tells none is checked."""
    told = {language: content[language][STATE] for language in LANGUAGES if STATE in content.get(language, {})}
    if set(told.values()) - STATES:
        raise ValueError(f"{content.get('external_id')}: a state is one of {', '.join(sorted(STATES))}")
    return {language: TextState(state) for language, state in told.items()}


def _facts(content: Mapping[str, Any], facts: type, organisations: Ids) -> dict[str, Any]:
    names = _names(facts)
    _refuse_unknown(content, names | SPECIAL, content.get("external_id", "an entry without external_id"))
    values = {key: _plain(value) for key, value in content.items() if key in names}
    return values | {
        "position": Position(content["lat"], content["lon"]) if "lat" in content else None,
        "organisation_id": _id(organisations, content, "organisation"),
        "checked_on": _day(content.get("checked_on")),
        "is_demo": True,
    }


def _schedule(content: Mapping[str, Any]) -> Schedule | None:
    """In the form of a document; TOML's own days and times are as good as those in quotes."""
    if "schedule" not in content:
        return None
    try:
        return from_document(_in_iso(content["schedule"]))
    except HoursError as error:
        raise ValueError(f"{content.get('external_id')}: schedule: {error}") from error


def _in_iso(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _in_iso(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_in_iso(part) for part in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else value


def _names(facts: Any) -> set[str]:
    return {field.name for field in fields(facts)} - {"position", "organisation_id", "place_id", "is_demo"}


def _id(ids: Ids, content: Mapping[str, Any], key: str) -> UUID | None:
    if key not in content:
        return None
    if content[key] not in ids:
        raise ValueError(f"{content.get('external_id')}: there is no {key} {content[key]!r}")
    return ids[content[key]]


def _refuse_unknown(content: Mapping[str, Any], known: Set[str], what: str) -> None:
    unknown = content.keys() - known
    if unknown:
        raise ValueError(f"{what}: unknown key {', '.join(sorted(unknown))}")


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _stripped(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: value.strip() for key, value in texts.items() if key != STATE}


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
