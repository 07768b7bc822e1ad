"""From rows to what is shown."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from flask import url_for

from webapp.areas.models import Municipality
from webapp.collecting import words
from webapp.collecting.cards import Item, Page, ShownSection
from webapp.collecting.models import Collection, CollectionPart, CollectionText
from webapp.collecting.queries import text_in
from webapp.collecting.rules import Section, sections
from webapp.core import clock
from webapp.core.language import language_names
from webapp.core.text_states import TextState, is_by_machine, state_of
from webapp.core.texts import FALLBACK_LANGUAGE, Paragraphs, Spoken, in_order, pick_field
from webapp.finding import presenting
from webapp.finding.cards import Link, Standing
from webapp.finding.conditions import Thing
from webapp.finding.presenting import Slots, contact_of
from webapp.finding.queries import list_coming_slots
from webapp.finding.times import shown
from webapp.freshness.queries import is_stale
from webapp.guiding.queries import get_things
from webapp.schedule.models import CANCELLED
from webapp.taxonomy.rules import find_terms


def page_of(town: Municipality, collection: Collection, language: str, moment: datetime) -> Page:
    """What is not public (any more), and what nobody checked for too long, is left out."""
    texts = in_order(collection.texts, language)
    today = clock.local(moment).date()
    found = get_things(town, {part.thing_id for part in collection.parts if part.thing_id})
    things = {id_: thing for id_, thing in found.items() if not is_stale(town, thing, today)}
    slots = list_coming_slots(town, list(things.values()), moment)
    return Page(
        slug=collection.slug,
        title=pick_field(texts, words.TITLE),
        intro=pick_field(texts, words.INTRO),
        standing=standing_of(collection, texts, language),
        sections=tuple(_section(one, texts, things, slots, language, moment) for one in sections(collection.parts)),
        is_ladder=collection.is_ladder,
        themes=tuple(
            Link(term.label(language), url_for("finding.activities", theme=term.id), icon=term.icon)
            for term in find_terms("theme", tuple(collection.themes))
        ),
        topic=next(iter(collection.themes), ""),
    )


def _section(
    section: Section[CollectionPart],
    texts: Sequence[CollectionText],
    things: Mapping[UUID, Thing],
    slots: Slots,
    language: str,
    moment: datetime,
) -> ShownSection:
    heading, nothing = section.heading, Spoken("", language)
    return ShownSection(
        title=words.spoken(texts, heading, words.TITLE) if heading else nothing,
        words=words.spoken(texts, heading, "words") if heading else nothing,
        items=tuple(
            _item(things[id_], words.spoken(texts, part, "words"), slots, language, moment)
            for part in section.parts
            if (id_ := part.thing_id) and id_ in things
        ),
    )


def _item(thing: Thing, why: Spoken, slots: Slots, language: str, moment: datetime) -> Item:
    own = slots.get(thing.id, ())
    coming = next((slot for slot in own if slot.status != CANCELLED), None)
    return Item(
        card=presenting.card(thing, own, language, moment),
        why=why,
        next=shown(coming, language) if coming else None,
        contact=contact_of(thing),
    )


def standing_of(collection: Collection, texts: Sequence[CollectionText], language: str) -> Standing:
    own, dutch = text_in(collection, language), text_in(collection, FALLBACK_LANGUAGE)
    state = state_of(own, dutch)
    newer = None
    if dutch is not None and state == TextState.OUTDATED:
        newer = Paragraphs.of(Spoken("\n\n".join(all_words(dutch, collection)), FALLBACK_LANGUAGE))
    shown_first = texts[0].language
    return Standing(
        state,
        own is not None and is_by_machine(own),
        newer,
        only_in="" if own is not None else language_names([shown_first], language)[0],
        partly_in=_partly_in(collection, own, dutch, language),
    )


def _partly_in(collection: Collection, own: CollectionText | None, dutch: CollectionText | None, language: str) -> str:
    """Where the Dutch text says something that this one does not."""
    if own is None or dutch is None or own is dutch:
        return ""
    told = words.fields_of(own, collection.parts)
    lacks = any(said and not told[name] for name, said in words.fields_of(dutch, collection.parts).items())
    return language_names([FALLBACK_LANGUAGE], language)[0] if lacks else ""


def all_words(text: CollectionText, collection: Collection) -> list[str]:
    return [said for said in words.fields_of(text, collection.parts).values() if said]
