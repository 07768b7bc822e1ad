"""Writing activities. Every writer comes through here, so every writer obeys the same checks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any
from uuid import UUID, uuid4

from webapp.activities.changing import what_bears_on_time
from webapp.activities.facts import ActivityFacts, ActivityTexts
from webapp.activities.models import Activity, ActivityText
from webapp.activities.queries import find_activity_of_source, list_activity_slugs
from webapp.activities.rules import check_activity, check_activity_texts
from webapp.areas.models import Municipality
from webapp.core.postgis import to_position
from webapp.core.sentences import say
from webapp.core.text_states import Maker
from webapp.extensions import db
from webapp.places.checks import FactsError, Flaw
from webapp.places.remembered import APART, news, remembered, told_of
from webapp.places.slugs import free_slug, slug_from, stem_of
from webapp.places.writing import Outcome, assign, columns_of, later, texts_of, values_of, write_text, write_texts
from webapp.schedule.checks import check_schedule
from webapp.schedule.operations import rewrite_slots, store_told
from webapp.schedule.slots import lock_town
from webapp.schedule.timetables import Owner
from webapp.schedule.told import Told, read_opening_hours, source_text_of
from webapp.schedule.values import Schedule

# Rooms above that want to know what a source changed: the municipality and the activity.
listeners: list[Callable[[int, Activity], None]] = []


def save_activity(
    municipality: Municipality,
    facts: ActivityFacts,
    texts: Mapping[str, ActivityTexts],
    *,
    source: str,
    external_id: str,
    slug: str | None = None,
    schedule: Schedule | None = None,
) -> Outcome:
    """Found again by its id at its source. Raises FactsError, a ValueError that names what may not be stored.

    `schedule` is for a source that knows more of the times than opening hours can say.
    """
    _refuse_flaws([*check_activity(facts, texts), *_check_times(facts, schedule)])
    lock_town(municipality.id)
    activity = find_activity_of_source(municipality.id, source, external_id)
    if activity is not None and activity.merged_into_id is not None:
        return "unchanged"  # the one it was merged into is kept by hand
    told = told_of(facts, texts)
    given = news(activity.told if activity else None, told)
    if activity is not None:
        facts = _merged(activity, facts, given)
        _refuse_flaws(check_activity(facts, texts))
    before = what_bears_on_time(activity) if activity else None
    appointment_differs = activity is not None and activity.by_appointment != facts.by_appointment
    if activity is None:
        activity = Activity(
            municipality_id=municipality.id,
            id=uuid4(),
            source=source,
            external_id=external_id,
            slug=_new_slug(municipality, slug or slug_from(texts["nl"].name, otherwise=facts.kind)),
        )
        db.session.add(activity)
        outcome: Outcome = "added"
    else:
        outcome = "unchanged"
    facts_differ = assign(activity, columns_of(facts))
    texts_differ = write_texts(activity.texts, ActivityText, texts, given)
    assign(activity, {"told": remembered(activity.told, told)})
    db.session.flush()
    moved = before is not None and before != what_bears_on_time(activity)
    retimed = store_told(municipality.id, [_told(activity.id, facts, schedule, anew=appointment_differs)])
    if retimed or moved:
        rewrite_slots(municipality.id, [Owner(activity_id=activity.id)])
    if outcome == "unchanged" and (facts_differ or texts_differ or retimed):
        outcome = "changed"
    for listener in listeners if outcome != "unchanged" else ():
        listener(municipality.id, activity)
    return outcome


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


def _refuse_flaws(flaws: Sequence[Flaw]) -> None:
    if flaws:
        raise FactsError(flaws)


def _merged(activity: Activity, facts: ActivityFacts, given: frozenset[str]) -> ActivityFacts:
    """What the source says anew, over what is there: what was corrected here stays while the source repeats itself."""
    kept: dict[str, Any] = {}
    for name in {field.name for field in fields(ActivityFacts)} - given - APART:
        value = to_position(activity.point) if name == "position" else getattr(activity, name)
        kept[name] = tuple(value) if isinstance(value, list) else value
    kept["checked_on"] = later(activity.checked_on, kept.get("checked_on", facts.checked_on))
    return replace(facts, **kept)


def _check_times(facts: ActivityFacts, schedule: Schedule | None) -> Iterator[Flaw]:
    if schedule is None:
        return
    for sentence in check_schedule(schedule):
        yield Flaw("schedule", sentence)
    if facts.opening_hours:
        yield Flaw("schedule", say("opening hours and a schedule do not go together"))
    if schedule.inherits and facts.place_id is None:
        yield Flaw("schedule", say("there is no place to take the hours of"))


def _told(activity_id: UUID, facts: ActivityFacts, schedule: Schedule | None, anew: bool) -> Told:
    """What is by appointment is so at all its times."""
    owner = Owner(activity_id=activity_id)
    if schedule is not None:
        return Told(owner, source_text_of(schedule), schedule, anew)
    if not facts.opening_hours:
        return Told(owner)
    schedule = replace(read_opening_hours(facts.opening_hours), by_appointment=facts.by_appointment)
    return Told(owner, facts.opening_hours, schedule, anew)


def _new_slug(municipality: Municipality, wanted: str) -> str:
    return free_slug(wanted, list_activity_slugs(municipality.id, {wanted, stem_of(wanted)}))
