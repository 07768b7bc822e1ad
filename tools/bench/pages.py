"""What a page costs on the server: time and number of queries, warm, without a network."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tools.bench import town
from tools.bench.measuring import Trouble
from tools.bench.report import Figure
from webapp.extensions import db

RUNS = 40
GOAL_MS = 25
PACKED = {"Accept-Encoding": "br, gzip"}  # packing is part of what a visitor waits for
PAGES = {
    "home page": f"/nl/{town.SLUG}/",
    "list of 20 of 500 places": f"/nl/{town.SLUG}/places",
    "list of 20 of 500 activities": f"/nl/{town.SLUG}/activities",
    "list with a word, this week": f"/nl/{town.SLUG}/activities?q=koffie&open=week",
    "busiest place page": f"/nl/{town.SLUG}/places/{{place}}",
    "activity page": f"/nl/{town.SLUG}/activities/{{activity}}",
}
WITHOUT_GOAL = {"home page", "list with a word, this week", "activity page"}
BUSIEST_PLACE = """
    SELECT p.slug FROM place p JOIN activity a ON a.municipality_id = p.municipality_id AND a.place_id = p.id
    GROUP BY p.slug ORDER BY count(*) DESC, p.slug LIMIT 1
"""


def measure(app: Flask) -> list[Figure]:
    with app.app_context():
        values = {
            "place": db.session.scalar(sa.text(BUSIEST_PLACE)),
            "activity": db.session.scalar(sa.text("SELECT min(slug) FROM activity")),
        }
        engine = db.engine
    figures = []
    for name, path in PAGES.items():
        figures += page(app.test_client(), engine, name, path.format(**values))
    return figures


def page(client: FlaskClient, engine: sa.Engine, name: str, path: str) -> Iterator[Figure]:
    visit(client, path)  # compiles the template and the SQL
    total, cpu, queries = [], [], set()
    for _ in range(RUNS):
        with counted(engine) as statements:
            cpu_before, before = time.thread_time(), time.perf_counter()
            visit(client, path)
            total.append((time.perf_counter() - before) * 1000)
            cpu.append((time.thread_time() - cpu_before) * 1000)
        queries.add(len(statements))
    goal = None if name in WITHOUT_GOAL else GOAL_MS
    yield Figure(
        name,
        median(total),
        "ms",
        at_most=goal,
        remark=f"{median(cpu):.1f} ms of it application CPU; {' or '.join(map(str, sorted(queries)))} queries",
    )


def visit(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers=PACKED)
    answer.get_data()
    if answer.status_code != 200:
        raise Trouble(f"{path} answers {answer.status_code}")


@contextmanager
def counted(engine: sa.Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        statements.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
