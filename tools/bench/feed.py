"""The map feed of a town of 500 places: under load beside nginx and pygeoapi, and built from nothing."""

import gzip
import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import sqlalchemy as sa
from flask import Flask
from werkzeug.datastructures import Accept

from tools import serving
from tools.bench import town
from tools.bench.measuring import Load, Stopwatch, cpu_seconds, load
from tools.bench.pages import database_process, of, parts_of
from tools.bench.pygeoapi import ITEMS, pygeoapi
from tools.bench.report import Figure, Skip, Trouble
from tools.bench.servers import Server, ask, nginx, program, proxy
from webapp.areas.queries import get_municipality
from webapp.core import clock
from webapp.finding import feed
from webapp.finding.rules import Filters

PATH = f"/api/v1/{town.SLUG}/map.geojson?type=place&lang=nl"
ZIPPED = {"Accept-Encoding": "gzip"}
ROUNDS, SECONDS = 4, 4
BUILDS = 20


@dataclass
class Target:
    """One program under load; every round asks each of them once."""

    name: str
    server: Server
    port: int
    path: str
    headers: Mapping[str, str]
    runs: list[Load] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)  # a request

    def run(self, seconds: int) -> None:
        before = cpu_seconds(self.server.pid)
        done = load(f"http://{serving.HOST}:{self.port}{self.path}", seconds, self.headers)
        self.cpu_ms.append((cpu_seconds(self.server.pid) - before) * 1000 / done.requests)
        self.runs.append(done)

    def over(self, other: "Target") -> float:
        """The median of the ratios in each round: the machine is as busy for the one as for the other."""
        return median(own.rate / its.rate for own, its in zip(self.runs, other.runs, strict=True))

    def figures(self) -> tuple[Figure, Figure]:
        return (
            Figure(self.name, median(run.rate for run in self.runs), "requests/s"),
            Figure(f"{self.name}: CPU time", median(self.cpu_ms) * 1000, "µs/request"),
        )


def items_of(body: bytes) -> int:
    """How many things an answer holds: the same work is compared or nothing is."""
    return len(json.loads(gzip.decompress(body))["features"])


def under_load(product: Server, port: int, folder: Path, url: sa.URL) -> list[Figure | Skip]:
    program("wrk")
    ours = ask(port, PATH, ZIPPED)
    if ours.headers.get("content-encoding") != "gzip" or items_of(ours.body) != town.PLACES:
        raise Trouble(f"the feed answers {ours.status} with {len(ours.body)} bytes")
    known = {**ZIPPED, "If-None-Match": ours.headers["etag"]}
    if ask(port, PATH, known).status != 304:
        raise Trouble("the feed does not answer 304 to its own ETag")
    with ExitStack() as started:
        file_port = serving.free_port()
        file = started.enter_context(nginx(folder, file_port, ours.body, gzip.decompress(ours.body)))
        cache_port = serving.free_port()
        cache = started.enter_context(proxy(folder / "proxy", cache_port, port, PATH))
        targets = {
            "nginx": Target("nginx, the same bytes from a file", file, file_port, "/feed.geojson", ZIPPED),
            "product": Target("feed", product, port, PATH, ZIPPED),
            "cached": Target("feed behind the documented nginx", cache, cache_port, PATH, ZIPPED),
            "304": Target("feed, 304", product, port, PATH, known),
        }
        missing = add_peer(targets, started, folder, url)
        run_rounds(list(targets.values()))
    return [*compared(targets, len(ours.body)), *missing]


def add_peer(targets: dict[str, Target], started: ExitStack, folder: Path, url: sa.URL) -> list[Skip]:
    """The rest is worth measuring without it, so its absence is an answer and not an exception."""
    port, path = serving.free_port(), f"{ITEMS}&limit={town.PLACES * 2}"
    try:
        server = started.enter_context(pygeoapi(folder, url, port))
        found = items_of(ask(port, path, ZIPPED).body)
    except Skip as reason:
        return [reason]
    if found != town.PLACES:
        return [Skip(f"pygeoapi answers with {found} things instead of {town.PLACES}")]
    targets["pygeoapi"] = Target("pygeoapi", server, port, path, ZIPPED)
    return []


def run_rounds(targets: list[Target]) -> None:
    """In turning order, after a short run that fills caches and pools and does not count."""
    for target in targets:
        load(f"http://{serving.HOST}:{target.port}{target.path}", 1, target.headers)
    for number in range(ROUNDS):
        turn = number % len(targets)
        for target in (*targets[turn:], *targets[:turn]):
            target.run(SECONDS)


def compared(targets: Mapping[str, Target], zipped: int) -> list[Figure]:
    product, peer = targets["product"], targets.get("pygeoapi")
    figures = [Figure("feed against nginx", product.over(targets["nginx"]), "times", at_least=0.25)]
    figures.append(
        Figure("feed behind the documented nginx", targets["cached"].over(targets["nginx"]), "times", at_least=0.8)
    )
    if peer:
        figures.append(Figure("feed against pygeoapi", product.over(peer), "times", at_least=50))
    figures.append(Figure("feed zipped", zipped, "bytes", remark=f"{town.PLACES} places, slots of 14 days"))
    for target in targets.values():
        figures += target.figures()
    return figures


def built(app: Flask) -> list[Figure]:
    """Each build is of another quarter of an hour, so that none was kept."""
    runs = []
    with app.test_request_context(PATH):
        process = database_process()  # which gives back what was read before
        municipality, now = get_municipality(town.SLUG), clock.now()
        for number in range(BUILDS + 1):
            with Stopwatch(process) as watch:
                made = feed.get_feed(municipality, "nl", (feed.PLACE,), Filters(), now + number * feed.STEP)
                made.packed_for(Accept([("br", 1)]))
            runs.append(watch)
    first, *warm = runs  # the first compiles the SQL
    return [
        Figure("first build of a version, application CPU", of(warm, "application"), "ms", at_most=5),
        Figure("with the database", of(warm, "work"), "ms", remark=parts_of(warm)),
        Figure("very first build of a process, application CPU", first.application, "ms"),
    ]
