"""Putting a collection together."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select

from webapp.areas.models import Municipality
from webapp.areas.operations import lock_settings
from webapp.collecting.models import Collection, CollectionPart, CollectionText
from webapp.collecting.queries import is_slug_taken, list_all, text_in
from webapp.collecting.rules import MOST_COLLECTIONS, MOST_PARTS, swapped
from webapp.collecting.words import INTRO, TITLE, fields_of, words_of
from webapp.core.text_states import Maker, is_major
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.extensions import db
from webapp.finding.conditions import Thing
from webapp.places.models import Place
from webapp.places.slugs import slug_from


class CollectionError(ValueError):
    """`reason` as in wording.complaint."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def add_collection(town: Municipality, title: str, slug: str = "") -> Collection:
    """A draft with a Dutch title, the last of its town. Raises CollectionError where there are too many."""
    lock_settings(town)
    number = db.session.scalar(
        select(func.count()).select_from(Collection).where(Collection.municipality_id == town.id)
    )
    if (number or 0) >= MOST_COLLECTIONS:
        raise CollectionError("many")
    collection = Collection(
        municipality_id=town.id, slug=_free_slug(town, slug or slug_from(title, "collectie")), position=number or 0
    )
    collection.texts, collection.parts = [CollectionText(language=FALLBACK_LANGUAGE, title=title)], []
    db.session.add(collection)
    db.session.flush()
    return collection


def _free_slug(town: Municipality, slug: str) -> str:
    free, number = slug, 1
    while is_slug_taken(town, free):
        number += 1
        free = f"{slug}-{number}"
    return free


def set_facts(town: Municipality, collection: Collection, slug: str, themes: Sequence[str], is_ladder: bool) -> None:
    """An address that it had before leads on to the new one. Raises CollectionError for one that is taken."""
    lock_settings(town)
    if slug != collection.slug:
        if is_slug_taken(town, slug, but=collection.id):
            raise CollectionError("taken")
        former = [*collection.former_slugs, collection.slug]
        collection.former_slugs = [one for one in dict.fromkeys(former) if one != slug]
        collection.slug = slug
    collection.themes, collection.is_ladder = list(themes), is_ladder
    db.session.flush()


def save_texts(collection: Collection, fields: Mapping[str, Mapping[str, str]], confirmed: Iterable[str] = ()) -> None:
    """`fields` by language, each as in words.py. A major change of the Dutch text leaves the others behind, until they
    are changed too or `confirmed`. A language without any word is not there."""
    own = {language: dict(told) for language, told in fields.items()}
    source = _save_source(collection, own.pop(FALLBACK_LANGUAGE, None))
    for language, told in own.items():
        text = text_in(collection, language)
        if not any(told.values()):
            collection.texts = [one for one in collection.texts if one is not text]
            continue
        differs = told != fields_of(text, collection.parts)
        if text is None:
            text = CollectionText(language=language)
            collection.texts = [*collection.texts, text]
        if differs or language in confirmed:
            _write(text, told, collection)
            text.version, text.made_by = source.version, Maker.PERSON
    db.session.flush()


def _save_source(collection: Collection, told: Mapping[str, str] | None) -> CollectionText:
    text = text_in(collection, FALLBACK_LANGUAGE)
    assert text is not None  # a collection begins with its Dutch title
    if told is not None:
        if is_major(fields_of(text, collection.parts), told):
            text.version += 1
        _write(text, told, collection)
    return text


def _write(text: CollectionText, told: Mapping[str, str], collection: Collection) -> None:
    text.title, text.intro = told[TITLE], told[INTRO]
    text.words = words_of(told, collection.parts)


def add_part(collection: Collection, thing: Thing | None) -> CollectionPart:
    """At the end: a place, an activity, or a heading. Raises CollectionError for one that is there already, and where
    there are too many."""
    if len(collection.parts) >= MOST_PARTS:
        raise CollectionError("long")
    if thing is not None and any(part.thing_id == thing.id for part in collection.parts):
        raise CollectionError("twice")
    owner = {} if thing is None else {"place_id" if isinstance(thing, Place) else "activity_id": thing.id}
    part = CollectionPart(municipality_id=collection.municipality_id, position=len(collection.parts), **owner)
    collection.parts = [*collection.parts, part]
    db.session.flush()
    return part


def order_parts(collection: Collection, parts: Sequence[CollectionPart]) -> None:
    """Those that are not among them go, with their words."""
    for position, part in enumerate(parts):
        part.position = position
    collection.parts = list(parts)
    for text in collection.texts:
        text.words = words_of(fields_of(text, parts), parts)
    db.session.flush()


def publish(collection: Collection, is_public: bool) -> None:
    """Raises CollectionError where there is nothing in it."""
    if is_public and not any(not part.is_heading for part in collection.parts):
        raise CollectionError("empty")
    collection.published = is_public
    db.session.flush()


def move_collection(town: Municipality, collection: Collection, step: int) -> None:
    lock_settings(town)
    known = list(list_all(town))
    for position, one in enumerate(swapped(known, known.index(collection), step)):
        one.position = position
    db.session.flush()


def remove_collection(collection: Collection) -> None:
    db.session.delete(collection)
    db.session.flush()
