"""What holds for every page, measured in the browser."""

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.database import ROOT

EVERYTHING = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental")
ABOUT_COLOUR = ("color-contrast", "link-in-text-block")
RUN_AXE = """
(runOnly) => axe.run(document, { runOnly, resultTypes: ["violations"] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary.replace(/\\s+/g, " ")}`)))
"""
WIDER_THAN_WINDOW = """
() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const sticksOut = (element) => element.getBoundingClientRect().right > room + 0.5 && !element.closest(".map > *");
  const culprits = [...document.body.querySelectorAll("*")].filter(sticksOut).slice(0, 5);
  return [`${document.documentElement.scrollWidth} px wide`, ...culprits.map((element) =>
    `${element.tagName}.${element.getAttribute("class")} ${element.textContent.trim().slice(0, 30)}`)];
}
"""
# What people press most: a thumb needs 44 px. axe checks 24 px for everything else.
MAIN_CONTROLS = (
    ".button, .pill, .menu__link, .tile__link, .tabs__link, .view-switch__link, .languages a, .chip, .filters__summary,"
    " .options__link, .events__link, .input, select, .switch, .map__buttons button, .pin, .nothing__ways a, .brand"
)
TOO_SMALL = """
(selector) => [...document.querySelectorAll(selector)]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".languages__current"))
  .map((element) => [element, element.getBoundingClientRect()])
  .filter(([, box]) => box.width < 43.9 || box.height < 43.9)
  .map(([element, box]) =>
    `${element.tagName}.${element.getAttribute("class")} ${element.textContent.trim()}: ${box.width} x ${box.height}`)
"""


@cache
def _axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def axe_complaints(page: Page, rules: tuple[str, ...] = EVERYTHING) -> list[str]:
    """Evaluated by the browser itself, so that the page's policy stays as strict as it is for a visitor."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    return _strings(page.evaluate(RUN_AXE, list(rules)))


def wider_than_window(page: Page) -> list[str]:
    return _strings(page.evaluate(WIDER_THAN_WINDOW))


def too_small_for_a_thumb(page: Page) -> list[str]:
    return _strings(page.evaluate(TOO_SMALL, MAIN_CONTROLS))


def double_the_letters(page: Page) -> None:
    """As the setting of a browser does, so that media queries in em follow. Chromium's own size is 16."""
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    page.wait_for_function("() => getComputedStyle(document.documentElement).fontSize === '32px'")


def _strings(found: Any) -> list[str]:
    assert isinstance(found, list)
    return [str(one) for one in found]
