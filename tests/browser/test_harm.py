"""What an editor or a visitor typed is shown as they typed it, and does nothing."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import harm
from tests.browser.pages import PAGES
from tests.browser.site import Site
from tests.browser.watch import settled


def assert_nothing_ran(page: Page) -> None:
    assert page.evaluate("() => 'stolen' in window") is False
    expect(page.locator("main :is(script:not([src]), [onclick], img[src=x])")).to_have_count(0)


@pytest.mark.parametrize("name", ["harmful", "harmful in a list", "harmful filter"])
def test_a_text_stays_a_text(page: Page, site: Site, name: str) -> None:
    page.goto(site.path("nl", PAGES[name]))
    settled(page)
    assert_nothing_ran(page)


def test_a_name_is_the_same_in_page_title_pin_and_card(page: Page, site: Site) -> None:
    page.goto(site.path("nl", PAGES["harmful"]))
    expect(page.locator("h1")).to_have_text(harm.NAME)
    assert page.title().startswith(harm.NAME)
    page.goto(site.path("nl", PAGES["harmful in a list"]) + "#map")
    pin = page.locator(".pin")
    expect(pin).to_have_count(1)
    assert (pin.get_attribute("aria-label") or "").startswith(harm.NAME)
    pin.click()
    expect(page.get_by_role("dialog")).to_contain_text(harm.NAME)
    assert_nothing_ran(page)


def test_what_a_page_says_to_search_engines_is_read_and_not_run(page: Page, site: Site) -> None:
    """The policy forbids scripts inside a page; this one is data, and no violation is reported for it."""
    page.goto(site.path("nl", PAGES["harmful"]))
    said = page.evaluate("() => JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")

    assert said["@graph"][0]["name"] == harm.NAME
    assert page.locator("meta[property='og:title']").get_attribute("content") == harm.NAME
    assert (
        page.locator("link[rel=canonical]").get_attribute("href")
        == f"{site.public}{page.url.removeprefix(site.address)}"
    )
    assert_nothing_ran(page)
