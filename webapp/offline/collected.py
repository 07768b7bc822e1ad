"""The collections of a town for the phone, which finds the things of each among those of the package."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from webapp.collecting import words
from webapp.collecting.models import Collection, CollectionPart, CollectionText
from webapp.collecting.presenting import standing_of
from webapp.collecting.rules import Section, sections
from webapp.core.texts import in_order, pick_field
from webapp.finding.cards import ACTIVITY, PLACE
from webapp.finding.conditions import Thing
from webapp.offline.texts import filled, spoken, standing
from webapp.places.models import Place
from webapp.taxonomy.rules import find_terms

Json = dict[str, Any]


def collected(collections: Sequence[Collection], things: Sequence[Thing], language: str) -> list[Json]:
    """In the order of the town. What of a collection is not among `things` is left out; the phone leaves out what is
    stale by the day on which it is read."""
    by_id = {thing.id: thing for thing in things}
    return [_collection(one, by_id, language) for one in collections]


def _collection(collection: Collection, things: Mapping[UUID, Thing], language: str) -> Json:
    texts = in_order(collection.texts, language)
    return filled(
        {
            "slug": collection.slug,
            "former": collection.former_slugs,
            "themes": [term.id for term in find_terms("theme", tuple(collection.themes))],
            "ladder": collection.is_ladder,
            "title": spoken(pick_field(texts, words.TITLE)),
            "intro": spoken(pick_field(texts, words.INTRO)),
            "sections": [_section(one, texts, things) for one in sections(collection.parts)],
            **standing(standing_of(collection, texts, language)),
        }
    )


def _section(section: Section[CollectionPart], texts: Sequence[CollectionText], things: Mapping[UUID, Thing]) -> Json:
    """`items`: [type, slug, why] each."""
    heading = section.heading
    return filled(
        {
            "title": spoken(words.spoken(texts, heading, words.TITLE)) if heading else None,
            "words": spoken(words.spoken(texts, heading, "words")) if heading else None,
            "items": [
                [_type(things[id_]), things[id_].slug, spoken(words.spoken(texts, part, "words"))]
                for part in section.parts
                if (id_ := part.thing_id) and id_ in things
            ],
        }
    )


def _type(thing: Thing) -> str:
    return PLACE if isinstance(thing, Place) else ACTIVITY
