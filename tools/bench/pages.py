"""What a page costs on the server: time of application and database, number of queries; warm, without a network."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tools.bench import town
from tools.bench.measuring import Stopwatch
from tools.bench.report import Figure, Trouble
from webapp.extensions import db
from webapp.finding import count_queries, kept_pages

RUNS = 40
GOAL_MS = 25
KEPT_GOAL_MS = 3  # for who asks what somebody else has asked for in the same minute
PACKED = {"Accept-Encoding": "br, gzip"}  # packing is part of what a visitor waits for
PAGES = {
    "home page": f"/nl/{town.SLUG}/",
    "list of 20 of 500 places": f"/nl/{town.SLUG}/places",
    "list of 20 of 500 activities": f"/nl/{town.SLUG}/activities",
    "list with a word, this week": f"/nl/{town.SLUG}/activities?q=koffie&open=week",
    "busiest place page": f"/nl/{town.SLUG}/places/{{place}}",
    "activity page": f"/nl/{town.SLUG}/activities/{{activity}}",
}
NEVER_KEPT = {"list with a word, this week"}
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
        process = database_process()
        engine = db.engine
    figures = []
    for name, path in PAGES.items():
        client, address = app.test_client(), path.format(**values)
        figures.append(page(client, process, engine, name, address, None if name in WITHOUT_GOAL else GOAL_MS))
        if name not in NEVER_KEPT:
            figures.append(kept_page(client, process, engine, f"{name}, kept", address))
    return figures


def database_process() -> int:
    """That of our connection: one request at a time, so always the same. It is given back, or the next request would
    take another one."""
    process = int(db.session.scalar(sa.text("SELECT pg_backend_pid()")))
    db.session.remove()
    return process


def timed(process: int, name: str, ask: Callable[[], object]) -> Figure:
    """One question to the database by itself."""
    ask()
    runs = []
    for _ in range(RUNS):
        with Stopwatch(process) as watch:
            ask()
        runs.append(watch)
    return Figure(name, of(runs, "work"), "ms", remark=parts_of(runs))


def page(
    client: FlaskClient, process: int, engine: sa.Engine, name: str, path: str, goal_ms: float | None = None
) -> Figure:
    """Made anew each time, as for the first who asks in a minute."""
    return _page(client, process, engine, name, path, goal_ms, before=forget)


def kept_page(client: FlaskClient, process: int, engine: sa.Engine, name: str, path: str) -> Figure:
    return _page(client, process, engine, name, path, KEPT_GOAL_MS, before=lambda: None)


def forget() -> None:
    for kept in (kept_pages._kept, count_queries._of_this_minute, count_queries._totals):
        kept.clear()


def _page(
    client: FlaskClient,
    process: int,
    engine: sa.Engine,
    name: str,
    path: str,
    goal_ms: float | None,
    *,
    before: Callable[[], None],
) -> Figure:
    visit(client, path)  # compiles the template and the SQL
    runs, queries = [], set()
    for _ in range(RUNS):
        before()
        with counted(engine) as statements, Stopwatch(process) as watch:
            visit(client, path)
        runs.append(watch)
        queries.add(len(statements))
    number = " or ".join(map(str, sorted(queries)))
    return Figure(name, of(runs, "work"), "ms", at_most=goal_ms, remark=f"{number} queries; {parts_of(runs)}")


def of(runs: Sequence[Stopwatch], what: str) -> float:
    return median(getattr(run, what) for run in runs)


def parts_of(runs: Sequence[Stopwatch]) -> str:
    application, database, elapsed = (of(runs, what) for what in ("application", "database", "elapsed"))
    return f"application {application:.1f}, database {database:.1f}; {elapsed:.1f} by the clock"


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
