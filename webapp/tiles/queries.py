"""Where the towns are whose maps residents may see."""

from sqlalchemy import select

from webapp.areas.models import Municipality
from webapp.core.geo import Box
from webapp.extensions import db


def list_open_boxes() -> list[Box]:
    """Of every open town with a border."""
    columns = (Municipality.west, Municipality.south, Municipality.east, Municipality.north)
    statement = select(*columns).where(Municipality.opened_at.is_not(None), Municipality.boundary.is_not(None))
    return [Box(*map(_known, row)) for row in db.session.execute(statement)]


def _known(side: float | None) -> float:
    assert side is not None  # made from the border
    return side
