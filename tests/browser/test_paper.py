"""On paper: what it is, when, where, whom to call. No menu and no map."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.site import Site
from tests.browser.watch import settled

MUCH = 16  # activities in one place
SHEETS = 3
SHEET: ViewportSize = {"width": 718, "height": 1050}  # A4 inside its margins
BLANK_PNG_BYTES = 10_000  # a page of one colour is smaller


@pytest.mark.parametrize("path", ["places/het-brughuis", "activities/inloop-geld-en-post", "places", "today"])
def test_paper_has_the_facts_and_no_navigation(page: Page, site: Site, path: str) -> None:
    page.goto(site.path("nl", path))
    settled(page)
    page.emulate_media(media="print")
    for part in (".map", ".menu", ".languages", ".skip", ".filters", ".actions", ".foot__links"):
        for element in page.locator(part).all():
            expect(element).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_text("078 - 202 11 11").first).to_be_visible()
    assert len(page.screenshot()) > BLANK_PNG_BYTES


def test_a_place_with_much_to_do_fits_on_three_sheets(page: Page, site: Site) -> None:
    """What happens there is one line each: its name and when."""
    page.goto(site.path("nl", "places/het-brughuis"))
    assert page.locator("#activities-title + .cards .card").count() >= MUCH
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= SHEETS
    page.emulate_media(media="print")
    for part in (".card__name", ".card__opening"):
        expect(page.locator(f"#activities-title + .cards {part}").first).to_be_visible()


def test_when_and_where_are_side_by_side_and_no_link_leads_away(page: Page, site: Site) -> None:
    page.goto(site.path("nl", "places/het-brughuis"))
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")
    when, where = (box.bounding_box() for box in page.locator(".detail__boxes > .box").all())
    assert when
    assert where
    assert when["y"] == where["y"]
    assert when["height"] == where["height"]
    expect(page.locator(".address")).to_be_visible()
    expect(page.locator(".route")).to_be_hidden()


def test_the_print_button_prints(page: Page, site: Site) -> None:
    page.goto(site.path("nl", "places/het-brughuis"))
    page.evaluate("() => { window.print = () => { window.printed = true } }")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("() => window.printed")
