"""What it costs as it grows: a town from 100 to 100,000 places, and the country from one town to all 342.

The table and the picture go to var/bench, and into docs/scale.md when everything was measured. GROWTH_MOST=1000 leaves
out what is larger, to try it."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from tools import cluster, serving
from tools.bench import nation, servers, town
from tools.bench.chart import Line, Panel, draw
from tools.bench.measuring import Stopwatch, pss_mib
from tools.bench.memory import web_workers
from tools.bench.pages import database_process, kept_page, page
from tools.bench.report import Figure, Trouble, shown
from webapp.areas.queries import get_municipality
from webapp.core import clock
from webapp.core.database import allow_long_statements, commit
from webapp.extensions import db
from webapp.finding import feed
from webapp.finding.rules import Filters
from webapp.schedule.operations import refresh_slots

SIZES = (100, 1_000, 10_000, 100_000)
A_PLACE = 5  # one activity for so many places
STAGES = ((1, "town_number = 171"), (35, "town_number BETWEEN 154 AND 188 AND town_number <> 171"),
          (nation.TOWNS, "town_number NOT BETWEEN 154 AND 188"))  # fmt: skip
LIST_KEPT = "list page kept, ms"
LIST, SEARCH, FEED = "list page, ms", "search page, ms", "map feed built, ms"
NIGHT, MEMORY, DISK = "slots of 90 days, ms", "web process, MiB", "database, MB"
KB = "feed zipped, kB"
DRAWN = (LIST, SEARCH, FEED, NIGHT, MEMORY)
ROUNDS = 20  # in which each of two processes hears every address
DOCS = cluster.ROOT / "docs"
BEGIN, END = "<!-- growth: written by make bench -->", "<!-- /growth -->"


@dataclass
class Row:
    size: int
    values: dict[str, float] = field(default_factory=dict)


def measure(template: sa.URL, app_on: Callable[[str], Flask]) -> list[Figure]:
    most = int(os.environ.get("GROWTH_MOST", str(SIZES[-1])))
    sizes = [size for size in SIZES if size <= most]
    towns = [measured_town(template, app_on, size) for size in sizes]
    country = measured_country(template, app_on) if most == SIZES[-1] else []
    write(towns, country)
    return [
        Figure(f"{name.rpartition(', ')[0]}: {row.size:,} {what}", value, name.rpartition(", ")[2])
        for what, rows in (("places", towns), ("towns", country))
        for row in rows
        for name, value in row.values.items()
    ]


def measured_town(template: sa.URL, app_on: Callable[[str], Flask], places: int) -> Row:
    row = Row(places)
    with own_database(template, app_on, f"growth_{places}") as (app, url):
        with app.app_context():
            empty = size_mb()
            allow_long_statements()
            town_id, moment = town.open_town(clock.now()), clock.now()
            town.store(town.make(town_id, moment.date(), places // A_PLACE, places))
            commit()
            row.values[NIGHT] = night(town_id)
            settle()
            row.values[DISK] = size_mb() - empty
        row.values |= costs(app, town.SLUG, "koffie")
        row.values[MEMORY] = memory(url, addresses([town.SLUG], "koffie"))
    return row


def measured_country(template: sa.URL, app_on: Callable[[str], Flask]) -> list[Row]:
    rows = []
    with own_database(template, app_on, "growth_country") as (app, url):
        with app.app_context():
            empty = size_mb()
            nation.prepare(db.session())
            commit()
        for number, where in STAGES:
            with app.app_context():
                nation.fill(db.session(), where)
                commit()
                settle()
                row = Row(number, {DISK: size_mb() - empty})
            row.values |= costs(app, f"stad-{nation.MIDDLE}", "wandelgroep linde")
            first = nation.MIDDLE - number // 2 if number < nation.TOWNS else 1
            visited = [f"stad-{one}" for one in range(first, first + number)]
            row.values[MEMORY] = memory(url, addresses(visited, "koffie"))
            rows.append(row)
    return rows


@contextmanager
def own_database(template: sa.URL, app_on: Callable[[str], Flask], name: str) -> Iterator[tuple[Flask, sa.URL]]:
    """Gone afterwards: the next one needs the room."""
    administer(template, f"CREATE DATABASE {name} TEMPLATE {template.database}")
    app = app_on(name)
    try:
        yield app, template.set(database=name)
    finally:
        with app.app_context():
            db.engine.dispose()
        administer(template, f"DROP DATABASE {name} WITH (FORCE)")


def administer(url: sa.URL, statement: str) -> None:
    engine = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text(statement))


def settle() -> None:
    """As a database is that was filled yesterday."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def size_mb() -> float:
    with db.engine.connect() as connection:
        return int(connection.scalar(sa.text("SELECT pg_database_size(current_database())")) or 0) / 1e6


