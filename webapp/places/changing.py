"""A place as somebody of the staff changes it, all at once: facts, words and whether it is public. Same checks as for
a file; the slots follow. Whoever calls this has locked the town (schedule.slots.lock_town)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from webapp.core.text_states import Maker
from webapp.extensions import db
from webapp.places.checks import FactsError, Flaw, check_place, check_place_texts
from webapp.places.facts import PlaceFacts, PlaceTexts
from webapp.places.models import Place, PlaceText
from webapp.places.queries import list_place_slugs
from webapp.places.slugs import free_slug, slug_from, stem_of
from webapp.places.writing import assign, columns_of, confirm_text, find_row, values_of, write_text
from webapp.schedule.operations import rewrite_slots
from webapp.schedule.queries import exists_here
from webapp.schedule.timetables import Owner

STAFF = "staff"  # the source of what was made here


@dataclass(frozen=True)
class TextEdit:
    """How the words of one language were changed; see writing.write_text. `confirms`: they tell what the Dutch text
    tells now, whether they changed or not."""

    by: Maker = Maker.PERSON
    major: bool | None = None
    confirms: bool = False


AS_THE_WORDS_SAY = TextEdit()


def change_place(
    place: Place,
    facts: PlaceFacts,
    texts: Mapping[str, PlaceTexts],
    edits: Mapping[str, TextEdit],
    *,
    published: bool,
) -> bool:
    """Whether anything differed. Languages that are not among the texts stay. Raises FactsError."""
    facts = replace(facts, checked_on=place.checked_on)
    columns = columns_of(facts)
    _check(place, facts, columns, texts)
    organisation_before = place.organisation_id
    differs = assign(place, {**columns, "published": published})
    differs |= write_staff_texts(place.texts, PlaceText, texts, edits)
    db.session.flush()
    if place.organisation_id != organisation_before:
        rewrite_slots(place.municipality_id, [Owner(place_id=place.id)], with_all_held=True)
    return differs


def new_place(municipality_id: int, facts: PlaceFacts, texts: Mapping[str, PlaceTexts], *, published: bool) -> Place:
    """Raises FactsError."""
    id_ = uuid4()
    place = Place(municipality_id=municipality_id, id=id_, source=STAFF, external_id=str(id_), texts=[])
    wanted = slug_from(texts["nl"].name if "nl" in texts else "", otherwise=facts.kind)
    flaws = [*check_place(facts, texts), *check_organisation_here(municipality_id, facts.organisation_id)]
    if flaws:
        raise FactsError(flaws)
    place.slug = free_slug(wanted, list_place_slugs(municipality_id, {wanted, stem_of(wanted)}))
    assign(place, {**columns_of(facts), "published": published})
    write_staff_texts(place.texts, PlaceText, texts, {})
    db.session.add(place)
    db.session.flush()
    return place


def write_staff_texts(rows: list[Any], row_class: Any, texts: Mapping[str, Any], edits: Mapping[str, TextEdit]) -> bool:
    """Dutch first: the others follow it. Whether anything differed."""
    differs = False
    for language in sorted(texts, key=lambda language: language != "nl"):
        edit = edits.get(language, AS_THE_WORDS_SAY)
        values = values_of(texts[language])
        differs |= write_text(rows, row_class, language, values, by=edit.by, major=edit.major)
        if edit.confirms and language != "nl":
            row = find_row(rows, language)
            before = (row.version, row.made_by) if row else None
            confirm_text(rows, language, edit.by)
            differs |= row is not None and before != (row.version, row.made_by)
    return differs


def check_organisation_here(municipality_id: int, organisation_id: Any) -> list[Flaw]:
    if exists_here(municipality_id, None, organisation_id):
        return []
    return [Flaw("organisation_id", "there is no such organisation in this town")]


def _check(place: Place, facts: PlaceFacts, columns: Mapping[str, Any], texts: Mapping[str, PlaceTexts]) -> None:
    """Where only words change, a theme that left the taxonomy must not keep somebody from mending a typo."""
    only_words = all(value == getattr(place, name) for name, value in columns.items())
    flaws = check_place_texts(facts, texts) if only_words else check_place(facts, texts)
    flaws = [*flaws, *check_organisation_here(place.municipality_id, facts.organisation_id)]
    if flaws:
        raise FactsError(flaws)
