"""Places and activities as events of a calendar, in the language of the one who asked."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask import url_for

from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.words import _
from webapp.finding import presenting, queries
from webapp.finding.conditions import Thing, page_of
from webapp.finding.telling import telling
from webapp.places.models import Place
from webapp.schedule.expansion import Slot
from webapp.schedule.ical_write import CalendarEvent, CalendarWords, write_calendar
from webapp.schedule.queries import get_town_time, list_timetables
from webapp.schedule.wording import news

EACH = {"open": 200, "appointment": 50, "cancelled": 50}  # times of one thing in a calendar of many
# Of all things together, of each kind of time: a thousand take a quarter of a second, and a phone reads them each day.
MOST = 5_000


def calendar_of(town: Municipality, thing: Thing, language: str, moment: datetime) -> bytes:
    """One place or activity with its rules, so that a phone shows the dates of next year too."""
    is_place = isinstance(thing, Place)
    timetables = list_timetables(
        town.id, places=[thing.id] if is_place else [], activities=[] if is_place else [thing.id]
    )
    time = get_town_time(town.id, clock.local(moment).date())
    events = [
        _event(
            thing, language, schedule=timetable.readable, calendar=time.calendar, closures=time.closures_for(timetable)
        )
        for timetable in timetables
    ]
    return _written(telling(thing, language).name.words, events, language, moment)


def calendar_of_all(town: Municipality, things: Sequence[Thing], language: str, moment: datetime) -> bytes:
    """Many at once, by their stored times of the coming weeks."""
    slots = queries.list_coming_slots(town, things, moment, each=times_of_each(len(things)), bounds={})
    events = [_event(thing, language, slots=slots[thing.id]) for thing in things if slots.get(thing.id)]
    return _written(_("Nearby in %(town)s", town=town.name), events, language, moment)


def times_of_each(things: int) -> dict[str, int]:
    """The more things, the fewer times of each: of 500 things that are there daily the next ten days; of more things
    than that the next time at least."""
    return {status: min(most, max(MOST // max(things, 1), 1)) for status, most in EACH.items()}


def _event(thing: Thing, language: str, *, slots: Sequence[Slot] = (), **times: object) -> CalendarEvent:
    told = telling(thing, language)
    return CalendarEvent(
        uid=thing.id,
        summary=told.name,
        description=told.first("summary", "description"),
        location=presenting.location_of(thing, language),
        url=url_for(page_of(thing), slug=thing.slug, _external=True),
        position=thing.position,
        slots=slots,
        **times,  # type: ignore[arg-type]
    )


def _written(name: str, events: Iterable[CalendarEvent], language: str, moment: datetime) -> bytes:
    words = CalendarWords(_("By appointment"), _("Cancelled: {summary}"), news)
    return write_calendar(name, events, language=language, now=moment, words=words)
