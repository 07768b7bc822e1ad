"""Times as an iCalendar file (RFC 5545) for a phone: rules where a rule says it exactly, single dates elsewhere.

Opening hours and series become events that repeat, with each exception of the coming year: what falls out by a holiday
or a closure is left out (EXDATE), what somebody cancelled or moved says so with the reason (RECURRENCE-ID).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur, vText

from webapp.core.clock import TIME_ZONE
from webapp.core.geo import Position
from webapp.core.language import DEFAULT_LANGUAGE
from webapp.core.texts import Spoken, pick_words
from webapp.schedule.expansion import APPOINTMENT, Slot
from webapp.schedule.ical_parts import Part, Place, Written, parts_of, single_slots
from webapp.schedule.values import CANCELLED, NO_WORDS, Closure, Schedule, TownCalendar, Words

MAKER = "-//Dichtbij//Calendar//{language}"
DOMAIN = "dichtbij"
REFRESH = "P1D"
NOTHING = Spoken("", DEFAULT_LANGUAGE)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # no calendar may hold these


@dataclass(frozen=True)
class CalendarEvent:
    """One place or activity: either its schedule, or only slots (a list of many things is written from those).

    A schedule that inherits is told by the schedule or the slots it inherits.
    """

    uid: UUID | str
    summary: Spoken
    description: Spoken = NOTHING
    location: Spoken = NOTHING
    url: str = ""
    position: Position | None = None
    schedule: Schedule | None = None
    calendar: TownCalendar = field(default_factory=TownCalendar)
    closures: Sequence[Closure] = ()
    slots: Sequence[Slot] = ()
    last_modified: datetime | None = None


@dataclass(frozen=True)
class CalendarWords:
    """What the file says by itself, in the reader's language."""

    by_appointment: str = "By appointment"
    cancelled: str = "Cancelled: {summary}"
    news: Callable[[Slot], str] = lambda slot: ""  # of one time: moved from where, extra


def write_calendar(
    name: str,
    events: Iterable[CalendarEvent],
    *,
    language: str,
    now: datetime,
    words: CalendarWords | None = None,
) -> bytes:
    """The file, in UTF-8. Raises HoursError for a schedule that cannot be read."""
    calendar = Calendar()
    calendar.add("prodid", MAKER.format(language=language.upper()))
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.calendar_name = " ".join(_clean(name).split())  # one line: the library does not escape it
    calendar.add("refresh-interval", vText(REFRESH), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    calendar.add_component(netherlands())
    for event in events:
        for component in _Writer(event, language, words or CalendarWords(), now).components():
            calendar.add_component(component)
    return bytes(calendar.to_ical())


def netherlands() -> Timezone:
    """By hand: the library (7.3) lets summer time begin an hour late, and lists years where a rule is for ever."""
    zone = Timezone()
    zone.add("tzid", str(TIME_ZONE))
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    for part, name, begins, before, after, month in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), winter, summer, 3),
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), summer, winter, 10),
    ):
        part.add("dtstart", begins)
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("rrule", vRecur.from_ical(f"FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU"))
        zone.add_component(part)
    return zone


