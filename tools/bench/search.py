"""Searching one of 342 towns in a database with a million places, through the product as it is served."""

import os
import random
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, cast
from urllib.parse import urlencode

import psycopg
import sqlalchemy as sa
from flask import Flask

from tools import serving
from tools.bench import nation, servers
from tools.bench.measuring import CONNECTIONS, Load, load, write_script
from tools.bench.pages import database_process, page, timed
from tools.bench.report import Figure, Trouble
from webapp.answering import fit_queries
from webapp.areas.queries import get_municipality
from webapp.core import clock
from webapp.core.connections import OPTIONS
from webapp.core.database import commit
from webapp.extensions import db
from webapp.finding.count_queries import count_places
from webapp.finding.rules import Filters

# How many towns there are, and which ones join.
STAGES = (
    (1, f"town_number = {nation.MIDDLE}"),
    (100, f"town_number BETWEEN 122 AND 221 AND town_number <> {nation.MIDDLE}"),
    (nation.TOWNS, "town_number NOT BETWEEN 122 AND 221"),
)
ROUNDS, SECONDS = 3, 5
WARM_UP = 4  # rounds, in which each process hears most of the words; then it keeps what fits them
USUAL = (
    "koffie", "spreekuur", "bibliotheek", "wandelgroep linde", "moestuin beuk", "anjerhof", "samen koken",
    "formulieren", "kerkplein", "taalcafe", "naaicafe ceder", "sporthal",
)  # fmt: skip
HARD = ("xqzvwk", "qqzzrr", "wvbtrm", "ko", "ui", "aa", "zz", "bi")  # nothing, and two letters
THEMES = ("geld", "ontmoeten", "bewegen-gezond")
PATHS, CAPTURED = 1200, 60
MEDIAN_MS, P99_MS, HARD_P99_MS, OF_SQL, GROWTH = 30, 100, 150, 0.55, 1.2
TPS = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)


def measure(app: Flask, url: sa.URL) -> list[Figure]:
    servers.program("wrk")
    figures = growth(app)
    settings = {"DATABASE_URL": url.render_as_string(hide_password=False)}
    port, usual, hard = serving.free_port(), suggestions(USUAL), suggestions(HARD)
    largest = [address(1, words, number / 1e4) for number in range(100) for words in USUAL]
    with tempfile.TemporaryDirectory() as name, servers.product(port, settings):
        folder = Path(name)
        figures += against_sql(app, folder, port, url, usual)
        figures += asked(folder, port, "search in the largest town, 46,000 places", largest, (None, None))
        figures += asked(folder, port, "nothing found, or two letters", hard, (None, HARD_P99_MS))
        figures += asked(folder, port, "list: words, theme, distance", lists(), (MEDIAN_MS, P99_MS))
    return figures


def growth(app: Flask) -> list[Figure]:
    """What pages of a town of a medium size cost, before and after the others came."""
    costs = []
    with app.app_context():
        nation.prepare(db.session())
        for _number, where in STAGES:
            nation.fill(db.session(), where)
            commit()
            settle()
            costs.append(pages_of_middle(app))
    numbers = ", ".join(str(number) for number, _where in STAGES)
    figures = []
    for stages in zip(*costs, strict=True):
        values = ", ".join(f"{one.value:.1f}" for one in stages)
        ratio = stages[-1].value / stages[0].value
        figures.append(Figure(f"{stages[0].what}: among {nation.TOWNS} towns against alone", ratio, "times",
                              at_most=GROWTH, remark=f"{values} ms with {numbers} towns"))  # fmt: skip
    return figures


