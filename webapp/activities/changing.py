"""An activity as somebody of the staff changes it, all at once; see places/changing.py."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from webapp.activities.facts import ActivityFacts, ActivityTexts
from webapp.activities.models import Activity, ActivityText
from webapp.activities.queries import list_activity_slugs
from webapp.activities.rules import check_activity, check_activity_texts
from webapp.core.postgis import to_position
from webapp.extensions import db
from webapp.places.changing import STAFF, TextEdit, check_organisation_here, write_staff_texts
from webapp.places.checks import FactsError, Flaw
from webapp.places.slugs import free_slug, slug_from, stem_of
from webapp.places.writing import assign, columns_of
from webapp.schedule.document import from_document
from webapp.schedule.operations import rewrite_slots, save_schedule
from webapp.schedule.queries import exists_here, find_schedule
from webapp.schedule.rules import HoursError
from webapp.schedule.timetables import Owner


def change_activity(
    activity: Activity,
    facts: ActivityFacts,
    texts: Mapping[str, ActivityTexts],
    edits: Mapping[str, TextEdit],
    *,
    published: bool,
) -> bool:
    """Whether anything differed. Languages that are not among the texts stay. Raises FactsError."""
    facts = replace(facts, checked_on=activity.checked_on)
    columns = columns_of(facts)
    _check(activity, facts, columns, texts)
    before, by_appointment = what_bears_on_time(activity), activity.by_appointment
    differs = assign(activity, {**columns, "published": published})
    differs |= write_staff_texts(activity.texts, ActivityText, texts, edits)
    db.session.flush()
    if by_appointment != activity.by_appointment:
        _tell_times(activity)
    if before != what_bears_on_time(activity):
        rewrite_slots(activity.municipality_id, [Owner(activity_id=activity.id)])
    return differs


def new_activity(
    municipality_id: int, facts: ActivityFacts, texts: Mapping[str, ActivityTexts], *, published: bool
) -> Activity:
    """Raises FactsError."""
    flaws = [*check_activity(facts, texts), *_check_here(municipality_id, facts)]
    if flaws:
        raise FactsError(flaws)
    id_, wanted = uuid4(), slug_from(texts["nl"].name, otherwise=facts.kind)
    slug = free_slug(wanted, list_activity_slugs(municipality_id, {wanted, stem_of(wanted)}))
    activity = Activity(
        municipality_id=municipality_id, id=id_, source=STAFF, external_id=str(id_), slug=slug, texts=[]
    )
    assign(activity, {**columns_of(facts), "published": published})
    write_staff_texts(activity.texts, ActivityText, texts, {})
    db.session.add(activity)
    db.session.flush()
    return activity


def _tell_times(activity: Activity) -> None:
    """What is by appointment is so at all its times. A schedule that is no more understood stays as it is."""
    owner = Owner(activity_id=activity.id)
    stored = find_schedule(activity.municipality_id, owner)
    if stored is None:
        return
    try:
        schedule = from_document(stored.document)
    except HoursError:
        return
    save_schedule(activity.municipality_id, owner, replace(schedule, by_appointment=activity.by_appointment))


def _check_here(municipality_id: int, facts: ActivityFacts) -> list[Flaw]:
    flaws = check_organisation_here(municipality_id, facts.organisation_id)
    if not exists_here(municipality_id, facts.place_id, None):
        flaws.append(Flaw("place_id", "there is no such place in this town"))
    return flaws


def _check(
    activity: Activity, facts: ActivityFacts, columns: Mapping[str, Any], texts: Mapping[str, ActivityTexts]
) -> None:
    """Where only words change, a theme that left the taxonomy must not keep somebody from mending a typo."""
    if all(value == _stored(activity, name) for name, value in columns.items()):
        flaws = check_activity_texts(texts, located=bool(facts.position or facts.place_id))
    else:
        flaws = check_activity(facts, texts)
    flaws = [*flaws, *_check_here(activity.municipality_id, facts)]
    if flaws:
        raise FactsError(flaws)


def _stored(activity: Activity, name: str) -> Any:
    """Its own point, not the one that it borrows from its place."""
    return to_position(activity.point) if name == "position" else getattr(activity, name)


def what_bears_on_time(activity: Activity) -> tuple[object, ...]:
    """Where it is held and who is behind it: their closures close it too."""
    is_outside = activity.online or activity.point is not None
    return activity.place_id, activity.organisation_id, is_outside
