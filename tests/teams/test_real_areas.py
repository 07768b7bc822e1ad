"""Routing over the real neighbourhoods agrees with a second reckoning, made with Shapely and without a database."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
import pytest
import shapely
from flask import Flask
from shapely import MultiPolygon, Point, Polygon
from sqlalchemy import select

from tests.areas.build import shared
from tests.teams.build import make_team, multi
from webapp.areas.boundaries import gather
from webapp.areas.geojson import GeoJson
from webapp.areas.models import Municipality, Neighbourhood
from webapp.areas.operations import import_boundaries
from webapp.areas.reading import read_text
from webapp.core.geo import Position
from webapp.core.postgis import to_area
from webapp.extensions import db
from webapp.teams import operations
from webapp.teams.facts import Ground, RuleFacts
from webapp.teams.models import Team
from webapp.teams.routing_queries import route, route_all
from webapp.teams.rules import Asked

FILES = ("gemeenten", "wijken", "buurten")
TOPICS = (None, "geld", "eten", "praten-steun", "veilig", "gezin")
LANGUAGES = ("nl", "ar", "uk")
POINTS = 10_000
SEED = 20261126


@dataclass
class Served:
    """What the second reckoning knows of a team or a rule."""

    team: Team
    topics: frozenset[str] = frozenset()
    pieces: list[MultiPolygon] = field(default_factory=list)
    languages: frozenset[str] = frozenset()

    @property
    def size(self) -> int:
        return sum(round(piece.area * 1e10) for piece in self.pieces)

    def covers(self, points: Sequence[Point]) -> np.ndarray:
        inside = np.zeros(len(points), dtype=bool)
        for piece in self.pieces:
            shapely.prepare(piece)
            inside |= shapely.covers(piece, points)
        return inside


@dataclass
class RealTown:
    town: Municipality
    boundary: MultiPolygon
    parts: Mapping[str, MultiPolygon]  # wijken and buurten by code
    teams: list[Served] = field(default_factory=list)
    rules: list[Served] = field(default_factory=list)
    drawn: list[Polygon] = field(default_factory=list)


@pytest.fixture
def real_towns(app: Flask) -> list[RealTown]:
    for name in FILES:
        path = shared(f"boundaries/drechtsteden_{name}_2023.geojson.gz")
        import_boundaries(gather(GeoJson(read_text(path)).features()))
    towns = db.session.scalars(select(Municipality).order_by(Municipality.code)).all()
    made = [_with_teams(town) for town in towns]
    db.session.commit()
    return made


def _with_teams(town: Municipality) -> RealTown:
    """Chosen wijken and buurten, donuts along real borders, drawn boxes with holes, wide and narrow, and what fails."""
    rows = db.session.scalars(select(Neighbourhood).where(Neighbourhood.municipality_id == town.id)).all()
    parts = {row.code: multi(to_area(row.boundary)) for row in rows}
    real = RealTown(town, multi(to_area(town.boundary)), parts)
    districts, areas = (sorted(code for code in parts if code.startswith(level)) for level in ("WK", "BU"))
    middle = max(areas, key=lambda code: parts[code].area)
    donut = shapely.difference(real.boundary, parts[middle])  # its hole is a real buurt, its rim the real border
    boxes = _boxes(real.boundary)
    real.drawn = [*boxes, *(part for part in shapely.get_parts(donut) if part.interiors)]
    triage = make_team(town, "a-triage", phone="078 123 45 67")
    real.teams.append(Served(triage))
    _team(real, "money", topics=["geld"])
    _team(real, "money-west", topics=["geld"], codes=districts[: len(districts) // 2])
    _team(real, "money-some", topics=["geld", "eten"], codes=areas[::3])
    _team(real, "all-east", codes=[*districts[len(districts) // 2 :]])
    _team(real, "all-around", shape=multi(donut))
    _team(real, "food-boxes", topics=["eten"], shape=MultiPolygon(boxes))
    _team(real, "talk-twin", topics=["praten-steun"], codes=areas[::2])
    _team(real, "talk-double", topics=["praten-steun"], codes=areas[::2][::-1])
    _team(real, "safe-gone", topics=["veilig"], codes=areas[::2], deputy="money", is_active=False)
    _team(real, "safe-mute", topics=["veilig"], codes=areas[1::2], email=None)
    _rule(real, "talk-twin", ["gezin"], areas[:5], None, ["ar"])
    _rule(real, "money", ["gezin"], [], boxes[0], [])
    _rule(real, "safe-gone", [], [middle], None, ["uk"])
    operations.set_rules(town, [facts for facts, _ in real.rules])  # type: ignore[misc]
    real.rules = [served for _, served in real.rules]  # type: ignore[misc]
    return real


def _boxes(boundary: MultiPolygon) -> list[Polygon]:
    """Two with a hole each, and with sides along the axes, so that points lie exactly on them."""
    found: list[Polygon] = []
    for _ in range(2):
        free = max(shapely.get_parts(shapely.difference(boundary, MultiPolygon(found))), key=lambda part: part.area)
        middle, half = free.representative_point(), 0.02
        while shapely.intersection(free, _box(middle, half)).area < 0.7 * 4 * half * half:
            half *= 0.8
        found.append(Polygon(_box(middle, half).exterior.coords, [_box(middle, half / 3).exterior.coords]))
    return found if shapely.is_valid(MultiPolygon(found)) else found[:1]


def _box(middle: Point, half: float) -> Polygon:
    return shapely.box(middle.x - half, middle.y - half, middle.x + half, middle.y + half)


def _team(real: RealTown, slug: str, *, codes: Sequence[str] = (), deputy: str = "", **facts: object) -> None:
    deputy_id = next((one.team.id for one in real.teams if one.team.slug == deputy), None)
    team = make_team(real.town, slug, neighbourhoods=codes, deputy_id=deputy_id, **facts)  # type: ignore[arg-type]
    shape = facts.get("shape")
    pieces = [*(real.parts[code] for code in codes), *([shape] if shape is not None else [])]
    real.teams.append(Served(team, frozenset(facts.get("topics", ())), pieces))  # type: ignore[arg-type]


def _rule(
    real: RealTown, slug: str, topics: list[str], codes: list[str], shape: Polygon | None, languages: list[str]
) -> None:
    team = next(one.team for one in real.teams if one.team.slug == slug)
    ground = Ground(codes, multi(shape) if shape is not None else None)
    pieces = [*(real.parts[code] for code in codes), *([multi(shape)] if shape is not None else [])]
    served = Served(team, frozenset(topics), pieces, frozenset(languages))
    real.rules.append((RuleFacts(team.id, topics, languages, ground), served))  # type: ignore[arg-type]


# ---------------------------------------------------------------- the second reckoning


def second_reckoning(real: RealTown, points: Sequence[Point], asked: Sequence[Asked]) -> Iterator[UUID]:
    """The owners by the words of the rules, reckoned in a plain way."""
    shapely.prepare(real.boundary)
    inside = shapely.covers(real.boundary, points)
    of_teams = [one.covers(points) for one in real.teams]
    of_rules = [one.covers(points) for one in real.rules]
    for at, question in enumerate(asked):  # each topic at each point
        number = at // len(TOPICS)
        by_rule = [
            rule.team
            for rule, covers in zip(real.rules, of_rules, strict=True)
            if (not rule.topics or question.topic in rule.topics)
            and (not rule.languages or question.lang in rule.languages)
            and inside[number]
            and covers[number]
        ]
        if by_rule:
            yield _standing_in(real, by_rule[0])
            continue
        there = [one for one, covers in zip(real.teams, of_teams, strict=True) if covers[number] and inside[number]]
        yield _standing_in(real, _best(real, there, question.topic, is_inside=bool(inside[number])))


def _best(real: RealTown, there: list[Served], topic: str | None, *, is_inside: bool) -> Team:
    named = [one for one in there if topic in one.topics]
    in_town = [one for one in real.teams if topic in one.topics and not one.pieces]
    anywhere = [one for one in real.teams if topic in one.topics and one.pieces]
    for_all = [one for one in there if not one.topics]
    if is_inside:
        for found in (named, in_town, for_all):
            if found:
                return min(found, key=lambda one: (one.size, len(one.topics), one.team.slug)).team
    elif in_town:
        return in_town[0].team
    elif anywhere:
        return min(anywhere, key=lambda one: (-one.size, len(one.topics), one.team.slug)).team
    return real.teams[0].team


def _standing_in(real: RealTown, team: Team) -> Team | UUID:
    by_id = {one.team.id: one.team for one in real.teams}
    if not team.is_active or team.email is None:
        return by_id[team.deputy_id].id if team.deputy_id else real.teams[0].team.id
    return team.id


# ---------------------------------------------------------------- where it is tried


def _points(real: RealTown, count: int, chance: random.Random) -> list[Point]:
    """Inside and around the town; corners and edges of real borders; corners and sides of what was drawn."""
    west, south, east, north = real.boundary.bounds
    rings = [ring for part in real.parts.values() for ring in shapely.get_rings(shapely.get_parts(part))]
    drawn = [ring for shape in real.drawn for ring in shapely.get_rings(shape)]
    makers = [
        lambda: Point(chance.uniform(west, east), chance.uniform(south, north)),
        lambda: Point(chance.uniform(west, east), chance.uniform(south, north)),
        lambda: Point(chance.uniform(west - 0.01, east + 0.01), chance.uniform(south - 0.01, north + 0.01)),
        lambda: _corner(chance.choice(rings), chance),
        lambda: _on_an_edge(chance.choice(rings), chance),
        lambda: _on_an_edge(chance.choice(drawn), chance),
        lambda: _corner(chance.choice(drawn), chance),
    ]
    return [chance.choice(makers)() for _ in range(count)]


def _corner(ring: shapely.LinearRing, chance: random.Random) -> Point:
    return Point(chance.choice(ring.coords))


def _on_an_edge(ring: shapely.LinearRing, chance: random.Random) -> Point:
    number = chance.randrange(len(ring.coords) - 1)
    (x, y), (to_x, to_y) = ring.coords[number], ring.coords[number + 1]
    share = chance.random()
    return Point(x + (to_x - x) * share, y + (to_y - y) * share)


@pytest.mark.slow
def test_every_question_gets_the_owner_that_the_second_reckoning_finds(real_towns: list[RealTown]) -> None:
    chance = random.Random(SEED)
    wrong, owners = [], set()
    for real in real_towns:
        points = _points(real, POINTS // len(real_towns) + 1, chance)
        asked = [
            Asked(topic, chance.choice(LANGUAGES), Position(lat=point.y, lon=point.x))
            for point in points
            for topic in TOPICS
        ]
        expected = second_reckoning(real, points, asked)
        for question, decision, owner in zip(asked, route_all(real.town, asked), expected, strict=True):
            owners.add((real.town.slug, decision.team_id))
            if owner != decision.team_id:
                wrong.append((real.town.slug, question))

    assert not wrong
    assert len(owners) > 8 * len(real_towns), "every town has questions for most of its teams"


def test_one_question_goes_where_it_goes_among_many(real_towns: list[RealTown]) -> None:
    chance = random.Random(SEED)
    for real in real_towns[:2]:
        asked = [
            Asked(chance.choice(TOPICS), chance.choice(LANGUAGES), Position(lat=point.y, lon=point.x))
            for point in _points(real, 40, chance)
        ]
        assert [route(real.town, question) for question in asked] == route_all(real.town, asked)
