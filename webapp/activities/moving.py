"""Where an activity is when that is not where its place is."""

from webapp.activities.facts import ActivityFacts, ActivityTexts
from webapp.activities.models import Activity
from webapp.activities.rules import check_location
from webapp.core.geo import Position
from webapp.core.postgis import to_position
from webapp.extensions import db
from webapp.places.checks import FactsError
from webapp.places.writing import assign, texts_of
from webapp.schedule.operations import rewrite_slots
from webapp.schedule.timetables import Owner


def own_position(activity: Activity) -> Position | None:
    return to_position(activity.point)


def check_activity_location(activity: Activity, position: Position | None) -> None:
    """Raises FactsError for what may not be stored."""
    facts = ActivityFacts(activity.kind, place_id=activity.place_id, online=activity.online, position=position)
    flaws = check_location(facts, texts_of(activity.texts, ActivityTexts))
    if flaws:
        raise FactsError(flaws)


def move_activity(activity: Activity, position: Position | None) -> bool:
    """Whether anything differed; None: back to its place. Elsewhere, the closed doors of its place do not close it, so
    its times may change with it. The caller has locked the town. Raises FactsError."""
    check_activity_location(activity, position)
    was_outside = activity.point is not None
    differs = assign(activity, {"position": position})
    db.session.flush()
    if was_outside != (position is not None):
        rewrite_slots(activity.municipality_id, [Owner(activity_id=activity.id)])
    return differs
