"""Saving a pin, through the checks that everything of a place or an activity goes through. None of these commits."""

from webapp.activities.models import Activity
from webapp.activities.moving import move_activity
from webapp.areas.models import Municipality
from webapp.core.geo import Position
from webapp.pinning.queries import find_standing
from webapp.pinning.rules import check_standing
from webapp.places.models import Place
from webapp.places.moving import Location, move_place


def save_pin(
    town: Municipality,
    item: Place | Activity,
    position: Position,
    address: dict[str, str | None],
    *,
    is_confirmed: bool,
) -> bool:
    """Whether anything differed. The address is that of a place; an activity has none of its own. Raises PinRefused
    for a point that is not in the town, FactsError for what may not be stored."""
    check_standing(find_standing(town, position).metres_outside, is_confirmed=is_confirmed)
    if isinstance(item, Place):
        return move_place(item, Location(position, **address))
    return move_activity(item, position)


def remove_own_pin(activity: Activity) -> bool:
    """It is where its place is again. Raises FactsError."""
    return move_activity(activity, None)
