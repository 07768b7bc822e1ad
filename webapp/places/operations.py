"""Writing organisations and places. Every writer comes through here, so every writer obeys the same checks."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID, uuid4

from webapp.areas.models import Municipality
from webapp.core.sentences import say
from webapp.core.text_states import Maker
from webapp.extensions import db
from webapp.places.checks import FactsError, Flaw, check_organisation, check_place, check_place_texts
from webapp.places.facts import OrganisationFacts, PlaceEntry, PlaceFacts, PlaceTexts
from webapp.places.models import Organisation, Place, PlaceText
from webapp.places.queries import find_organisation, list_place_slugs, list_places_of_source
from webapp.places.remembered import APART, news, remembered, told_of
from webapp.places.rules import OWN, own_id
from webapp.places.slugs import free_slug, slug_from, stem_of
from webapp.places.writing import Outcome, assign, columns_of, later, texts_of, values_of, write_text, write_texts
from webapp.schedule.checks import check_schedule
from webapp.schedule.document import to_document
from webapp.schedule.models import StoredSchedule
from webapp.schedule.operations import rewrite_slots, store_told
from webapp.schedule.queries import list_schedules
from webapp.schedule.slots import lock_town
from webapp.schedule.timetables import Owner
from webapp.schedule.told import Told, read_opening_hours, source_text_of
from webapp.taxonomy.rules import terms

# Rooms above that want to know what a source changed: the municipality and the places.
listeners: list[Callable[[int, Sequence[Place]], None]] = []


@dataclass(frozen=True)
class Saved:
    """What became of one entry; `flaws` when it could not be stored, and then nothing of it was."""

    outcome: Outcome | None
    flaws: tuple[Flaw, ...] = ()


def save_organisation(municipality: Municipality, facts: OrganisationFacts) -> Outcome:
    """Found again by its slug. Raises FactsError."""
    flaws = check_organisation(facts)
    if flaws:
        raise FactsError(flaws)
    organisation = find_organisation(municipality.id, facts.slug)
    if organisation is None:
        db.session.add(Organisation(municipality_id=municipality.id, **values_of(facts)))
        outcome: Outcome = "added"
    else:
        outcome = "changed" if assign(organisation, values_of(facts)) else "unchanged"
    db.session.flush()
    return outcome


def lock_organisation(organisation: Organisation) -> None:
    """Read anew, and nobody else changes it until the commit."""
    db.session.refresh(organisation, with_for_update={"key_share": True})


def save_place(
    municipality: Municipality,
    facts: PlaceFacts,
    texts: Mapping[str, PlaceTexts],
    *,
    source: str,
    external_id: str,
    slug: str | None = None,
) -> Outcome:
    """Found again by its id at its source. Raises FactsError, a ValueError that names what may not be stored."""
    [saved] = save_places(municipality, [PlaceEntry(external_id, facts, texts, slug=slug)], source=source)
    if saved.outcome is None:
        raise FactsError(saved.flaws)
    return saved.outcome


def save_places(municipality: Municipality, entries: Sequence[PlaceEntry], *, source: str) -> list[Saved]:
    """One answer an entry, in their order; a fixed number of queries for however many (some hundreds at most)."""
    lock_town(municipality.id)
    stored = map_stored(municipality, entries, source)
    taken = _taken_slugs(municipality, [entry for entry in entries if entry.external_id not in stored])
    documents = map_documents(municipality, stored.values())
    told: list[Told] = []
    moved: set[Owner] = set()  # to another organisation, which may be closed on other days
    saved: list[tuple[UUID | None, Saved]] = []
    for entry in entries:
        place = stored.get(entry.external_id)
        if place is not None and place.merged_into_id is not None:
            saved.append((place.id, Saved("unchanged")))  # the one it was merged into is kept by hand
            continue
        flaws = check_entry(place, entry)
        if flaws:
            saved.append((None, Saved(None, tuple(flaws))))
            continue
        organisation_before = place.organisation_id if place else entry.facts.organisation_id
        if place is None:
            place = stored[entry.external_id] = _new_place(municipality, entry, source, taken)
            outcome: Outcome = "added"
        else:
            outcome = _change(place, entry)
        if (entry.given is None or "opening_hours" in entry.given) and not says_stored_hours(
            entry, documents.get(place.id)
        ):
            told.append(told_times(place.id, entry))
        if place.organisation_id != organisation_before:
            moved.add(Owner(place_id=place.id))
        saved.append((place.id, Saved(outcome)))
    db.session.flush()
    retimed = store_told(municipality.id, told)
    rewrite_slots(municipality.id, retimed)
    rewrite_slots(municipality.id, moved, with_all_held=True)
    answers, changed = answered(saved, retimed)
    for listener in listeners if changed else ():
        listener(municipality.id, list({place.id: place for place in stored.values() if place.id in changed}.values()))
    return answers


def map_stored(municipality: Municipality, entries: Sequence[PlaceEntry], source: str) -> dict[str, Place]:
    """By the id that the entries give: at their source, or our own."""
    found = list_places_of_source(municipality.id, source, [entry.external_id for entry in entries])
    by_id = {f"{OWN}{place.id}": place for place in found}
    return by_id | {place.external_id: place for place in found if place.source == source and place.external_id}


def map_documents(municipality: Municipality, places: Iterable[Place]) -> dict[UUID, StoredSchedule]:
    """The times of these places, by their id."""
    stored = list_schedules(municipality.id, [Owner(place_id=place.id) for place in places])
    return {owner.id: row for owner, row in stored.items()}


def check_entry(place: Place | None, entry: PlaceEntry) -> list[Flaw]:
    """`place`: what is stored of it."""
    if place is None and own_id(entry.external_id) is not None:
        return [Flaw("external_id", say("there is no such place here"))]
    return [*check_place(merged_facts(place, entry), entry.texts), *_check_times(entry)]


def says_stored_hours(entry: PlaceEntry, stored: StoredSchedule | None) -> bool:
    """The hours of the entry are those that are stored, whoever said so; changed dates aside."""
    hours = entry.facts.opening_hours
    if stored is None or not hours or entry.schedule is not None:
        return False
    told = to_document(replace(read_opening_hours(hours), changes=()))
    return told == {name: value for name, value in stored.document.items() if name != "changes"}


def _check_times(entry: PlaceEntry) -> Iterator[Flaw]:
    if entry.schedule is None:
        return
    for sentence in check_schedule(entry.schedule):
        yield Flaw("schedule", sentence)
    if entry.facts.opening_hours:
        yield Flaw("schedule", say("opening hours and a schedule do not go together"))
    if entry.schedule.inherits:
        yield Flaw("schedule", say("a place cannot take the hours of a place"))


def told_times(place_id: UUID, entry: PlaceEntry) -> Told:
    owner, hours = Owner(place_id=place_id), entry.facts.opening_hours
    if entry.schedule is not None:
        return Told(owner, source_text_of(entry.schedule), entry.schedule)
    return Told(owner, hours, read_opening_hours(hours)) if hours else Told(owner)


def answered(saved: Sequence[tuple[UUID | None, Saved]], retimed: Set[Owner]) -> tuple[list[Saved], set[UUID | None]]:
    """What became of each entry, its times included; and the ids of those that are new or differ."""
    retimed_ids = {owner.id for owner in retimed}
    answers = [
        (id_, Saved("changed") if one.outcome == "unchanged" and id_ in retimed_ids else one) for id_, one in saved
    ]
    return [one for _id, one in answers], {id_ for id_, one in answers if one.outcome in ("added", "changed")}


def _new_place(municipality: Municipality, entry: PlaceEntry, source: str, taken: set[str]) -> Place:
    place = Place(
        municipality_id=municipality.id,
        id=uuid4(),
        source=source,
        external_id=entry.external_id,
        slug=free_slug(_wanted_slug(entry), taken),
    )
    assign(place, columns_of(entry.facts))
    write_texts(place.texts, PlaceText, entry.texts)
    place.told = told_of(entry.facts, entry.texts, entry.given)
    db.session.add(place)
    return place


def _change(place: Place, entry: PlaceEntry) -> Outcome:
    """The slug stays: addresses that people keep must go on working."""
    facts_differ = assign(place, columns_of(merged_facts(place, entry)))
    texts_differ = write_texts(place.texts, PlaceText, entry.texts, news_of(place, entry))
    if own_id(entry.external_id) is None:  # a table of our own is no source: it tells what a person wants now
        assign(place, {"told": remembered(place.told, told_of(entry.facts, entry.texts, entry.given))})
    return "changed" if facts_differ or texts_differ else "unchanged"


def merged_facts(place: Place | None, entry: PlaceEntry) -> PlaceFacts:
    """What will be stored: what the source tells, over what is there."""
    if place is None:
        return entry.facts
    given = news_of(place, entry)
    untold = {field.name for field in fields(PlaceFacts)} - given - {"opening_hours"}
    if entry.given is None:
        untold -= APART
    kind = terms("place_kind").get(entry.facts.kind if "kind" in given else place.kind)
    if kind and kind.pinless:
        untold.discard("position")
    kept = _stored(place, untold)
    if entry.known_attributes is not None and "attributes" in given:
        beyond = (id_ for id_ in place.attributes if id_ not in entry.known_attributes)
        kept["attributes"] = (*entry.facts.attributes, *beyond)
    kept["checked_on"] = later(place.checked_on, kept.get("checked_on", entry.facts.checked_on))
    return replace(entry.facts, **kept)


def news_of(place: Place, entry: PlaceEntry) -> frozenset[str]:
    """What goes in: what the source says anew, or all that a table of our own says."""
    if own_id(entry.external_id) is not None:
        return frozenset(told_of(entry.facts, entry.texts, entry.given))
    return news(place.told, told_of(entry.facts, entry.texts, entry.given))


def _stored(place: Place, names: Iterable[str]) -> dict[str, Any]:
    values = {name: getattr(place, name) for name in names}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def write_place_text(
    place: Place, language: str, text: PlaceTexts, *, by: Maker = Maker.PERSON, major: bool | None = None
) -> bool:
    """Whether anything differed; see write_text. Raises FactsError."""
    facts = PlaceFacts(**_stored(place, {field.name for field in fields(PlaceFacts)} - {"opening_hours"}))
    flaws = check_place_texts(facts, {**texts_of(place.texts, PlaceTexts), language: text})
    if flaws:
        raise FactsError(flaws)
    differs = write_text(place.texts, PlaceText, language, values_of(text), by=by, major=major)
    db.session.flush()
    return differs


def _wanted_slug(entry: PlaceEntry) -> str:
    return entry.slug or slug_from(entry.texts["nl"].name, otherwise=entry.facts.kind)


def _taken_slugs(municipality: Municipality, entries: Iterable[PlaceEntry]) -> set[str]:
    wanted = {_wanted_slug(entry) for entry in entries if "nl" in entry.texts}
    return list_place_slugs(municipality.id, wanted | {stem_of(slug) for slug in wanted}) if wanted else set()
