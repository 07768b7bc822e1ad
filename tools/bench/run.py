"""`make bench`: the figures of the product beside their goals, as a table and under var/bench. Words after it (from
PARTS) choose parts: `make bench PARTS="lighthouse phone"` measures those with such a word in their title.

Everything runs on this machine, on a database cluster of its own that is gone afterwards. On a busy machine believe
the ratios and the CPU times; requests a second move with whatever else is going on. Exit code 1: a goal is not met."""

import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import NoReturn

import sqlalchemy as sa
from flask import Flask

from tools import cluster, local, serving
from tools.bench import (
    areas,
    feed,
    growth,
    handouts,
    lighthouse,
    memory,
    pages,
    phone,
    pygeoapi,
    questions,
    report,
    routing,
    search,
    servers,
    tables,
    times,
    town,
    weight,
)
from tools.bench.report import Figure, Part, Skip, Trouble
from tools.run_tests import throw_away_cluster
from webapp.app import create_app
from webapp.config import read_settings
from webapp.core import clock
from webapp.core.database import commit
from webapp.extensions import db

AREAS_DATABASE = "areas"
TIMES_DATABASE, SLOTS_DATABASE, NATION_DATABASE, ROUTING_DATABASE = "times", "slots", "nation", "routing"
QUESTIONS_DATABASE, DEMONSTRATION_DATABASE, THOUSANDS_DATABASE = "questions", "demonstration", "thousands"
TABLES_DATABASE = "tables"
GROWTH_DATABASE = "growth"  # a template: each size gets a copy
EMPTY_DATABASES = (
    AREAS_DATABASE, TIMES_DATABASE, SLOTS_DATABASE, NATION_DATABASE, ROUTING_DATABASE, QUESTIONS_DATABASE,
    DEMONSTRATION_DATABASE, THOUSANDS_DATABASE, TABLES_DATABASE, GROWTH_DATABASE,
)  # fmt: skip

PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": secrets.token_hex(32),
    "DATA_KEYS": local.new_data_key(),
    "MAIL_URL": "smtp://127.0.0.1:9",  # nobody listens there: nothing is sent while we measure
    "BASE_URL": f"http://{serving.HOST}",
    "TILES_URL": "",  # somebody else's server is no part of what is measured
    "LOG_LEVEL": "WARNING",
}


class Wanted:
    """The parts that were asked for; all when none were named."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = [word.lower() for word in words]

    def __contains__(self, title: object) -> bool:
        return not self._words or any(word in str(title).lower() for word in self._words)

    def part(self, title: str, measure: Callable[[], Iterable[Figure | Skip]]) -> Iterator[Part]:
        if title in self:
            yield part(title, measure)


def main(words: Sequence[str] = ()) -> int:
    wanted = Wanted(words)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    moment = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder, throw_away_cluster() as url:
        parts = list(measured(sa.make_url(url), Path(folder), wanted))
    file = report.write(parts, cluster.VAR / "bench", moment)
    print(f"\n{report.table(parts)}\n\nKept in {file.relative_to(cluster.ROOT)}")
    return 1 if report.has_failed(parts) else 0


def stop(_number: int, _frame: FrameType | None) -> NoReturn:
    """By an exception, so that everything that was started is stopped on the way out."""
    sys.exit("The benchmarks were stopped.")


def measured(url: sa.URL, folder: Path, wanted: Wanted) -> Iterator[Part]:
    app = prepared(url)
    yield from wanted.part("Pages", lambda: pages.measure(app))
    yield from wanted.part("Sheets", lambda: handouts.measure(app))
    yield from wanted.part("Feed, built", lambda: feed.built(app))
    yield from served(url, folder, wanted)
    yield from on_phones(url, folder, wanted)
    countries = {**os.environ, "DATABASE_URL": written(url.set(database=AREAS_DATABASE))}
    yield from wanted.part("Import", lambda: areas.measure(countries))
    yield from wanted.part("Time", lambda: times.measure(app_on(url, TIMES_DATABASE), app_on(url, SLOTS_DATABASE)))
    yield from wanted.part("Tables", lambda: tables.measure(app_on(url, TABLES_DATABASE)))
    yield from wanted.part("Routing", lambda: routing.measure(app_on(url, ROUTING_DATABASE)))
    yield from wanted.part("Questions", lambda: questions.measure(app_on(url, QUESTIONS_DATABASE), folder))
    nation = url.set(database=NATION_DATABASE)
    yield from wanted.part("Search", lambda: search.measure(app_on(url, NATION_DATABASE), nation))
    template = url.set(database=GROWTH_DATABASE)
    yield from wanted.part("Growth", lambda: growth.measure(template, lambda name: app_on(url, name)))


def app_on(url: sa.URL, database: str) -> Flask:
    return create_app(read_settings({**os.environ, "DATABASE_URL": written(url.set(database=database))}))


def served(url: sa.URL, folder: Path, wanted: Wanted) -> Iterator[Part]:
    """The weight goes first: it is that of a fresh start. The memory last: it is that after the load."""
    if not any(title in wanted for title in ("Home page", "Feed, served", "Memory")):
        return
    port = serving.free_port()
    with servers.worker() as worker, servers.product(port) as product:
        yield from wanted.part("Home page", lambda: weight.measure(port))
        yield from wanted.part("Feed, served", lambda: feed.under_load(product, port, folder, url))
        yield from wanted.part("Memory", lambda: memory.measure(product, worker))


def on_phones(url: sa.URL, folder: Path, wanted: Wanted) -> Iterator[Part]:
    """Each starts a server of its own, so that none pays for what another one left in it."""
    demonstration = written(url.set(database=DEMONSTRATION_DATABASE))
    if "Lighthouse" in wanted or "Second visit" in wanted:
        with lighthouse.demonstration(demonstration) as port:
            yield from wanted.part("Lighthouse", lambda: lighthouse.measure(port, folder))
            yield from wanted.part("Second visit", lambda: phone.second_visit(port, folder))
    if "Phone" in wanted:
        app = app_on(url, THOUSANDS_DATABASE)
        with phone.thousands(app, written(url.set(database=THOUSANDS_DATABASE))) as port:
            yield part("Phone", lambda: phone.in_thousands(port, folder))


def part(title: str, measure: Callable[[], Iterable[Figure | Skip]]) -> Part:
    """One that fails does not take the other parts along."""
    print(f"{title} …", flush=True)
    try:
        found = list(measure())
    except Skip as reason:
        found = [reason]
    except Trouble as trouble:
        return Part(title, trouble=str(trouble))
    figures = tuple(one for one in found if isinstance(one, Figure))
    return Part(title, figures, skipped="; ".join(str(one) for one in found if isinstance(one, Skip)))


def prepared(url: sa.URL) -> Flask:
    """Empty databases for the parts that fill one themselves, and a full one of the town; settings of production."""
    os.environ |= PRODUCTION | {"DATABASE_URL": written(url)}
    subprocess.run(serving.flask("db", "upgrade"), cwd=cluster.ROOT, check=True)
    for name in EMPTY_DATABASES:
        administer(url.set(database="postgres"), f"CREATE DATABASE {name} TEMPLATE {url.database}")
    app = create_app()
    with app.app_context():
        town.fill(clock.now())
        commit()
        pygeoapi.prepare(db.engine)
    administer(url, "VACUUM ANALYZE")  # what autovacuum has done to a town that is there since yesterday
    return app


def administer(url: sa.URL, statement: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text(statement))


def written(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
