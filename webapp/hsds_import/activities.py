"""A service of a package at one of its locations becomes an activity. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from webapp.activities.facts import ActivityEntry, ActivityFacts, ActivityTexts
from webapp.activities.rules import check_activity
from webapp.core.geo import Position
from webapp.hsds_import.access import needs_appointment, needs_referral, price_of, welcomes_walkins
from webapp.hsds_import.entries import ActivityFound, paragraphs, read_times, without_flawed
from webapp.hsds_import.own import OwnTerms, foreign, own_terms
from webapp.hsds_import.values import HeldAt, Service
from webapp.hsds_import.words import Words
from webapp.places.checks import LONGEST
from webapp.schedule.values import Schedule
from webapp.taxonomy.published import DEMONSTRATION
from webapp.taxonomy.rules import terms


@dataclass(frozen=True)
class Where:
    """At a place of the package, at a point of its own, or online."""

    place_id: str | None = None
    position: Position | None = None
    online: bool = False


@dataclass(frozen=True)
class ActivityMade:
    found: ActivityFound | None
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def nowhere(service: Service) -> HeldAt:
    """What our export tells without a location: online, or at a place of which nobody may know."""
    return HeldAt(service.id, service.label, "", None, None, None, (), ())


def activity_of(service: Service, held: HeldAt, where: Where, words: Words, today: date) -> ActivityMade:
    own = own_terms(service.terms)
    times = read_times([("schedules", held.schedules), ("schedules", service.schedules)], is_own=own.is_told)
    facts = _own_facts(own) if own.first("activity_kind") else _facts(service, words)
    free, price = price_of(service.costs, service.fees, today)
    pinless = facts.kind in terms("activity_kind") and terms("activity_kind")[facts.kind].pinless
    facts = replace(
        facts,
        online=where.online or facts.online,
        position=None if pinless else where.position,
        free=facts.free or free,
        price_cents=None if facts.free or free else price,
        min_age=service.min_age,
        spoken=service.spoken,
        phone=held.phone or service.phone,
        email=service.email,
        website=service.website,
        checked_on=service.checked_on if service.checked_on and service.checked_on <= today else None,
    )
    text = _own_text(service, times.note) if own.is_told else _text(service, held, times.note)
    facts, warnings = without_flawed(facts, check_activity(facts, {"nl": text}))
    if flaws := check_activity(facts, {"nl": text}):
        return ActivityMade(None, tuple(map(str, flaws)), tuple(warnings))
    entry = ActivityEntry(
        service.id if own.is_told else held.id,
        facts,
        {"nl": text},
        schedule=_at_all_times(times.schedule, facts),
        keeps_times=times.is_refused,
    )
    found = ActivityFound(entry, service.label, where.place_id, service.organisation)
    return ActivityMade(found, warnings=(*warnings, *times.warnings))


def _at_all_times(schedule: Schedule | None, facts: ActivityFacts) -> Schedule | None:
    """What is by appointment is so at all its times."""
    return replace(schedule, by_appointment=True) if schedule is not None and facts.by_appointment else schedule


def _own_facts(own: OwnTerms) -> ActivityFacts:
    """What our export says is so, and what it does not say is not so."""
    return ActivityFacts(
        kind=own.first("activity_kind") or "",
        online=own.has("online"),
        by_appointment=own.has("by_appointment"),
        free=own.has("free"),
        walkin=own.has("walkin"),
        no_referral=own.has("no_referral"),
        volunteer=own.has("volunteer"),
        wor=own.has("wor"),
        themes=own.ids("theme"),
        groups=own.ids("group"),
        attributes=own.ids("attribute"),
        topics=own.ids("topic"),
        dimensions=own.ids("dimension"),
        is_demo=own.has(DEMONSTRATION),
    )


def _facts(service: Service, words: Words) -> ActivityFacts:
    """By words: of its terms and its name, not of its description, which speaks of much."""
    said = [service.name, *_words_of(service)]
    return ActivityFacts(
        kind=words.first("activity_kind", [service.name], _words_of(service)) or "",
        by_appointment=needs_appointment(service.applying),
        walkin=welcomes_walkins(service.applying),
        no_referral=not needs_referral(service.applying),
        themes=words.find("theme", said),
        groups=words.find("group", said),
    )


def _words_of(service: Service) -> Iterable[str]:
    return [word for term in foreign(service.terms) for word in (*term.words, *term.above)]


def _text(service: Service, held: HeldAt, note: str) -> ActivityTexts:
    parts = (service.description, held.description, service.eligibility, service.fees, note)
    return ActivityTexts(
        service.name, description=paragraphs(parts)[: LONGEST["description"]], first_time=service.applying
    )


def _own_text(service: Service, note: str) -> ActivityTexts:
    """The other sentences of our export are made of facts, and made of them again."""
    return ActivityTexts(service.name, description=paragraphs((service.description, note))[: LONGEST["description"]])