def settle() -> None:
    """As a database is that was filled yesterday: the first who read new rows would pay for their writing."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def pages_of_middle(app: Flask) -> list[Figure]:
    town, process = f"stad-{nation.MIDDLE}", database_process()
    found = {
        "home page": f"/nl/{town}/",
        "suggestions": address(nation.MIDDLE, "wandelgroep linde", 0),
        "search page": f"/nl/{town}/search?q=wandelgroep+linde",
        "list with words": f"/nl/{town}/places?q=koffie&theme=geld",
    }
    pages = [page(app.test_client(), process, db.engine, name, path) for name, path in found.items()]
    return [*pages, timed(process, "all counts of a list", count_middle)]


def count_middle() -> None:
    count_places(get_municipality(f"stad-{nation.MIDDLE}"), Filters(), clock.now())
    db.session.remove()


def address(town: int, words: str, offset: float) -> str:
    return f"/api/v1/stad-{town}/search.json?{urlencode({'q': words, 'near': near(town, offset)})}"


def near(town: int, offset: float) -> str:
    middle = nation.middle_of(town)
    return f"{middle.lat + offset:.4f},{middle.lon + offset:.4f}"


def suggestions(words: Sequence[str]) -> list[str]:
    """In all towns; no two the same, so that no cache answers."""
    chance = random.Random(1)
    drawn = [chance.randint(1, nation.TOWNS) for _ in range(PATHS)]
    return [address(town, chance.choice(words), chance.uniform(-0.02, 0.02)) for town in drawn]


def lists() -> list[str]:
    chance = random.Random(2)
    found = []
    for _ in range(PATHS):
        town = chance.randint(1, nation.TOWNS)
        asked = {"q": chance.choice(USUAL), "theme": chance.choice(THEMES), "near": near(town, chance.uniform(0, 0.02))}
        found.append(f"/nl/stad-{town}/places?{urlencode(asked)}")
    return found


def against_sql(app: Flask, folder: Path, port: int, url: sa.URL, paths: Sequence[str]) -> list[Figure]:
    """All that a search is in SQL by pgbench, in turn with the product, which keeps what fits the words of a town."""
    first = ask(folder, port, paths)
    for _ in range(WARM_UP):
        ask(folder, port, paths)
    scripts = written_statements(app, folder, paths[:CAPTURED])
    served, plain = [], []
    for _ in range(ROUNDS):
        served.append(ask(folder, port, paths))
        plain.append(pgbench(url, scripts))
    ratio = median(ours.rate / rate for ours, rate in zip(served, plain, strict=True))
    alone = ask(folder, port, paths, clients=2)
    return [
        *figures_of("search near a point, right after the start, words for the first time", [first], (None, None)),
        *figures_of("search near a point, words asked for before", served, (MEDIAN_MS, P99_MS)),
        Figure("the same: median with 2 clients", alone.median_ms, "ms", remark=f"p99 {alone.p99_ms:.0f}"),
        Figure("search against its own SQL in pgbench", ratio, "times", at_least=OF_SQL,
               remark=f"{median(plain):.0f} a second"),
    ]  # fmt: skip


def asked(
    folder: Path, port: int, what: str, paths: Sequence[str], goals: tuple[float | None, float | None]
) -> list[Figure]:
    return figures_of(what, [ask(folder, port, paths) for _ in range(ROUNDS)], goals)


def figures_of(what: str, runs: Sequence[Load], goals: tuple[float | None, float | None]) -> list[Figure]:
    middle, p99 = median(run.median_ms for run in runs), median(run.p99_ms for run in runs)
    rate = f"{median(run.rate for run in runs):.0f} a second"
    return [
        Figure(f"{what}: median with {CONNECTIONS} clients", middle, "ms", at_most=goals[0], remark=rate),
        Figure(f"{what}: p99", p99, "ms", at_most=goals[1]),
    ]


def ask(folder: Path, port: int, paths: Sequence[str], clients: int = CONNECTIONS) -> Load:
    script = write_script(folder / "paths.lua", paths)
    return load(f"http://{serving.HOST}:{port}/", SECONDS, {"Accept-Encoding": "gzip"}, script, clients)


def written_statements(app: Flask, folder: Path, paths: Sequence[str]) -> list[Path]:
    """What the product asks the database for each, with its values filled in by the driver."""
    with app.app_context():
        engine = db.engine
    statements: list[str] = []
    files = []
    with written_out(engine, statements):
        for number, path in enumerate(paths):
            app.test_client().get(path)  # what is asked once a town is not what each search costs
            statements.clear()
            fit_queries.forget()
            answer = app.test_client().get(path)
            if answer.status_code != 200:
                raise Trouble(f"{path} answers {answer.status_code}")
            files.append(folder / f"{number}.sql")
            files[-1].write_text(";\n".join(statements) + ";\n", encoding="utf-8")
    return files


@contextmanager
def written_out(engine: sa.Engine, statements: list[str]) -> Iterator[None]:
    """Notes each statement of the engine with its values in it."""
    own = engine.raw_connection()
    cursor: Any = psycopg.ClientCursor(cast(psycopg.Connection, own.driver_connection))

    def note(_connection: object, _cursor: object, statement: str, values: object, *_others: object) -> None:
        statements.append(" ".join(cursor.mogrify(statement, values).split()))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
        own.close()


def pgbench(url: sa.URL, scripts: Sequence[Path]) -> float:
    """Transactions a second; each is all that one answer asks."""
    files = [part for script in scripts for part in ("-f", str(script))]
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    command = ["pgbench", "-n", f"-c{CONNECTIONS}", "-j2", f"-T{SECONDS}", *files, plain]
    settings = {**os.environ, "PGOPTIONS": OPTIONS}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS + 60, env=settings)
    found = TPS.search(done.stdout)
    if done.returncode or not found:
        raise Trouble(f"pgbench said: {done.stderr[-500:]}")
    return float(found.group(1))
