"""What stands on a sheet, in one language, as it is now: words only, so that a page and a PDF say the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core.addresses import absolute
from webapp.core.formats import clock_time, day_and_date, long_date
from webapp.core.geo import Position
from webapp.core.language import find_language, speaking
from webapp.core.texts import FALLBACK_LANGUAGE, Spoken, pick_words
from webapp.core.words import _
from webapp.finding.conditions import Thing, page_of
from webapp.finding.presenting import address_of, contact_of
from webapp.finding.telling import telling
from webapp.guiding.queries import get_things
from webapp.handouts import queries, wording
from webapp.handouts.items import DATES, Difference, Item, differences, next_dates, read_item
from webapp.handouts.models import Handout
from webapp.handouts.rules import Wish, same_first
from webapp.places.models import Place
from webapp.questions.codes import grouped
from webapp.schedule.answers import status_at
from webapp.schedule.expansion import A_DAY, Slot
from webapp.schedule.wording import news, opening


@dataclass(frozen=True)
class News:
    words: str
    reason: Spoken


@dataclass(frozen=True)
class Entry:
    """One thing. `gone` is the sentence that it is no longer there; the rest is then what comes nearest to it, and
    without a `name` there is nothing like it."""

    number: int
    gone: str
    name: Spoken
    summary: Spoken
    dates: tuple[str, ...]
    news: tuple[News, ...]
    place: Spoken
    address: tuple[str, ...]
    cost: str
    ask_for: Spoken
    phone: str
    phone_url: str
    first_time: Spoken
    url: str
    position: Position | None


@dataclass(frozen=True)
class Sheet:
    """`words` are the labels, by their key in wording.labels."""

    language: str
    direction: str
    entries: tuple[Entry, ...]
    words: Mapping[str, str]
    expires: str


@dataclass(frozen=True)
class Whole:
    """The sheet, and the same in Dutch beside it unless it is Dutch. The spoken address is what somebody reads out."""

    code: str
    own: Sheet
    dutch: Sheet | None
    address: str
    spoken_host: str
    spoken_code: str
    ask_address: str

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        return (self.own, self.dutch) if self.dutch else (self.own,)


@dataclass(frozen=True)
class _Now:
    """All that is read for a sheet, once for both languages."""

    item: Item
    thing: Thing | None
    slots: Sequence[Slot]
    is_gone: bool


def items_of(things: Sequence[Thing], slots: Mapping[UUID, Sequence[Slot]], moment: datetime) -> list[Item]:
    return [
        Item(
            thing.id,
            isinstance(thing, Place),
            telling(thing, FALLBACK_LANGUAGE).name.words,
            thing.kind,
            tuple(thing.themes),
            tuple(slot.starts_at for slot in next_dates(slots.get(thing.id, ()), moment)),
            thing.position,
        )
        for thing in things
    ]


def whole(town: Municipality, handout: Handout, language: str, moment: datetime) -> Whole:
    now = _read(town, [read_item(document) for document in handout.items], moment)
    own = _sheet(handout, now, language, moment)
    dutch = _sheet(handout, now, FALLBACK_LANGUAGE, moment) if language != FALLBACK_LANGUAGE else None
    address = absolute(url_for("handouts.handout", code=handout.code))
    return Whole(
        handout.code,
        own,
        dutch,
        address,
        spoken_host=f"{absolute('').partition('://')[2]}/h/",
        spoken_code=grouped(handout.code).replace(" ", "-"),
        ask_address=absolute(url_for("handouts.contact", code=handout.code)),
    )


def _read(town: Municipality, items: Sequence[Item], moment: datetime) -> list[_Now]:
    things = get_things(town, {item.id for item in items})
    missing = [item for item in items if item.id not in things]
    successors = queries.find_successors(town, missing)
    things |= get_things(town, successors.values()) if successors else {}
    found: dict[UUID, Thing | None] = {}
    for item in items:
        found[item.id] = things.get(item.id) or things.get(successors.get(item.id, item.id))
    lost = {item.id for item in items if found[item.id] is None}
    taken = {thing.id for thing in found.values() if thing is not None}
    for item in items:
        if item.id in lost:
            found[item.id] = _nearest_like(town, item, taken, moment)
            taken |= {thing.id for thing in [found[item.id]] if thing is not None}
    slots = queries.list_slots(town, [thing for thing in found.values() if thing is not None], moment)
    now = []
    for item in items:
        thing = found[item.id]
        now.append(_Now(item, thing, slots.get(thing.id, ()) if thing else (), item.id in lost))
    return now


def _nearest_like(town: Municipality, item: Item, taken: set[UUID], moment: datetime) -> Thing | None:
    candidates = queries.list_possible(town, Wish(theme=next(iter(item.themes), "")), moment, item.position)
    same = [one.id for one in same_first(candidates, item.kind, item.themes, moment) if one.id not in taken][:1]
    return next(iter(get_things(town, same).values()), None) if same else None


def _sheet(handout: Handout, now: Sequence[_Now], language: str, moment: datetime) -> Sheet:
    found = find_language(language)
    with speaking(language):
        return Sheet(
            language,
            found.direction if found else "ltr",
            tuple(_entry(number, one, language, moment) for number, one in enumerate(now, start=1)),
            wording.labels(),
            _("This address works until %(date)s.", date=long_date(handout.expires_at)),
        )


def _entry(number: int, now: _Now, language: str, moment: datetime) -> Entry:
    gone = _("“%(name)s” is no longer there.", name=now.item.name) if now.is_gone else ""
    thing, nothing = now.thing, Spoken("", language)
    if thing is None:
        return Entry(number, gone, nothing, nothing, (), (), nothing, (), "", nothing, "", "", nothing, "", None)
    told, place, contact = telling(thing, language), _place_of(thing), contact_of(thing)
    changed = [] if now.is_gone else differences(now.item.dates, now.slots, moment)
    return Entry(
        number=number,
        gone=gone,
        name=told.name,
        summary=told.summary,
        dates=_dates(thing, now.slots, moment),
        news=tuple(_news(difference, language) for difference in changed),
        place=_where(thing, place, language),
        address=address_of(place) if place else (),
        cost=wording.cost(thing),
        ask_for=told.part("contact_role"),
        phone=contact.phone or "",
        phone_url=contact.phone_url or "",
        first_time=told.part("first_time"),
        url=url_for(page_of(thing), slug=thing.slug),
        position=thing.position,
    )


def _where(thing: Thing, place: Place | None, language: str) -> Spoken:
    """Of an activity its place, or that there is none to go to."""
    if isinstance(thing, Activity) and thing.online:
        return Spoken(_("Online or by phone"), language)
    return telling(place, language).name if place and place is not thing else Spoken("", language)


def _place_of(thing: Thing) -> Place | None:
    if isinstance(thing, Place):
        return thing
    return None if thing.online else thing.place


def _dates(thing: Thing, slots: Sequence[Slot], moment: datetime) -> tuple[str, ...]:
    """The next two; without any what there is to say of its times."""
    coming = next_dates(slots, moment)[:DATES]
    if coming:
        return tuple(_date(slot) for slot in coming)
    return (opening(status_at(slots, moment), not isinstance(thing, Place), moment).label,)


def _date(slot: Slot) -> str:
    starts, ends = clock_time(slot.starts_at), clock_time(slot.ends_at)
    if slot.ends_at - slot.starts_at >= A_DAY:
        return _("%(date)s, all day", date=day_and_date(slot.starts_at))
    return _("%(date)s, %(starts)s to %(ends)s", date=day_and_date(slot.starts_at), starts=starts, ends=ends)


def _news(difference: Difference, language: str) -> News:
    date, time = day_and_date(difference.was), clock_time(difference.was)
    if difference.slot is None:
        return News(_("%(date)s at %(time)s: not any more", date=date, time=time), Spoken("", language))
    words = _("%(date)s at %(time)s: %(news)s", date=date, time=time, news=news(difference.slot))
    return News(words, pick_words(difference.slot.reason, language))


def about(town: Municipality, handout: Handout) -> dict[str, Any]:
    """For the question form: the first thing on the sheet that is still there."""
    items = [read_item(document) for document in handout.items]
    things = get_things(town, {item.id for item in items})
    thing = next((things[item.id] for item in items if item.id in things), None)
    if thing is None:
        return {}
    return {"place" if isinstance(thing, Place) else "activity": thing.slug}
