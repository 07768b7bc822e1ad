"""Taking over the times of a calendar file."""

from dataclasses import dataclass, replace

from webapp.activities.models import Activity
from webapp.places.models import Place
from webapp.schedule.operations import rewrite_slots, store_told
from webapp.schedule.queries import find_schedule
from webapp.schedule.slots import lock_town
from webapp.schedule.timetables import Owner
from webapp.schedule.told import Told, schedule_told, source_text_of
from webapp.schedule.values import Schedule


@dataclass(frozen=True)
class Taken:
    """`slots` were added or removed. `instead_of_hours`: until now another source told opening hours here."""

    is_changed: bool
    slots: int
    instead_of_hours: bool


def take_over_times(thing: Place | Activity, schedule: Schedule) -> Taken:
    """As the words of a source: the same ones again change nothing, so a date that was cancelled here stays so."""
    lock_town(thing.municipality_id)
    owner = _owner(thing)
    if isinstance(thing, Activity):
        schedule = replace(schedule, by_appointment=thing.by_appointment)
    before = find_schedule(thing.municipality_id, owner)
    told_hours = bool(before and before.source_text and not before.source_text.startswith("{"))
    changed = store_told(thing.municipality_id, [Told(owner, source_text_of(schedule), schedule)])
    slots = rewrite_slots(thing.municipality_id, changed) if changed else 0
    return Taken(bool(changed), slots, told_hours)


def find_told_times(thing: Place | Activity) -> Schedule | None:
    """What a calendar told of it last; None where none did."""
    stored = find_schedule(thing.municipality_id, _owner(thing))
    is_calendar = stored is not None and (stored.source_text or "").startswith("{")
    return schedule_told(stored.source_text) if stored is not None and is_calendar else None


def _owner(thing: Place | Activity) -> Owner:
    return Owner(place_id=thing.id) if isinstance(thing, Place) else Owner(activity_id=thing.id)
