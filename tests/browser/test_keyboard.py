"""Without a mouse: where the focus goes, and that it can be seen."""

from playwright.sync_api import Page, expect

from tests.browser.site import Site
from tests.browser.watch import settled

STOPS = 60
# What has the focus now: can it be seen, and does it come after what had it before?
STOP = """
(before) => {
  const now = document.activeElement;
  const outlined = ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  const drawnBy = [now, ...now.children, now.closest(".card")].filter(Boolean);
  const shown = drawnBy.some((one) => outlined(getComputedStyle(one)) || outlined(getComputedStyle(one, "::after")));
  const box = now.getBoundingClientRect();
  const middle = Math.min(Math.max(box.y + box.height / 2, 0), innerHeight - 1);
  const top = document.elementFromPoint(box.x + box.width / 2, middle);
  return {
    now,
    name: `${now.tagName}.${now.getAttribute("class")} ${now.textContent.trim().slice(0, 40)}`,
    part: now.closest("header, main, footer, .team")?.tagName ?? now.tagName,
    shown,
    free: now.contains(top) || top?.contains(now),
    later: !before || Boolean(before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
}
"""


def test_the_first_stop_skips_to_the_content(page: Page, site: Site) -> None:
    page.goto(site.path("nl", "places"))
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


def test_the_focus_is_seen_and_goes_from_top_to_bottom(page: Page, site: Site) -> None:
    for path in ("", "places", "places/het-brughuis"):
        page.goto(site.path("nl", path))
        settled(page)
        before = None
        parts: list[str] = []
        for _ in range(STOPS):
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement === document.body"):
                break  # the end of the page
            stop = page.evaluate_handle(STOP, before)
            name = stop.get_property("name").json_value()
            assert stop.get_property("shown").json_value(), f"focus cannot be seen on {name} of {path!r}"
            assert stop.get_property("free").json_value(), f"something lies over {name} of {path!r}"
            assert stop.get_property("later").json_value(), f"the focus jumps back to {name} of {path!r}"
            before = stop.get_property("now")
            parts.append(stop.get_property("part").json_value())
        assert parts.index("HEADER") < parts.index("MAIN")
