"""Whatever is said about time comes in here, and the slots of exactly those whom it concerns follow at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from webapp.core import clock
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.schedule import changing
from webapp.schedule.checks import ScheduleError, check_schedule
from webapp.schedule.document import to_document
from webapp.schedule.models import StoredSchedule
from webapp.schedule.queries import (
    find_schedule,
    list_activities_held_at,
    list_batches,
    list_schedules,
    list_timetables,
)
from webapp.schedule.slots import SlotWriter, expect_many_rows, lock_town
from webapp.schedule.timetables import Owner, Timetable, read_stored
from webapp.schedule.told import Told, changes_in, changes_told
from webapp.schedule.values import Change, Schedule, Words

KEEP_CHANGES_DAYS = 100  # a walk-in that is cancelled twice a week stays below the most changes that there may be


def save_schedule(municipality_id: int, owner: Owner, schedule: Schedule) -> int:
    """The number of slots added or removed. Raises ScheduleError, NotFound."""
    lock_town(municipality_id)
    timetable = _get_timetable(municipality_id, owner)
    sentences = [*check_schedule(schedule), *_check_place(owner, timetable, schedule)]
    if sentences:
        raise ScheduleError(sentences)
    _store(municipality_id, owner, find_schedule(municipality_id, owner), schedule)
    db.session.flush()
    return rewrite_slots(municipality_id, [owner])


def _get_timetable(municipality_id: int, owner: Owner) -> Timetable:
    found = _list(municipality_id, [owner])
    if not found:
        raise NotFound
    return found[0]


def _check_place(owner: Owner, timetable: Timetable, schedule: Schedule) -> Iterable[str]:
    if schedule.inherits and owner.place_id:
        yield "a place cannot take the hours of a place"
    elif schedule.inherits and not timetable.at_place:
        yield "there is no place to take the hours of"


def _store(municipality_id: int, owner: Owner, stored: StoredSchedule | None, schedule: Schedule) -> None:
    """An unchanged row is not written. What a source said is remembered beside what was made of it."""
    says_nothing = schedule.is_empty and not schedule.changes
    if stored is None and says_nothing:
        return
    if stored is None:
        stored = StoredSchedule(municipality_id=municipality_id, place_id=owner.place_id, activity_id=owner.activity_id)
        db.session.add(stored)
    elif says_nothing and stored.source_text is None:
        db.session.delete(stored)
        return
    document = to_document(schedule)
    if stored.document != document:
        stored.document = document


# ---------------------------------------------------------------- one date


def cancel_date(municipality_id: int, owner: Owner, when: date | datetime, reason: Words) -> int:
    """One time (wall clock) or a whole day falls out. These five raise ScheduleError, NotFound."""
    return _change(municipality_id, owner, lambda own, regular: changing.cancel(own, when, reason, regular))


def move_date(
    municipality_id: int, owner: Owner, starts: datetime, to: datetime, reason: Words, minutes: int | None = None
) -> int:
    return _change(
        municipality_id, owner, lambda own, regular: changing.move(own, starts, to, reason, regular, minutes)
    )


def add_date(municipality_id: int, owner: Owner, to: datetime, minutes: int, reason: Words) -> int:
    return _change(municipality_id, owner, lambda own, _regular: changing.add(own, to, minutes, reason))


def restore_date(municipality_id: int, owner: Owner, when: date | datetime) -> int:
    """What was cancelled, moved or added there is as if nothing had been said."""
    return _change(municipality_id, owner, lambda own, _regular: changing.restore(own, when))


def reinstate_date(municipality_id: int, owner: Owner, when: date | datetime) -> int:
    """What was cancelled there is not; what was added or moved there stays."""
    return _change(municipality_id, owner, lambda own, _regular: changing.reinstate(own, when))


def _change(municipality_id: int, owner: Owner, change: Callable[[Schedule, Schedule], Schedule]) -> int:
    lock_town(municipality_id)
    timetable = _get_timetable(municipality_id, owner)
    long_ago = clock.today() - timedelta(days=KEEP_CHANGES_DAYS)
    own = changing.forget_before(read_stored(timetable.own) or Schedule(), long_ago)
    return save_schedule(municipality_id, owner, change(own, timetable.schedule or own))


# ---------------------------------------------------------------- what a source says


def store_told(municipality_id: int, all_told: Sequence[Told]) -> set[Owner]:
    """The owners whose schedule differs now; their slots are left to rewrite_slots.

    The same words again change nothing, so what was edited here since then stays. Changed dates stay in any case.
    """
    stored = list_schedules(municipality_id, [told.owner for told in all_told])
    different = [told for told in all_told if told.anew or _words_of(stored, told.owner) != told.source_text]
    for told in different:
        _store_told(municipality_id, told, stored.get(told.owner))
    db.session.flush()
    return {told.owner for told in different}


def _words_of(stored: Mapping[Owner, StoredSchedule], owner: Owner) -> str | None:
    row = stored.get(owner)
    return row.source_text if row else None


def _store_told(municipality_id: int, told: Told, stored: StoredSchedule | None) -> None:
    if told.schedule is None or told.source_text is None:
        if stored is not None:
            db.session.delete(stored)
        return
    if stored is None:
        stored = StoredSchedule(municipality_id=municipality_id, **vars(told.owner))
        db.session.add(stored)
        changes = told.schedule.changes
    else:
        changes = _merged_changes(told.schedule, stored)
    stored.source_text = told.source_text
    stored.document = to_document(replace(told.schedule, changes=changes))


def _merged_changes(schedule: Schedule, stored: StoredSchedule) -> tuple[Change, ...]:
    """Those that the source tells, and those that were made here: not what it told before and tells no more, and not
    what it tells again after somebody here took it back."""
    told_before = changes_told(stored.source_text)
    kept = changes_in(stored.document)
    told = [one for one in schedule.changes if one in kept or one not in told_before]
    return (*told, *(one for one in kept if one not in told_before and one not in schedule.changes))


# ---------------------------------------------------------------- slots


def rewrite_slots(municipality_id: int, owners: Iterable[Owner], *, with_all_held: bool = False) -> int:
    """Of these and of the activities that take the hours of these places; or of all that are held there, when what
    changed is when the place is closed. The number of slots added or removed.
    """
    timetables = {one.owner: one for one in _list(municipality_id, owners)}
    places = [owner.place_id for owner in timetables if owner.place_id]
    held = list_activities_held_at(municipality_id, places)
    for one in list_timetables(municipality_id, activities=held):
        if with_all_held or _inherits(one):
            timetables[one.owner] = one
    if not timetables:
        return 0
    return SlotWriter(municipality_id, clock.today()).write(list(timetables.values()))


def rewrite_town(municipality_id: int, concerns: Callable[[Schedule], bool] = lambda _schedule: True) -> int:
    """Of all whose schedule is concerned."""
    writer = SlotWriter(municipality_id, clock.today())
    return sum(
        writer.write([one for one in timetables if (schedule := one.readable) and concerns(schedule)])
        for timetables in list_batches(municipality_id)
    )


def refresh_slots(municipality_id: int, first_day: date) -> int:
    """The horizon moves on, what is long over goes. The number of slots added or removed. One town, so that the
    caller can commit each by itself."""
    expect_many_rows()
    writer = SlotWriter(municipality_id, first_day)
    count = sum(writer.write(timetables) for timetables in list_batches(municipality_id))
    return count + writer.remove_old()


def _inherits(timetable: Timetable) -> bool:
    own = timetable.own_readable
    return own is not None and own.inherits


def _list(municipality_id: int, owners: Iterable[Owner]) -> list[Timetable]:
    owners = list(owners)
    return list_timetables(
        municipality_id,
        places=[owner.place_id for owner in owners if owner.place_id],
        activities=[owner.activity_id for owner in owners if owner.activity_id],
    )
