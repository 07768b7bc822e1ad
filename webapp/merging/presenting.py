"""Two items side by side, and lists of pairs, in the language of the page."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.activities.models import Activity
from webapp.activities.scope import owner_of
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.formats import clock_time, long_date, money, short_date
from webapp.core.language import current_language, find_language
from webapp.core.texts import Spoken, pick_text
from webapp.core.words import _
from webapp.editing.choosing import wheelchair
from webapp.extensions import db
from webapp.finding.queries import list_coming_slots
from webapp.merging import snapshots
from webapp.merging.models import Merge
from webapp.merging.operations import MODELS, Item
from webapp.merging.queries import Pair
from webapp.merging.rules import BOTH, FIELDS, GONE, KEPT, TEXT_PARTS, TIMES, Field, first_choice
from webapp.merging.wording import field_label, how_sure, reasons_of
from webapp.places.models import Organisation, Place
from webapp.schedule.queries import find_schedule
from webapp.schedule.said import hours_text
from webapp.taxonomy.rules import terms

AXES = {
    "themes": "theme",
    "groups": "group",
    "attributes": "attribute",
    "topics": "topic",
    "dimensions": "dimension",
    "programmes": "programme",
    "laws": "law",
}
KINDS = {"places": "place_kind", "activities": "activity_kind"}
SHOWN_DATES = 3


@dataclass(frozen=True)
class Side:
    """One of two: `facts` tell where it is and how it is reached."""

    id: UUID
    name: Spoken
    facts: tuple[str, ...]
    is_public: bool


@dataclass(frozen=True)
class PairCard:
    first: Side
    second: Side
    sure: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class MergeCard:
    id: UUID
    kept: str
    gone: str
    on: str


@dataclass(frozen=True)
class Choice:
    """One part in which the two differ. Options are (value, words, language of the words)."""

    name: str
    label: str
    options: tuple[tuple[str, str, str], ...]
    chosen: str


@dataclass(frozen=True)
class Comparison:
    """`seen` stands for both as they are shown."""

    kept: Side
    gone: Side
    choices: tuple[Choice, ...]
    seen: str


def pair_cards(town: Municipality, what: str, pairs: Sequence[Pair]) -> list[PairCard]:
    """First in a pair, so the one to be kept where nobody says otherwise, is who says more."""
    items = _load(town, what, {id_ for pair in pairs for id_ in (pair.first, pair.second)})
    cards = []
    for pair in pairs:
        if pair.first in items and pair.second in items:
            two = sorted((items[pair.first], items[pair.second]), key=lambda item: how_full(what, item), reverse=True)
            cards.append(PairCard(side(two[0]), side(two[1]), how_sure(pair.score), tuple(reasons_of(pair.likeness))))
    return cards


def how_full(what: str, item: Item) -> int:
    """How many facts and texts it has."""
    facts = [snapshots.plain(item, column) for field in FIELDS[what] for column in field.columns]
    texts = [getattr(row, part) for row in item.texts for part in TEXT_PARTS[what]]
    return sum(value not in (None, "", [], False, "unknown") for value in (*facts, *texts))


def merge_cards(town: Municipality, merges: Sequence[Merge]) -> list[MergeCard]:
    items: dict[UUID, Item] = {}
    for what in MODELS:
        items |= _load(town, what, {id_ for one in merges if one.what == what for id_ in (one.kept_id, one.gone_id)})
    return [
        MergeCard(one.id, _name(items[one.kept_id]).words, _name(items[one.gone_id]).words, long_date(one.merged_at))
        for one in merges
        if one.kept_id in items and one.gone_id in items
    ]


def _load(town: Municipality, what: str, ids: set[UUID]) -> dict[UUID, Item]:
    model = MODELS[what]
    options = [selectinload(model.texts)]
    if model is Activity:
        options.append(selectinload(Activity.place).selectinload(Place.texts))
    rows = db.session.scalars(
        select(model).where(model.municipality_id == town.id, model.id.in_(ids)).options(*options)
    )
    return {row.id: row for row in rows}


def names_of(town: Municipality, place_ids: set[UUID]) -> dict[UUID, Spoken]:
    """Of places, for other rooms that tell which ones look alike."""
    return {id_: _name(item) for id_, item in _load(town, "places", place_ids).items()}


def side(item: Item) -> Side:
    if isinstance(item, Place):
        address = " ".join(filter(None, (item.street, item.house_number)))
        facts = [address, item.city or "", item.phone or ""]
    else:
        facts = [_name(item.place).words if item.place else "", item.phone or ""]
    return Side(item.id, _name(item), tuple(filter(None, facts)), item.published)


def _name(item: Item) -> Spoken:
    rows: list[Any] = list(item.texts)
    text = pick_text(rows, current_language())
    return Spoken(text.name, text.language)


# ---------------------------------------------------------------- side by side


def compare(town: Municipality, what: str, kept: Item, gone: Item, typed: Mapping[str, str]) -> Comparison:
    """`typed` are choices that were made already, by name of the part."""
    choices = [_choice(town, what, kept, gone, field, typed) for field in FIELDS[what]]
    choices += _text_choices(what, kept, gone, typed)
    times = _times_choice(town, kept, gone, typed)
    differing = [choice for choice in (*choices, times) if choice is not None]
    return Comparison(side(kept), side(gone), tuple(differing), seen(what, kept, gone))


def seen(what: str, kept: Item, gone: Item) -> str:
    """The same as long as neither of the two has changed."""
    both = [snapshots.take(item, what) for item in (kept, gone)]
    return hashlib.sha256(json.dumps(both, sort_keys=True).encode()).hexdigest()


def _choice(
    town: Municipality, what: str, kept: Item, gone: Item, field: Field, typed: Mapping[str, str]
) -> Choice | None:
    mine, theirs = ([snapshots.plain(item, column) for column in field.columns] for item in (kept, gone))
    if mine == theirs:
        return None
    words = [_words(town, what, field, values) for values in (mine, theirs)]
    language = current_language()
    options = [(KEPT, words[0], language), (GONE, words[1], language)]
    if field.is_list and set(mine[0]) - set(theirs[0]) and set(theirs[0]) - set(mine[0]):
        options.append((BOTH, _("both together"), language))
    chosen = _chosen(typed.get(field.name), options, first_choice(mine, theirs))
    return Choice(field.name, field_label(field.name), tuple(options), chosen)


def _text_choices(what: str, kept: Item, gone: Item, typed: Mapping[str, str]) -> list[Choice | None]:
    languages = sorted({row.language for row in (*kept.texts, *gone.texts)}, key=lambda code: (code != "nl", code))
    rows = [{row.language: row for row in item.texts} for item in (kept, gone)]
    choices: list[Choice | None] = []
    for language in languages:
        found = find_language(language)
        for part in TEXT_PARTS[what]:
            mine, theirs = (getattr(of.get(language), part, "") for of in rows)
            if mine == theirs:
                continue
            options = [(KEPT, mine or _("nothing"), language), (GONE, theirs or _("nothing"), language)]
            name, label = f"{language}_{part}", f"{field_label(part)} ({found.name if found else language})"
            choices.append(
                Choice(name, label, tuple(options), _chosen(typed.get(name), options, first_choice([mine], [theirs])))
            )
    return choices


def _times_choice(town: Municipality, kept: Item, gone: Item, typed: Mapping[str, str]) -> Choice | None:
    mine, theirs = snapshots.times_of(kept), snapshots.times_of(gone)
    if mine == theirs:
        return None
    language = current_language()
    options = [(KEPT, _times(town, kept), language), (GONE, _times(town, gone), language)]
    chosen = _chosen(typed.get(TIMES), options, first_choice([mine], [theirs]))
    return Choice(TIMES, field_label(TIMES), tuple(options), chosen)


def _chosen(typed: str | None, options: Sequence[tuple[str, str, str]], otherwise: str) -> str:
    return typed if typed in [value for value, _words, _language in options] else otherwise


def _times(town: Municipality, item: Item) -> str:
    stored = find_schedule(item.municipality_id, owner_of(item))
    if stored is None:
        return _("nothing")
    slots = list_coming_slots(town, [item], clock.now(), each={"open": SHOWN_DATES, "appointment": 1}, bounds={})
    dates = [f"{short_date(slot.starts_at)} {clock_time(slot.starts_at)}" for slot in slots.get(item.id, ())]
    told = hours_text(stored.document, stored.source_text)
    return "; ".join(filter(None, (told, _("next: %(dates)s", dates=", ".join(dates)) if dates else ""))) or _(
        "nothing"
    )


def _words(town: Municipality, what: str, field: Field, values: Sequence[Any]) -> str:
    if field.name == "price":
        free, cents = values
        return _("Free") if free else money(cents) if cents else _("nothing")
    if field.name == "address":
        street, number, postcode, city = (value or "" for value in values)
        return ", ".join(filter(None, (f"{street} {number}".strip(), f"{postcode} {city}".strip()))) or _("nothing")
    return _value(town, what, field.name, values[0])


def _value(town: Municipality, what: str, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, "", []):
        return _("nothing")
    if name in ("organisation_id", "place_id"):
        return _name_by_id(town, name, UUID(value))
    if name == "kind":
        return _label(KINDS[what], value)
    if name in AXES:
        return ", ".join(_label(AXES[name], id_) for id_ in value)
    if name == "wheelchair":
        return dict(wheelchair()).get(str(value), str(value))
    if name == "checked_on":
        return long_date(date.fromisoformat(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _label(axis: str, id_: str) -> str:
    term = terms(axis).get(id_)
    return term.label(current_language()) if term else id_


def _name_by_id(town: Municipality, name: str, id_: UUID) -> str:
    if name == "organisation_id":
        organisation = db.session.get(Organisation, (town.id, id_))
        return organisation.name if organisation else _("nothing")
    names = names_of(town, {id_})
    return names[id_].words if id_ in names else _("nothing")
