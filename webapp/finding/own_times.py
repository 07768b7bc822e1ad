"""The time of the one thing that a page is about: what was told, and its slots from the beginning of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.finding import queries
from webapp.finding.conditions import Thing
from webapp.places.models import Place
from webapp.schedule.document import from_document
from webapp.schedule.expansion import Slot
from webapp.schedule.queries import list_schedules
from webapp.schedule.rules import HoursError
from webapp.schedule.timetables import Owner, effective
from webapp.schedule.values import Schedule


@dataclass(frozen=True)
class OwnTimes:
    """`slots` hold what has been today already: hours of this morning would else seem to have changed."""

    moment: datetime
    schedule: Schedule | None  # None as well for one that is no more understood
    slots: Sequence[Slot]

    @property
    def coming(self) -> list[Slot]:
        return [slot for slot in self.slots if slot.ends_at > self.moment]

    @property
    def today(self) -> date:
        return clock.local(self.moment).date()


def get_own_times(town: Municipality, thing: Thing, moment: datetime) -> OwnTimes:
    """Two queries."""
    midnight = datetime.combine(clock.local(moment).date(), time.min, clock.TIME_ZONE)
    slots = queries.list_coming_slots(town, [thing], midnight, each=queries.ALL_SLOTS, bounds={})
    return OwnTimes(moment, _schedule(town, thing), slots.get(thing.id, ()))


def _schedule(town: Municipality, thing: Thing) -> Schedule | None:
    """An activity may take the hours of its place; closures and holidays are in the slots already."""
    owner = Owner(place_id=thing.id) if isinstance(thing, Place) else Owner(activity_id=thing.id)
    place = Owner(place_id=thing.place_id) if isinstance(thing, Activity) and thing.place_id else owner
    stored = list_schedules(town.id, [*{owner, place}])
    try:
        own, of_place = (from_document(stored[one].document) if one in stored else None for one in (owner, place))
        return effective(own, of_place)
    except HoursError:
        return None
