"""The collections of a town: for everyone what is published, for the coordinator all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, any_, select
from sqlalchemy.orm import selectinload

from webapp.areas.models import Municipality
from webapp.collecting.models import Collection, CollectionText
from webapp.core.errors import NotFound
from webapp.core.kept import Kept
from webapp.core.texts import Spoken, pick_words
from webapp.extensions import db


@dataclass(frozen=True)
class Brief:
    """One line of a list of collections."""

    slug: str
    themes: tuple[str, ...]
    titles: dict[str, str]  # by language
    intros: dict[str, str]

    def title(self, language: str) -> Spoken:
        return pick_words(self.titles, language)

    def intro(self, language: str) -> Spoken:
        return pick_words(self.intros, language)


_kept: Kept[int, tuple[Brief, ...]] = Kept(5_000, lambda found: len(found) + 1)


def list_public(town: Municipality, theme: str = "") -> tuple[Brief, ...]:
    """In the town's order; of a theme those that name it. Without the database while nothing changes: they stand on
    the front page and at each list. The town with its version."""
    found = _kept.get(town.id, town.seen_version, lambda: _read(town))
    return tuple(one for one in found if theme in one.themes) if theme else found


def _read(town: Municipality) -> tuple[Brief, ...]:
    own = (CollectionText.municipality_id == town.id) & (CollectionText.collection_id == Collection.id)
    rows = db.session.execute(
        _of_town(town)
        .with_only_columns(Collection.slug, Collection.themes, CollectionText)
        .join(CollectionText, own)
        .where(Collection.published)
    )
    found: dict[str, Brief] = {}
    for slug, themes, text in rows:
        brief = found.setdefault(slug, Brief(slug, tuple(themes), {}, {}))
        brief.titles[text.language] = text.title
        brief.intros[text.language] = text.intro
    return tuple(found.values())


def list_all(town: Municipality) -> Sequence[Collection]:
    """Drafts too, with texts and parts."""
    return db.session.scalars(_whole(_of_town(town))).all()


def list_whole(town: Municipality) -> Sequence[Collection]:
    """What is public, with texts and parts."""
    return db.session.scalars(_whole(_of_town(town).where(Collection.published))).all()


def _of_town(town: Municipality) -> Select[Any]:
    of_town = select(Collection).where(Collection.municipality_id == town.id)
    return of_town.order_by(Collection.position, Collection.slug)


def _whole(statement: Select[Any]) -> Select[Any]:
    return statement.options(selectinload(Collection.texts), selectinload(Collection.parts))


def get_public(town: Municipality, slug: str) -> Collection:
    """Whole. Raises NotFound, also for a draft."""
    found: Collection | None = db.session.scalar(
        _whole(_of_town(town).where(Collection.slug == slug, Collection.published))
    )
    if found is None:
        raise NotFound
    return found


def find_present_slug(town: Municipality, slug: str) -> str | None:
    """Of the published one that had this address once."""
    had = any_(Collection.former_slugs) == slug
    present: str | None = db.session.scalar(
        select(Collection.slug).where(Collection.municipality_id == town.id, Collection.published, had)
    )
    return present


def get_collection(town: Municipality, id_: UUID, *, locks: bool = False) -> Collection:
    """Whole, also a draft. `locks` for who changes it: as it is now, and nobody else's until the commit. Raises
    NotFound."""
    statement = _whole(_of_town(town).where(Collection.id == id_))
    if locks:
        statement = statement.with_for_update(of=Collection).execution_options(populate_existing=True)
    found: Collection | None = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def text_in(collection: Collection, language: str) -> CollectionText | None:
    return next((text for text in collection.texts if text.language == language), None)


def is_slug_taken(town: Municipality, slug: str, but: UUID | None = None) -> bool:
    """Also by an address that leads on to another one."""
    had = any_(Collection.former_slugs) == slug
    others = select(Collection.id).where(Collection.municipality_id == town.id, (Collection.slug == slug) | had)
    return db.session.scalar(others.where(Collection.id != but) if but else others) is not None
