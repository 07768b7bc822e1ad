"""What stands in the frame: a short list of what the same filters leave elsewhere, or what there is today."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for

from webapp.areas.models import DISTRICT, NEIGHBOURHOOD, Municipality
from webapp.core import clock
from webapp.core.words import _
from webapp.finding import complaints, day_queries, presenting, queries
from webapp.finding.cards import ACTIVITY, PLACE, Card, ShownSlot
from webapp.finding.days import Day
from webapp.finding.queries import list_coming_slots
from webapp.finding.rules import FilterError, Filters
from webapp.finding.times import shown
from webapp.handouts.drawing import Sketch, sketch, window_around
from webapp.handouts.queries import list_ground
from webapp.schedule.models import CANCELLED
from webapp.taxonomy.rules import terms

TODAY = "today"
SHOWS = {"activities": ACTIVITY, "places": PLACE, TODAY: ACTIVITY}
SHOWN = 12
LISTS = {PLACE: queries.list_places, ACTIVITY: queries.list_activities}
ENDPOINTS = {"activities": "finding.activities", "places": "finding.places", TODAY: "finding.today"}


@dataclass(frozen=True)
class Entry:
    """`slot` is the time on that day, of a list the next one; `number` is that of its spot on the map, or 0."""

    card: Card
    slot: ShownSlot | None
    number: int = 0


@dataclass(frozen=True)
class Frame:
    """`all_url` leads to everything that these filters leave; `slips` say what of the filters makes no sense."""

    title: str
    is_today: bool
    entries: tuple[Entry, ...]
    all_url: str
    home_url: str
    sketch: Sketch | None
    slips: tuple[str, ...]


def frame_of(
    town: Municipality, show: str, filters: Filters, slips: Sequence[FilterError], language: str, has_map: bool
) -> Frame:
    moment = clock.now()
    filters = replace(filters, page=1)
    located = queries.find_located(town, filters)
    if show == TODAY:
        filters = replace(filters, open="")
        day = Day(clock.local(moment).date(), moment)
        found = [
            one for one in day_queries.list_dates(town, filters, day, located.position) if one.slot.ends_at > moment
        ]
        entries = [
            Entry(presenting.card(one.thing, (), language, moment, one.distance_m), shown(slot, language))
            for one, slot in ((each.found, each.slot) for each in found[:SHOWN])
        ]
    else:
        listed = LISTS[SHOWS[show]](town, filters, language, moment, located.position, SHOWN)
        slots = list_coming_slots(town, [one.thing for one in listed], moment)
        cards = presenting.cards(listed, slots, language, moment)
        entries = [
            Entry(card, _next(slots.get(card.id, ()), language) if card.type == ACTIVITY else None) for card in cards
        ]
    numbered = _numbered(entries) if has_map else entries
    arguments = filters.as_arguments()
    return Frame(
        title=_title(show, filters, language, town),
        is_today=show == TODAY,
        entries=tuple(numbered),
        all_url=url_for(ENDPOINTS[show], **arguments),
        home_url=url_for("finding.home"),
        sketch=_sketch(town, numbered) if has_map else None,
        slips=complaints.sentences(slips),
    )


def _next(slots: Sequence[Any], language: str) -> ShownSlot | None:
    coming = next((slot for slot in slots if slot.status != CANCELLED), None)
    return shown(coming, language) if coming else None


def _title(show: str, filters: Filters, language: str, town: Municipality) -> str:
    theme = terms("theme").get(filters.theme)
    if theme is not None:
        return f"{theme.label(language)}: {town.name}"
    if show == TODAY:
        return _("Today in %(town)s", town=town.name)
    if show == "places":
        return _("Places in %(town)s", town=town.name)
    return _("Activities in %(town)s", town=town.name)


def _numbered(entries: Sequence[Entry]) -> list[Entry]:
    """Each spot has a number, from 1; what is at one door shares it."""
    spots = list(dict.fromkeys(one.card.position for one in entries if one.card.position is not None))
    return [replace(one, number=spots.index(one.card.position) + 1) if one.card.position else one for one in entries]


def _sketch(town: Municipality, entries: Sequence[Entry]) -> Sketch | None:
    """None where nothing has a place."""
    pins = {str(one.number): one.card.position for one in entries if one.card.position is not None}
    if not pins:
        return None
    window = window_around(list(pins.values()))
    ground = list_ground(town, NEIGHBOURHOOD, window) or list_ground(town, DISTRICT, window)
    return sketch(window, ground, pins.items(), ())
