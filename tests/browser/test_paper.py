"""On paper: what it is, when, where, whom to call. No menu and no map."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site
from tests.browser.watch import settled

BLANK_PNG_BYTES = 10_000  # a page of one colour is smaller


@pytest.mark.parametrize("path", ["places/het-brughuis", "activities/inloop-geld-en-post", "places"])
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


def test_the_print_button_prints(page: Page, site: Site) -> None:
    page.goto(site.path("nl", "places/het-brughuis"))
    page.evaluate("() => { window.print = () => { window.printed = true } }")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("() => window.printed")
