"""Over a slow line the home page begins with what the phone has; what follows is always the page of the server."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gateway import SECOND, Gateway
from tests.browser.phone import NOTICE, SHOWN_H1, WAIT_MS
from tests.browser.site import TOWN

HOME = f"/nl/{TOWN}/"
REST = "#open-now-title"
SCRIPT = "() => new URL(document.querySelector('script[src*=\"/main.\"]').src).pathname"


@pytest.fixture
def first_script(phone: Page) -> str:
    return str(phone.evaluate(SCRIPT))


@pytest.fixture
def begun(phone: Page, first_script: str, gateway: Gateway) -> Page:
    """The home page has begun, and its rest is still to come."""
    gateway.mode, gateway.only = "hanging", HOME
    phone.goto(HOME, wait_until="commit")
    expect(phone.locator(SHOWN_H1)).to_contain_text("Wat is er voor jou")
    assert phone.locator("#q").is_visible()
    assert phone.locator(REST).count() == 0, "nothing of the moment is shown before the server has said it"
    phone.evaluate("() => { self.isTheSame = true; }")
    return phone


def let_go(gateway: Gateway, mode: str = "open") -> None:
    gateway.mode = mode
    gateway.free()


def test_the_rest_follows_and_the_page_is_whole(begun: Page, gateway: Gateway) -> None:
    let_go(gateway)

    expect(begun.locator(REST)).to_be_visible()
    expect(begun.locator(".foot__promise")).to_be_visible()
    assert begun.evaluate("() => self.isTheSame"), "it was not loaded a second time"
    assert begun.locator("main").count() == begun.locator("h1").count() == 1
    assert begun.locator(NOTICE).is_hidden()


def test_a_page_of_another_release_is_shown_whole(begun: Page, first_script: str, gateway: Gateway) -> None:
    gateway.release_again(first_script)
    let_go(gateway)

    expect(begun.locator(REST)).to_be_visible()
    assert SECOND in str(begun.evaluate(SCRIPT)), "the top is of the new release as well"
    assert begun.locator("h1").count() == 1


def test_who_goes_on_before_the_rest_has_come_finds_every_page_as_always(begun: Page, gateway: Gateway) -> None:
    gateway.mode = "open"  # and the rest of the home page still does not come
    begun.goto(f"{HOME}places")
    expect(begun.locator("#results")).to_be_visible()
    assert begun.locator(NOTICE).is_hidden()

    begun.goto(HOME)

    expect(begun.locator(REST)).to_be_visible()
    assert begun.locator(NOTICE).is_hidden()


@pytest.mark.parametrize("how", ["broken", "portal", "hanging"])
def test_what_is_no_page_of_ours_is_told(begun: Page, gateway: Gateway, how: str) -> None:
    """Hanging: after as long as for any other page, and then not once more."""
    if how != "hanging":
        let_go(gateway, how)

    expect(begun.locator(NOTICE)).to_be_visible(timeout=WAIT_MS)
    expect(begun.locator(NOTICE)).to_contain_text("Geen verbinding")
    expect(begun.locator(SHOWN_H1)).to_have_count(1)
    gateway.free()
