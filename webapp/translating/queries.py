"""Where a translator has work: public things without a text in a language, or with one of a machine that is behind."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased, selectinload

from webapp.activities.models import Activity, ActivityText
from webapp.areas.models import Municipality
from webapp.core.text_states import Maker
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.extensions import db
from webapp.places.models import Place, PlaceText

Item = Place | Activity
_OWNERS: tuple[tuple[type[Any], type[Any], str], ...] = (
    (Place, PlaceText, "place_id"),
    (Activity, ActivityText, "activity_id"),
)


def list_untranslated(
    town: Municipality, language: str, *, outdated: bool = True, most: int | None = None, but: Sequence[UUID] = ()
) -> list[Item]:
    """Places before activities, by slug, with their texts; without those in `but`."""
    found: list[Item] = []
    for model, texts, owner in _OWNERS:
        left = None if most is None else most - len(found)
        found += db.session.scalars(_statement(town, language, model, texts, owner, outdated, but).limit(left))
    return found


def _statement(
    town: Municipality, language: str, model: Any, texts: Any, owner: str, outdated: bool, but: Sequence[UUID]
) -> Any:
    source, own = aliased(texts), aliased(texts)
    lacks = [own.language.is_(None)]
    if outdated:
        lacks.append(and_(own.made_by == Maker.MACHINE, own.version < source.version))
    return (
        select(model)
        .join(source, _belongs(source, model, owner, FALLBACK_LANGUAGE))
        .outerjoin(own, _belongs(own, model, owner, language))
        .where(model.municipality_id == town.id, model.published, or_(*lacks), model.id.not_in(list(but)))
        .order_by(model.slug)
        .options(selectinload(model.texts))
    )


def _belongs(rows: Any, model: Any, owner: str, language: str) -> Any:
    return and_(
        rows.municipality_id == model.municipality_id, getattr(rows, owner) == model.id, rows.language == language
    )
