"""Saving a pin, through the checks that everything of a place or an activity goes through: public at once by who may
publish, else as a draft that waits for the coordinator. None of these commits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from webapp.activities.models import Activity
from webapp.activities.moving import check_activity_location, move_activity
from webapp.areas.models import Municipality
from webapp.core.geo import Position
from webapp.pinning.queries import find_standing
from webapp.pinning.rules import check_standing
from webapp.places.models import Place
from webapp.places.moving import Location, check_place_location, move_place
from webapp.schedule.slots import lock_town
from webapp.versions.operations import Proposal, ask_review, capture, record, save_draft

WHAT = "pin"  # as versions call it


@dataclass(frozen=True)
class Mover:
    """Who moves it, when (UTC), and whether without a review."""

    user_id: UUID
    publishes: bool
    now: datetime


def save_pin(
    town: Municipality, item: Place | Activity, to: Location, mover: Mover, *, is_confirmed: bool = False
) -> None:
    """The address is that of a place; an activity has none of its own, and without a position it is where its place
    is. Raises PinRefused for a point that is not in the town, FactsError for what may not be stored, VersionConflict
    where the own draft was changed in another tab."""
    if to.position is not None:
        check_standing(find_standing(town, to.position).metres_outside, is_confirmed=is_confirmed)
    lock_town(town.id)
    current = capture(item, now=mover.now)
    if mover.publishes:
        _move(item, to)
        record(town, item, by=mover.user_id, what=WHAT, now=mover.now)
        return
    _check(item, to)
    facts = {**current.document["facts"], **_told(item, to)}
    proposal = Proposal(current.number, {**current.document, "facts": facts}, what=WHAT)
    ask_review(save_draft(town, item, proposal, by=mover.user_id, now=mover.now))


def _move(item: Place | Activity, to: Location) -> bool:
    return move_place(item, to) if isinstance(item, Place) else move_activity(item, to.position)


def _check(item: Place | Activity, to: Location) -> None:
    if isinstance(item, Place):
        check_place_location(item, to)
    else:
        check_activity_location(item, to.position)


def _told(item: Place | Activity, to: Location) -> dict[str, Any]:
    """As a document of versions holds it."""
    position = _plain(to.position)
    return {**vars(to), "position": position} if isinstance(item, Place) else {"position": position}


def _plain(position: Position | None) -> list[float] | None:
    return None if position is None else [position.lat, position.lon]
