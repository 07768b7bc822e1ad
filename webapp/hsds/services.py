"""A place or an activity as a service of HSDS, with what hangs on it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import url_for

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core.addresses import base_address
from webapp.core.formats import long_date
from webapp.core.language import current_language
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.core.words import _
from webapp.finding.cards import Contact
from webapp.finding.conditions import Thing, page_of
from webapp.finding.presenting import contact_of
from webapp.finding.telling import Telling, telling
from webapp.hsds import organizations, parts, wording
from webapp.hsds.conditions import terms_of
from webapp.hsds.ids import id_at_location, location_id
from webapp.hsds.queries import Known
from webapp.hsds.taxonomies import Terms, filled
from webapp.places.models import Organisation
from webapp.schedule.values import Days
from webapp.taxonomy.published import made_id

Json = dict[str, Any]
CURRENCY = "eur"


@dataclass(frozen=True)
class Context:
    """What all records of one answer have in common, in the language of the request."""

    town: Municipality
    days: Days
    terms: Terms
    base: str

    @property
    def today(self) -> date:
        return self.days.first


def context_of(town: Municipality, days: Days) -> Context:
    return Context(town, days, Terms(), base_address())


def minimal(id_: object, changed_at: datetime | None) -> Json:
    return filled({"id": str(id_), "last_modified": _moment(changed_at)})


def brief(known: Known, context: Context) -> Json:
    """As a list has it: what there is one of."""
    thing = known.thing
    organisation = organizations.brief(organisation_of(thing), context.town)
    return filled({**_plain(known, context), "organization": organisation})


def full(known: Known, context: Context, *, with_location: bool = True) -> Json:
    thing, town = known.thing, context.town
    id_, contact, url = str(thing.id), contact_of(thing), _page(thing, context)
    told = telling(thing, current_language())
    where = parts.where_of(thing) if with_location else None
    return filled(
        {
            **_plain(known, context),
            "organization": organizations.whole(organisation_of(thing), town, context.terms),
            "phones": parts.phones(id_, contact.phone),
            "contacts": _contacts(told, contact, id_),
            "schedules": parts.schedules(thing, known.slots, context.days, url),
            "service_at_locations": [_at(thing, where, context)] if where is not None else [],
            "languages": parts.languages(id_, thing.spoken),
            "cost_options": _cost_options(thing, id_),
            "additional_urls": [{"id": made_id("url", id_), "label": "Dichtbij", "url": url}],
            "attributes": context.terms.attributes(id_, "service", terms_of(thing)),
        }
    )


def at_location(known: Known, context: Context, *, nested: bool) -> Json:
    """A service_at_location that stands alone, with its service below it. Only for what is somewhere."""
    thing = known.thing
    where = parts.where_of(thing)
    assert where is not None  # asked of what is somewhere
    return {
        "id": str(id_at_location(thing.id)),
        "service_id": str(thing.id),
        "location_id": location_id(where.id),
        "location": parts.location(where, context.town, full=nested),
        "service": full(known, context, with_location=False) if nested else brief(known, context),
    }


def organisation_of(thing: Thing) -> Organisation | None:
    """Who offers it: its own, else that of the place where it is held; None is the municipality."""
    if isinstance(thing, Activity) and thing.organisation is None and thing.place is not None:
        return thing.place.organisation
    return thing.organisation


def _at(thing: Thing, where: Thing, context: Context) -> Json:
    return {
        "id": str(id_at_location(thing.id)),
        "location_id": location_id(where.id),
        "location": parts.location(where, context.town, full=True),
    }


def _plain(known: Known, context: Context) -> Json:
    thing = known.thing
    told, contact = telling(thing, current_language()), contact_of(thing)
    organisation = organisation_of(thing)
    return {
        "id": str(thing.id),
        "name": told.name.words,
        "alternate_name": _dutch_name(thing, told),
        "description": _description(told),
        "url": contact.website,
        "email": contact.email,
        "status": "active",
        "application_process": wording.process(thing),
        "fees_description": wording.fees(thing),
        "accreditations": _accreditations(organisation),
        "eligibility_description": wording.for_whom(thing),
        "minimum_age": thing.min_age if isinstance(thing, Activity) else None,
        "assured_date": thing.checked_on.isoformat() if thing.checked_on else None,
        "alert": wording.alert(thing, known.slots, context.today),
        "last_modified": _moment(known.changed_at),
    }


def _dutch_name(thing: Thing, told: Telling) -> str | None:
    """What stands at the door, where a translation calls it otherwise."""
    dutch = next((text.name for text in thing.texts if text.language == FALLBACK_LANGUAGE), None)
    return dutch if dutch != told.name.words else None


def _description(told: Telling) -> str:
    """The summary first, and an empty line after each part: programs cut a short description out of it there."""
    sections = (told.part(name).words.strip() for name in ("summary", "description", "first_time"))
    return "\n\n".join(section.replace("\r\n", "\n") for section in sections if section)


def _accreditations(organisation: Organisation | None) -> str | None:
    if organisation is None or not organisation.quality_label:
        return None
    until = organisation.quality_label_until
    if until is None:
        return organisation.quality_label
    valid = _("(valid until %(date)s)", date=long_date(until))
    return f"{organisation.quality_label} {valid}"


def _contacts(told: Telling, contact: Contact, owner: str) -> list[Json]:
    """Whom to ask for, in the words of the page."""
    role = told.part("contact_role").words
    if not role:
        return []
    id_ = made_id("contact", owner)
    return [filled({"id": id_, "title": role, "email": contact.email, "phones": parts.phones(id_, contact.phone)})]


def _cost_options(thing: Thing, owner: str) -> list[Json]:
    cents = thing.price_cents if isinstance(thing, Activity) else None
    if not cents and not thing.free:
        return []
    amount = cents // 100 if cents and cents % 100 == 0 else (cents or 0) / 100
    return [
        {"id": made_id("cost_option", owner), "option": wording.fees(thing), "currency": CURRENCY, "amount": amount}
    ]


def _page(thing: Thing, context: Context) -> str:
    return f"{context.base}{url_for(page_of(thing), slug=thing.slug)}"


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None
