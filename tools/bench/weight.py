"""Bytes of a first visit to the home page, as a browser gets them: packed, headers included, no tile server."""

from collections import Counter
from typing import Any

from playwright.sync_api import Error, Page, sync_playwright

from tools import chromium, serving
from tools.bench import town
from tools.bench.report import Figure, Skip

KB = 1000
OTHER = "Other"
KINDS = ("Document", "Stylesheet", "Script", "Font", "Image", "Fetch")
PHONE = {"width": 390, "height": 844}
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
        page = browser.new_page(viewport=PHONE)
        seen = Seen(page)
        page.goto(f"http://{serving.HOST}:{port}/nl/{town.SLUG}/", wait_until="load")
        settle(page)
        at_first, requests = seen.by_kind(), len(seen.loaded)
        page.keyboard.press("End")
        page.locator("[data-map]").scroll_into_view_if_needed()
        settle(page)
        at_end = seen.by_kind()
        browser.close()
    return figures(at_first, requests, at_end)


def settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLED_MS)


class Seen:
    """Kind and bytes of everything that a page loads."""

    def __init__(self, page: Page) -> None:
        self.loaded: list[tuple[str, int]] = []
        self._kinds: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.responseReceived", self._begin)
        session.on("Network.loadingFinished", self._finish)
        session.send("Network.enable")

    def _begin(self, event: dict[str, Any]) -> None:
        self._kinds[event["requestId"]] = event["type"]

    def _finish(self, event: dict[str, Any]) -> None:
        kind = self._kinds.get(event["requestId"], OTHER)
        self.loaded.append((kind if kind in KINDS else OTHER, int(event["encodedDataLength"])))

    def by_kind(self) -> Counter[str]:
        sizes: Counter[str] = Counter()
        for kind, size in self.loaded:
            sizes[kind] += size
        return sizes


def figures(at_first: Counter[str], requests: int, at_end: Counter[str]) -> list[Figure]:
    return [
        Figure("first visit, everything", at_first.total() / KB, "kB", at_most=150, remark=f"{requests} requests"),
        Figure("of which JavaScript", at_first["Script"] / KB, "kB", at_most=70),
        *(Figure(kind.lower(), size / KB, "kB") for kind, size in at_first.most_common() if kind != "Script"),
        Figure("after scrolling to the end, everything", at_end.total() / KB, "kB"),
    ]
