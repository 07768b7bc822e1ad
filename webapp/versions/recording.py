"""Noting what is public, and the rows of all versions. None of these commits; the locks as in operations.py."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.places.models import Place
from webapp.versions import rules
from webapp.versions.document import PHOTOS, Document
from webapp.versions.models import ItemVersion
from webapp.versions.queries import (
    Item,
    find_published,
    map_last_numbers,
    map_published,
    state_of_item,
    states_of_items,
)
from webapp.versions.rules import PUBLISHED, SUPERSEDED

IMPORT = "import"


def record(town: Municipality, item: Item, *, by: UUID | None, what: str, now: datetime) -> ItemVersion | None:
    """Notes the public state of an item after a change of it, in the same transaction; None where nothing differs.

    `what` is a code of wording.py, `by` None for a machine. A state that only differs in what texts are worth becomes a
    version of its own where a person said so, and else goes into the present one.
    """
    refuse_foreign(town, item)
    _lock(item)
    document = state_of_item(item)
    return note(item, find_published(item), document, by=by, what=what, now=now)


def capture(item: Item, *, now: datetime) -> ItemVersion:
    """The present version, made of what is stored where nobody recorded that. Call it before a change by a person, so
    that what was there stays apart from it."""
    _lock(item)
    before = find_published(item)
    noted = note(item, before, state_of_item(item), by=None, what=IMPORT if before else "first", now=now)
    current = noted or before
    assert current is not None
    return current


def record_imported(municipality_id: int, items: Sequence[Item]) -> None:
    """After a source changed these items of one kind: a fixed number of queries for however many."""
    published, last = map_published(municipality_id, items), map_last_numbers(municipality_id, items)
    now, new = clock.now(), []
    for item, document in zip(items, states_of_items(municipality_id, items), strict=True):
        before = published.get(item.id)
        if not _is_noted(before, document, by=None):
            new.append((item, document, _end(before)))
    db.session.flush()  # one is public at a time
    for item, document, base in new:
        add_row(item, PUBLISHED, document, by=None, what=IMPORT, now=now, base=base, last=last.get(item.id, 0))
    db.session.flush()


def note(
    item: Item, before: ItemVersion | None, document: Document, *, by: UUID | None, what: str, now: datetime
) -> ItemVersion | None:
    if _is_noted(before, document, by=by):
        return None
    base = _end(before)
    db.session.flush()  # one is public at a time
    row = add_row(item, PUBLISHED, document, by=by, what=what, now=now, base=base)
    db.session.flush()
    return row


def _is_noted(before: ItemVersion | None, document: Document, *, by: UUID | None) -> bool:
    """Needs no version of its own. What only differs in what a text is worth, and by no person, goes into `before`."""
    if before is None:
        return False
    if PHOTOS not in before.document:  # of before photos were noted: as far as anybody knows
        before.document = {**before.document, PHOTOS: document[PHOTOS]}
    if rules.is_same(before.document, document):
        return True
    if by is None and not rules.differences(before.document, document):
        before.document = document
        return True
    return False


def _end(before: ItemVersion | None) -> int | None:
    """It is the present one no more. Its number, from which the next one was made."""
    if before is None:
        return None
    before.state = SUPERSEDED
    return before.number


def add_row(
    item: Item,
    state: str,
    document: Document,
    *,
    by: UUID | None,
    what: str,
    now: datetime,
    base: int | None,
    edits: Mapping[str, str] | None = None,
    last: int | None = None,
) -> ItemVersion:
    """`last`: the number of its newest version, for a caller who has looked up those of many."""
    if last is None:
        last = map_last_numbers(item.municipality_id, [item]).get(item.id, 0)
    row = ItemVersion(
        municipality_id=item.municipality_id,
        place_id=item.id if isinstance(item, Place) else None,
        activity_id=item.id if isinstance(item, Activity) else None,
        number=last + 1,
        state=state,
        base=base,
        document=document,
        edits=dict(edits or {}),
        what=what,
        made_at=now,
        by_user=by,
    )
    db.session.add(row)
    return row


def refuse_foreign(town: Municipality, item: Item) -> None:
    """Raises NotFound for an item of another town."""
    if item.municipality_id != town.id:
        raise NotFound


def _lock(item: Item) -> None:
    """One at a time on one item, until the transaction ends; and what others wrote meanwhile is seen. Raises NotFound
    for one that is gone."""
    db.session.flush()
    model: type[Any] = type(item)
    found = db.session.scalar(
        select(model)
        .where(model.municipality_id == item.municipality_id, model.id == item.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    db.session.expire(item, ["texts"])
