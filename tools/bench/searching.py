"""The search of one town among a million places: one visitor, sixteen beside its own SQL, and a growing country."""

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import psycopg
import sqlalchemy as sa
from flask import Flask

from tools import serving
from tools.bench import country
from tools.bench.measuring import CONNECTIONS, Stopwatch
from tools.bench.pages import database_process, of, parts_of, visit
from tools.bench.report import Figure, Trouble
from tools.bench.servers import answers, product, program
from tools.bench.words import NAMES, SENTENCES
from webapp.core.database import allow_long_statements, commit
from webapp.extensions import db

TOWNS, PLACES = (1, 100, 342), 2_924  # a million and eight places in the end
USUAL = ("koffie", "brieven", "lindehof", "schulden", "koffie dorpsstraat", "taalles", "samen eten", "formulieren")
HARD = ("xylofoonwinkel", "qqzzxx", "ka", "be", "wzkrtplmn", "an", "zz")
RUNS, ROUNDS, SECONDS = 20, 3, 5
PERCENTILE = re.compile(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s)$", re.MULTILINE)
IN_MS = {"us": 0.001, "ms": 1, "s": 1000}
ROTATE = """
local paths = {{ {paths} }}
local number = 0
request = function()
  number = number % #paths + 1
  return wrk.format("GET", paths[number])
end
"""


def measure(app: Flask, folder: Path) -> list[Figure]:
    program("wrk")
    figures = with_more_towns(app)
    with app.app_context():
        scripts = [statements(app, path) for path in paths(USUAL)]
        url = db.engine.url
    with serving_country(url) as port:
        figures += under_load(port, url, folder, scripts)
    return figures


def paths(words: Sequence[str]) -> list[str]:
    """Each from another spot in another town."""
    found = []
    for number, word in enumerate(words, start=1):
        town = 1 + number * 37 % TOWNS[-1]
        found.append(
            f"/api/v1/town-{town}/search.json?lang=nl&q={word.replace(' ', '+')}&near=51.{number}5,5.{number}2"
        )
    return found


def with_more_towns(app: Flask) -> list[Figure]:
    """What the same page of the same town costs while the country grows around it."""
    path, runs = f"/nl/town-1/places?q=koffie&near=50.85,3.65&theme={country.THEMES[0]}", {}
    with app.app_context():
        filled = 0
        for towns in TOWNS:
            add(filled + 1, towns)
            filled = towns
            process = database_process()
            client = app.test_client()
            visit(client, path)
            runs[towns] = [watched(client, path, process) for _ in range(RUNS)]
    first, last = (of(runs[towns], "work") for towns in (TOWNS[0], TOWNS[-1]))
    figures = [
        Figure(f"list with a word, near, filtered, {towns} towns", of(ran, "work"), "ms", remark=parts_of(ran))
        for towns, ran in runs.items()
    ]
    return [*figures, Figure(f"{TOWNS[-1]} towns against one", last / first, "times", at_most=1.25)]


def watched(client: object, path: str, process: int) -> Stopwatch:
    with Stopwatch(process) as watch:
        visit(client, path)  # type: ignore[arg-type]
    return watch


def add(first: int, last: int) -> None:
    """Town by town, as they would come; statistics as autovacuum keeps them."""
    sentences = [dutch for dutch, _english in SENTENCES] * 2
    allow_long_statements()
    country.add_towns(db.session(), first, last, PLACES)
    commit()
    for begin in range(first, last + 1, 20):
        allow_long_statements()
        country.add_texts(db.session(), begin, min(begin + 19, last), NAMES, sentences)
        commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("SET statement_timeout = '10min'"))
        connection.execute(sa.text("VACUUM ANALYZE"))


def statements(app: Flask, path: str) -> str:
    """All that the endpoint asks of the database for this address, with its values, for pgbench."""
    said: list[str] = []

    def note(connection: sa.Connection, _cursor: object, statement: str, parameters: object, *_others: object) -> None:
        raw = connection.connection.driver_connection
        said.append(psycopg.ClientCursor(raw).mogrify(statement, parameters or None))  # type: ignore[arg-type]

    client = app.test_client()
    visit(client, path)
    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        visit(client, path)
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    return ";\n".join(one.strip() for one in said) + ";\n"


@contextmanager
def serving_country(url: sa.URL) -> Iterator[int]:
    before = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = url.render_as_string(hide_password=False)
    port = serving.free_port()
    try:
        with product(port):
            if not answers(port, paths(USUAL)[0])():
                raise Trouble("the search does not answer")
            yield port
    finally:
        os.environ["DATABASE_URL"] = before


def under_load(port: int, url: sa.URL, folder: Path, scripts: Sequence[str]) -> list[Figure]:
    usual, hard = (script(folder, name, words) for name, words in (("usual", USUAL), ("hard", HARD)))
    wrk(port, usual, 2)
    ours, plain = [], []
    for _ in range(ROUNDS):
        ours.append(wrk(port, usual, SECONDS))
        plain.append(pgbench(url, folder, scripts))
    worst = wrk(port, hard, SECONDS)
    ratio = median(own[0] / sql for own, sql in zip(ours, plain, strict=True))
    who = f"{CONNECTIONS} at once"
    return [
        Figure(f"search of a town, {who}", median(one[1] for one in ours), "ms", at_most=30, remark="median"),
        Figure(f"search of a town, {who}", median(one[2] for one in ours), "ms", at_most=100, remark="p99"),
        Figure("search against its own SQL in pgbench", ratio, "times", at_least=0.55),
        Figure("search of a town", median(one[0] for one in ours), "requests/s"),
        Figure("its SQL in pgbench", median(plain), "requests/s"),
        Figure(f"words that match nothing, two letters, {who}", worst[2], "ms", at_most=150, remark="p99"),
    ]


def script(folder: Path, name: str, words: Sequence[str]) -> Path:
    file = folder / f"{name}.lua"
    file.write_text(ROTATE.format(paths=", ".join(f'"{path}"' for path in paths(words))))
    return file


def wrk(port: int, script: Path, seconds: int) -> tuple[float, float, float]:
    """Requests a second, median and p99 in ms."""
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", str(script)]
    said = subprocess.run(
        [*command, f"http://{serving.HOST}:{port}/"], capture_output=True, text=True, check=True
    ).stdout
    rate = re.search(r"^Requests/sec:\s+([\d.]+)", said, re.MULTILINE)
    found = {level: float(value) * IN_MS[unit] for level, value, unit in PERCENTILE.findall(said)}
    if rate is None or "Non-2xx" in said or found.keys() != {"50", "99"}:
        raise Trouble(f"wrk said: {said}")
    return float(rate.group(1)), found["50"], found["99"]


def pgbench(url: sa.URL, folder: Path, scripts: Sequence[str]) -> float:
    """Requests' worth of SQL a second, without anything around it."""
    files = []
    for number, text in enumerate(scripts):
        file = folder / f"search-{number}.sql"
        file.write_text(text)
        files += ["-f", str(file)]
    command = ["pgbench", "-n", f"-c{CONNECTIONS}", "-j2", f"-T{SECONDS}", *files]
    host = str(url.query.get("host") or url.host or "")
    environment = {**os.environ, "PGHOST": host, "PGUSER": url.username or "", "PGDATABASE": url.database or ""}
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    rate = re.search(r"^tps = ([\d.]+)", said.stdout, re.MULTILINE)
    if rate is None or "aborted" in said.stderr:
        raise Trouble(f"pgbench said: {said.stdout[-300:]} {said.stderr[-300:]}")
    return float(rate.group(1))
