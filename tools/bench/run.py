"""`make bench`: the figures of the product beside their goals, as a table and under var/bench.

Everything runs on this machine, on a database cluster of its own that is gone afterwards. On a busy machine believe
the ratios and the CPU times; requests a second move with whatever else is going on. Exit code 1: a goal is not met."""

import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
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
    memory,
    pages,
    pygeoapi,
    questions,
    report,
    routing,
    search,
    servers,
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
QUESTIONS_DATABASE = "questions"
EMPTY_DATABASES = (
    AREAS_DATABASE, TIMES_DATABASE, SLOTS_DATABASE, NATION_DATABASE, ROUTING_DATABASE, QUESTIONS_DATABASE,
)  # fmt: skip


def main() -> int:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    moment = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder, throw_away_cluster() as url:
        parts = list(measured(sa.make_url(url), Path(folder)))
    file = report.write(parts, cluster.VAR / "bench", moment)
    print(f"\n{report.table(parts)}\n\nKept in {file.relative_to(cluster.ROOT)}")
    return 1 if report.has_failed(parts) else 0


def stop(_number: int, _frame: FrameType | None) -> NoReturn:
    """By an exception, so that everything that was started is stopped on the way out."""
    sys.exit("The benchmarks were stopped.")


def measured(url: sa.URL, folder: Path) -> Iterator[Part]:
    app = prepared(url)
    yield part("Pages", lambda: pages.measure(app))
    yield part("Feed, built", lambda: feed.built(app))
    yield from served(url, folder)
    countries = {**os.environ, "DATABASE_URL": written(url.set(database=AREAS_DATABASE))}
    yield part("Import", lambda: areas.measure(countries))
    yield part("Time", lambda: times.measure(app_on(url, TIMES_DATABASE), app_on(url, SLOTS_DATABASE)))
    yield part("Routing", lambda: routing.measure(app_on(url, ROUTING_DATABASE)))
    yield part("Questions", lambda: questions.measure(app_on(url, QUESTIONS_DATABASE), folder))
    nation = url.set(database=NATION_DATABASE)
    yield part("Search", lambda: search.measure(app_on(url, NATION_DATABASE), nation))


def app_on(url: sa.URL, database: str) -> Flask:
    return create_app(read_settings({**os.environ, "DATABASE_URL": written(url.set(database=database))}))


def served(url: sa.URL, folder: Path) -> Iterator[Part]:
    """The weight goes first: it is that of a fresh start. The memory last: it is that after the load."""
    port = serving.free_port()
    with servers.worker() as worker, servers.product(port) as product:
        yield part("Home page", lambda: weight.measure(port))
        yield part("Feed, served", lambda: feed.under_load(product, port, folder, url))
        yield part("Memory", lambda: memory.measure(product, worker))


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
    os.environ |= {
        "ENVIRONMENT": "production",
        "DATABASE_URL": written(url),
        "SECRET_KEY": secrets.token_hex(32),
        "DATA_KEYS": local.new_data_key(),
        "MAIL_URL": "smtp://127.0.0.1:9",  # nobody listens there: nothing is sent while we measure
        "BASE_URL": f"http://{serving.HOST}",
        "TILES_URL": "",  # somebody else's server is no part of what is measured
        "LOG_LEVEL": "WARNING",
    }
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
    sys.exit(main())
