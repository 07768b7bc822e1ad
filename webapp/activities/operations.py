"""Writing activities. Every writer comes through here, so every writer obeys the same checks."""

from collections.abc import Mapping
from uuid import uuid4

from webapp.activities.facts import ActivityFacts, ActivityTexts
from webapp.activities.models import Activity, ActivityText
from webapp.activities.queries import find_activity_of_source, list_activity_slugs
from webapp.activities.rules import check_activity
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.extensions import db
from webapp.places.checks import FactsError
from webapp.places.slugs import free_slug, slug_from, stem_of
from webapp.places.writing import Outcome, assign, values_of, write_texts
from webapp.schedule.operations import lock_town, replace_slots


def save_activity(
    municipality: Municipality,
    facts: ActivityFacts,
    texts: Mapping[str, ActivityTexts],
    *,
    source: str,
    external_id: str,
    slug: str | None = None,
) -> Outcome:
    """Found again by its id at its source. Raises FactsError, a ValueError that names what may not be stored."""
    flaws = check_activity(facts, texts)
    if flaws:
        raise FactsError(flaws)
    lock_town(municipality.id)
    activity = find_activity_of_source(municipality.id, source, external_id)
    times_before = _times(activity) if activity else None
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
    facts_differ = assign(activity, values_of(facts))
    texts_differ = write_texts(activity.texts, ActivityText, texts)
    if outcome == "unchanged" and (facts_differ or texts_differ):
        outcome = "changed"
    db.session.flush()
    if _times(activity) != times_before:
        replace_slots(municipality.id, activity_id=activity.id, opening_hours=_times(activity), first_day=clock.today())
    return outcome


def _times(activity: Activity) -> str | None:
    """By appointment there are no times at which a door is open."""
    return None if activity.by_appointment else activity.opening_hours


def _new_slug(municipality: Municipality, wanted: str) -> str:
    return free_slug(wanted, list_activity_slugs(municipality.id, {wanted, stem_of(wanted)}))
