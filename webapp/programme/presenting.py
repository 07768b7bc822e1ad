"""The dates of a day as staff read them, each with what can be done with it right there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import url_for

from webapp.activities.item_links import ACTIVITIES, PLACES
from webapp.activities.models import Activity
from webapp.core.language import current_language
from webapp.core.texts import Spoken, pick_words
from webapp.finding.cards import ShownSlot
from webapp.finding.telling import telling
from webapp.finding.times import shown
from webapp.places.models import Place
from webapp.programme import reasons
from webapp.programme.queries import FoundDate, Item
from webapp.programme.rules import cancellation_of, wall_clock, written
from webapp.schedule.values import CANCELLED, Words


@dataclass(frozen=True)
class Entry:
    """One date in a list. `undo` puts back what was cancelled here; None where nothing was, or something else keeps it
    shut. `when` is its begin on the wall clock."""

    what: str
    item_id: UUID
    when: str
    name: Spoken
    place: Spoken | None
    slot: ShownSlot
    is_over: bool
    undo: str | None
    url: str
    public_url: str  # what residents read about it

    @property
    def key(self) -> str:
        return f"date-{self.item_id}-{self.when.replace(':', '')}"

    @property
    def is_place(self) -> bool:
        return self.what == PLACES

    @property
    def can_cancel(self) -> bool:
        return not (self.slot.is_cancelled or self.is_over)


def what_is(item: Item) -> str:
    return PLACES if isinstance(item, Place) else ACTIVITIES


def entries(found: Iterable[FoundDate], town: str, moment: datetime) -> list[Entry]:
    """`town` is a slug."""
    return [entry(one, town, moment) for one in found]


def entry(found: FoundDate, town: str, moment: datetime) -> Entry:
    language, item, slot = current_language(), found.item, found.slot
    undo = cancellation_of(slot, found.changes) if slot.status == CANCELLED else None
    what, when = what_is(item), written(wall_clock(slot.starts_at))
    return Entry(
        what,
        item.id,
        when,
        telling(item, language).name,
        _place_of(item, language),
        shown(slot, language),
        is_over=slot.ends_at <= moment,
        undo=written(undo) if undo else None,
        url=url_for("programme.date", town=town, what=what, item_id=item.id, when=when),
        public_url=public_url(item, town),
    )


def _place_of(item: Item, language: str) -> Spoken | None:
    if not isinstance(item, Activity) or item.place is None or item.online:
        return None
    return telling(item.place, language).name


def name_of(item: Item) -> Spoken:
    return telling(item, current_language()).name


def public_url(item: Item, town: str) -> str:
    """The page that residents see, in the language of the user."""
    endpoint = "finding.place" if isinstance(item, Place) else "finding.activity"
    return url_for(endpoint, lang=current_language(), town=town, slug=item.slug)


def reason_choices(usual: Mapping[str, Words]) -> list[tuple[str, Spoken]]:
    """Each as a resident will read it, in the language of the user."""
    language = current_language()
    return [(id_, pick_words(words, language)) for id_, words in usual.items()]


def cancel_reasons() -> list[tuple[str, Spoken]]:
    return reason_choices(reasons.CANCELLING)


@dataclass(frozen=True)
class ShownClosure:
    id: int
    name: str
    first_day: date
    last_day: date
    reason: Spoken