@dataclass(frozen=True)
class _Writer:
    event: CalendarEvent
    language: str
    words: CalendarWords
    now: datetime

    def components(self) -> Iterator[Event]:
        if self.event.schedule is None:
            yield from map(self._single, self.event.slots)
            return
        place = Place(self.event.schedule, self.event.calendar, self.event.closures, self.now)
        written, keys = Written(), Counter[str]()
        for part in parts_of(place, written):
            keys[part.key] += 1
            again = f"-{keys[part.key]}" if keys[part.key] > 1 else ""
            yield from self._series(part, self._uid(f"{part.key}{again}" if len(keys) > 1 or again else ""))
        yield from map(self._single, single_slots(place, written))

    def _uid(self, part: str) -> str:
        """The same at each writing; of one thing with several parts the first has the plain one."""
        return f"{self.event.uid}{'-' if part else ''}{part}@{DOMAIN}"

    def _series(self, part: Part, uid: str) -> Iterator[Event]:
        event = self._event(uid, part.first, part.minutes, part.note, by_appointment=part.by_appointment)
        if part.rule:
            event.add("rrule", vRecur.from_ical(part.rule))
        if part.extra:
            event.add("rdate", [_here(moment) for moment in part.extra])
        if part.left_out:
            event.add("exdate", [_here(moment) for moment in part.left_out])
        yield event
        for starts, slot in part.otherwise:
            override = self._event(uid, slot, None, part.note, by_appointment=part.by_appointment)
            override.add("recurrence-id", _here(starts))
            yield override

    def _single(self, slot: Slot) -> Event:
        minutes = int((slot.ends_at - slot.starts_at).total_seconds() // 60)
        gone = "x" if slot.status == CANCELLED else ""
        uid = self._uid(f"{slot.starts_at.astimezone(UTC):%Y%m%dT%H%M%S}-{minutes}{gone}")
        return self._event(uid, slot, None, slot.note, by_appointment=slot.status == APPOINTMENT)

    def _event(self, uid: str, at: datetime | Slot, minutes: int | None, note: Words, *, by_appointment: bool) -> Event:
        event = Event()
        event.add("uid", uid)
        changed = (self.event.last_modified or self.now).astimezone(UTC).replace(microsecond=0)
        event.add("dtstamp", changed)
        if self.event.last_modified:
            event.add("last-modified", changed)
        if isinstance(at, Slot):
            event.add("dtstart", _at(at.starts_at))
            event.add("dtend", _at(at.ends_at))
        else:
            event.add("dtstart", _here(at))
            event.add("dtend", _here(at + timedelta(minutes=minutes or 0)))
        reason = self._in_language(at.reason if isinstance(at, Slot) else NO_WORDS)
        cancelled = isinstance(at, Slot) and at.status == CANCELLED
        self._add_text(event, "comment", reason)
        told = _together(": ", (self._news(at), reason))
        self._add_texts(event, told, note, by_appointment=by_appointment and not cancelled, cancelled=cancelled)
        return event

    def _news(self, at: datetime | Slot) -> Spoken:
        """Of one that is merely cancelled the summary says so."""
        return Spoken(self.words.news(at) if isinstance(at, Slot) and at.change else "", self.language)

    def _add_texts(self, event: Event, told: Spoken, note: Words, *, by_appointment: bool, cancelled: bool) -> None:
        summary = self.event.summary
        if cancelled:
            summary = Spoken(self.words.cancelled.format(summary=summary.words), summary.language)
        appointment = Spoken(self.words.by_appointment if by_appointment else "", self.language)
        lines = (told, appointment, self._in_language(note), self.event.description)
        self._add_text(event, "summary", summary)
        self._add_text(event, "description", _together("\n\n", lines))
        self._add_text(event, "location", self.event.location)
        if self.event.url:
            event.add("url", _clean(self.event.url).replace("\n", ""))
        if self.event.position:
            event.add("geo", (self.event.position.lat, self.event.position.lon))
        if cancelled:
            event.add("status", "CANCELLED")
        event.add("transp", "TRANSPARENT")  # to know when a place is open does not make a person busy

    def _add_text(self, event: Event, name: str, text: Spoken) -> None:
        if text:
            event.add(name, _clean(text.words), parameters={"language": text.language})

    def _in_language(self, words: Words) -> Spoken:
        return pick_words(words, self.language)


def _together(between: str, parts: Sequence[Spoken]) -> Spoken:
    """A calendar has one language for a text: that of its longest part, as a voice reads it best so."""
    longest = max(parts, key=lambda part: len(part.words))
    return Spoken(between.join(part.words for part in parts if part), longest.language)


def _clean(text: str) -> str:
    return CONTROL.sub("", text.replace("\r\n", "\n"))


def _here(wall_clock: datetime) -> datetime:
    return wall_clock.replace(tzinfo=TIME_ZONE)


def _at(moment: datetime) -> datetime:
    """On the clock in the Netherlands; the hour that comes twice can only be told apart in UTC."""
    local = moment.astimezone(TIME_ZONE)
    return moment.astimezone(UTC) if local.fold else local
