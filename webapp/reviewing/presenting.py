"""The history of an item and the queue of what waits, as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for

from webapp.accounts.queries import map_user_names
from webapp.activities.item_links import ACTIVITIES, PLACES
from webapp.core.words import _
from webapp.editing.opening import name_of
from webapp.editing.wording import state_label
from webapp.schedule.timetables import Owner
from webapp.versions.models import ItemVersion
from webapp.versions.queries import Item, kind_of
from webapp.versions.rules import DROPPED
from webapp.versions.wording import say_what


@dataclass(frozen=True)
class Entry:
    number: int
    what: str
    state: str
    state_label: str
    who: str
    made_at: datetime
    reviewer: str
    note: str


def history(versions: Sequence[ItemVersion]) -> list[Entry]:
    """Without drafts that became something else: what they said is in the next one. All stay in the database."""
    shown = [one for one in versions if one.state != DROPPED]
    people = {id_ for one in shown for id_ in (one.by_user, one.reviewed_by_user) if id_}
    names = map_user_names(people)
    return [_entry(one, names) for one in shown]


def _entry(one: ItemVersion, names: Mapping[UUID, str]) -> Entry:
    return Entry(
        one.number,
        say_what(one.what),
        one.state,
        state_label(one),
        names.get(one.by_user, _("somebody")) if one.by_user else _("the machine"),
        one.made_at,
        names.get(one.reviewed_by_user, "") if one.reviewed_by_user else "",
        one.note or "",
    )


@dataclass(frozen=True)
class Waiting:
    url: str
    name: str
    what: str
    who: str
    made_at: datetime


def waiting_rows(versions: Sequence[ItemVersion], items: Mapping[UUID, Item], town: str) -> list[Waiting]:
    names = map_user_names({one.by_user for one in versions if one.by_user})
    found = []
    for one in versions:
        item = items.get(Owner(one.place_id, one.activity_id).id)
        if item is None:
            continue
        what = PLACES if kind_of(item) == "place" else ACTIVITIES
        url = url_for("reviewing_staff.review", town=town, what=what, item_id=item.id, number=one.number)
        who = names.get(one.by_user, _("somebody")) if one.by_user else _("somebody")
        found.append(Waiting(url, name_of(item), say_what(one.what), who, one.made_at))
    return found
