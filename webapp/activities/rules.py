"""What an activity may hold. Pure."""

from collections.abc import Iterator, Mapping

from webapp.activities.facts import ActivityFacts, ActivityTexts
from webapp.core.sentences import say
from webapp.places.checks import Flaw, check_contact, check_ids, check_opening_hours, check_spoken, check_texts, show
from webapp.places.secrecy import reveals_shelter
from webapp.taxonomy.rules import terms

OLDEST = 120  # years
LISTS = {
    "themes": "theme",
    "groups": "group",
    "attributes": "attribute",
    "topics": "topic",
    "dimensions": "dimension",
    "programmes": "programme",
    "laws": "law",
}


def check_activity(facts: ActivityFacts, texts: Mapping[str, ActivityTexts]) -> list[Flaw]:
    if secret := _check_secrecy(texts, located=bool(facts.position or facts.place_id)):
        return secret
    flaws = [*_check_kind(facts), *_check_price(facts)]
    for column, axis in LISTS.items():
        flaws += check_ids(axis, column, getattr(facts, column))
    return [
        *flaws,
        *check_spoken(facts.spoken),
        *check_contact(facts.phone, facts.email, facts.website),
        *check_opening_hours(facts.opening_hours),
        *check_texts(_as_columns(texts)),
    ]


def check_location(facts: ActivityFacts, texts: Mapping[str, ActivityTexts]) -> list[Flaw]:
    """Where only the point changes."""
    located = bool(facts.position or facts.place_id)
    return _check_secrecy(texts, located=located) or list(_check_kind(facts))


def check_activity_texts(texts: Mapping[str, ActivityTexts], *, located: bool) -> list[Flaw]:
    """Where only words change."""
    return _check_secrecy(texts, located=located) or list(check_texts(_as_columns(texts)))


def _check_secrecy(texts: Mapping[str, ActivityTexts], *, located: bool) -> list[Flaw]:
    """Stands alone: a message must not repeat what has to stay secret."""
    names = [text.name for text in texts.values()]
    others = [part for text in texts.values() for part in (text.summary, text.description, text.first_time)]
    if not reveals_shelter(names, others, located=located):
        return []
    return [Flaw("name_nl", say("this looks like a shelter: it may not have a place or a position"))]


def _as_columns(texts: Mapping[str, ActivityTexts]) -> dict[str, Mapping[str, str]]:
    return {language: vars(text) for language, text in texts.items()}


def _check_kind(facts: ActivityFacts) -> Iterator[Flaw]:
    kind = terms("activity_kind").get(facts.kind)
    if kind is None:
        choices = ", ".join(terms("activity_kind"))
        yield Flaw("kind", say("%(value)s is not known; use %(choices)s", value=show(facts.kind), choices=choices))
    elif kind.pinless and facts.position:
        sentence = say("an activity of kind %(kind)s is nowhere on the map: leave lat and lon empty", kind=facts.kind)
        yield Flaw("lat", sentence)
    if facts.online and facts.position:
        yield Flaw("online", say("an online activity is nowhere on the map: leave lat and lon empty"))


def _check_price(facts: ActivityFacts) -> Iterator[Flaw]:
    if facts.price_cents is not None and facts.free:
        yield Flaw("price_cents", say("what is free has no price"))
    if facts.price_cents is not None and facts.price_cents <= 0:
        yield Flaw("price_cents", say("must be more than 0; set free for what costs nothing"))
    if facts.min_age is not None and not 0 <= facts.min_age <= OLDEST:
        yield Flaw("min_age", say("must lie between 0 and %(most)s", most=OLDEST))
