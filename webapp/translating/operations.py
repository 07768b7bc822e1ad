"""Having a machine translate: a suggestion for somebody who edits, or the stored text of a public thing.

Only texts that everyone may read are ever sent, and only their words: no name of who wrote them, no question, no
number of a visitor. A text that a person made is never replaced. None of these commits.
"""

from collections.abc import Mapping
from dataclasses import fields

from flask import current_app
from sqlalchemy import select

from webapp.activities.facts import ActivityTexts
from webapp.activities.operations import write_activity_text
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.text_states import Maker, is_by_machine
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.extensions import db
from webapp.places.facts import PlaceTexts
from webapp.places.models import Place
from webapp.places.operations import write_place_text
from webapp.places.writing import confirm_text, find_row
from webapp.translating.queries import Item
from webapp.translating.rules import KEPT_AS_IT_IS, Problem, TranslationFailed
from webapp.translating.service import LibreTranslate, Translator
from webapp.versions.operations import record

PARTS = {
    "place": tuple(field.name for field in fields(PlaceTexts)),
    "activity": tuple(field.name for field in fields(ActivityTexts)),
}


def is_available() -> bool:
    """Whether there is a translator at all; without one no button offers it."""
    return current_app.config["SETTINGS"].translator_url is not None


def suggest(kind: str, words: Mapping[str, str], language: str) -> dict[str, str]:
    """Dutch words of a `place` or `activity` in this language, for a form: nothing is stored, and a person reads them
    before they are. Raises TranslationFailed, KeyError for a part that such a text does not have."""
    strange = words.keys() - set(PARTS[kind])
    if strange:
        raise KeyError(f"no part of the text of a {kind}: {', '.join(sorted(strange))}")
    kept = KEPT_AS_IT_IS.get(kind, frozenset())
    sent = {part: said for part, said in words.items() if part not in kept}
    came = _translator().translate(sent, FALLBACK_LANGUAGE, language)
    return {part: words[part] if part in kept else came[part] for part in words}


def translate_item(town: Municipality, item: Item, language: str) -> bool:
    """Stores what the machine makes of the Dutch text, as made by a machine from this version of it; whether anything
    differed. Raises TranslationFailed, FactsError."""
    _check(item, language)
    kind = "place" if isinstance(item, Place) else "activity"
    sent = _dutch(item, kind)
    words = suggest(kind, sent, language)
    _look_again(item)
    _check(item, language)
    if _dutch(item, kind) != sent:
        raise TranslationFailed(Problem.MEANWHILE)
    before = _state(item, language)
    _write(item, language, words)
    confirm_text(item.texts, language, by=Maker.MACHINE)
    record(town, item, by=None, what="texts", now=clock.now())
    return _state(item, language) != before


def _check(item: Item, language: str) -> None:
    if not item.published:
        raise TranslationFailed(Problem.NOT_PUBLIC)
    if find_row(item.texts, FALLBACK_LANGUAGE) is None:
        raise TranslationFailed(Problem.NO_SOURCE)
    own = find_row(item.texts, language)
    if own is not None and not is_by_machine(own):
        raise TranslationFailed(Problem.BY_A_PERSON)


def _dutch(item: Item, kind: str) -> dict[str, str]:
    source = find_row(item.texts, FALLBACK_LANGUAGE)
    return {part: getattr(source, part) for part in PARTS[kind]}


def _look_again(item: Item) -> None:
    """A translator takes its time; who edited meanwhile, goes first."""
    model = type(item)
    mine = (model.municipality_id == item.municipality_id, model.id == item.id)
    db.session.execute(select(model.id).where(*mine).with_for_update(key_share=True))
    db.session.refresh(item, ["published", "texts"])
    for text in item.texts:
        db.session.refresh(text)


def _state(item: Item, language: str) -> tuple[object, ...] | None:
    own = find_row(item.texts, language)
    kind = "place" if isinstance(item, Place) else "activity"
    return None if own is None else (own.version, *(getattr(own, part) for part in PARTS[kind]))


def _write(item: Item, language: str, words: dict[str, str]) -> bool:
    if isinstance(item, Place):
        return write_place_text(item, language, PlaceTexts(**words), by=Maker.MACHINE, major=True)
    return write_activity_text(item, language, ActivityTexts(**words), by=Maker.MACHINE, major=True)


def _translator() -> Translator:
    settings = current_app.config["SETTINGS"]
    if settings.translator_url is None:
        raise TranslationFailed(Problem.OFF)
    return LibreTranslate(settings.translator_url, settings.translator_key)
