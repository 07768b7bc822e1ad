"""What Lighthouse says of the demonstration town: a phone on a simulated slow 4G line, its processor four times slower.

Lighthouse reckons the line (150 ms there and back, 1.6 Mbit/s) and the processor from an unhindered visit. What else
the machine does counts four times in the time that the main thread is blocked; beside it stands what a processor had
to do (blocking.py). Each round visits every page once;
medians of LIGHTHOUSE_ROUNDS (five) rounds. Nothing outside this machine is asked."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa

from tools import chromium, cluster, serving
from tools.bench import blocking, servers
from tools.bench.report import Figure, Skip, Trouble
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.demo.operations import list_towns
from webapp.places.models import Place

ROUNDS = 5
TRIES = 3
PATIENCE_S = 170
PAGES = {
    "home": "",
    "list": "places",
    "place": "places/het-brughuis",
    "form": "ask",
}
SCORES = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
CLS_DIGITS = 3
TIMES = {  # audit: (name, unit of what it says in a second, unit, goal)
    "largest-contentful-paint": ("largest contentful paint", 1000, "s", 1.8),
    "total-blocking-time": ("total blocking time", 1, "ms", 100),
    "cumulative-layout-shift": ("layout shift", 1, "", 0.02),
}
BY_PROCESSOR = "dichtbij-blocked-by-processor"  # ours, beside what the report says
FAILING = 0.9  # an audit below this is named, so that a missed goal can be looked into


@contextmanager
def demonstration(database_url: str) -> Iterator[int]:
    """The port of the product with the demonstration town, in the settings of production."""
    port = serving.free_port()
    ours = {"DATABASE_URL": database_url, "BASE_URL": f"http://{serving.HOST}:{port}"}
    load = serving.flask("demo", "load", "--even-in-production")
    subprocess.run(load, cwd=cluster.ROOT, env={**os.environ, **ours}, check=True, stdout=subprocess.DEVNULL)
    make_real(database_url)
    with servers.product(port, ours):
        yield port


def make_real(database_url: str) -> None:
    """Pages of a demonstration ask not to be found, and Lighthouse would call that a fault of the page."""
    engine = sa.create_engine(database_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for model in (Municipality, Place, Activity):
            connection.execute(sa.update(model).values(is_demo=False))


def rounds() -> int:
    return int(os.environ.get("LIGHTHOUSE_ROUNDS") or ROUNDS)


def measure(port: int, folder: Path) -> list[Figure]:
    browser = chromium.find_chromium()
    if browser is None:
        raise Skip("no Chromium found")
    node, program = servers.program("lighthouse").splitlines()
    towns = list_towns()
    said: dict[str, list[dict[str, Any]]] = {name: [] for name in PAGES}
    for number in range(rounds()):
        for name, rest in PAGES.items():
            address = f"http://{serving.HOST}:{port}/nl/{towns[0]}/{rest}"
            said[name].append(visit([node, program], browser, address, folder / f"{name}-{number}"))
    return [figure for name, reports in said.items() for figure in figures(name, reports)]


def visit(program: list[str], browser: str, address: str, folder: Path) -> dict[str, Any]:
    """The report on one visit by a browser that was never here. On a busy machine Lighthouse sometimes loses the
    beginning of a visit and asks to be run again. Raises Trouble when there is no report in three tries."""
    problem = ""
    for number in range(TRIES):
        report = judged(program, browser, address, folder.with_name(f"{folder.name}-{number}"))
        if not report.get("runtimeError"):
            return report
        problem = report["runtimeError"]["message"]
    raise Trouble(f"Lighthouse could not judge {address}: {problem}")


def judged(program: list[str], browser: str, address: str, folder: Path) -> dict[str, Any]:
    folder.mkdir()
    file = folder / "report.json"
    flags = " ".join((*chromium.ARGUMENTS, f"--user-data-dir={folder / 'profile'}"))
    command = [
        *program, address, "--quiet", "--no-enable-error-reporting", f"--only-categories={','.join(SCORES)}",
        "--save-assets", "--output=json", f"--output-path={file}", f"--chrome-flags={flags}",
    ]  # fmt: skip
    environment = {**os.environ, "CHROME_PATH": browser}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    except subprocess.TimeoutExpired as problem:
        raise Trouble(f"Lighthouse was not ready in {PATIENCE_S} s") from problem
    if not file.exists():
        raise Trouble(f"Lighthouse failed: {' '.join(done.stderr.split())[-300:]}")
    report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    report[BY_PROCESSOR] = blocked(folder)
    return report


def blocked(folder: Path) -> float | None:
    """None when Lighthouse lost the visit: then there is no trace, or nothing was drawn in it."""
    traces = list(folder.glob("*.trace.json"))
    return blocking.blocked_ms(blocking.read_trace(traces[0])) if traces else None


def figures(page: str, reports: list[dict[str, Any]]) -> Iterator[Figure]:
    for category, goal in SCORES.items():
        score = median(report["categories"][category]["score"] for report in reports) * 100
        remark = "" if score >= goal else ", ".join(weak(reports, category))
        yield Figure(f"{page}: {category.replace('-', ' ')}", round(score), at_least=goal, remark=remark)
    for audit, (name, a_unit, unit, most) in TIMES.items():
        values = sorted(report["audits"][audit]["numericValue"] / a_unit for report in reports)
        remark = f"{values[0]:.3g} to {values[-1]:.3g}" if len(values) > 1 else ""
        yield Figure(f"{page}: {name}", round(median(values), CLS_DIGITS), unit, at_most=most, remark=remark)
    times = [report[BY_PROCESSOR] for report in reports if report[BY_PROCESSOR] is not None]
    if times:
        yield Figure(f"{page}: blocked, by time of a processor", round(median(times)), "ms")


def weak(reports: list[dict[str, Any]], category: str) -> list[str]:
    """The audits that cost points, in any of the reports."""
    found = {
        part["id"]
        for report in reports
        for part in report["categories"][category]["auditRefs"]
        if part["weight"] and (report["audits"][part["id"]]["score"] or 0) < FAILING
        and report["audits"][part["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")
    }  # fmt: skip
    return sorted(found)
