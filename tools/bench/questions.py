"""Asking a question: POST until 201 with 16 clients, in towns of 3,420 drawn areas; beside it what else is asked."""

from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from tools import serving
from tools.bench import servers
from tools.bench.measuring import CONNECTIONS, Load, load
from tools.bench.report import Figure
from tools.bench.routing import AREAS, COLUMNS, FEW, ROWS, STEP, prepare
from webapp.extensions import db

SECONDS = 15
GOAL_MS = 60
ANY_NUMBER = "100000/second"  # all clients have one address here

# Each request is a question of its own, somewhere in the town; or always the same one.
ASK = """
local thread_number = 0
function setup(thread) thread:set("number", thread_number) thread_number = thread_number + 1 end
function init(_arguments) math.randomseed({seed} + number) end
local topics = {{"geld", "eten", "veilig", "gezin"}}
local asked = 0
function request()
    asked = asked + 1
    local key = string.format("%08x-0000-4000-8000-%04x%08x", {is_same} and 0 or asked, number, {seed})
    local lat = 52 + math.random() * {height}
    local lon = {west} + math.random() * {width}
    if {is_same} then lat, lon, asked = 52.2, {west} + 0.2, 1 end
    local body = string.format('{{"question": "Ik kom niet rond. Kan iemand meekijken?", "reply_by": "phone", ' ..
        '"contact": "0612345678", "topic": "%s", "lat": %.4f, "lon": %.4f}}', topics[asked % 4 + 1], lat, lon)
    return wrk.format("POST", nil, {{["Idempotency-Key"] = key, ["Content-Type"] = "application/json"}}, body)
end
"""


def measure(app: Flask, folder: Path) -> Iterator[Figure]:
    servers.program("wrk")
    with app.app_context():
        towns = [
            (town.slug, teams, west) for town, teams, west in zip(prepare(), (FEW, AREAS), (4.0, 5.0), strict=True)
        ]
        db.engine.dispose()
    port = serving.free_port()
    database = {"DATABASE_URL": app.config["SETTINGS"].database_url, "QUESTION_RATE": ANY_NUMBER}
    with servers.product(port, database):
        for seed, (town, teams, west) in enumerate(towns):
            _load(port, folder, town, west, seed, seconds=3)  # every process has compiled its statements then
            _analyze(app)
            asked = _load(port, folder, town, west, seed + 10)
            again = _load(port, folder, town, west, seed + 20, is_same=True)
            calm = _load(port, folder, town, west, seed + 30, clients=2)
            name = f"{AREAS:,} areas, {teams:,} teams"
            yield Figure(
                f"a question from POST to 201, {name}, median", asked.median_ms, "ms", at_most=GOAL_MS,
                remark=f"99 % {asked.p99_ms:.0f} ms, {asked.rate:.0f} a second",
            )  # fmt: skip
            yield Figure("the same with 2 clients", calm.median_ms, "ms", remark=f"99 % {calm.p99_ms:.0f} ms")
            yield Figure("the same to one that is only repeated (200)", asked.median_ms / again.median_ms, "times")


def _analyze(app: Flask) -> None:
    """As autovacuum does, which is off here, once a table has 50 new rows. Without it the database checks each step of
    a question by reading all questions, as it planned when there were none."""
    with app.app_context(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    with app.app_context():
        db.engine.dispose()


def _load(
    port: int,
    folder: Path,
    town: str,
    west: float,
    seed: int,
    *,
    seconds: int = SECONDS,
    clients: int = CONNECTIONS,
    is_same: bool = False,
) -> Load:
    script = folder / "ask.lua"
    values = {"seed": seed, "west": west, "width": COLUMNS * STEP, "height": ROWS * STEP}
    script.write_text(ASK.format(**values, is_same=str(is_same).lower()), encoding="utf-8")
    return load(f"http://{serving.HOST}:{port}/api/v1/{town}/questions", seconds, {}, script, clients)
