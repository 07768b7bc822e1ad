"""Arabic on a small phone: the page begins at the right, nothing sticks out, arrows point along the line of reading."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import axe_complaints, too_small_for_a_thumb, wider_than_window
from tests.browser.conftest import OpenPage
from tests.browser.pages import PAGES
from tests.browser.site import Site
from tests.browser.watch import settled

WIDE = {"width": 1280, "height": 800}
# The title is not of this language where Dutch stands in, so the menu and the boxes are measured.
BEGINS_AT = "(element) => getComputedStyle(element).direction"
FLIPPED = "(icons) => icons.map((icon) => new DOMMatrix(getComputedStyle(icon).transform).a)"


@pytest.mark.parametrize("name", PAGES)
def test_nobody_scrolls_sideways_in_arabic(page: Page, site: Site, name: str) -> None:
    page.goto(site.path("ar", PAGES[name]))
    settled(page)

    assert page.locator("main").evaluate(BEGINS_AT) == "rtl"
    assert wider_than_window(page) == []
    assert page.evaluate("() => document.scrollingElement.scrollWidth <= innerWidth")
    assert too_small_for_a_thumb(page) == []
    page.set_viewport_size(WIDE)
    assert wider_than_window(page) == []


@pytest.mark.parametrize("name", ["home", "place", "activity", "today"])
def test_axe_finds_nothing_in_arabic(open_page: OpenPage, site: Site, name: str) -> None:
    page = open_page(reduced_motion="reduce")
    page.goto(site.path("ar", PAGES[name]))
    settled(page)

    assert axe_complaints(page) == []


def test_arrows_point_along_the_line_of_reading(page: Page, site: Site) -> None:
    for language, scale in (("nl", 1), ("ar", -1)):
        page.goto(site.path(language, "places/het-brughuis?week=2"))
        pointing = page.locator(".icon--pointing").evaluate_all(FLIPPED)
        assert len(pointing) > 1
        assert set(pointing) == {scale}


def test_the_buttons_of_the_map_stand_at_the_end_of_the_line(open_page: OpenPage, site: Site) -> None:
    page = open_page(viewport=WIDE)
    page.goto(site.path("ar", "places"))
    settled(page)
    buttons, whole = page.locator(".map__buttons"), page.locator(".map")
    expect(buttons).to_be_visible()
    box, frame = buttons.bounding_box(), whole.bounding_box()
    assert box
    assert frame

    assert box["x"] - frame["x"] < frame["width"] / 2
