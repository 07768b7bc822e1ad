"""What the coordinator sees of a collection: its parts with what became of them, and what could be added."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from webapp.accounts.desk_cards import DeskCard, DeskLine
from webapp.answering.queries import list_answers
from webapp.areas.models import Municipality
from webapp.collecting import words
from webapp.collecting.models import Collection, CollectionPart
from webapp.collecting.queries import list_all, text_in
from webapp.collecting.rules import DOWN, UP, can_move
from webapp.core import clock
from webapp.core.errors import NotFound
from webapp.core.language import language_names, languages
from webapp.core.text_states import TextState, state_of
from webapp.core.texts import FALLBACK_LANGUAGE, Spoken, in_order, pick_field
from webapp.core.words import _
from webapp.finding import asking
from webapp.finding.cards import ACTIVITY, PLACE
from webapp.finding.conditions import Thing, page_of
from webapp.finding.queries import get_activity, get_place
from webapp.finding.telling import telling
from webapp.freshness.queries import is_stale
from webapp.guiding.queries import get_things

GETTERS: dict[str, Callable[[Municipality, str], Thing]] = {"places": get_place, "activities": get_activity}
KINDS = {PLACE: "places", ACTIVITY: "activities"}
MOST_HITS = 10


@dataclass(frozen=True)
class Line:
    """One collection in the list."""

    id: UUID
    title: str
    number: int
    is_public: bool
    states: tuple[tuple[str, str], ...]  # of what is not complete: name of the language, state


@dataclass(frozen=True)
class PartLine:
    """`problem` says why nobody sees it, else empty."""

    id: UUID
    is_heading: bool
    name: str
    words: Spoken
    url: str
    problem: str
    can_up: bool
    can_down: bool


@dataclass(frozen=True)
class Desk:
    line: Line
    slug: str
    is_ladder: bool
    parts: tuple[PartLine, ...]
    states: tuple[tuple[str, str, str], ...]  # code, name and state of each language

    def part(self, id_: UUID) -> PartLine:
        return next(part for part in self.parts if part.id == id_)


@dataclass(frozen=True)
class Hit:
    """Something to add; `pick` names it in the form."""

    pick: str
    name: str
    language: str
    where: str
    is_in: bool


def lines(collections: Iterable[Collection], language: str) -> list[Line]:
    return [_line(one, language) for one in collections]


def _line(collection: Collection, language: str) -> Line:
    lacking = [(name, state) for _code, name, state in _states(collection, language) if state != TextState.CHECKED]
    return Line(
        collection.id,
        pick_field(in_order(collection.texts, language), words.TITLE).words,
        sum(not part.is_heading for part in collection.parts),
        collection.published,
        tuple(lacking),
    )


def _states(collection: Collection, language: str) -> list[tuple[str, str, str]]:
    source = text_in(collection, FALLBACK_LANGUAGE)
    codes = [one.code for one in languages()]
    return [
        (code, name, str(state_of(text_in(collection, code), source)))
        for code, name in zip(codes, language_names(codes, language), strict=True)
    ]


def desk_of(town: Municipality, collection: Collection, language: str) -> Desk:
    things = get_things(town, {part.thing_id for part in collection.parts if part.thing_id})
    return Desk(
        _line(collection, language),
        collection.slug,
        collection.is_ladder,
        tuple(
            _part_line(town, collection, part, things.get(part.thing_id) if part.thing_id else None, language)
            for part in collection.parts
        ),
        tuple(_states(collection, language)),
    )


def _part_line(
    town: Municipality, collection: Collection, part: CollectionPart, thing: Thing | None, language: str
) -> PartLine:
    texts = in_order(collection.texts, language)
    name, url, problem = words.spoken(texts, part, words.TITLE).words or _("Heading without words"), "", ""
    if thing is not None:
        name = telling(thing, language).name.words
        url = url_for(page_of(thing), slug=thing.slug, lang=language)
        if is_stale(town, thing, clock.today()):
            problem = _("Nobody checked this for a long time, so visitors do not see it here.")
    elif not part.is_heading:
        name, problem = _("Something that is not public"), _("Visitors do not see it.")
    return PartLine(
        part.id,
        part.is_heading,
        name,
        words.spoken(texts, part, "words"),
        url,
        problem,
        can_move(collection.parts, part.id, UP),
        can_move(collection.parts, part.id, DOWN),
    )


def previews(collection: Collection, current: str) -> list[dict[str, object]]:
    """Of the page as visitors will see it, one in each language."""
    return [
        {
            "code": one.code,
            "label": one.name,
            "url": url_for("collecting_staff.preview", collection_id=collection.id, language=one.code),
            "is_current": one.code == current,
        }
        for one in languages()
    ]


def hits(town: Municipality, collection: Collection, typed: str, language: str) -> list[Hit]:
    """What the search of residents finds; nothing that is not public."""
    if not typed:
        return []
    held: set[UUID | None] = {part.thing_id for part in collection.parts}
    found = list_answers(town, asking.understood(town, typed), language, clock.now(), limit=MOST_HITS)
    return [
        Hit(f"{KINDS[one.type]}/{one.slug}", one.name, one.language, one.where or "", one.id in held)
        for one in found[:MOST_HITS]
    ]


def find_thing(town: Municipality, pick: str) -> Thing:
    """What a form names as `activities/slug`. Raises NotFound for what is not public."""
    kind, _slash, slug = pick.partition("/")
    if kind not in GETTERS:
        raise NotFound
    return GETTERS[kind](town, slug)


def desk_card(town: Municipality) -> DeskCard | None:
    """Of what is public: where something is left out, and where a text is not complete. None without collections."""
    public = [one for one in list_all(town) if one.published]
    if not public:
        return None
    today, url = clock.today(), url_for("collecting_staff.collections", town=town.slug)
    things = get_things(town, {part.thing_id for one in public for part in one.parts if part.thing_id})
    seen = {id_ for id_, thing in things.items() if not is_stale(town, thing, today)}
    hollow = [one for one in public if any(part.thing_id and part.thing_id not in seen for part in one.parts)]
    behind = [line for line in lines(public, FALLBACK_LANGUAGE) if line.states]
    told = (
        (_("Collections in which visitors do not see everything"), len(hollow)),
        (_("Collections with a text that is missing or older"), len(behind)),
    )
    return DeskCard(
        _("Collections"),
        "book-open",
        tuple(DeskLine(text, url, number) for text, number in told if number),
        _("All that is in the collections is public and checked in time."),
        url,
        _("Look at the collections"),
    )
