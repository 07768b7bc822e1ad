"""A schedule with all that bears on it: the hours of its place, the closures that hold for it. Pure."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from uuid import UUID

from webapp.schedule.document import from_document
from webapp.schedule.rules import HoursError
from webapp.schedule.values import MINUTES_A_DAY, Closure, Schedule, TownCalendar

DAYS_A_WEEK = 7


@dataclass(frozen=True)
class Owner:
    """Whose time: exactly one of a place and an activity."""

    place_id: UUID | None = None
    activity_id: UUID | None = None

    def __post_init__(self) -> None:
        assert (self.place_id is None) != (self.activity_id is None)

    @property
    def id(self) -> UUID:
        id_ = self.place_id or self.activity_id
        assert id_ is not None
        return id_


@dataclass(frozen=True)
class Timetable:
    """`own` and `of_place` are documents as the database writes them, the same text for the same content.

    `places` and `organisations` are those whose closures hold here: an activity is closed with the place in which it
    is held, and with the organisation of either.
    """

    owner: Owner
    own: str | None
    of_place: str | None = None
    places: frozenset[UUID] = frozenset()
    organisations: frozenset[UUID] = frozenset()
    at_place: bool = False
    has_door: bool = True  # not by phone or online: that stays open when the town closes its doors

    @property
    def schedule(self) -> Schedule | None:
        """With what it takes from its place. Raises HoursError for a document that is no more understood."""
        return effective(read_stored(self.own), read_stored(self.of_place))

    @property
    def readable(self) -> Schedule | None:
        """None as well for what is no more understood."""
        return _or_none(lambda: self.schedule)

    @property
    def own_readable(self) -> Schedule | None:
        return _or_none(lambda: read_stored(self.own))


def _or_none(read: Callable[[], Schedule | None]) -> Schedule | None:
    try:
        return read()
    except HoursError:
        return None


@lru_cache(maxsize=2048)  # the same hours are written many times over
def read_stored(document: str | None) -> Schedule | None:
    return None if document is None else from_document(json.loads(document))


def effective(own: Schedule | None, of_place: Schedule | None) -> Schedule | None:
    """Its own changes come after those of the place: they have the last word."""
    if own is None or not own.inherits:
        return own
    place = of_place or Schedule()
    return replace(
        place,
        changes=(*place.changes, *own.changes),
        by_appointment=own.by_appointment or place.by_appointment,
        closed_on_holidays=own.closed_on_holidays and place.closed_on_holidays,
        closed_in_school_breaks=own.closed_in_school_breaks or place.closed_in_school_breaks,
    )


def is_day_and_night(schedule: Schedule | None) -> bool:
    """Every day of the year, as a park: there is nothing to lock when the town closes its doors."""
    if schedule is None or schedule.closed_on_holidays or schedule.closed_in_school_breaks:
        return False
    always = [one for one in schedule.weekly if not (one.first_day or one.last_day or one.season)]
    whole_days = {
        hours.weekday
        for weekly in always
        for hours in weekly.hours
        if hours.opens == 0 and hours.closes >= MINUTES_A_DAY and not hours.by_appointment
    }
    return len(whole_days) == DAYS_A_WEEK


@dataclass(frozen=True)
class TownTime:
    """What bears on every schedule of a town. Closures by id of their place or organisation, None for the town."""

    calendar: TownCalendar
    closures: dict[UUID | None, list[Closure]] = field(default_factory=dict)

    def closures_for(self, timetable: Timetable) -> tuple[Closure, ...]:
        town = (None,) if timetable.has_door and not is_day_and_night(timetable.readable) else ()
        subjects = (*town, *sorted(timetable.places), *sorted(timetable.organisations))
        return tuple(closure for subject in subjects for closure in self.closures.get(subject, ()))
