"""The sites that may show this town."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.embedding.models import EmbedOrigin
from webapp.extensions import db


def list_origins(town: Municipality) -> Sequence[EmbedOrigin]:
    """By name."""
    of_town = select(EmbedOrigin).where(EmbedOrigin.municipality_id == town.id)
    return db.session.scalars(of_town.order_by(EmbedOrigin.name, EmbedOrigin.origin)).all()


def list_allowed(town: Municipality) -> list[str]:
    """As a policy names them, in one order."""
    of_town = select(EmbedOrigin.origin).where(EmbedOrigin.municipality_id == town.id)
    return list(db.session.scalars(of_town.order_by(EmbedOrigin.origin)))


def get_origin(town: Municipality, id_: UUID) -> EmbedOrigin:
    """Raises NotFound."""
    found = db.session.get(EmbedOrigin, (town.id, id_))
    if found is None:
        raise NotFound
    return found
