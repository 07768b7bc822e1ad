"""When doors stay closed: a place, an organisation or the whole town, public holidays, school breaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.schedule.checks import ScheduleError, check_breaks, check_closure
from webapp.schedule.holidays import HOLIDAYS
from webapp.schedule.models import SchoolBreak, StoredClosure, TownHoliday
from webapp.schedule.operations import rewrite_slots, rewrite_town
from webapp.schedule.queries import exists_here, list_of_organisation, list_school_breaks
from webapp.schedule.slots import lock_town
from webapp.schedule.timetables import Owner
from webapp.schedule.values import Closure


@dataclass(frozen=True)
class Subject:
    """Who is closed: a place, an organisation, or with neither the whole town."""

    place_id: UUID | None = None
    organisation_id: UUID | None = None


WHOLE_TOWN = Subject()


def close(municipality_id: int, subject: Subject, closure: Closure) -> StoredClosure:
    """Said again for the same days, the reason is replaced. Raises ScheduleError, NotFound."""
    sentences = check_closure(closure)
    if sentences:
        raise ScheduleError(sentences)
    if not exists_here(municipality_id, subject.place_id, subject.organisation_id):
        raise NotFound
    lock_town(municipality_id)
    row = _find(municipality_id, subject, closure)
    if row is None:
        row = StoredClosure(municipality_id=municipality_id, **vars(subject), **_columns(closure))
        db.session.add(row)
    elif row.reason == closure.reason:
        return row
    else:
        row.reason = dict(closure.reason)
    db.session.flush()
    _rewrite(municipality_id, subject)
    return row


def reopen(municipality_id: int, closure_id: int) -> None:
    """Raises NotFound."""
    lock_town(municipality_id)
    row = db.session.get(StoredClosure, (municipality_id, closure_id))
    if row is None:
        raise NotFound
    subject = Subject(row.place_id, row.organisation_id)
    db.session.delete(row)
    db.session.flush()
    _rewrite(municipality_id, subject)


def tick_holiday(municipality_id: int, holiday: str, closed: bool) -> int:
    """Whether this holiday closes the doors here. The number of slots added or removed. Raises NotFound."""
    if holiday not in HOLIDAYS:
        raise NotFound
    lock_town(municipality_id)
    row = db.session.get(TownHoliday, (municipality_id, holiday))
    if row is None and closed == HOLIDAYS[holiday].is_usual and not HOLIDAYS[holiday].in_lustrum_years:
        return 0
    if row is None:
        db.session.add(TownHoliday(municipality_id=municipality_id, holiday=holiday, closed=closed))
    elif row.closed == closed:
        return 0
    else:
        row.closed = closed
    db.session.flush()
    return rewrite_town(municipality_id, lambda schedule: schedule.closed_on_holidays)


def set_school_breaks(municipality_id: int, breaks: Sequence[Closure]) -> int:
    """In place of those there are. The number of slots added or removed. Raises ScheduleError."""
    sentences = check_breaks(breaks)
    if sentences:
        raise ScheduleError(sentences)
    lock_town(municipality_id)
    if list_school_breaks(municipality_id) == sorted(breaks, key=lambda one: one.first_day):
        return 0
    db.session.execute(delete(SchoolBreak).where(SchoolBreak.municipality_id == municipality_id))
    db.session.add_all(SchoolBreak(municipality_id=municipality_id, **_columns(one)) for one in breaks)
    db.session.flush()
    return rewrite_town(municipality_id, lambda schedule: schedule.closed_in_school_breaks)


def _columns(closure: Closure) -> dict[str, Any]:
    return {**vars(closure), "reason": dict(closure.reason)}


def _find(municipality_id: int, subject: Subject, closure: Closure) -> StoredClosure | None:
    return db.session.scalar(
        select(StoredClosure).where(
            StoredClosure.municipality_id == municipality_id,
            StoredClosure.place_id.is_not_distinct_from(subject.place_id),
            StoredClosure.organisation_id.is_not_distinct_from(subject.organisation_id),
            StoredClosure.first_day == closure.first_day,
            StoredClosure.last_day == closure.last_day,
        )
    )


def _rewrite(municipality_id: int, subject: Subject) -> None:
    if subject == WHOLE_TOWN:
        rewrite_town(municipality_id)
        return
    places, activities = [subject.place_id] if subject.place_id else [], []
    if subject.organisation_id:
        places, activities = map(list, list_of_organisation(municipality_id, subject.organisation_id))
    owners = [*(Owner(place_id=id_) for id_ in places), *(Owner(activity_id=id_) for id_ in activities)]
    rewrite_slots(municipality_id, owners, with_all_held=True)
