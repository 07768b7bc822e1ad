"""Letting a site show this town, and no longer."""

from webapp.areas.models import Municipality
from webapp.areas.operations import lock_settings
from webapp.embedding.models import EmbedOrigin
from webapp.embedding.queries import list_origins
from webapp.embedding.rules import MOST_ORIGINS, OriginError
from webapp.extensions import db


def allow_origin(town: Municipality, origin: str, name: str) -> EmbedOrigin:
    """One that is there already gets the new name. Raises OriginError where there are too many."""
    lock_settings(town)
    known = list_origins(town)
    row = next((one for one in known if one.origin == origin), None)
    if row is None:
        if len(known) >= MOST_ORIGINS:
            raise OriginError("many")
        row = EmbedOrigin(municipality_id=town.id, origin=origin, name=name)
        db.session.add(row)
    row.name = name
    db.session.flush()
    return row


def forbid_origin(row: EmbedOrigin) -> None:
    db.session.delete(row)
    db.session.flush()