def night(municipality_id: int) -> float:
    """All slots of the town anew, as each night."""
    process = database_process()
    allow_long_statements()
    with Stopwatch(process) as watch:
        refresh_slots(municipality_id, clock.today())
        commit()
    return watch.work


def costs(app: Flask, slug: str, words: str) -> dict[str, float]:
    with app.app_context():
        process, engine = database_process(), db.engine
        feeds = feed_costs(slug, process)
    asked = {LIST: f"/nl/{slug}/places", SEARCH: f"/nl/{slug}/search?q={words.replace(' ', '+')}"}
    found = {name: page(app.test_client(), process, engine, name, path).value for name, path in asked.items()}
    kept = kept_page(app.test_client(), process, engine, LIST_KEPT, asked[LIST]).value
    return {**found, LIST_KEPT: kept, **feeds}


def feed_costs(slug: str, process: int) -> dict[str, float]:
    municipality, now = get_municipality(slug), clock.now()
    runs, zipped = [], 0
    allow_long_statements()
    for number in range(4):  # each of another quarter of an hour, so that none was kept; the first compiles the SQL
        with Stopwatch(process) as watch:
            made = feed.get_feed(municipality, "nl", (feed.PLACE,), Filters(), now + number * feed.STEP)
        runs.append(watch.work)
        zipped = len(made.zipped)
    db.session.remove()
    return {FEED: min(runs[1:]), KB: zipped / 1000}


def addresses(slugs: Sequence[str], words: str) -> list[str]:
    kinds = ("/nl/{}/", "/nl/{}/places", f"/nl/{{}}/search?q={words}", "/api/v1/{}/map.geojson?type=place&lang=nl")
    return [kind.format(slug) for slug in slugs for kind in kinds]


def memory(url: sa.URL, paths: Sequence[str]) -> float:
    """Of the largest process, after each process has heard each address."""
    port = serving.free_port()
    with servers.product(port, {"DATABASE_URL": url.render_as_string(hide_password=False)}) as product:
        for _ in range(ROUNDS if len(paths) < 50 else 4):
            for path in paths:
                if servers.ask(port, path).status != 200:
                    raise Trouble(f"{path} does not answer")
        return max(pss_mib(pid) for pid in web_workers(product.pid))


def write(towns: Sequence[Row], country: Sequence[Row]) -> None:
    said = table("places in the town", towns) + ("\n" + table("towns", country) if country else "")
    panels = [panel("One town that grows", "places", towns)]
    panels += [panel("More towns, one of them looked at", "towns", country)] if country else []
    picture = draw(panels, "Cost as the town grows, and as towns are added; the figures stand in the table")
    kept = cluster.VAR / "bench"
    kept.mkdir(parents=True, exist_ok=True)
    (kept / "growth.md").write_text(said, encoding="utf-8")
    (kept / "growth.svg").write_text(picture, encoding="utf-8")
    if country:
        (DOCS / "growth.svg").write_text(picture, encoding="utf-8")
        into(DOCS / "scale.md", said)


def into(page_: Path, said: str) -> None:
    before, _begin, rest = page_.read_text(encoding="utf-8").partition(BEGIN)
    _old, _end, after = rest.partition(END)
    page_.write_text(f"{before}{BEGIN}\n{said}{END}{after}", encoding="utf-8")


def table(what: str, rows: Sequence[Row]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row.values))
    head = [what, *(f"{row.size:,}" for row in rows)]
    lines = [[name, *(shown(row.values[name]) if name in row.values else "" for row in rows)] for name in names]
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, ["---"] * len(head), *lines]) + "\n"


def panel(title: str, across: str, rows: Sequence[Row]) -> Panel:
    lines = [
        Line(name, tuple((row.size, max(row.values[name], 0.1)) for row in rows if name in row.values))
        for name in DRAWN
    ]
    return Panel(title, across, tuple(line for line in lines if line.points))
