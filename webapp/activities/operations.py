"""Writing activities. Every writer comes through here, so every writer obeys the same checks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from typing import Any
from uuid import UUID, uuid4

from webapp.activities.changing import what_bears_on_time
from webapp.activities.facts import ActivityEntry, ActivityFacts, ActivityTexts
from webapp.activities.models import Activity, ActivityText
from webapp.activities.queries import list_activities_of_source, list_activity_slugs
from webapp.activities.rules import check_activity, check_activity_texts
from webapp.areas.models import Municipality
from webapp.core.postgis import to_position
from webapp.core.sentences import say
from webapp.core.text_states import Maker
from webapp.extensions import db
from webapp.places.checks import FactsError, Flaw
from webapp.places.operations import Saved, answered
from webapp.places.remembered import APART, news, remembered, told_of
from webapp.places.slugs import free_slug, slug_from, stem_of
from webapp.places.writing import Outcome, assign, columns_of, later, texts_of, values_of, write_text, write_texts
from webapp.schedule.checks import check_schedule
from webapp.schedule.operations import rewrite_slots, store_told
from webapp.schedule.slots import lock_town
from webapp.schedule.timetables import Owner
from webapp.schedule.told import Told, read_opening_hours, source_text_of
from webapp.schedule.values import Schedule

# Rooms above that want to know what a source changed: the municipality and the activities.
listeners: list[Callable[[int, Sequence[Activity]], None]] = []


def save_activity(municipality: Municipality, entry: ActivityEntry, *, source: str) -> Outcome:
    """Found again by its id at its source. Raises FactsError, a ValueError that names what may not be stored."""
    [saved] = save_activities(municipality, [entry], source=source)
    if saved.outcome is None:
        raise FactsError(saved.flaws)
    return saved.outcome


def save_activities(municipality: Municipality, entries: Sequence[ActivityEntry], *, source: str) -> list[Saved]:
    """One answer an entry, in their order; a fixed number of queries for however many (some hundreds at most)."""
    lock_town(municipality.id)
    found = list_activities_of_source(municipality.id, source, [entry.external_id for entry in entries])
    stored = {activity.external_id: activity for activity in found}
    taken = _taken_slugs(municipality, [entry for entry in entries if entry.external_id not in stored])
    told: list[Told] = []
    moved: set[Owner] = set()  # to a place or an organisation that may be closed on other days
    saved: list[tuple[UUID | None, Saved]] = []
    for entry in entries:
        activity = stored.get(entry.external_id)
        if activity is not None and activity.merged_into_id is not None:
            saved.append((activity.id, Saved("unchanged")))  # the one it was merged into is kept by hand
            continue
        flaws = _check(activity, entry)
        if flaws:
            saved.append((None, Saved(None, tuple(flaws))))
            continue
        outcome: Outcome = "unchanged" if activity else "added"
        if activity is None:
            activity = stored[entry.external_id] = _new_activity(municipality, entry, source, taken)
        before, by_appointment = what_bears_on_time(activity), activity.by_appointment
        if _write(activity, entry) and outcome == "unchanged":
            outcome = "changed"
        anew = outcome != "added" and activity.by_appointment != by_appointment
        if not entry.keeps_times:
            told.append(_told(activity.id, activity.by_appointment, entry, anew=anew))
        if outcome != "added" and what_bears_on_time(activity) != before:
            moved.add(Owner(activity_id=activity.id))
        saved.append((activity.id, Saved(outcome)))
    db.session.flush()
    retimed = store_told(municipality.id, told)
    rewrite_slots(municipality.id, retimed | moved)
    answers, changed = answered(saved, retimed)
    for listener in listeners if changed else ():
        listener(municipality.id, [activity for activity in stored.values() if activity.id in changed])
    return answers


def _check(activity: Activity | None, entry: ActivityEntry) -> list[Flaw]:
    """`activity`: what is stored of it."""
    flaws = [*check_activity(entry.facts, entry.texts), *_check_times(entry.facts, entry.schedule)]
    return flaws or (check_activity(_merged(activity, entry), entry.texts) if activity else [])


def _new_activity(municipality: Municipality, entry: ActivityEntry, source: str, taken: set[str]) -> Activity:
    activity = Activity(
        municipality_id=municipality.id,
        id=uuid4(),
        source=source,
        external_id=entry.external_id,
        slug=free_slug(_wanted_slug(entry), taken),
    )
    db.session.add(activity)
    return activity


def _write(activity: Activity, entry: ActivityEntry) -> bool:
    """Whether anything differed. The slug stays: addresses that people keep must go on working."""
    given = _news_of(activity, entry)
    facts_differ = assign(activity, columns_of(_merged(activity, entry)))
    texts_differ = write_texts(activity.texts, ActivityText, entry.texts, given)
    assign(activity, {"told": remembered(activity.told, told_of(entry.facts, entry.texts))})
    return facts_differ or texts_differ


def write_activity_text(
    activity: Activity, language: str, text: ActivityTexts, *, by: Maker = Maker.PERSON, major: bool | None = None
) -> bool:
    """Whether anything differed; see write_text. Raises FactsError."""
    located = activity.point is not None or activity.place_id is not None
    flaws = check_activity_texts({**texts_of(activity.texts, ActivityTexts), language: text}, located=located)
    if flaws:
        raise FactsError(flaws)
    differs = write_text(activity.texts, ActivityText, language, values_of(text), by=by, major=major)
    db.session.flush()
    return differs


def _news_of(activity: Activity, entry: ActivityEntry) -> frozenset[str]:
    return news(activity.told, told_of(entry.facts, entry.texts))


def _merged(activity: Activity, entry: ActivityEntry) -> ActivityFacts:
    """What the source says anew, over what is there: what was corrected here stays while the source repeats itself."""
    kept: dict[str, Any] = {}
    for name in {field.name for field in fields(ActivityFacts)} - _news_of(activity, entry) - APART:
        value = to_position(activity.point) if name == "position" else getattr(activity, name)
        kept[name] = tuple(value) if isinstance(value, list) else value
    kept["checked_on"] = later(activity.checked_on, kept.get("checked_on", entry.facts.checked_on))
    return replace(entry.facts, **kept)


def _check_times(facts: ActivityFacts, schedule: Schedule | None) -> Iterator[Flaw]:
    if schedule is None:
        return
    for sentence in check_schedule(schedule):
        yield Flaw("schedule", sentence)
    if facts.opening_hours:
        yield Flaw("schedule", say("opening hours and a schedule do not go together"))
    if schedule.inherits and facts.place_id is None:
        yield Flaw("schedule", say("there is no place to take the hours of"))


def _told(activity_id: UUID, by_appointment: bool, entry: ActivityEntry, *, anew: bool) -> Told:
    """What is by appointment is so at all its times."""
    owner, hours = Owner(activity_id=activity_id), entry.facts.opening_hours
    if entry.schedule is not None:
        return Told(owner, source_text_of(entry.schedule), entry.schedule, anew)
    if not hours:
        return Told(owner)
    return Told(owner, hours, replace(read_opening_hours(hours), by_appointment=by_appointment), anew)


def _wanted_slug(entry: ActivityEntry) -> str:
    return entry.slug or slug_from(entry.texts["nl"].name, otherwise=entry.facts.kind)


def _taken_slugs(municipality: Municipality, entries: Sequence[ActivityEntry]) -> set[str]:
    wanted = {_wanted_slug(entry) for entry in entries if "nl" in entry.texts}
    return list_activity_slugs(municipality.id, wanted | {stem_of(slug) for slug in wanted}) if wanted else set()
