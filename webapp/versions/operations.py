"""Keeping versions: what is public is noted, what waits is kept apart, and nothing is ever overwritten unseen.

None of these commits. Order of locks, for whoever writes here and elsewhere: first the town (schedule.slots.lock_town),
then the row of the item.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.schedule.slots import lock_town
from webapp.versions import rules
from webapp.versions.document import Document
from webapp.versions.models import ItemVersion
from webapp.versions.queries import Item, find_own_draft, get_version, state_of_item
from webapp.versions.recording import add_row, capture, note, record, record_imported, refuse_foreign
from webapp.versions.rules import DRAFT, DROPPED, REVIEW, SENT_BACK, Merged
from webapp.versions.writing import write_document

__all__ = ["capture", "record", "record_imported"]
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Proposal:
    """A whole document as somebody wants it, made from version `base`; `edits` says how each text was changed.

    `choices`: where it clashes with version so and so, which side each part is taken from. A choice counts against the
    version that was looked at and no other.
    """

    base: int
    document: Document
    edits: Mapping[str, str] = field(default_factory=dict)
    what: str = "edit"
    choices: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


class VersionConflict(Exception):
    """Somebody else changed the same parts meanwhile; nothing was written. To choose against version `number`."""

    def __init__(self, merged: Merged, number: int) -> None:
        super().__init__(", ".join(clash.part for clash in merged.clashes))
        self.merged = merged
        self.number = number


def save_draft(town: Municipality, item: Item, proposal: Proposal, *, by: UUID, now: datetime) -> ItemVersion:
    """Kept for its author; public is what was public. Raises VersionConflict where the author changed the same in
    another tab, NotFound for a version that is not there."""
    refuse_foreign(town, item)
    current = capture(item, now=now)
    before = find_own_draft(item, by)
    document = _onto(item, proposal, before or current)
    base, edits, note = current.number, dict(proposal.edits), None
    if before is not None:
        base, edits, note = before.base or base, rules.joined(before.edits, proposal.edits), before.note
        before.state = DROPPED
        db.session.flush()  # one is open at a time
    draft = add_row(item, DRAFT, document, by=by, what=proposal.what, now=now, base=base, edits=edits)
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
    refuse_foreign(town, item)
    lock_town(town.id)
    current = capture(item, now=now)
    before = find_own_draft(item, by)
    edits = dict(proposal.edits)
    if before is not None:
        edits = rules.joined(before.edits, edits)
        document = _onto(item, proposal, before)
        proposal = Proposal(before.base or current.number, document, edits, proposal.what, proposal.choices)
    document = _onto(item, proposal, current)
    noted = _publish(item, current, document, edits, by=by, what=proposal.what, now=now)
    if before is not None:
        drop(before)
    return noted


def publish_alone(town: Municipality, item: Item, proposal: Proposal, *, by: UUID, now: datetime) -> ItemVersion:
    """As `publish`, and the own draft stays a draft."""
    refuse_foreign(town, item)
    lock_town(town.id)
    current = capture(item, now=now)
    document = _onto(item, proposal, current)
    return _publish(item, current, document, proposal.edits, by=by, what=proposal.what, now=now)


def publish_draft(
    town: Municipality,
    item: Item,
    draft: ItemVersion,
    *,
    by: UUID,
    now: datetime,
    choices: Mapping[int, Mapping[str, str]] | None = None,
) -> ItemVersion:
    """What a draft changed, onto what is public by now; `by` looked at it. `choices` as in Proposal: mine is the draft.
    Raises VersionConflict, FactsError, ScheduleError."""
    refuse_foreign(town, item)
    lock_town(town.id)
    current = capture(item, now=now)
    _refuse_state(draft, rules.OPEN)
    proposal = Proposal(draft.base or current.number, draft.document, draft.edits, draft.what, choices or {})
    document = _onto(item, proposal, current)
    author = draft.by_user
    noted = _publish(item, current, document, draft.edits, by=author, what=draft.what, now=now)
    if by != author:
        noted.reviewed_by_user, noted.reviewed_at = by, now
    drop(draft)
    return noted


def restore(town: Municipality, item: Item, number: int, *, by: UUID, now: datetime, with_times: bool) -> ItemVersion:
    """An earlier version becomes public again, as a new one. Changed dates stay as they are now: who cancelled today's
    activity did so for those who would stand before a locked door. Raises FactsError, ScheduleError, NotFound."""
    refuse_foreign(town, item)
    lock_town(town.id)
    current = capture(item, now=now)
    wanted = get_version(item, number)
    document = rules.restored(wanted.document, current.document, with_times=with_times)
    return _publish(item, current, document, {}, by=by, what="restore", now=now, restored=wanted.document)


def _publish(
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
    write_document(item, document, edits, restored=restored)
    noted = note(item, current, state_of_item(item), by=by, what=what, now=now)
    if noted is None:
        return current
    noted.edits = dict(edits)
    db.session.flush()
    return noted


def _onto(item: Item, proposal: Proposal, head: ItemVersion) -> Document:
    """The proposal with what changed since the version that it was made from."""
    if proposal.base == head.number:
        return proposal.document
    base = get_version(item, proposal.base)
    merged = rules.merge(base.document, proposal.document, head.document)
    sides = proposal.choices.get(head.number, {})
    left = tuple(clash for clash in merged.clashes if sides.get(clash.part) not in (MINE, THEIRS))
    if left:
        raise VersionConflict(Merged(merged.document, left, merged.theirs), head.number)
    return rules.take(merged.document, head.document, [part for part, side in sides.items() if side == THEIRS])


def _refuse_state(draft: ItemVersion, states: Sequence[str]) -> None:
    """Looked at anew: somebody else may have dealt with it."""
    db.session.refresh(draft, with_for_update=True)
    if draft.state not in states:
        raise ValueError(f"version {draft.number} is {draft.state}")
