"""Bytes of a first visit to the home page, as a browser gets them: packed, headers included, no tile server."""

from collections import Counter
from typing import Any

from playwright.sync_api import Error, Page, sync_playwright

from tools import chromium, serving
from tools.bench import town
from tools.bench.report import Figure, Skip

KB = 1000
KINDS = ("Document", "Stylesheet", "Script", "Font", "Image", "Fetch", "XHR")
SETTLED_MS = 500


def measure(port: int) -> list[Figure]:
    path = chromium.find_chromium()
    if path is None:
        raise Skip("no Chromium found")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, headless=True, args=list(chromium.ARGUMENTS))
        except Error as problem:
            raise Skip(f"Chromium does not start: {problem.message.splitlines()[0]}") from problem
        page = browser.new_page(viewport={"width": 390, "height": 844})
        loaded = watched(page, f"http://{serving.HOST}:{port}/nl/{town.SLUG}/")
        browser.close()
    return figures(loaded)


def watched(page: Page, address: str) -> list[tuple[str, int]]:
    """Kind and bytes of everything that is loaded, also of what waits until it is scrolled into view."""
    kinds: dict[str, str] = {}
    loaded: list[tuple[str, int]] = []
    session = page.context.new_cdp_session(page)

    def note(event: dict[str, Any]) -> None:
        loaded.append((kinds.get(event["requestId"], "Other"), int(event["encodedDataLength"])))

    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on("Network.loadingFinished", note)
    session.send("Network.enable")
    page.goto(address, wait_until="load")
    page.keyboard.press("End")
    page.evaluate("document.querySelector('.map, [data-module]')?.scrollIntoView()")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLED_MS)
    return loaded


def figures(loaded: list[tuple[str, int]]) -> list[Figure]:
    of_kind: Counter[str] = Counter()
    for kind, size in loaded:
        of_kind[kind if kind in KINDS else "Other"] += size
    return [
        Figure("home page, all of it", sum(of_kind.values()) / KB, "kB", at_most=150, remark=f"{len(loaded)} requests"),
        Figure("JavaScript", of_kind["Script"] / KB, "kB", at_most=70),
        *(Figure(kind.lower(), size / KB, "kB") for kind, size in of_kind.most_common() if kind != "Script"),
    ]
