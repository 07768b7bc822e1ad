"""An old phone, in a real browser whose processor works four times slower: the second visit over a slow 4G line, and
a town of 2,000 places on the phone itself: a filter without a network, and all of them on the map.

The processor is slowed by the browser, so on a busy machine the figures grow with whatever else it does."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright, ViewportSize, sync_playwright

from tools import chromium, cluster, serving
from tools.bench import servers, town
from tools.bench.report import Figure, Skip, Trouble
from tools.bench.slow_line import slow_line
from webapp.core import clock
from webapp.core.database import commit
from webapp.demo.operations import list_towns

SLOWER = 4
VIEWPORT: ViewportSize = {"width": 412, "height": 823}  # as Lighthouse's phone
VISITS = ROUNDS = 5
PLACES, ACTIVITIES = 2_000, 500
REST_MS = 2_000  # after its start a browser is busy with itself
KEPT_WITHIN_MS = 60_000
TRIES = 3
MAP_LINK = "a[data-view='map']"
IS_KEPT = "async (address) => !!(await caches.match(address))"
PAINTS = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const [first] = performance.getEntriesByName("first-contentful-paint");
    const [way] = performance.getEntriesByType("navigation");
    resolve({ first: first.startTime, largest: list.getEntries().pop().startTime, answered: way.responseStart });
  }).observe({ type: "largest-contentful-paint", buffered: true });
})"""
FILTERS: tuple[dict[str, str], ...] = (
    {}, {"free": "1"}, {"theme": "geld"}, {"open": "now"}, {"open": "week", "free": "1", "walkin": "1"},
    {"group": "ouderen", "wheelchair": "1"}, {"near": "51.86,4.66"}, {"q": "koffie"}, {"q": "hulp met brieven"},
)  # fmt: skip
# What a tap on a filter asks of the engine; the first pass is that of a page that has just been opened.
ASKED = """([pack, lexicon, filters, rounds]) => {
  const at = performance.now();
  const town = new Engine.Town(pack, lexicon);
  const opened = performance.now() - at;
  const moment = Math.floor(Date.parse(pack.generated_at) / 1000);
  const times = filters.map(() => []);
  let found = 0;
  for (let round = 0; round < rounds; round += 1)
    filters.forEach((told, number) => {
      const origin = told.near ? told.near.split(",").map(Number) : null;
      const start = performance.now();
      found += town.list({ type: "place", filters: told, moment, origin }).total;
      times[number].push(performance.now() - start);
    });
  return { opened, times, found, listed: town.places.length };
}"""
# From the tap on "map" until every point is drawn and the page has answered a next question.
MAP_SHOWN = """(link) => new Promise((resolve) => {
  const map = document.querySelector("[data-map]");
  const start = performance.now();
  const look = () => {
    if (!map.dataset.count || !map.querySelector(".pin")) return requestAnimationFrame(look);
    const shown = () => ({ ms: performance.now() - start, count: Number(map.dataset.count) });
    requestAnimationFrame(() => setTimeout(() => resolve(shown())));
  };
  document.querySelector(link).click();
  look();
})"""


@contextmanager
def thousands(app: Any, database_url: str) -> Iterator[int]:
    """The port of the product with the large town."""
    with app.app_context():
        town.fill(clock.now(), PLACES, ACTIVITIES)
        commit()
    port = serving.free_port()
    with servers.product(port, {"DATABASE_URL": database_url}):
        yield port


def second_visit(port: int, folder: Path) -> list[Figure]:
    """By a browser that was closed since the first visit, which had a quick line."""
    path = f"/nl/{list_towns()[0]}/"
    package = f"/api/v1/{list_towns()[0]}/offline.json?lang=nl"
    with sync_playwright() as playwright, slow_line(port) as line:
        address = f"http://{serving.HOST}:{line.port}{path}"
        with browsing(playwright, folder / "second-visit") as context:
            first = context.new_page()
            first.goto(address)
            wait_until_kept(first, package)
        line.is_slow = True
        seen = []
        for _ in range(VISITS):
            with browsing(playwright, folder / "second-visit") as context:
                page = slowed(context.new_page())
                page.wait_for_timeout(REST_MS)
                page.goto(address)
                seen.append(page.evaluate(PAINTS))
    return [
        figure("second visit over slow 4G shows content after", [one["first"] for one in seen], at_most=500),
        figure("its largest part after", [one["largest"] for one in seen]),
        figure("the first byte of its answer after", [one["answered"] for one in seen]),
    ]


