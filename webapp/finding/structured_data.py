"""Pages in the words of schema.org (JSON-LD), from what the page itself shows: nothing more, nothing else."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core.addresses import absolute
from webapp.core.formats import phone_address
from webapp.core.language import current_language
from webapp.core.words import _
from webapp.finding import forms, sharing
from webapp.finding import structured_parts as parts
from webapp.finding.cards import Card, Detail, ResultPage
from webapp.finding.conditions import Thing
from webapp.finding.own_times import OwnTimes
from webapp.finding.structured_kinds import ORGANISATION, SERVICES, WITHOUT_A_DOOR, place_type
from webapp.places.models import Organisation, Place

Described = dict[str, Any]


def of_home(town: Municipality) -> Described:
    url = absolute(url_for("finding.home"))
    search = absolute(url_for("finding.activities"))
    site = {
        "@type": "WebSite",
        "@id": f"{url}#website",
        "name": f"Dichtbij {town.name}",
        "url": url,
        "inLanguage": current_language(),
        "publisher": _government(town),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }
    return parts.graph(site, _team(town))


def _government(town: Municipality) -> Described:
    """A demonstration is not the municipality's, so it does not speak in its name."""
    if town.is_demo:
        return {"@type": ORGANISATION, "name": "Dichtbij"}
    return {"@type": "GovernmentOrganization", "name": _("Municipality of %(town)s", town=town.name)}


def _area(town: Municipality) -> Described:
    return {"@type": "AdministrativeArea", "name": town.name}


def _team(town: Municipality) -> Described | None:
    """The town's social-work team, which helps with every question."""
    if not town.team_name:
        return None
    return {
        "@type": "Service" if town.is_demo else "GovernmentService",
        "name": town.team_name,
        "serviceType": _("Help with questions about living, money, care and company"),
        "provider": _government(town),
        "areaServed": _area(town),
        "availableChannel": {
            "@type": "ServiceChannel",
            "servicePhone": {"@type": "ContactPoint", "telephone": _phone(town.team_phone)},
            "serviceLocation": {"@type": "Place", "name": town.team_name, "address": town.team_address},
        },
    }


def _phone(number: str | None) -> str | None:
    """With the country, as a search engine wants it."""
    return phone_address(number).removeprefix("tel:") if number else None


def of_list(town: Municipality, results: ResultPage, first: int) -> Described:
    """`first` is the number of the first card of this page in the whole list."""
    cards = ((card.name, absolute(card.url)) for card in results.cards)
    return parts.graph(_path(town, results.type), parts.listed(cards, first))


def _path(town: Municipality, type_: str, *further: tuple[str, str]) -> Described:
    home = (town.name, absolute(url_for("finding.home")))
    all_of_them = (forms.list_label(type_), absolute(url_for(forms.endpoint_of(type_))))
    return parts.breadcrumbs([home, all_of_them, *further])


def of_thing(town: Municipality, thing: Thing, detail: Detail, times: OwnTimes) -> Described:
    card = detail.card
    path = _path(town, card.type, (card.name, absolute(card.url)))
    described = _thing(town, thing, detail, times)
    if described is not None and detail.photos:
        described["image"] = [*(absolute(photo.src) for photo in detail.photos), described["image"]]
    return parts.graph(described, path, _page(detail, described))


def _thing(town: Municipality, thing: Thing, detail: Detail, times: OwnTimes) -> Described | None:
    if isinstance(thing, Activity):
        return _activity(town, thing, detail, times)
    return (_service if thing.kind in WITHOUT_A_DOOR else _place)(town, thing, detail, times)


def _page(detail: Detail, described: Described | None) -> Described:
    """In which languages it tells about the thing: Dutch too, where a part is not translated."""
    url = absolute(detail.card.url)
    return {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": detail.card.name,
        "inLanguage": list(detail.text_languages),
        "mainEntity": {"@id": described["@id"]} if described else None,
    }


def _named(town: Municipality, card: Card) -> Described:
    url, picture = absolute(card.url), sharing.picture_of_card(card, town, current_language())
    return {
        "@id": f"{url}#{card.type}",
        "name": card.name,
        "description": card.summary.words,
        "url": url,
        "image": absolute(sharing.address_of_card(card, picture)),
    }


