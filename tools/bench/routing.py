"""What it costs to find the team for a question: 3,420 drawn areas in one town, of 60 teams and of a team each."""

import math
import random
from collections.abc import Iterator

import sqlalchemy as sa
from flask import Flask
from shapely import MultiPolygon, Polygon, box

from tools.bench.measuring import Stopwatch
from tools.bench.pages import database_process, of, parts_of
from tools.bench.report import Figure
from webapp.areas.models import Municipality
from webapp.areas.queries import get_municipality
from webapp.core import clock
from webapp.core.database import commit
from webapp.core.geo import Position
from webapp.core.postgis import from_area
from webapp.extensions import db
from webapp.schedule.document import to_document
from webapp.schedule.values import Schedule, Weekly
from webapp.teams.models import RoutingArea, Team
from webapp.teams.routing_queries import route
from webapp.teams.rules import Asked
from webapp.teams.working_time import OFFICE_HOURS

COLUMNS, ROWS = 60, 57
AREAS = COLUMNS * ROWS
FEW = 60  # teams
STEP = 0.01  # degrees between two areas, which overlap a little
POINTS = 200  # of one area
QUESTIONS = 300
SEED = 3420
GOAL_MS = 5
TOPICS = ("geld", "eten", "veilig", "gezin", None)


def measure(app: Flask) -> Iterator[Figure]:
    with app.app_context():
        few, many = (town.slug for town in prepare())
        yield _routed(few, 4.0, f"a question routed over {AREAS:,} areas of {FEW} teams", GOAL_MS)
        yield _routed(many, 5.0, f"the same, each area of a team of its own ({AREAS:,})", None)
        db.engine.dispose()


def prepare() -> tuple[Municipality, Municipality]:
    """Two open towns: one with few teams, one with a team for each area."""
    few = _town("GM9998", 4.0, FEW)
    many = _town("GM9999", 5.0, AREAS)
    commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE"))  # as autovacuum has done in a town that is there since yesterday
    return few, many


def _town(code: str, west: float, teams: int) -> Municipality:
    outline = MultiPolygon([box(west, 52.0, west + COLUMNS * STEP, 52.0 + ROWS * STEP)])
    town = Municipality(code=code, slug=code.lower(), name=code, boundary=from_area(outline), opened_at=clock.now())
    db.session.add(town)
    db.session.flush()
    hours = to_document(Schedule(weekly=(Weekly(OFFICE_HOURS),)))
    made = [
        Team(
            municipality_id=town.id, slug=f"team-{number}", name=f"Team {number}", email="team@example.org",
            hours=hours, is_triage=number == 0, topics=[TOPICS[number % 4]] if number % 3 else [],
        )
        for number in range(teams)
    ]  # fmt: skip
    db.session.add_all(made)
    db.session.flush()
    for number in range(AREAS):
        middle = west + (number % COLUMNS + 0.5) * STEP, 52.0 + (number // COLUMNS + 0.5) * STEP
        area = from_area(_circle(*middle))
        db.session.add(RoutingArea(municipality_id=town.id, team_id=made[number % teams].id, area=area))
    return town


def _circle(lon: float, lat: float) -> Polygon:
    turns = (number * 2 * math.pi / POINTS for number in range(POINTS))
    return Polygon([(lon + 0.75 * STEP * math.cos(turn), lat + 0.75 * STEP * math.sin(turn)) for turn in turns])


def _routed(slug: str, west: float, name: str, goal_ms: float | None) -> Figure:
    chance = random.Random(SEED)
    process = database_process()  # which gives back what was read before
    town = get_municipality(slug)
    runs = []
    for number in range(QUESTIONS + 20):
        spot = Position(52.0 + chance.random() * ROWS * STEP, west + chance.random() * COLUMNS * STEP)
        with Stopwatch(process) as watch:
            route(town, Asked(chance.choice(TOPICS), position=spot))
        if number >= 20:  # the first ones compile the statements and fill the caches
            runs.append(watch)
    return Figure(name, of(runs, "work"), "ms", at_most=goal_ms, remark=parts_of(runs))
