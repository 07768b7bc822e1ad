"""What a screen shows: today and a week, so that it goes on by itself when the server is away; in one language, or in
two in turn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

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
from webapp.schedule.rules import midnight

AHEAD = 7  # days after today, for a screen that is without a connection
MOST = 50  # dates of a day: what nobody waits for
MOST_LATER = 300  # dates of all days after tomorrow

Dated = tuple[Thing, Slot]
Days = Mapping[date, Sequence[Dated]]


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
    """A day with something on it; `rows` are those that are not over."""

    on: date
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Block:
    """All of a screen in one language: today, and the coming days that have something."""

    language: Language
    title: str
    as_of: str
    over: str
    nothing: str
    today: date
    days: tuple[ScreenDay, ...]

    @property
    def is_over(self) -> bool:
        """Nothing more today, and something later."""
        return bool(self.days) and self.days[0].on != self.today


def blocks(
    town: Municipality, place: Place | None, filters: Filters, languages: Sequence[Language], moment: datetime
) -> tuple[Block, ...]:
    today = clock.local(moment).date()
    found: dict[date, list[Dated]] = {}
    for thing, slot in _dates(town, place, filters, Day(today, moment)):
        if slot.ends_at > moment:
            found.setdefault(max(today, clock.local(slot.starts_at).date()), []).append((thing, slot))
    return tuple(_block(town, place, found, language, moment) for language in languages)


def _dates(town: Municipality, place: Place | None, filters: Filters, today: Day) -> list[Dated]:
    """In order of time; of one place all that it holds. So much of today and tomorrow each, so much of the rest: a
    large town has thousands on a day."""
    if place is not None:
        return _held(town, place, today)
    near = queries.find_located(town, filters).position
    tomorrow, after = (Day(today.on + timedelta(days=number), today.moment) for number in (1, 2))
    found = [
        *list_dates(town, filters, today, near, most=MOST),
        *list_dates(town, filters, tomorrow, near, most=MOST),
        *list_dates(town, filters, after, near, days=AHEAD - 1, most=MOST_LATER),
    ]
    return [(one.found.thing, one.slot) for one in found]


def _held(town: Municipality, place: Place, today: Day) -> list[Dated]:
    held = {one.id: one for one in queries.list_activities_at(place)}
    slots = list_slots_between(town, [], list(held), today.start, midnight(today.on + timedelta(days=AHEAD + 1)))
    dated: list[Dated] = [(held[id_], slot) for id_, own in slots.items() for slot in own]
    return sorted(dated, key=lambda one: (one[1].starts_at, one[0].slug))[: MOST_LATER + 2 * MOST]


def _block(town: Municipality, place: Place | None, found: Days, language: Language, moment: datetime) -> Block:
    today = clock.local(moment).date()
    with speaking(language.code):
        names = _names(found, place, language.code, moment)
        return Block(
            language,
            _("Today in %(town)s", town=presenting.card(place, (), language.code, moment).name if place else town.name),
            _(
                "As it was on %(date)s at %(time)s. There is no connection now.",
                date=day_and_date(today),
                time=clock_time(moment),
            ),
            _("There is nothing more today. This comes next:"),
            _("Nothing is planned for the coming days. Look at the address below, or call.")
            if town.team_phone
            else _("Nothing is planned for the coming days. Look at the address below."),
            today,
            tuple(
                ScreenDay(
                    on, day_and_date(on), tuple(_row(slot, names[thing.id], language.code) for thing, slot in own)
                )
                for on, own in sorted(found.items())
            ),
        )


def _names(found: Days, place: Place | None, language: str, moment: datetime) -> dict[UUID, tuple[Spoken, Spoken]]:
    """Name and where of each, once: most of a week comes back the next day."""
    things = {thing.id: thing for own in found.values() for thing, _slot in own}
    cards = {id_: presenting.card(thing, (), language, moment) for id_, thing in things.items()}
    nowhere = Spoken("", language)
    return {id_: (Spoken(card.name, card.lang), nowhere if place else card.where) for id_, card in cards.items()}


def _row(slot: Slot, named: tuple[Spoken, Spoken], language: str) -> Row:
    seen = shown(slot, language)
    return Row(int(slot.starts_at.timestamp()), int(slot.ends_at.timestamp()), _time(seen), seen, *named)


def _time(slot: ShownSlot) -> str:
    if slot.is_whole_day:
        return _("day and night")
    return f"{clock_time(slot.starts_at)}–{clock_time(slot.ends_at)}"
