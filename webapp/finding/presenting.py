"""From rows to what is shown: cards and pages without a decision left for the template."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from textwrap import shorten
from urllib.parse import urlsplit
from uuid import UUID

from flask import url_for

from webapp.activities.models import Activity, ActivityText
from webapp.core import clock
from webapp.core.formats import money, phone_address
from webapp.core.geo import Position, walking_minutes
from webapp.core.language import language_names
from webapp.core.text_states import TextState, is_by_machine, state_of
from webapp.core.texts import FALLBACK_LANGUAGE, Paragraphs, Spoken, pick_text
from webapp.core.words import _
from webapp.finding.cards import ACTIVITY, PLACE, Card, Contact, Detail, Fact, Standing, Week
from webapp.finding.conditions import Thing
from webapp.finding.queries import Found
from webapp.finding.rules import WELCOME
from webapp.finding.times import shown
from webapp.maps.page import MapOnPage
from webapp.places.models import Organisation, Place, PlaceText
from webapp.schedule.answers import status_at
from webapp.schedule.expansion import Slot
from webapp.taxonomy.rules import find_terms, terms

Slots = Mapping[UUID, Sequence[Slot]]
NEXT_SLOTS = 6
SUMMARY_CHARACTERS = 160
LONGEST_WALK_MIN = 45


def cards(found: Iterable[Found], slots: Slots, language: str, moment: datetime) -> tuple[Card, ...]:
    return tuple(card(one.thing, slots.get(one.thing.id, ()), language, moment, one.distance_m) for one in found)


def card(thing: Thing, slots: Sequence[Slot], language: str, moment: datetime, distance_m: float | None = None) -> Card:
    is_place = isinstance(thing, Place)
    text = text_of(thing, language)
    return Card(
        id=thing.id,
        type=PLACE if is_place else ACTIVITY,
        slug=thing.slug,
        url=url_for("finding.place" if is_place else "finding.activity", slug=thing.slug),
        lang=text.language,
        name=text.name,
        summary=text.summary or _beginning(text.description),
        kind=terms("place_kind" if is_place else "activity_kind")[thing.kind],
        themes=find_terms("theme", thing.themes),
        status=status_at(slots, moment),
        facts=tuple(_place_facts(thing) if isinstance(thing, Place) else _activity_facts(thing)),
        where=Spoken(_street(thing), FALLBACK_LANGUAGE) if isinstance(thing, Place) else _where(thing, language),
        position=thing.position,
        distance_m=None if distance_m is None else round(distance_m),
        walking_minutes=_walk(distance_m),
        checked_on=thing.checked_on,
        is_demo=thing.is_demo,
    )


def _beginning(description: str) -> str:
    """Of an imported text without a summary: its first sentence or, where that is long, its first words."""
    first = re.split(r"(?<=[.!?])\s", description.strip(), maxsplit=1)[0]
    return shorten(first, SUMMARY_CHARACTERS, placeholder="…")


def _walk(distance_m: float | None) -> int | None:
    """A walk of an hour is no help to anybody; then the distance alone is told."""
    minutes = None if distance_m is None else walking_minutes(distance_m)
    return minutes if minutes is not None and minutes <= LONGEST_WALK_MIN else None


def text_of(thing: Thing, language: str) -> PlaceText | ActivityText:
    texts: Sequence[PlaceText | ActivityText] = thing.texts
    return pick_text(texts, language)


def standing(texts: Sequence[PlaceText | ActivityText], language: str) -> Standing:
    """Of the text in the language of the page."""
    by_language = {text.language: text for text in texts}
    text, dutch = by_language.get(language), by_language.get(FALLBACK_LANGUAGE)
    state = state_of(text, dutch)
    newer = _all_words(dutch) if dutch and state == TextState.OUTDATED else None
    return Standing(state, text is not None and is_by_machine(text), newer)


def _all_words(text: PlaceText | ActivityText) -> Paragraphs:
    further = text.getting_there if isinstance(text, PlaceText) else text.first_time
    return Paragraphs.of("\n\n".join((text.name, text.summary, text.description, further)))


def _place_facts(place: Place) -> Iterable[Fact]:
    if place.free:
        yield Fact("ticket", _("Free"), strong=True)
    if place.walkin:
        yield Fact("door-open", _("No appointment needed"), strong=True)
    if place.wheelchair == "yes":
        yield Fact("accessibility", _("Wheelchair accessible"))
    yield from _welcome(place)


def _activity_facts(activity: Activity) -> Iterable[Fact]:
    if activity.volunteer:
        yield Fact("hand-helping", _("Volunteer role"), strong=True)
    elif activity.free:
        yield Fact("ticket", _("Free"), strong=True)
    elif activity.price_cents:
        yield Fact("euro", money(activity.price_cents), strong=True)
    if activity.by_appointment:
        yield Fact("calendar-clock", _("By appointment"), strong=True)
    elif activity.walkin:
        yield Fact("door-open", _("No appointment needed"), strong=True)
    if not activity.no_referral:
        yield Fact("clipboard-list", _("Ask the municipality first"), strong=True)
    yield from _welcome(activity)


def _welcome(thing: Thing) -> Iterable[Fact]:
    if WELCOME in thing.attributes:
        yield Fact("hand", _("Coming alone? Someone welcomes you"))


def _street(place: Place) -> str:
    return " ".join(part for part in (place.street, place.house_number) if part)


def _where(activity: Activity, language: str) -> Spoken:
    if activity.online:
        return Spoken(_("Online or by phone"), language)
    place = pick_text(activity.place.texts, language) if activity.place else None
    return Spoken(place.name, place.language) if place else Spoken("", language)


def location_of(thing: Thing, language: str) -> str:
    """One line for a calendar: the place and its address."""
    if isinstance(thing, Activity) and thing.online:
        return _("Online or by phone")
    place = thing if isinstance(thing, Place) else thing.place
    return ", ".join((text_of(place, language).name, *_address(place))) if place else ""


def detail(
    thing: Thing,
    slots: Sequence[Slot],
    language: str,
    moment: datetime,
    *,
    week: Week | None = None,
    place: Card | None = None,
    activities: tuple[Card, ...] = (),
    nearby: tuple[Card, ...] = (),
    map: MapOnPage | None = None,
) -> Detail:
    """`slots` are all that are known of the thing; `place` is where an activity is, `activities` what a place holds."""
    text = text_of(thing, language)
    location = thing if isinstance(thing, Place) else thing.place
    organisation = thing.organisation
    attributes = find_terms("attribute", thing.attributes)
    return Detail(
        card=card(thing, slots, language, moment),
        standing=standing(thing.texts, language),
        description=Paragraphs.of(text.description),
        getting_there=Paragraphs.of(getattr(text, "getting_there", "")),
        first_time=Paragraphs.of(getattr(text, "first_time", "")),
        contact_role=getattr(text, "contact_role", ""),
        address=_address(location) if location else (),
        route_url=_route(thing.position),
        week=week,
        next_slots=tuple(shown(slot, language) for slot in slots[:NEXT_SLOTS]),
        has_times=bool(slots),
        by_appointment=isinstance(thing, Activity) and thing.by_appointment,
        hours_note=thing.opening_hours_note if isinstance(thing, Place) else None,
        groups=tuple(group for group in find_terms("group", thing.groups) if not group.hidden),
        topics=find_terms("topic", thing.topics),
        accessibility=(
            *((_wheelchair(location.wheelchair),) if location else ()),
            *(Fact(term.icon or "check", term.label(language)) for term in attributes if term.id != WELCOME),
        ),
        languages=language_names(thing.spoken, language),
        contact=_contact(thing),
        organisation=organisation.name if organisation else None,
        provider_type=terms("provider_type").get(organisation.provider_type) if organisation else None,
        quality_label=organisation.quality_label if organisation else None,
        quality_label_until=organisation.quality_label_until if organisation else None,
        quality_label_url=organisation.quality_label_url if organisation else None,
        attribution=location.attribution if location else None,
        place=place,
        activities=activities,
        nearby=nearby,
        map=map,
    )


def _wheelchair(value: str) -> Fact:
    labels = {
        "yes": _("You can enter with a wheelchair"),
        "limited": _("You can enter with a wheelchair, with some help"),
        "no": _("You cannot enter with a wheelchair"),
    }
    return Fact("accessibility", labels.get(value, _("We do not know yet if you can enter with a wheelchair")))


def _address(place: Place) -> tuple[str, ...]:
    city = " ".join(part for part in (place.postcode, place.city) if part)
    return tuple(line for line in (_street(place), city) if line)


def _route(position: Position | None) -> str | None:
    """A page to go to, never a thing to load: the visitor's browser asks it only when tapped."""
    if position is None:
        return None
    return f"https://www.openstreetmap.org/directions?to={position.lat:.6f}%2C{position.lon:.6f}"


def by_next_time(one: Card) -> tuple[bool, datetime, str]:
    """Open now first, then by the next time, those without times last."""
    start = one.status.next_start or clock.END_OF_TIME
    return one.status.state != "open", start, one.name


def _contact(thing: Thing) -> Contact:
    """Its own, else that of its organisation: a visitor wants a number, not an organisation chart."""
    sources: list[Place | Activity | Organisation | None] = [thing]
    sources += [thing.place if isinstance(thing, Activity) else None, thing.organisation]
    known = [source for source in sources if source is not None]
    phone = next((source.phone for source in known if source.phone), None)
    email = next((source.email for source in known if source.email), None)
    website = next((source.website for source in known if source.website), None)
    return Contact(
        name=thing.organisation.name if thing.organisation else "",
        phone=phone,
        phone_url=phone_address(phone) if phone else None,
        email=email,
        website=website,
        website_label=urlsplit(website).netloc.removeprefix("www.") if website else None,
    )
