"""What a screen shows: today and tomorrow, so that it goes on by itself when the server is away; in one language, or
in two in turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.formats import clock_time, day_and_date
from webapp.core.language import Language, speaking
from webapp.core.texts import Spoken
from webapp.core.words import _
from webapp.finding import presenting, queries
from webapp.finding.cards import ShownSlot
from webapp.finding.conditions import Thing
from webapp.finding.day_queries import list_dates, list_slots_between
from webapp.finding.days import Day
from webapp.finding.rules import Filters
from webapp.finding.times import shown
from webapp.places.models import Place
from webapp.schedule.expansion import Slot

DAYS = 2
MOST = 50  # dates of a day: what nobody waits for

Dated = tuple[Thing, Slot]


@dataclass(frozen=True)
class Row:
    """One time of one activity; `starts` and `ends` are seconds since 1970, for the script."""

    starts: int
    ends: int
    time: str
    slot: ShownSlot
    name: Spoken
    where: Spoken


@dataclass(frozen=True)
class ScreenDay:
    """`rows` are those that are not over."""

    on: date
    title: str
    rows: tuple[Row, ...]
    is_shown: bool


@dataclass(frozen=True)
class Block:
    """All of a screen in one language."""

    language: Language
    title: str
    as_of: str
    over: str
    days: tuple[ScreenDay, ...]

    @property
    def is_over(self) -> bool:
        """Nothing more today."""
        return not self.days[0].rows


def blocks(
    town: Municipality, place: Place | None, filters: Filters, languages: Sequence[Language], moment: datetime
) -> tuple[Block, ...]:
    today = clock.local(moment).date()
    days = [Day(today + timedelta(days=number), moment) for number in range(DAYS)]
    found = [_dates(town, place, filters, day) for day in days]
    return tuple(_block(town, place, days, found, language, moment) for language in languages)


def _dates(town: Municipality, place: Place | None, filters: Filters, day: Day) -> list[Dated]:
    """In order of time; of one place all that it holds."""
    if place is None:
        located = queries.find_located(town, filters)
        return [(one.found.thing, one.slot) for one in list_dates(town, filters, day, located.position)][:MOST]
    held = {one.id: one for one in queries.list_activities_at(place)}
    slots = list_slots_between(town, [], list(held), day.start, day.end)
    dated: list[Dated] = [(held[id_], slot) for id_, own in slots.items() for slot in own]
    return sorted(dated, key=lambda one: (one[1].starts_at, one[0].slug))[:MOST]


def _block(
    town: Municipality,
    place: Place | None,
    days: Sequence[Day],
    found: Sequence[Sequence[Dated]],
    language: Language,
    moment: datetime,
) -> Block:
    with speaking(language.code):
        rows = [_rows(dated, place, language.code, moment) for dated in found]
        where = presenting.card(place, (), language.code, moment).name if place else town.name
        return Block(
            language,
            _("Today in %(town)s", town=where),
            _("As of %(time)s. There is no connection now.", time=clock_time(moment)),
            _("There is nothing more today. This comes next:"),
            tuple(
                ScreenDay(day.on, day_and_date(day.on), own, number == 0 or not rows[0])
                for number, (day, own) in enumerate(zip(days, rows, strict=True))
            ),
        )


def _rows(dated: Sequence[Dated], place: Place | None, language: str, moment: datetime) -> tuple[Row, ...]:
    rows = []
    for thing, slot in dated:
        if slot.ends_at <= moment:
            continue
        card = presenting.card(thing, (), language, moment)
        rows.append(
            Row(
                int(slot.starts_at.timestamp()),
                int(slot.ends_at.timestamp()),
                _time(shown(slot, language)),
                shown(slot, language),
                Spoken(card.name, card.lang),
                Spoken("", language) if place else card.where,
            )
        )
    return tuple(rows)


def _time(slot: ShownSlot) -> str:
    if slot.is_whole_day:
        return _("day and night")
    return f"{clock_time(slot.starts_at)}–{clock_time(slot.ends_at)}"
