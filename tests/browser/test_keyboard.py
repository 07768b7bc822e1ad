"""Without a mouse: where the focus goes, and that it can be seen."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site
from tests.browser.watch import settled

STOPS = 50
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
    part: now.closest("header, main, footer")?.tagName,
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


@pytest.mark.parametrize(
    "path",
    [
        "",
        "places",
        "places/het-brughuis",
        "today",
        "search?q=schulden",
        "ask?topic=veilig",
        "life-events/worried",
        "safe",
        "report?place=het-brughuis",
    ],
)
def test_the_focus_is_seen_and_goes_from_top_to_bottom(page: Page, site: Site, path: str) -> None:
    page.goto(site.path("nl", path))
    settled(page)
    parts = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop["isEnd"]:
            break
        assert stop["isSeen"], f"the focus cannot be seen on {stop['name']}"
        assert stop["isFree"], f"something lies over {stop['name']}"
        assert stop["isLater"], f"the focus jumps back to {stop['name']}"
        parts.append(stop["part"])
    assert "HEADER" in parts[:3]
    assert parts.index("HEADER") < parts.index("MAIN")
