"""Teams and drawn areas to test with: valid without saying anything."""

from collections.abc import Collection
from typing import Any

from shapely import MultiPolygon, Polygon, box

from webapp.areas.models import Municipality, Neighbourhood
from webapp.core.postgis import from_area
from webapp.extensions import db
from webapp.teams import operations
from webapp.teams.facts import Ground, TeamFacts
from webapp.teams.models import Team


def make_team(
    town: Municipality,
    slug: str,
    *,
    topics: Collection[str] = (),
    neighbourhoods: Collection[str] = (),
    shape: Polygon | MultiPolygon | None = None,
    is_active: bool = True,
    **facts: Any,
) -> Team:
    values = {"name": slug.capitalize(), "email": f"{slug}@example.org", **facts}
    team = operations.create_team(town, TeamFacts(slug, **values))
    operations.set_topics(town, team.id, topics)
    operations.set_areas(town, team.id, Ground(neighbourhoods, multi(shape) if shape is not None else None))
    if not is_active:
        operations.deactivate_team(town, team.id)
    db.session.commit()
    return team


def make_neighbourhood(town: Municipality, code: str, shape: Polygon, name: str = "") -> Neighbourhood:
    level = "wijk" if code.startswith("WK") else "buurt"
    row = Neighbourhood(
        municipality_id=town.id, code=code, level=level, name=name or code, boundary=from_area(multi(shape))
    )
    db.session.add(row)
    db.session.commit()
    return row


def multi(shape: Polygon | MultiPolygon) -> MultiPolygon:
    return shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])


def with_hole(outer: Polygon, hole: Polygon) -> Polygon:
    return Polygon(outer.exterior.coords, [hole.exterior.coords])


def part(west: float, south: float, east: float, north: float) -> Polygon:
    """Of Brinkdam (see tests.town), each number from 0 to 1 across the town."""
    return box(5.10 + west / 10, 52.10 + south / 10, 5.10 + east / 10, 52.10 + north / 10)
