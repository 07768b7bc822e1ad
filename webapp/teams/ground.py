"""The ground of teams and rules: whether it may be stored, whether it is already so, and writing it."""

from collections.abc import Iterator
from uuid import UUID

from shapely import MultiPolygon
from sqlalchemy import ColumnElement, delete, func, literal, select

from webapp.areas.models import Municipality, Neighbourhood
from webapp.core.postgis import area_column, from_area, to_area
from webapp.extensions import db
from webapp.teams.checks import Flaw, check_shape
from webapp.teams.facts import Ground
from webapp.teams.models import RoutingArea

LEAST_INSIDE = 0.5  # of a drawn area: a border drawn by hand runs a little over that of the town


def check_ground(municipality: Municipality, ground: Ground) -> Iterator[Flaw]:
    known = set(
        db.session.scalars(
            select(Neighbourhood.code).where(
                Neighbourhood.municipality_id == municipality.id, Neighbourhood.code.in_(list(ground.neighbourhoods))
            )
        )
    )
    for code in ground.neighbourhoods:
        if code not in known:
            yield Flaw.of("neighbourhoods", "neighbourhood", code=code)
    if ground.shape is not None:
        flaws = check_shape(ground.shape)
        yield from flaws
        if not flaws and not _lies_inside(municipality, ground.shape):
            yield Flaw.of("area", "area_outside", town=municipality.name)


def _lies_inside(municipality: Municipality, shape: MultiPolygon) -> bool:
    """For the most part. A town whose outline is not known holds everything."""
    area = literal(from_area(shape), area_column())
    inside = func.ST_Area(func.ST_Intersection(Municipality.boundary, area)) / func.ST_Area(area)
    share = db.session.scalar(select(inside).where(Municipality.id == municipality.id))
    return share is None or share >= LEAST_INSIDE


def has_ground(municipality: Municipality, is_owner: ColumnElement[bool], ground: Ground) -> bool:
    """Whether exactly this is stored already."""
    rows = db.session.execute(
        select(RoutingArea.neighbourhood_code, RoutingArea.area).where(
            RoutingArea.municipality_id == municipality.id, is_owner
        )
    ).all()
    codes = sorted(code for code, _ in rows if code is not None)
    shapes = [to_area(area) for _, area in rows if area is not None]
    return codes == sorted(set(ground.neighbourhoods)) and shapes == [shape for shape in [ground.shape] if shape]


def write_ground(
    municipality: Municipality, ground: Ground, *, team_id: UUID | None = None, rule_id: UUID | None = None
) -> None:
    """In place of what this team or rule had."""
    is_owner = RoutingArea.team_id == team_id if team_id else RoutingArea.rule_id == rule_id
    db.session.execute(delete(RoutingArea).where(RoutingArea.municipality_id == municipality.id, is_owner))
    of_owner = {"municipality_id": municipality.id, "team_id": team_id, "rule_id": rule_id}
    areas = [RoutingArea(**of_owner, neighbourhood_code=code) for code in sorted(set(ground.neighbourhoods))]
    if ground.shape is not None:
        areas.append(RoutingArea(**of_owner, area=from_area(ground.shape)))
    db.session.add_all(areas)
    db.session.flush()
