"""A town as a phone keeps it: what its pages show of each place and activity, and the times of fourteen days.

Only what anybody may read on the pages themselves. Made once for each version of the town, like the map feed.
"""

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.areas.queries import get_content_version
from webapp.core.clock import TIME_ZONE
from webapp.core.kept import Kept
from webapp.core.texts import Paragraphs, Spoken, pick_words
from webapp.finding import presenting
from webapp.finding.cards import Detail, Fact
from webapp.finding.conditions import Thing
from webapp.finding.feed import SLOT_DAYS, Feed, pack, step_of
from webapp.finding.rules import WELCOME
from webapp.places.models import Place
from webapp.schedule.models import OPEN, Slot
from webapp.shell import queries
from webapp.taxonomy.rules import terms

MAX_KEPT = 64  # town and language together count as one
DECIMALS = 5  # of degrees: about a metre

_kept: Kept[tuple[int, str], Feed] = Kept(MAX_KEPT)


def get_package(town: Municipality, language: str, moment: datetime) -> Feed:
    made_at = step_of(moment)
    version = (get_content_version(town), made_at)
    return _kept.get((town.id, language), version, lambda: pack(_write(build(town, language, made_at))))


def _write(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def build(town: Municipality, language: str, moment: datetime) -> dict[str, Any]:
    until = moment + timedelta(days=SLOT_DAYS)
    times = queries.list_times(town, moment, until)
    places, activities = queries.list_public_places(town), queries.list_public_activities(town)
    held = Held(
        volunteer={one.place_id for one in activities if one.volunteer},
        no_referral={one.place_id for one in activities if one.no_referral},
    )
    return {
        "town": town.slug,
        "lang": language,
        "generated_at": moment.isoformat(),
        "slots_until": until.isoformat(),
        "timezone": TIME_ZONE.key,
        "items": [
            *(_item(place, _of_place(place, held), times, language, moment) for place in places),
            *(_item(one, _of_activity(one), times, language, moment) for one in activities),
        ],
    }


@dataclass(frozen=True)
class Held:
    """Places by what at least one of their activities is."""

    volunteer: AbstractSet[UUID | None]
    no_referral: AbstractSet[UUID | None]


# As finding/conditions.py asks it of the rows; tests/shell compares them over the demonstration town.
def _of_place(place: Place, held: Held) -> dict[str, bool]:
    is_line = terms("place_kind")[place.kind].pinless
    return {
        "free": place.free,
        "walkin": place.walkin,
        "wheelchair": place.wheelchair == "yes",
        "no_referral": place.walkin or is_line or place.id in held.no_referral,
        "welcome": WELCOME in place.attributes,
        "online": is_line,
        "volunteer": place.id in held.volunteer,
    }


def _of_activity(activity: Activity) -> dict[str, bool]:
    place = activity.place
    return {
        "free": activity.free,
        "walkin": activity.walkin,
        "wheelchair": place is not None and place.wheelchair == "yes",
        "no_referral": activity.no_referral,
        "welcome": WELCOME in activity.attributes,
        "online": activity.online or (place is not None and terms("place_kind")[place.kind].pinless),
        "volunteer": activity.volunteer,
    }


def _item(
    thing: Thing, switches: Mapping[str, bool], times: Mapping[UUID, Sequence[Slot]], language: str, moment: datetime
) -> dict[str, Any]:
    """What is empty is left out, except what a phone reads without looking."""
    detail = presenting.detail(thing, (), language, moment)
    card, slots = detail.card, times.get(thing.id, ())
    point = None if isinstance(thing, Activity) and thing.online else thing.position
    told = {
        "id": str(thing.id),
        "type": card.type,
        "slug": card.slug,
        "name": card.name,
        "lang": card.lang,
        "kind": thing.kind,
        "themes": thing.themes,
        "groups": thing.groups,
        "topics": thing.topics,
        "spoken": thing.spoken,
        "on": [name for name, is_on in switches.items() if is_on],
        "point": [round(point.lat, DECIMALS), round(point.lon, DECIMALS)] if point else None,
        "slots": [_span(slot) for slot in slots if slot.status == OPEN],
        "off": [_off(slot, language) for slot in slots if slot.status != OPEN],
        "at": thing.place.slug if isinstance(thing, Activity) and thing.place else None,
        **_shown(detail),
    }
    return {name: value for name, value in told.items() if name in ALWAYS or value not in (None, "", [], False)}


ALWAYS = ("themes", "groups", "topics", "spoken", "on", "slots", "off")


def _shown(detail: Detail) -> dict[str, Any]:
    card, contact = detail.card, detail.contact
    return {
        "summary": _spoken(card.summary),
        "where": _spoken(card.where),
        "facts": [_fact(fact) for fact in card.facts],
        "stale": card.is_stale and card.checked_on is not None,
        "checked": card.checked_on.isoformat() if card.checked_on else None,
        "appointment": detail.by_appointment,
        "note": detail.hours_note,
        "address": list(detail.address),
        "description": _paragraphs(detail.description),
        "arriving": _paragraphs(detail.getting_there),
        "first": _paragraphs(detail.first_time),
        "access": [_fact(fact) for fact in detail.accessibility],
        "contact": contact.name,
        "phone": contact.phone,
        "tel": contact.phone_url,
        "email": contact.email,
        "website": contact.website,
        "source": detail.attribution,
    }


def _span(slot: Slot) -> list[int]:
    return [int(slot.starts_at.timestamp()), int(slot.ends_at.timestamp())]


def _off(slot: Slot, language: str) -> list[Any]:
    """What falls out: start, end, why, and where it went to, in epoch seconds."""
    moved = int(slot.elsewhere.timestamp()) if slot.change == "moved" and slot.elsewhere else None
    return [*_span(slot), pick_words(slot.reason or {}, language).words, moved]


def _spoken(words: Spoken) -> list[str]:
    return [words.words, words.language] if words else []


def _paragraphs(text: Paragraphs) -> list[Any]:
    return [list(text.parts), text.language] if text.parts else []


def _fact(fact: Fact) -> list[Any]:
    return [fact.icon, fact.label, fact.lang or "", fact.strong]
