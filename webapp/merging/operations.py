"""Two become one, and two again. One transaction each, which the caller ends; nothing is deleted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from webapp.activities.facts import ActivityTexts
from webapp.activities.models import Activity
from webapp.activities.operations import write_activity_text
from webapp.activities.scope import owner_of
from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.core.text_states import Maker
from webapp.extensions import db
from webapp.freshness.operations import follow_facts_check, swap_facts_checks
from webapp.merging import belongings, snapshots
from webapp.merging.models import Merge, NotSame
from webapp.merging.rules import BOTH, FIELDS, GONE, TEXT_PARTS, TIMES, UNDO_WITHIN, together
from webapp.places import former
from webapp.places.checks import FactsError
from webapp.places.facts import PlaceTexts
from webapp.places.models import Place
from webapp.places.operations import write_place_text
from webapp.schedule.checks import ScheduleError
from webapp.schedule.operations import rewrite_slots, save_schedule
from webapp.schedule.slots import lock_town
from webapp.versions.operations import capture, record

Item = Place | Activity
MODELS: dict[str, Any] = {"places": Place, "activities": Activity}


class MergeRefused(Exception):
    """`word` is one of wording.REFUSALS; `flaws` say what of the chosen texts may not be stored."""

    def __init__(self, word: str, flaws: tuple[Any, ...] = ()) -> None:
        super().__init__(word)
        self.word = word
        self.flaws = flaws


def get_both(town: Municipality, what: str, one: UUID, other: UUID) -> tuple[Item, Item]:
    """With their texts, in this order. Raises NotFound, also for one that was merged already."""
    model = MODELS[what]
    rows = db.session.scalars(
        select(model)
        .where(model.municipality_id == town.id, model.id.in_([one, other]), model.merged_into_id.is_(None))
        .options(selectinload(model.texts))
    )
    found = {row.id: row for row in rows}
    if one == other or len(found) < 2:
        raise NotFound
    return found[one], found[other]


def merge(
    town: Municipality, what: str, kept_id: UUID, gone_id: UUID, choices: Mapping[str, str], *, by: UUID, now: datetime
) -> Merge:
    """`choices` says KEPT, GONE or BOTH by name of a field, `nl_name` for a text, TIMES for the times; what is not
    named stays as the kept one has it. Raises NotFound, MergeRefused."""
    lock_town(town.id)
    kept, gone = get_both(town, what, kept_id, gone_id)
    for item in (kept, gone):
        capture(item, now=now)
    before, was_published = snapshots.take(kept, what), gone.published
    _choose_facts(kept, gone, what, choices)
    _choose_texts(kept, gone, what, choices)
    takes_times = choices.get(TIMES) == GONE
    swapped = choices.get("checked_on") == GONE and swap_facts_checks(kept, gone)
    moved = belongings.move(town.id, what, gone.id, kept.id, with_times=takes_times)
    if takes_times:
        _take_times(kept, snapshots.times_of(gone))
    kept.published = kept.published or gone.published
    gone.published, gone.merged_into_id = False, kept.id
    led = [*former.list_former(town.id, what, gone.id), gone.slug]
    for slug in led:
        former.lead(town.id, what, slug, kept.id)
    db.session.flush()
    db.session.expire_all()  # rows moved along behind the back of the session
    follow_facts_check(kept)
    _refresh(town, kept, gone)
    remembered = {
        "before": before,
        "after": snapshots.take(kept, what),
        "moved": moved,
        "slugs": led,
        "gone_published": was_published,
        "checks_swapped": swapped,
    }
    row = Merge(
        municipality_id=town.id,
        what=what,
        kept_id=kept.id,
        gone_id=gone.id,
        merged_at=now,
        by_user_id=by,
        record=remembered,
    )
    db.session.add(row)
    db.session.flush()
    for item in (kept, gone):
        record(town, item, by=by, what="merge", now=now)
    return row


def _choose_facts(kept: Item, gone: Item, what: str, choices: Mapping[str, str]) -> None:
    for field in FIELDS[what]:
        choice = choices.get(field.name)
        for column in field.columns:
            theirs = snapshots.plain(gone, column)
            if choice == GONE:
                snapshots.put(kept, column, theirs)
            elif choice == BOTH and field.is_list:
                snapshots.put(kept, column, together(snapshots.plain(kept, column), theirs))


def _choose_texts(kept: Item, gone: Item, what: str, choices: Mapping[str, str]) -> None:
    """Dutch first: the others follow it. Raises MergeRefused for words that may not stand beside these facts."""
    languages = {row.language for row in gone.texts}
    for language in sorted(languages, key=lambda code: code != "nl"):
        mine, theirs = _text_row(kept, language), _text_row(gone, language)
        chosen = {
            name: getattr(theirs if choices.get(f"{language}_{name}") == GONE else mine, name, "")
            for name in TEXT_PARTS[what]
        }
        if mine is None and not any(chosen.values()):
            continue
        chosen["name"] = chosen["name"] or theirs.name
        by_machine = mine is None and theirs.made_by == Maker.MACHINE
        _write_text(kept, language, chosen, Maker.MACHINE if by_machine else Maker.PERSON)


def _text_row(item: Item, language: str) -> Any:
    return next((row for row in item.texts if row.language == language), None)


def _write_text(item: Item, language: str, values: dict[str, str], by: Maker) -> None:
    try:
        if isinstance(item, Place):
            write_place_text(item, language, PlaceTexts(**values), by=by)
        else:
            write_activity_text(item, language, ActivityTexts(**values), by=by)
    except FactsError as error:
        raise MergeRefused("texts", error.flaws) from error


def _take_times(kept: Item, document: Any) -> None:
    try:
        save_schedule(kept.municipality_id, owner_of(kept), snapshots.read_times(document))
    except ScheduleError as error:
        raise MergeRefused("times") from error


def _refresh(town: Municipality, *items: Item) -> None:
    """Times of all whose place, organisation or closures are others now."""
    rewrite_slots(town.id, [owner_of(item) for item in items], with_all_held=True)


def undo(town: Municipality, merge: Merge, *, by: UUID, now: datetime) -> None:
    """As before, but what somebody changed on the kept one since then stays. Raises MergeRefused, NotFound."""
    lock_town(town.id)
    model = MODELS[merge.what]
    kept, gone = (db.session.get(model, (town.id, id_)) for id_ in (merge.kept_id, merge.gone_id))
    if kept is None or gone is None:
        raise NotFound
    if merge.undone_at is not None or gone.merged_into_id != kept.id:
        raise MergeRefused("undone")
    if not merge.record or now - merge.merged_at > UNDO_WITHIN:
        raise MergeRefused("too_late")
    if kept.merged_into_id is not None:
        raise MergeRefused("merged_on")
    was = merge.record
    times_now = snapshots.times_of(kept)
    checked_since = snapshots.plain(kept, "checked_on") != was["after"]["facts"]["checked_on"]
    snapshots.restore(kept, merge.what, was["before"], was["after"])
    if times_now == was["after"]["times"] != was["before"]["times"]:
        _take_times(kept, was["before"]["times"])
    gone.merged_into_id, gone.published = None, was["gone_published"]
    db.session.flush()
    belongings.move_back(town.id, merge.what, was["moved"], gone.id, kept.id)
    former.forget(town.id, merge.what, gone.slug)
    for slug in was["slugs"]:
        if slug != gone.slug and former.find_owner(town.id, merge.what, slug) == kept.id:
            former.lead(town.id, merge.what, slug, gone.id)
    db.session.expire_all()
    if was.get("checks_swapped") and not checked_since:
        swap_facts_checks(kept, gone)
    follow_facts_check(kept)
    _refresh(town, kept, gone)
    merge.undone_at = now
    db.session.flush()
    for item in (kept, gone):
        record(town, item, by=by, what="restore", now=now)


def note_two(town: Municipality, what: str, one: UUID, other: UUID, *, by: UUID, now: datetime) -> None:
    """They look alike and are not the same. Raises NotFound."""
    get_both(town, what, one, other)
    first, second = sorted((one, other))
    if db.session.get(NotSame, (town.id, what, first, second)) is None:
        db.session.add(
            NotSame(municipality_id=town.id, what=what, first_id=first, second_id=second, by_user_id=by, noted_at=now)
        )
        db.session.flush()


def forget_old(now: datetime) -> int:
    """Of merges that nobody can undo any more nothing of the content is kept; the number of rows."""
    found = db.session.execute(
        update(Merge).where(Merge.merged_at < now - UNDO_WITHIN, Merge.record != {}).values(record={})
    )
    return int(found.rowcount)  # type: ignore[attr-defined]
