"""Where a point lies: in which neighbourhood, and in the town or how far from it."""

from dataclasses import dataclass

from sqlalchemy import select

from webapp.areas.models import Municipality, Neighbourhood
from webapp.areas.queries import find_neighbourhood_code
from webapp.core.geo import Position
from webapp.core.postgis import metres_between
from webapp.extensions import db


@dataclass(frozen=True)
class Standing:
    """`metres_outside` is 0 inside, None where the border of the town is not known; `neighbourhood` may be empty."""

    metres_outside: float | None
    neighbourhood: str


def find_standing(town: Municipality, position: Position) -> Standing:
    metres = db.session.scalar(
        select(metres_between(Municipality.boundary, position)).where(Municipality.id == town.id)
    )
    code = find_neighbourhood_code(town, position)
    name = db.session.scalar(
        select(Neighbourhood.name).where(Neighbourhood.municipality_id == town.id, Neighbourhood.code == code)
    )
    return Standing(metres, name or "")
