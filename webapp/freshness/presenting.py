"""What the pages tell of one item: when it was checked, by whom, and how late it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import url_for

from webapp.accounts.desk_cards import DeskCard, DeskLine
from webapp.accounts.queries import map_user_names
from webapp.activities.item_links import ACTIVITIES, PLACES, ItemLink, item_links
from webapp.activities.scope import Scope
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.crypto import SealError, unseal
from webapp.core.language import current_language, language_names
from webapp.core.texts import Spoken, pick_text
from webapp.core.words import _
from webapp.freshness import operations, queries, rules
from webapp.freshness.models import FACTS, FreshnessAsk
from webapp.freshness.queries import Item
from webapp.places.models import Place
from webapp.versions.queries import find_published

MOST_SHOWN = 200


@dataclass(frozen=True)
class AskedItem:
    """`url` is its public page, "" where it has none now."""

    id: UUID
    name: Spoken
    url: str
    lines: tuple[str, ...]
    checked_on: date | None
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True)
class Row:
    what: str
    id: UUID
    name: Spoken
    checked_on: date | None
    due_on: date | None  # None: for ever
    is_due: bool
    is_stale: bool
    links: tuple[ItemLink, ...]


@dataclass(frozen=True)
class Checked:
    part: str
    on: date
    by: str


@dataclass(frozen=True)
class Said:
    """What came by a link and waits for an editor."""

    id: UUID
    answer: str
    words: str
    at: datetime
    row: Row


def what_of(item: Item) -> str:
    return PLACES if isinstance(item, Place) else ACTIVITIES


def name_of(item: Item) -> Spoken:
    rows: list[Any] = list(item.texts)
    text = pick_text(rows, current_language())
    return Spoken(text.name, text.language)


def asked_item(town: Municipality, ask: FreshnessAsk) -> AskedItem:
    item = queries.item_of(ask)
    endpoint = "finding.place" if isinstance(item, Place) else "finding.activity"
    public = item.published and town.opened_at is not None
    return AskedItem(
        id=ask.id,
        name=name_of(item),
        url=url_for(endpoint, slug=item.slug) if public else "",
        lines=_lines(item),
        checked_on=item.checked_on,
        answer=ask.answer or "",
        answered_at=ask.answered_at,
    )


def _lines(item: Item) -> tuple[str, ...]:
    """What is most often wrong: where it is and how to reach it."""
    place = item if isinstance(item, Place) else item.place
    where = " ".join(filter(None, (place.street, place.house_number, place.city))) if place else ""
    return tuple(filter(None, (where, item.phone, item.email, item.website)))


def row_of(town: Municipality, item: Item, today: date) -> Row:
    term = queries.term_of(town, item)
    return Row(
        what=what_of(item),
        id=item.id,
        name=name_of(item),
        checked_on=item.checked_on,
        due_on=rules.due_on(item.checked_on, term) if item.checked_on else None,
        is_due=item.checked_on is None or item.checked_on <= rules.asked_from(term, today),
        is_stale=rules.is_stale(item.checked_on, term, today),
        links=tuple(item_links(town.slug, what_of(item), item.id)),
    )


def rows_of(town: Municipality, scope: Scope, today: date) -> list[Row]:
    return [row_of(town, item, today) for item in queries.list_in_scope(scope, town, MOST_SHOWN)]


def checks_of(item: Item) -> list[Checked]:
    checks = queries.list_checks(item)
    names = map_user_names([check.by_user_id for check in checks if check.by_user_id])
    ways = {operations.LINK: _("by a link in a mail"), operations.IMPORT: _("by an import")}
    return [
        Checked(
            _("Facts and times") if check.part == FACTS else language_names([check.part], current_language())[0],
            check.checked_on,
            names.get(check.by_user_id, "") if check.by_user_id else ways.get(check.how, ""),
        )
        for check in sorted(checks, key=lambda one: (one.part != FACTS, one.part))
    ]


def edited_at(item: Item) -> datetime | None:
    """As its versions tell; None for what nobody changed since versions are kept."""
    version = find_published(item)
    return version.made_at if version else None


def said_by_links(town: Municipality, scope: Scope, today: date) -> list[Said]:
    return [
        Said(
            id=ask.id,
            answer=ask.answer or "",
            words=_words(ask),
            at=ask.answered_at or clock.now(),
            row=row_of(town, queries.item_of(ask), today),
        )
        for ask in queries.list_open_answers(scope)
    ]


def _words(ask: FreshnessAsk) -> str:
    try:
        return unseal(ask.words) if ask.words else ""
    except SealError:
        return ""


def desk_card(town: Municipality) -> DeskCard:
    """How much nobody has checked for too long, and what came by links."""
    today = clock.today()
    counts = queries.count_stale(town, today)
    scope = Scope(town.id, True, {})
    lines: Sequence[tuple[str, int]] = (
        (_("Places that nobody checked for too long"), counts[PLACES]),
        (_("Activities that nobody checked for too long"), counts[ACTIVITIES]),
        (_("Answers by mail that wait for you"), len(queries.list_open_answers(scope))),
    )
    url = url_for("freshness_staff.freshness", town=town.slug)
    return DeskCard(
        _("Is it still right?"),
        "check",
        tuple(DeskLine(text, url, number) for text, number in lines if number),
        _("All was checked in time."),
        url,
        _("Look at all of it"),
    )