def _place(town: Municipality, place: Place, detail: Detail, times: OwnTimes) -> Described:
    usual, special = parts.hours(times.schedule, times.slots, times.today)
    return {
        "@type": place_type(place.kind),
        **_named(town, detail.card),
        "address": _address(place),
        "geo": parts.point(place.position),
        "telephone": _phone(detail.contact.phone),
        "sameAs": detail.contact.website if place.website else None,
        "openingHoursSpecification": usual,
        "specialOpeningHoursSpecification": special,
        "amenityFeature": parts.wheelchair(place.wheelchair, _("Wheelchair accessible")),
        "isAccessibleForFree": True if place.free else None,
        "containedInPlace": _area(town),
    }


def _address(place: Place) -> Described | None:
    street = " ".join(part for part in (place.street, place.house_number) if part)
    return parts.address(street, place.postcode, place.city)


def _activity(town: Municipality, activity: Activity, detail: Detail, times: OwnTimes) -> Described | None:
    """A volunteer role without dates is neither an event nor a service: then the page's path is all there is to say."""
    dates = [] if activity.kind in SERVICES else parts.dates(times.slots, times.moment)
    if dates:
        return _event(town, activity, detail, times, dates)
    return None if activity.volunteer else _service(town, activity, detail, times)


def _event(
    town: Municipality, activity: Activity, detail: Detail, times: OwnTimes, dates: Sequence[Described]
) -> Described:
    where = _where(activity, detail)
    there = {"@id": f"{absolute(detail.card.url)}#location"}  # told once, named at each date
    later = [{**date, "name": detail.card.name, "location": there if where else None} for date in dates]
    return {
        **parts.first_date(dates),
        **_named(town, detail.card),
        "location": {**where, **there} if where else None,
        "eventAttendanceMode": f"{parts.CONTEXT}/{_mode(activity)}",
        "isAccessibleForFree": True if activity.free else None,
        "offers": _offer(activity, detail),
        "organizer": _organisation(activity.organisation),
        "inLanguage": list(activity.spoken),
        "typicalAgeRange": parts.age(activity.min_age),
        "eventSchedule": parts.repeats(times.schedule, times.slots),
        "subEvent": later if len(dates) > 1 else [],
    }


def _mode(activity: Activity) -> str:
    return "OnlineEventAttendanceMode" if activity.online else "OfflineEventAttendanceMode"


def _where(activity: Activity, detail: Detail) -> Described | None:
    """Its own point where it is outdoors, else its place with its address."""
    if activity.online:
        return {"@type": "VirtualLocation", "url": detail.contact.website or absolute(detail.card.url)}
    place, geo = activity.place, parts.point(activity.position)
    if place is None or activity.point is not None:
        return {"@type": "Place", "name": detail.card.where.words, "geo": geo}
    return {
        "@type": place_type(place.kind),
        "name": detail.card.where.words,
        "url": absolute(detail.place.url) if detail.place else None,
        "address": _address(place),
        "geo": geo,
    }


def _offer(activity: Activity, detail: Detail) -> Described | None:
    if not activity.price_cents:
        return None
    price = parts.price(activity.price_cents)
    return {"@type": "Offer", "price": price, "priceCurrency": "EUR", "url": absolute(detail.card.url)}


def _organisation(organisation: Organisation | None) -> Described | None:
    if organisation is None:
        return None
    return {"@type": ORGANISATION, "name": organisation.name, "url": organisation.website}


def _service(town: Municipality, thing: Thing, detail: Detail, times: OwnTimes) -> Described:
    usual, special = parts.hours(times.schedule, times.slots, times.today)
    language = current_language()
    return {
        "@type": "Service",
        **_named(town, detail.card),
        "serviceType": [detail.card.kind.label(language), *(topic.label(language) for topic in detail.topics)],
        "provider": _organisation(thing.organisation),
        "areaServed": _area(town),
        "hoursAvailable": [*usual, *special],
        "availableChannel": {
            "@type": "ServiceChannel",
            "serviceLocation": _where(thing, detail) if isinstance(thing, Activity) and not thing.online else None,
            "servicePhone": {"@type": "ContactPoint", "telephone": _phone(detail.contact.phone)},
            "serviceUrl": detail.contact.website,
            "availableLanguage": list(thing.spoken),
        },
    }
