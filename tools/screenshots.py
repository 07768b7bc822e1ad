"""`make screenshots`: one picture of every page a visitor can reach, at three widths, in Dutch and English.

Follows the links from the front page and takes the first address of each kind. Also tells what a picture
easily hides: a page wider than its window, an error in the browser's console, an answer that is not 200."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from tools import chromium, cluster, local, run, serving
from tools.processes import Program, StopSignal

PICTURES = cluster.VAR / "screenshots"
WIDTHS = (360, 768, 1280)
HEIGHT = 800
LANGUAGES = ("nl", "en")
# What no link leads to at once: nothing found, an address that does not exist, an end of the helper.
UNLINKED = {
    "nothing-found": "places?q=qqqqqq",
    "nothing-today": "today?q=qqqqqq",
    "searched": "search?q=schulden",
    "searched-in-vain": "search?q=qqqqwwww",
    "fast-way-out": "life-events/worried",
    "no-connection": "offline",
    "report": "report?place=het-brughuis",
    "waiting": "waiting",
    "ask-about-safety": "ask?topic=veilig&place=het-brughuis",
    "searched-about-safety": "search?q=mishandeling",
    "not-found": "places/does-not-exist",
    "collection-in-steps": "collections/geldzorgen-welke-hulp-wanneer",
    "embed": "embed?show=today&map=1",
    "screen": "screen",
    "refer": "refer",
    "refer-cards": "refer?theme=geld&area=all",
    "helper-result": "helper?about=any&who=ouderen&how=any&when=evening&postcode=2951",
}


def main() -> int:
    browser_path = chromium.find_chromium()
    if not browser_path:
        sys.exit("Chromium is missing; tools/setup.sh --test installs it.")
    shutil.rmtree(PICTURES, ignore_errors=True)
    with ExitStack() as started, sync_playwright() as playwright:
        address = start_server(started)
        arguments = list(chromium.ARGUMENTS)
        browser = playwright.chromium.launch(executable_path=browser_path, args=arguments)
        remarks = [remark for language in LANGUAGES for remark in picture_language(browser, address, language)]
        browser.close()
    print("\n".join(remarks) or "Nothing to remark.")
    print(f"{len(list(PICTURES.rglob('*.png')))} pictures in {PICTURES.relative_to(cluster.ROOT)}")
    return 0


def start_server(started: ExitStack) -> str:
    """On a port of its own, with the demonstration town."""
    stop = StopSignal()
    local.load_env_file()
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = started.enter_context(cluster.borrowed())
    os.environ.setdefault("TILES_URL", "")  # the same pictures on every machine
    local.fill_environment()
    port = serving.free_port()
    address = os.environ["BASE_URL"] = f"http://{serving.HOST}:{port}"
    run.prepare_database(stop)
    server = Program("the web server", serving.server_command(port))
    started.callback(server.stop)
    run.wait_until_ready(port, [server], stop, "/health/live")
    return address


def picture_language(browser: Browser, address: str, language: str) -> Iterator[str]:
    context = browser.new_context(locale=language, reduced_motion="reduce")
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    pages = find_pages(page, address, language)
    for name, path in pages.items():
        problems.clear()
        yield from take(page, address + path, name, language)
        if name not in UNLINKED:
            yield from (f"{language} {name}: {problem}" for problem in sorted(set(problems)))
    context.close()


def find_pages(page: Page, address: str, language: str) -> dict[str, str]:
    """Name of the view -> the first address that shows it."""
    router = local.create_app().url_map.bind(urlsplit(address).netloc)
    page.goto(address)
    home = f"/{language}/" + urlsplit(page.url).path.split("/", 2)[2]
    found: dict[str, str] = {}
    waiting = [home]
    while waiting:
        path = waiting.pop(0)
        view = view_of(router, path)
        if view is None or view in found:
            continue
        # Asked for before it is visited: the browser shows no file that is to be kept, such as a calendar.
        if "text/html" not in page.request.head(address + path).headers.get("content-type", ""):
            continue
        page.goto(address + path)
        found[view] = path
        waiting += links(page, address, language)
    return found | {name: home + tail for name, tail in UNLINKED.items()}


# They load when they come near the window, which they do once it is as high as the page.
MAPS_ARE_DRAWN = """() => [...document.querySelectorAll(".map[data-feed]")]
  .every((map) => !map.offsetWidth || map.dataset.count || map.querySelector(".map__status")?.textContent)"""


def view_of(router: MapAdapter, path: str) -> str | None:
    try:
        return str(router.match(path.partition("?")[0])[0])
    except HTTPException:
        return None


def links(page: Page, address: str, language: str) -> list[str]:
    targets: list[str] = page.eval_on_selector_all("a[href]:not([download])", "all => all.map(one => one.href)")
    inside = [target.removeprefix(address).partition("#")[0] for target in targets if target.startswith(f"{address}/")]
    return [path for path in inside if path.startswith(f"/{language}/")]


def take(page: Page, url: str, name: str, language: str) -> Iterator[str]:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        answer = page.goto(url, wait_until="networkidle")
        # A window as high as the page: what sticks to the edge of the window is then at its end.
        page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
        page.wait_for_function(MAPS_ARE_DRAWN)
        file = PICTURES / language / f"{name}-{width}.png"
        page.screenshot(path=file, full_page=True, animations="disabled")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            yield f"{language} {name} at {width}: the page is {wide} wide"
        if answer is not None and answer.status != 200 and name not in UNLINKED:
            yield f"{language} {name}: answer {answer.status}"


if __name__ == "__main__":
    sys.exit(main())
