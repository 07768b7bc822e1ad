"""A new release on a phone: whole or not at all, and the old one stays for as long as a page of it is open."""

import pytest
from playwright.sync_api import Page

from tests.browser.gateway import Gateway
from tests.browser.phone import NOTICE, fill_up, until, until_taken_over
from tests.browser.site import TOWN
from tests.browser.watch import answer_of

SCRIPT = "() => new URL(document.querySelector('script[src*=\"/main.\"]').src).pathname"
STATES = "() => navigator.serviceWorker.getRegistration().then((one) => [!!one.waiting, one.active?.state])"
UPDATE = "() => navigator.serviceWorker.getRegistration().then((one) => one.update())"
IS_WAITING = "() => navigator.serviceWorker.getRegistration().then((one) => !!one.waiting)"
VERSIONS = "() => caches.keys()"


def test_two_tabs_of_two_releases_both_have_their_own_files(phone: Page, gateway: Gateway) -> None:
    phone.reload()
    first = phone.evaluate(SCRIPT)
    gateway.release_again(first)
    answer_of(phone, UPDATE)
    until(phone, IS_WAITING)
    second_tab = phone.context.new_page()
    second_tab.goto(f"/nl/{TOWN}/places")

    assert second_tab.evaluate(SCRIPT) == gateway.second_script
    assert len(answer_of(phone, VERSIONS)) == 2
    # The server has the old file no more; the open page of the old release still gets it.
    assert answer_of(phone, "(path) => fetch(path).then(({ status }) => status)", first) == 200
    # Two pages are open, so the new worker waits, and the old one answers with what belongs to it.
    assert answer_of(second_tab, STATES) == [True, "activated"]
    phone.context.set_offline(True)
    phone.goto(f"/nl/{TOWN}/about")
    assert phone.evaluate(SCRIPT) == first
    assert phone.evaluate("() => typeof document.querySelector('.kept').hidden === 'boolean'")
    assert phone.locator(NOTICE).is_visible(), "the old script runs: it shows the notice"


def test_once_one_page_is_left_the_new_release_takes_over_and_cleans_up(phone: Page, gateway: Gateway) -> None:
    phone.reload()
    first = phone.evaluate(SCRIPT)
    gateway.release_again(first)
    answer_of(phone, UPDATE)
    until(phone, IS_WAITING)
    phone.goto(f"/nl/{TOWN}/places")
    until_taken_over(phone)
    phone.context.set_offline(True)
    phone.goto(f"/nl/{TOWN}/about")

    assert phone.evaluate(SCRIPT) == gateway.second_script
    assert phone.locator(NOTICE).is_visible()
    assert len(answer_of(phone, VERSIONS)) <= 2


@pytest.mark.parametrize("how", ["broken", "portal", "cut", "half", "full"])
def test_a_release_that_breaks_off_changes_nothing(phone: Page, gateway: Gateway, how: str) -> None:
    first = phone.evaluate(SCRIPT)
    before = answer_of(phone, VERSIONS)
    gateway.release_again(first)
    if how == "full":
        fill_up(phone, gateway.address)
    else:
        gateway.mode, gateway.only = how, gateway.second_script
    answer_of(phone, UPDATE + ".catch(() => null)")
    until(phone, "() => navigator.serviceWorker.getRegistration().then((one) => !one.installing)")
    phone.context.set_offline(True)
    phone.goto(f"/nl/{TOWN}/about")

    assert answer_of(phone, VERSIONS) == before
    assert phone.evaluate(SCRIPT) == first
    assert phone.locator(NOTICE).is_visible()
