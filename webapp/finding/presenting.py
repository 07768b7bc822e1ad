"""From rows to what is shown: cards and pages without a decision left for the template."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from flask import url_for

from webapp.activities.models import Activity
from webapp.areas.current import current_municipality
from webapp.core import clock
from webapp.core.formats import money, phone_address, postcode_words
from webapp.core.geo import Position, walking_minutes
from webapp.core.language import language_names
from webapp.core.texts import FALLBACK_LANGUAGE, Paragraphs, Spoken
from webapp.core.words import _
from webapp.finding.cards import ACTIVITY, PLACE, Card, Contact, Detail, Fact, Week
from webapp.finding.conditions import Thing, page_of
from webapp.finding.queries import Found
from webapp.finding.rules import WELCOME
from webapp.finding.telling import telling
from webapp.finding.times import shown
from webapp.freshness.queries import is_stale
from webapp.maps.page import MapOnPage
from webapp.photos.presenting import ShownPhoto
from webapp.places.models import Organisation, Place
from webapp.schedule.answers import status_at
from webapp.schedule.expansion import Slot
from webapp.taxonomy.rules import Term, find_terms, terms

Slots = Mapping[UUID, Sequence[Slot]]
NEXT_SLOTS = 6
LONGEST_WALK_MIN = 45


def cards(found: Iterable[Found], slots: Slots, language: str, moment: datetime) -> tuple[Card, ...]:
    return tuple(card(one.thing, slots.get(one.thing.id, ()), language, moment, one.distance_m) for one in found)


def card(thing: Thing, slots: Sequence[Slot], language: str, moment: datetime, distance_m: float | None = None) -> Card:
    is_place = isinstance(thing, Place)
    told = telling(thing, language)
    name, summary = told.name, told.summary
    return Card(
        id=thing.id,
        type=PLACE if is_place else ACTIVITY,
        slug=thing.slug,
        url=url_for(page_of(thing), slug=thing.slug),
        lang=name.language,
        name=name.words,
        summary=summary,
        note=told.note_on((name, summary)),
        name_note=told.note_on((name,)),
        kind=terms("place_kind" if is_place else "activity_kind")[thing.kind],
        themes=find_terms("theme", thing.themes),
        status=status_at(slots, moment),
        facts=tuple(_place_facts(thing) if isinstance(thing, Place) else _activity_facts(thing)),
        where=Spoken(street_of(thing), FALLBACK_LANGUAGE) if isinstance(thing, Place) else _where(thing, language),
        position=thing.position,
        distance_m=None if distance_m is None else round(distance_m),
        walking_minutes=_walk(distance_m),
        checked_on=thing.checked_on,
        is_stale=_is_stale(thing, moment),
        is_demo=thing.is_demo,
    )


def _is_stale(thing: Thing, moment: datetime) -> bool:
    return is_stale(current_municipality(), thing, clock.local(moment).date())


def _walk(distance_m: float | None) -> int | None:
    """A walk of an hour is no help to anybody; then the distance alone is told."""
    minutes = None if distance_m is None else walking_minutes(distance_m)
    return minutes if minutes is not None and minutes <= LONGEST_WALK_MIN else None


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


def street_of(place: Place) -> str:
    return " ".join(part for part in (place.street, place.house_number) if part)


def _where(activity: Activity, language: str) -> Spoken:
    if activity.online:
        return Spoken(_("Online or by phone"), language)
    return telling(activity.place, language).name if activity.place else Spoken("", language)


def location_of(thing: Thing, language: str) -> Spoken:
    """One line for a calendar: the place and its address."""
    if isinstance(thing, Activity) and thing.online:
        return Spoken(_("Online or by phone"), language)
    place = thing if isinstance(thing, Place) else thing.place
    if place is None:
        return Spoken("", language)
    name = telling(place, language).name
    return Spoken(", ".join((name.words, *address_of(place))), name.language)


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
    photos: tuple[ShownPhoto, ...] = (),
) -> Detail:
    """`slots` are all that are known of the thing; `place` is where an activity is, `activities` what a place holds."""
    told = telling(thing, language)
    location = thing if isinstance(thing, Place) else thing.place
    organisation = thing.organisation
    attributes = find_terms("attribute", thing.attributes)
    return Detail(
        card=card(thing, slots, language, moment),
        standing=told.standing(thing.texts),
        description=Paragraphs.of(told.part("description")),
        getting_there=Paragraphs.of(told.part("getting_there")),
        first_time=Paragraphs.of(told.part("first_time")),
        contact_role=told.part("contact_role"),
        address=address_of(location) if location else (),
        route_url=_route(thing.position),
        week=week,
        next_slots=tuple(shown(slot, language) for slot in slots[:NEXT_SLOTS]),
        has_times=bool(slots),
        by_appointment=isinstance(thing, Activity) and thing.by_appointment,
        hours_note=thing.opening_hours_note if isinstance(thing, Place) else None,
        groups=tuple(group for group in find_terms("group", thing.groups) if not group.hidden),
        topics=find_terms("topic", thing.topics),
        accessibility=(
            *((wheelchair(location.wheelchair),) if location else ()),
            *(_attribute(term, language) for term in attributes if term.id != WELCOME),
        ),
        languages=language_names(thing.spoken, language),
        text_languages=told.languages,
        contact=contact_of(thing),
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
        photos=photos,
    )


def _attribute(term: Term, language: str) -> Fact:
    label = term.spoken(language)
    return Fact(term.icon or "check", label.words, lang=label.unlike(language))


def wheelchair(value: str) -> Fact:
    labels = {
        "yes": _("You can enter with a wheelchair"),
        "limited": _("You can enter with a wheelchair, with some help"),
        "no": _("You cannot enter with a wheelchair"),
    }
    return Fact("accessibility", labels.get(value, _("We do not know yet if you can enter with a wheelchair")))


def address_of(place: Place) -> tuple[str, ...]:
    city = " ".join(part for part in (postcode_words(place.postcode or ""), place.city) if part)
    return tuple(line for line in (street_of(place), city) if line)


def _route(position: Position | None) -> str | None:
    """A page to go to, never a thing to load: the visitor's browser asks it only when tapped."""
    if position is None:
        return None
    return f"https://www.openstreetmap.org/directions?to={position.lat:.6f}%2C{position.lon:.6f}"


def by_next_time(one: Card) -> tuple[bool, datetime, str]:
    """Open now first, then by the next time, those without times last."""
    start = one.status.next_start or clock.END_OF_TIME
    return one.status.state != "open", start, one.name


def contact_of(thing: Thing) -> Contact:
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
