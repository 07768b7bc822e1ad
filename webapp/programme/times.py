"""The times of one item as they are edited: what is stored or waits, part by part, what comes of it, and saving it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from webapp.activities.scope import Scope, organisation_of
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.programme.queries import Item, get_timetable
from webapp.programme.rules import fingerprint
from webapp.schedule import operations
from webapp.schedule.checks import ScheduleError, check_schedule
from webapp.schedule.document import from_document, to_document
from webapp.schedule.expansion import Slot, expand
from webapp.schedule.queries import get_town_time
from webapp.schedule.rules import HORIZON_DAYS
from webapp.schedule.slots import lock_town
from webapp.schedule.timetables import Timetable, effective, read_stored
from webapp.schedule.values import Days, Schedule, Series, Weekly
from webapp.versions import operations as versions
from webapp.versions.queries import document_of, find_own_draft
from webapp.versions.rules import REVIEW

NEXT = 8  # dates that are shown before anything is saved
Part = Weekly | Series


@dataclass(frozen=True)
class Actor:
    """Who changes something, in which town, now."""

    town: Municipality
    user_id: UUID
    now: datetime


@dataclass(frozen=True)
class Times:
    """`own` is what the form edits: the stored schedule, or what the user proposed before and is not reviewed yet."""

    item: Item
    timetable: Timetable
    own: Schedule
    publishes: bool
    waits: bool
    is_readable: bool

    @property
    def regular(self) -> Schedule:
        """With the hours of the place, where it takes them."""
        return self.with_place(self.own)

    def with_place(self, own: Schedule) -> Schedule:
        of_place = None if self.timetable.owner.place_id else _of_place(self)
        return effective(own, of_place) or own


def _of_place(times: Times) -> Schedule | None:
    """The timetable knows the hours of the place only where they are taken already."""
    if times.timetable.of_place is not None:
        return read_stored(times.timetable.of_place)
    place = getattr(times.item, "place", None)
    if place is None or not times.timetable.at_place:
        return None
    return get_timetable(Scope(place.municipality_id, True, {}), place).own_readable


def load(scope: Scope, item: Item, user_id: UUID, *, locks: bool) -> Times:
    """`locks` for who is about to save: nobody else writes times of this town until then."""
    if locks:
        lock_town(item.municipality_id)
    timetable = get_timetable(scope, item)
    own = timetable.own_readable
    publishes, waits = scope.publishes(organisation_of(item)), False
    draft = find_own_draft(item, user_id)
    if not publishes and draft is not None:
        told = draft.document["schedule"]
        own, waits = from_document(told) if told else Schedule(), draft.state == REVIEW
    return Times(item, timetable, own or Schedule(), publishes, waits, own is not None or timetable.own is None)


def save(times: Times, schedule: Schedule, actor: Actor) -> None:
    """Public at once, or for the coordinator to look at. Raises ScheduleError."""
    sentences = check_schedule(schedule)
    if sentences:
        raise ScheduleError(sentences)
    item = times.item
    lock_town(item.municipality_id)
    current = versions.capture(item, now=actor.now)
    if times.publishes:
        operations.save_schedule(item.municipality_id, times.timetable.owner, schedule)
        versions.record(actor.town, item, by=actor.user_id, what="times", now=actor.now)
        return
    draft = find_own_draft(item, actor.user_id)
    base = draft.document if draft else current.document
    empty = schedule.is_empty and not schedule.changes
    document = {**base, "schedule": None if empty else document_of(item, to_document(schedule))["schedule"]}
    number = draft.number if draft else current.number
    proposal = versions.Proposal(number, document, what="times")
    versions.ask_review(versions.save_draft(actor.town, item, proposal, by=actor.user_id, now=actor.now))


def coming(times: Times, schedule: Schedule, moment: datetime) -> list[Slot]:
    """The next dates as they would be, those that fall out with their reason too. Raises HoursError."""
    today = clock.local(moment).date()
    time = get_town_time(times.item.municipality_id, today)
    timetable = replace(times.timetable, own=json.dumps(to_document(schedule)))
    slots = expand(times.with_place(schedule), Days(today, HORIZON_DAYS), time.calendar, time.closures_for(timetable))
    return [slot for slot in slots if slot.ends_at > moment][:NEXT]


# ---------------------------------------------------------------- parts


def key_of(part: Part) -> str:
    """Names a part in an address, for as long as nobody changes it."""
    alone = Schedule(weekly=(part,)) if isinstance(part, Weekly) else Schedule(series=(part,))
    return fingerprint(alone)


def find_part(parts: Sequence[Part], key: str) -> Part | None:
    return next((part for part in parts if key_of(part) == key), None)


def with_week(schedule: Schedule, old: Weekly | None, new: Weekly | None) -> Schedule:
    """Changed, added or removed; all others stay as they are, where they are."""
    parts = [part for part in (new if one is old else one for one in schedule.weekly) if part is not None]
    return replace(schedule, weekly=(*parts, *([new] if old is None and new else [])))


def with_series(schedule: Schedule, old: Series | None, new: Series | None) -> Schedule:
    parts = [part for part in (new if one is old else one for one in schedule.series) if part is not None]
    return replace(schedule, series=(*parts, *([new] if old is None and new else [])))
