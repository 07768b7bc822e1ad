"""Keeping versions: what is public is noted, what waits is kept apart, and nothing is ever overwritten unseen.

None of these commits. Order of locks, for whoever writes here and elsewhere: first the town (schedule.slots.lock_town),
then the row of the item.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.places.models import Place
from webapp.schedule.slots import lock_town
from webapp.versions import rules
from webapp.versions.document import Document
from webapp.versions.models import ItemVersion
from webapp.versions.queries import (
    Item,
    find_own_draft,
    find_published,
    get_version,
    map_published,
    of_item,
    state_of_item,
    states_of_items,
)
from webapp.versions.rules import DRAFT, DROPPED, PUBLISHED, REVIEW, SENT_BACK, SUPERSEDED, Merged
from webapp.versions.writing import write_document

IMPORT = "import"


@dataclass(frozen=True)
class Proposal:
    """A whole document as somebody wants it, made from version `base`; `edits` says how each text was changed."""

    base: int
    document: Document
    edits: Mapping[str, str] = field(default_factory=dict)
    what: str = "edit"


class VersionConflict(Exception):
    """Somebody else changed the same parts meanwhile; nothing was written. `number`: the version to choose against."""

    def __init__(self, merged: Merged, number: int) -> None:
        super().__init__(", ".join(clash.part for clash in merged.clashes))
        self.merged = merged
        self.number = number


def record(town: Municipality, item: Item, *, by: UUID | None, what: str, now: datetime) -> ItemVersion | None:
    """Notes the public state of an item after a change of it, in the same transaction; None where nothing differs.

    `what` is a code of wording.py, `by` None for a machine. A state that only differs in what texts are worth becomes a
    version of its own where a person said so, and else goes into the present one.
    """
    _be_of(town, item)
    _lock(item)
    document = state_of_item(item)
    return _note(item, find_published(item), document, by=by, what=what, now=now)


def capture(item: Item, *, now: datetime) -> ItemVersion:
    """The present version, made of what is stored where nobody recorded that. Call it before a change by a person, so
    that what was there stays apart from it."""
    _lock(item)
    before = find_published(item)
    noted = _note(item, before, state_of_item(item), by=None, what=IMPORT if before else "first", now=now)
    current = noted or before
    assert current is not None
    return current


def _be_of(town: Municipality, item: Item) -> None:
    if item.municipality_id != town.id:
        raise NotFound


def record_imported(municipality_id: int, items: Sequence[Item]) -> None:
    """After a source changed these items of one kind: a fixed number of queries for however many."""
    before = map_published(municipality_id, items)
    now = clock.now()
    for item, document in zip(items, states_of_items(municipality_id, items), strict=True):
        _note(item, before.get(item.id), document, by=None, what=IMPORT, now=now)


def save_draft(town: Municipality, item: Item, proposal: Proposal, *, by: UUID, now: datetime) -> ItemVersion:
    """Kept for its author; public is what was public. Raises VersionConflict where the author changed the same in
    another tab, NotFound for a version that is not there."""
    _be_of(town, item)
    current = capture(item, now=now)
    before = find_own_draft(item, by)
    document = _onto(item, proposal, before or current)
    base, edits, note = current.number, dict(proposal.edits), None
    if before is not None:
        base, edits, note = before.base or base, rules.joined(before.edits, proposal.edits), before.note
        before.state = DROPPED
        db.session.flush()  # one is open at a time
    draft = _row(item, DRAFT, document, by=by, what=proposal.what, now=now, base=base, edits=edits)
    draft.note = note
    db.session.flush()
    return draft


def ask_review(draft: ItemVersion) -> None:
    """From now on the coordinator of the town sees it. Raises ValueError for what is no draft."""
    _refuse_state(draft, (DRAFT, SENT_BACK))
    draft.state = REVIEW
    db.session.flush()


def send_back(draft: ItemVersion, note: str, *, by: UUID, now: datetime) -> None:
    """With a sentence for its author. Raises ValueError for what does not wait for review."""
    _refuse_state(draft, (REVIEW,))
    draft.state, draft.note = SENT_BACK, note
    draft.reviewed_by_user, draft.reviewed_at = by, now
    db.session.flush()


def drop(draft: ItemVersion) -> None:
    """Its author gives it up; it stays in the history. Raises ValueError for what is public."""
    _refuse_state(draft, rules.OPEN)
    draft.state = DROPPED
    db.session.flush()


def publish(town: Municipality, item: Item, proposal: Proposal, *, by: UUID, now: datetime) -> ItemVersion:
    """Public at once, and the own draft with it. Raises VersionConflict, FactsError, ScheduleError, NotFound."""
    lock_town(item.municipality_id)
    current = capture(item, now=now)
    before = find_own_draft(item, by)
    edits = dict(proposal.edits)
    if before is not None:
        edits = rules.joined(before.edits, edits)
        document = _onto(item, proposal, before)
        proposal = Proposal(before.base or current.number, document, edits, proposal.what)
    document = _onto(item, proposal, current)
    noted = _publish(town, item, current, document, edits, by=by, what=proposal.what, now=now)
    if before is not None:
        drop(before)
    return noted


def publish_draft(
    town: Municipality,
    item: Item,
    draft: ItemVersion,
    *,
    by: UUID,
    now: datetime,
    mine: Sequence[str] = (),
    theirs: Sequence[str] = (),
) -> ItemVersion:
    """What a draft changed, onto what is public by now; `by` looked at it. Parts that clash are as the draft has them
    where they are among `mine`, as it is now where among `theirs`. Raises VersionConflict, FactsError or
    ScheduleError."""
    lock_town(item.municipality_id)
    current = capture(item, now=now)
    _refuse_state(draft, rules.OPEN)
    proposal = Proposal(draft.base or current.number, draft.document, draft.edits, draft.what)
    document = _onto(item, proposal, current, mine, theirs)
    author = draft.by_user
    noted = _publish(town, item, current, document, draft.edits, by=author, what=draft.what, now=now)
    if by != author:
        noted.reviewed_by_user, noted.reviewed_at = by, now
    drop(draft)
    return noted


def restore(town: Municipality, item: Item, number: int, *, by: UUID, now: datetime, with_times: bool) -> ItemVersion:
    """An earlier version becomes public again, as a new one. Changed dates stay as they are now: who cancelled today's
    activity did so for those who would stand before a locked door. Raises FactsError, ScheduleError, NotFound."""
    lock_town(item.municipality_id)
    current = capture(item, now=now)
    wanted = get_version(item, number)
    document = rules.restored(wanted.document, current.document, with_times=with_times)
    return _publish(town, item, current, document, {}, by=by, what="restore", now=now, restored=wanted.document)


def _publish(
    town: Municipality,
    item: Item,
    current: ItemVersion,
    document: Document,
    edits: Mapping[str, str],
    *,
    by: UUID | None,
    what: str,
    now: datetime,
    restored: Document | None = None,
) -> ItemVersion:
    _be_of(town, item)
    write_document(item, document, edits, restored=restored)
    noted = _note(item, current, state_of_item(item), by=by, what=what, now=now)
    if noted is None:
        return current
    noted.edits = dict(edits)
    db.session.flush()
    return noted


def _onto(
    item: Item, proposal: Proposal, head: ItemVersion, mine: Sequence[str] = (), theirs: Sequence[str] = ()
) -> Document:
    """The proposal with what changed since the version that it was made from."""
    if proposal.base == head.number:
        return proposal.document
    base = get_version(item, proposal.base)
    merged = rules.merge(base.document, proposal.document, head.document)
    left = [clash for clash in merged.clashes if clash.part not in mine and clash.part not in theirs]
    if left:
        raise VersionConflict(Merged(merged.document, tuple(left), merged.theirs), head.number)
    return rules.take(merged.document, head.document, theirs)


def _note(
    item: Item, before: ItemVersion | None, document: Document, *, by: UUID | None, what: str, now: datetime
) -> ItemVersion | None:
    if before is not None and rules.is_same(before.document, document):
        return None
    if before is not None and by is None and not rules.differences(before.document, document):
        before.document = document  # what a text is worth, not what it says
        db.session.flush()
        return None
    if before is not None:
        before.state = SUPERSEDED
        db.session.flush()  # one is public at a time
    base = before.number if before is not None else None
    row = _row(item, PUBLISHED, document, by=by, what=what, now=now, base=base)
    db.session.flush()
    return row


def _row(
    item: Item,
    state: str,
    document: Document,
    *,
    by: UUID | None,
    what: str,
    now: datetime,
    base: int | None,
    edits: Mapping[str, str] | None = None,
) -> ItemVersion:
    last = db.session.scalar(select(func.max(ItemVersion.number)).where(of_item(item))) or 0
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


def _refuse_state(draft: ItemVersion, states: Sequence[str]) -> None:
    """Looked at anew: somebody else may have dealt with it."""
    db.session.refresh(draft, with_for_update=True)
    if draft.state not in states:
        raise ValueError(f"version {draft.number} is {draft.state}")
