"""Without a mouse: where the focus goes, and that it can be seen."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import double_the_letters
from tests.browser.pages import PAGES
from tests.browser.site import Site
from tests.browser.tree import open_folds
from tests.browser.watch import settled

MOST_STOPS = 200
# What has the focus now: can it be seen, does nothing lie over it, and does it come after what had it before?
STOP = """
() => {
  const now = document.activeElement;
  const outlined = ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  const drawnBy = [now, ...now.children];
  const [box] = now.getClientRects(); // of a link over two lines the first
  const middle = Math.min(Math.max(box.y + box.height / 2, 0), innerHeight - 1);
  const top = document.elementFromPoint(box.x + box.width / 2, middle);
  const before = window.focusBefore ?? document.body.firstElementChild;
  window.focusBefore = now;
  return {
    name: `${now.tagName}.${now.getAttribute("class")} ${now.textContent.trim().slice(0, 40)}`,
    isEnd: now === document.body,
    isSeen: drawnBy.some((one) => outlined(getComputedStyle(one)) || outlined(getComputedStyle(one, "::after"))),
    isFree: now.contains(top) || Boolean(top?.contains(now)),
    isLater: now === before || Boolean(before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
}
"""


def test_the_first_stop_skips_to_the_content(page: Page, site: Site) -> None:
    page.goto(site.path("nl", "places"))
    page.keyboard.press("Tab")
    skip = page.locator("a[href='#main']")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


@pytest.mark.parametrize("name", PAGES)
def test_the_focus_is_seen_goes_from_top_to_bottom_and_leaves_the_page(page: Page, site: Site, name: str) -> None:
    page.goto(site.path("nl", PAGES[name]))
    settled(page)
    open_folds(page)
    begins_below = "#" in page.url or page.locator("[autofocus]").count()
    first, *_ = walk(page)
    assert begins_below or first["name"].startswith("A.skip")


@pytest.mark.parametrize("name", ["home", "places", "life event with a fast way out", "ask about safety", "today"])
def test_with_large_letters_nothing_lies_over_what_has_the_focus(page: Page, site: Site, name: str) -> None:
    """Where something stays in view while the rest scrolls."""
    page.set_viewport_size({"width": 360, "height": 560})
    page.goto(site.path("nl", PAGES[name]))
    settled(page)
    double_the_letters(page)
    walk(page)


def walk(page: Page) -> list[dict[str, Any]]:
    """With Tab, from the start until the browser itself has the focus."""
    stops = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop["isEnd"]:
            return stops
        assert stop["isSeen"], f"the focus cannot be seen on {stop['name']}"
        assert stop["isFree"], f"something lies over {stop['name']}"
        assert stop["isLater"], f"the focus jumps back to {stop['name']}"
        stops.append(stop)
    raise AssertionError(f"the keyboard never leaves the page; now on {stop['name']}")
