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

# With few colours a control is seen by its edge, its underline or its words.
UNSEEN = """
() => [...document.querySelectorAll(".button, .input, select, textarea, .pill, .pin, summary, [type=radio]")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[aria-hidden=true]"))
  .filter((element) => {
    const edge = (one) => {
      const style = getComputedStyle(one);
      return parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none"
        && !/^rgba\\(.*, 0\\)$/.test(style.borderTopColor);
    };
    const isDrawn = Boolean(element.querySelector("svg, img")) || element.matches("[type=radio]");
    return !edge(element) && !isDrawn && !element.textContent.trim();
  }).map((element) => element.outerHTML.slice(0, 100))
"""
# What is chosen or where somebody is has to look different without its colour too.
AS_THE_OTHERS = """
() => {
  const CHOSEN = "[aria-current]:not([aria-current=false]), [aria-pressed=true], [aria-selected=true]";
  const SIDES = ["Top", "Bottom", "Left", "Right"];
  const EDGE = SIDES.flatMap((side) => ["Width", "Style", "Color"].map((what) => `border${side}${what}`));
  const LOOK = [...EDGE, "outlineStyle", "outlineWidth", "textDecorationLine", "fontWeight", "backgroundColor"];
  const look = (one) => {
    const style = getComputedStyle(one);
    return LOOK.map((name) => style[name]).join() + one.querySelectorAll("svg").length;
  };
  const others = (one) => [...document.getElementsByClassName(one.className)]
    .filter((other) => other.tagName === one.tagName && !other.matches(CHOSEN));
  const isLost = (one) => others(one).length && others(one).every((other) => look(other) === look(one));
  return [...document.querySelectorAll(CHOSEN)]
    .filter((one) => one.className && one.closest("main") && one.checkVisibility() && isLost(one))
    .map((one) => one.textContent.trim().slice(0, 60));
}
"""
LARGE, USUAL = 32, 16  # px; Chromium's own size is 16


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


def double_the_letters(page: Page, size: int = LARGE) -> None:
    """As the setting of a browser does, so that media queries in em follow."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": size}})
    page.wait_for_function(f"() => getComputedStyle(document.documentElement).fontSize === '{size}px'")
    session.detach()


def in_large_letters(page: Page) -> list[str]:
    double_the_letters(page)
    found = [f"in large letters: {what}" for what in wider_than_window(page)]
    double_the_letters(page, USUAL)
    return found


def in_few_colours(page: Page) -> list[str]:
    page.emulate_media(forced_colors="active")
    found = [f"in few colours nothing is left of {what}" for what in _strings(page.evaluate(UNSEEN))]
    found += [f"in few colours as the others: {what}" for what in _strings(page.evaluate(AS_THE_OTHERS))]
    page.emulate_media(forced_colors="none")
    return found


def _strings(found: Any) -> list[str]:
    assert isinstance(found, list)
    return [str(one) for one in found]
