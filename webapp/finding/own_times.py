"""The time of the one thing that a page is about: what was told, and its slots from the beginning of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.finding import queries
from webapp.finding.conditions import Thing
from webapp.places.models import Place
from webapp.schedule.expansion import Slot
from webapp.schedule.queries import list_timetables
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
    slots = queries.list_coming_slots(town, [thing], midnight, each=queries.ALL_SLOTS)
    is_place = isinstance(thing, Place)
    timetables = list_timetables(
        town.id, places=[thing.id] if is_place else [], activities=[] if is_place else [thing.id]
    )
    schedule = timetables[0].readable if timetables else None
    return OwnTimes(moment, schedule, slots.get(thing.id, ()))