def in_thousands(port: int, folder: Path) -> Iterator[Figure]:
    with sync_playwright() as playwright, browsing(playwright, folder / "thousands") as context:
        yield from filtered(context, port)
        yield from mapped(context, port)


def filtered(context: BrowserContext, port: int) -> Iterator[Figure]:
    """Of what the phone keeps, without a network."""
    page = slowed(context.new_page())
    page.goto(f"http://{serving.HOST}:{port}/nl/{town.SLUG}/about")
    page.evaluate(bundled("static/js/offline/engine/town.js"))
    pack = servers.ask(port, f"/api/v1/{town.SLUG}/offline.json?lang=nl").body.decode()
    lexicon = servers.ask(port, "/api/v1/lexicon.json").body.decode()
    page.evaluate("([pack, lexicon]) => { self.pack = pack; self.lexicon = lexicon; }", [pack, lexicon])
    said = page.evaluate(
        f"([filters, rounds]) => ({ASKED})([JSON.parse(self.pack), JSON.parse(self.lexicon), filters, rounds])",
        [list(FILTERS), ROUNDS],
    )
    if said["listed"] != PLACES or not said["found"]:
        raise Trouble(f"the phone lists {said['listed']} places and finds {said['found']}")
    page.close()
    later = [max(times[1:]) for times in said["times"]]
    yield Figure(
        f"filter on {PLACES:,} places, the slowest of {len(FILTERS)}",
        max(median(times) for times in said["times"]),
        "ms",
        at_most=50,
        remark="median of five",
    )
    yield Figure("a filter, median of all", median(median(times) for times in said["times"]), "ms")
    yield Figure("the slowest that was asked for at all", max(later), "ms")
    yield Figure("the first question after opening", max(times[0] for times in said["times"][:1]), "ms")
    yield Figure("opening the town, once a page", said["opened"], "ms")


def mapped(context: BrowserContext, port: int) -> Iterator[Figure]:
    shown = []
    for _ in range(VISITS):
        page = slowed(context.new_page())
        open_list(page, f"http://{serving.HOST}:{port}/nl/{town.SLUG}/places")
        shown.append(page.evaluate(MAP_SHOWN, MAP_LINK))
        page.close()
    if {one["count"] for one in shown} != {PLACES}:
        raise Trouble(f"the map has {shown[0]['count']} markers")
    yield figure(
        f"map with {PLACES:,} markers, from the tap until it answers", [one["ms"] for one in shown], at_most=1_000
    )


def open_list(page: Page, address: str) -> None:
    """As the server makes it: on a busy machine an answer can come so late that the phone shows what it keeps."""
    for _ in range(TRIES):
        page.goto(address, wait_until="networkidle")
        if page.locator(MAP_LINK).count():
            return
    raise Trouble(f"the server was too slow for a list, {TRIES} times")


def figure(what: str, values: Sequence[float], at_most: float | None = None) -> Figure:
    return Figure(what, median(values), "ms", at_most=at_most, remark=f"{min(values):.0f} to {max(values):.0f}")


@contextmanager
def browsing(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """With what it kept in this folder before."""
    path = chromium.find_chromium()
    if path is None:
        raise Skip("no Chromium found")
    try:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=path,
            headless=True,
            args=list(chromium.ARGUMENTS),
            viewport=VIEWPORT,
            is_mobile=True,
            has_touch=True,
        )
    except Error as problem:
        raise Skip(f"Chromium does not start: {problem.message.splitlines()[0]}") from problem
    try:
        yield context
    finally:
        context.close()


def slowed(page: Page) -> Page:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return page


def wait_until_kept(page: Page, address: str) -> None:
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    for _ in range(KEPT_WITHIN_MS // 100):
        if page.evaluate(IS_KEPT, address):
            return
        page.wait_for_timeout(100)
    raise Trouble("the phone keeps nothing of the town")


def bundled(entry: str) -> str:
    """A module as one script that a page may run, made as the front end is."""
    node_modules = cluster.ROOT / "node_modules/.bin/esbuild"
    command = [
        str(node_modules),
        str(cluster.ROOT / entry),
        "--bundle",
        "--minify",
        "--format=iife",
        "--global-name=Engine",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return f"{done.stdout}; self.Engine = Engine;"
