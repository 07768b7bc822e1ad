"""A document becomes the public state of its item, through the same checks as everything else."""

from collections.abc import Mapping
from dataclasses import replace

from webapp.activities.changing import change_activity
from webapp.activities.rules import check_activity
from webapp.activities.scope import owner_of
from webapp.core.text_states import Maker
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.extensions import db
from webapp.places.changing import TextEdit, change_place
from webapp.places.checks import Flaw, check_place
from webapp.places.models import Place
from webapp.places.writing import confirm_text, outdate_text
from webapp.schedule.document import from_document
from webapp.schedule.operations import save_schedule
from webapp.schedule.queries import find_schedule
from webapp.schedule.values import Schedule
from webapp.versions.document import ACTIVITY, PHOTOS, PLACE, Document, facts_of, states_of, texts_of
from webapp.versions.photos_part import put_back_photos
from webapp.versions.queries import Item
from webapp.versions.rules import CONFIRMED, MACHINE, MAJOR, MINOR

EDITS = {
    MAJOR: TextEdit(major=True, confirms=True),
    MINOR: TextEdit(major=False),
    CONFIRMED: TextEdit(confirms=True),
    MACHINE: TextEdit(by=Maker.MACHINE, major=True, confirms=True),
}


def write_document(
    item: Item, document: Document, edits: Mapping[str, str], *, restored: Document | None = None
) -> None:
    """`restored` is the earlier version where one returns: its texts are worth again what they were worth then. The
    caller has locked the town. Raises FactsError, ScheduleError, HoursError."""
    how = {language: EDITS[one] for language, one in edits.items() if one in EDITS}
    if restored is not None:
        how = _as_they_were(restored)
    if isinstance(item, Place):
        facts, texts = facts_of(document, PLACE), texts_of(document, PLACE)
        change_place(item, facts, texts, how, published=document["published"])
    else:
        facts, texts = facts_of(document, ACTIVITY), texts_of(document, ACTIVITY)
        change_activity(item, facts, texts, how, published=document["published"])
    if restored is not None:
        _outdate(item, restored)
    _write_times(item, document)
    if PHOTOS in document:
        put_back_photos(item, document[PHOTOS])
    db.session.flush()


def flaws_of(item: Item, document: Document) -> list[Flaw]:
    """What keeps this document from being public; a draft has to be as right, so that a review is about its words."""
    if isinstance(item, Place):
        return check_place(facts_of(document, PLACE), texts_of(document, PLACE))
    return check_activity(facts_of(document, ACTIVITY), texts_of(document, ACTIVITY))


def _as_they_were(restored: Document) -> dict[str, TextEdit]:
    states = states_of(restored)
    edits = {FALLBACK_LANGUAGE: TextEdit(major=None)}
    for language, state in states.items():
        if language != FALLBACK_LANGUAGE:
            edits[language] = TextEdit(by=Maker(state.made_by), major=False, confirms=True)
    return edits


def _outdate(item: Item, restored: Document) -> None:
    """Those that were behind the Dutch text."""
    states = states_of(restored)
    source = states.get(FALLBACK_LANGUAGE)
    for language, state in states.items():
        if source is not None and language != FALLBACK_LANGUAGE and state.version < source.version:
            confirm_text(item.texts, language, Maker(state.made_by))
            outdate_text(item.texts, language)


def _write_times(item: Item, document: Document) -> None:
    stored = find_schedule(item.municipality_id, owner_of(item))
    wanted = document["schedule"]
    if (stored.document if stored else None) == wanted or (stored is None and not wanted):
        return
    schedule = from_document(wanted) if wanted else Schedule()
    if not isinstance(item, Place):
        schedule = replace(schedule, by_appointment=item.by_appointment)
    save_schedule(item.municipality_id, owner_of(item), schedule)
