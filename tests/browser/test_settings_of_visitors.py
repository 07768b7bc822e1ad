"""Pages under the settings that a visitor brings along: no movement, few colours, room between the letters."""

import pytest
from playwright.sync_api import Page

from tests.browser.checks import UNSEEN, wider_than_window
from tests.browser.conftest import OpenPage
from tests.browser.pages import PAGES
from tests.browser.site import Site
from tests.browser.watch import settled

# What WCAG 1.4.12 asks a page to bear. As a sheet of the browser's own: the policy of the page forbids another.
WITH_ROOM = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}
"""
# Text whose box cuts off a part of it. What is only for who listens is cut off on purpose, and so is the map.
CUT_OFF = """
() => [...document.body.querySelectorAll("*")].filter((element) => {
  const style = getComputedStyle(element);
  const cuts = /hidden|clip/.test(style.overflowX + style.overflowY) && style.clipPath === "none";
  const holdsText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const isOver = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
  return cuts && holdsText && isOver && element.checkVisibility() && !element.closest(".map, select");
}).map((element) => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`)
"""
MOVES = """
() => document.getAnimations().filter((one) => one.playState === "running")
  .map(({ effect }) => effect.target.outerHTML.slice(0, 80))
"""
MAY_MOVE = """
() => [...document.querySelectorAll("*")].filter((element) => {
  const { transitionDuration, animationDuration, animationName, scrollBehavior } = getComputedStyle(element);
  const lasts = (times) => times.split(",").some((time) => parseFloat(time) > 0);
  const moves = lasts(transitionDuration) || (animationName !== "none" && lasts(animationDuration));
  return moves || scrollBehavior === "smooth";
}).map((element) => `${element.tagName}.${element.getAttribute("class")}`)
"""
each_page = pytest.mark.parametrize("name", PAGES)


def go(page: Page, site: Site, name: str) -> Page:
    page.goto(site.path("nl", PAGES[name]))
    return settled(page)


@each_page
def test_no_movement_few_colours_and_room_between_letters(open_page: OpenPage, site: Site, name: str) -> None:
    """One visit for the three: opening the page is what costs time."""
    page = go(open_page(reduced_motion="reduce", forced_colors="active"), site, name)
    assert page.evaluate(MAY_MOVE) == []
    assert page.evaluate(MOVES) == []
    assert page.evaluate(UNSEEN) == []
    page.evaluate(WITH_ROOM)
    assert wider_than_window(page) == []
    assert page.evaluate(CUT_OFF) == []
