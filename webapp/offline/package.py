"""From rows to the package: what cards and pages tell, and what filters and the order of lists need.

{town, lang, version, generated_at, slots_until (ISO 8601), timezone, team, together, lines, terms, sentences, days,
guiding (guided.py), postcodes: {code: [lat, lon]}, spots: {neighbourhoods, streets: [[name, within, lat, lon]],
choices: [name]}, lexemes, words, synonyms, places, activities, collections}. A list of things is in the order of their
names, collections in that of the town (collected.py). A moment is a number of seconds since 1970, UTC. `days`: the
Dutch days from the one before the package was made, each with its midnight and its names. A slot is [start, end,
status, reason, note, change, elsewhere], cut off after the last that says anything; they begin with those of today
since midnight, and end with at most one opening and one by appointment after `slots_until`. Words are [words,
language]. `search` of a thing: its lexemes by weight, A to D, as in lexemes.py.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.areas.whereabouts import Named
from webapp.core import clock
from webapp.core.clock import TIME_ZONE
from webapp.core.formats import day_and_date, day_name, phone_address, short_date
from webapp.core.geo import Position
from webapp.core.texts import pick_words
from webapp.finding import presenting
from webapp.finding.cards import Fact
from webapp.finding.conditions import TOGETHER, Thing
from webapp.finding.feed import SLOT_DAYS
from webapp.freshness.queries import LINES, term_of
from webapp.freshness.rules import stale_from
from webapp.offline.collected import collected
from webapp.offline.guided import guided
from webapp.offline.lexemes import Lexemes
from webapp.offline.queries import Contents
from webapp.offline.texts import filled, paragraphs, spoken, standing
from webapp.places.models import Place
from webapp.schedule.expansion import OPEN, Slot
from webapp.schedule.rules import HORIZON_DAYS, midnight
from webapp.schedule.sentences import sentences
from webapp.taxonomy.rules import Term, terms

AXES = ("theme", "topic", "place_kind", "activity_kind", "group", "attribute")
Json = dict[str, Any]


def package(town: Municipality, contents: Contents, language: str, moment: datetime) -> Json:
    """In the language of the request, which is `language`."""
    lexemes = Lexemes()
    things = {
        name: [_thing(town, thing, contents.slots.get(thing.id, ()), language, moment, lexemes) for thing in listed]
        for name, listed in (("places", contents.places), ("activities", contents.activities))
    }
    return {
        "town": {"slug": town.slug, "name": town.name, "intro": spoken(pick_words(town.intro, language))},
        "lang": language,
        "version": town.seen_version,
        "generated_at": moment.isoformat(),
        "slots_until": (moment + timedelta(days=SLOT_DAYS)).isoformat(),
        "timezone": TIME_ZONE.key,
        "team": {
            "name": town.team_name,
            "phone": town.team_phone,
            "phone_url": phone_address(town.team_phone) if town.team_phone else None,
        },
        "collections": collected(contents.collections, [*contents.places, *contents.activities], language),
        "guiding": guided(language),
        "together": {"place": TOGETHER[Place], "activity": TOGETHER[Activity]},
        "lines": list(LINES),
        "home_themes": town.home_themes,
        "terms": {axis: [_term(term, language) for term in terms(axis).values()] for axis in AXES},
        "sentences": sentences(),
        "days": [_day(clock.local(moment).date() + timedelta(days=number)) for number in range(-1, HORIZON_DAYS + 8)],
        "postcodes": {code: _point(position) for code, position in contents.postcodes.items()},
        "spots": {
            "neighbourhoods": [_spot(one) for one in contents.neighbourhoods],
            "streets": [_spot(one) for one in contents.streets],
            "choices": list(contents.choices),
        },
        "lexemes": lexemes.told,
        "words": list(contents.words),
        "synonyms": [list(synonym) for synonym in contents.synonyms],
        **things,
    }


def _thing(
    town: Municipality, thing: Thing, slots: Sequence[Slot], language: str, moment: datetime, lexemes: Lexemes
) -> Json:
    shown = presenting.detail(thing, (), language, moment)
    card = shown.card
    told = {
        "id": str(thing.id),
        "slug": thing.slug,
        "name": [card.name, card.lang],
        "summary": spoken(card.summary),
        "note": card.note,
        "name_note": card.name_note,
        **standing(shown.standing),
        "kind": thing.kind,
        "themes": thing.themes,
        "topics": thing.topics,
        "groups": thing.groups,
        "spoken": thing.spoken,
        "attributes": thing.attributes,
        "facts": [_fact(fact) for fact in card.facts],
        "where": spoken(card.where),
        "point": None if isinstance(thing, Activity) and thing.online else _point(card.position),
        "checked": thing.checked_on.isoformat() if thing.checked_on else None,
        # Without a day it is stale, as nobody ever looked.
        "stale_from": stale_from(thing.checked_on, term_of(town, thing)).isoformat() if thing.checked_on else None,
        "slots": [_slot(slot, language) for slot in slots],
        "search": lexemes.numbers_of(thing.search),
        "description": paragraphs(shown.description),
        "getting_there": paragraphs(shown.getting_there),
        "first_time": paragraphs(shown.first_time),
        "contact_role": spoken(shown.contact_role),
        "address": shown.address,
        "hours_note": shown.hours_note,
        "accessibility": [_fact(fact) for fact in shown.accessibility],
        "contact": filled(vars(shown.contact)),
        "attribution": shown.attribution,
        "demo": thing.is_demo,
        "free": thing.free,
        "walkin": thing.walkin,
        **(_of_activity(thing) if isinstance(thing, Activity) else {"wheelchair": thing.wheelchair}),
    }
    return filled(told)


def _of_activity(activity: Activity) -> Json:
    place = activity.place if activity.place and activity.place.published else None
    return {
        "place": place.slug if place else None,
        # Of its place, also of one that is not public: as the filters of the server ask it.
        "wheelchair": activity.place.wheelchair if activity.place else None,
        "held_at": activity.place.kind if activity.place else None,
        "online": activity.online,
        "volunteer": activity.volunteer,
        "no_referral": activity.no_referral,
        "by_appointment": activity.by_appointment,
    }


def _day(day: date) -> Json:
    return {
        "date": day.isoformat(),
        "midnight": int(midnight(day).timestamp()),
        "name": day_name(day),
        "short": short_date(day),
        "full": day_and_date(day),
    }


def _slot(slot: Slot, language: str) -> list[Any]:
    told = [
        int(slot.starts_at.timestamp()),
        int(slot.ends_at.timestamp()),
        "" if slot.status == OPEN else slot.status,
        spoken(pick_words(slot.reason, language)),
        spoken(pick_words(slot.note, language)),
        slot.change or "",
        int(slot.elsewhere.timestamp()) if slot.elsewhere else 0,
    ]
    while not told[-1]:
        told.pop()
    return told


def _term(term: Term, language: str) -> Json:
    label = term.spoken(language)
    told = {"id": term.id, "label": label.words, "lang": label.unlike(language), "icon": term.icon,
            "theme": term.theme, "hidden": term.hidden}  # fmt: skip
    return filled(told)


def _fact(fact: Fact) -> Json:
    return filled(vars(fact))


def _spot(named: Named) -> list[Any]:
    return [named.name, named.within, named.position.lat, named.position.lon]


def _point(position: Position | None) -> list[float] | None:
    return [position.lat, position.lon] if position else None
