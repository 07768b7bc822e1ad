"""A town with teams of the demonstration, and its coordinator in a browser."""

from sqlalchemy import func, select

from tests.page import PageClient
from tests.staff import signed_in_client
from webapp.accounts.rules import COORDINATOR
from webapp.areas.models import Municipality, Neighbourhood
from webapp.areas.queries import get_municipality
from webapp.core.geo import Position
from webapp.core.postgis import to_position
from webapp.extensions import db

TOWN = "alblasserdam"
TEAMS = f"/staff/{TOWN}/teams"


def alblasserdam() -> Municipality:
    return get_municipality(TOWN)


def coordinator(role: str = COORDINATOR, **facts: str) -> PageClient:
    return signed_in_client(role, alblasserdam(), **facts)


def middle_of(code: str) -> Position:
    """A point inside this wijk or buurt, rounded as a resident's is."""
    row = select(func.ST_PointOnSurface(Neighbourhood.boundary)).where(Neighbourhood.code == code)
    found = to_position(db.session.scalar(row))
    assert found is not None
    return Position(lat=round(found.lat, 3), lon=round(found.lon, 3))
