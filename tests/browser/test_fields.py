"""Fields that a browser, a password manager or the clipboard may fill in (1.3.5, 3.3.8): no code is known by heart."""

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site
from tests.staff import PASSWORD

# By page: what each field holds, in the words of the HTML standard.
PURPOSES = {
    "ask": {"name": "given-name", "postcode": "postal-code", "contact": "tel"},
    "report?place=het-brughuis": {"email": "email"},
    "places": {"where": "postal-code"},
    "search?q=koffie": {"where": "postal-code"},
}
MAY_PASTE = """
(field) => {
  const data = new DataTransfer();
  data.setData("text/plain", "123 456");
  return field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}
"""


@pytest.mark.parametrize("path", PURPOSES)
def test_a_browser_knows_what_a_field_of_a_resident_is_for(page: Page, site: Site, path: str) -> None:
    page.goto(site.path("nl", path))
    told = {id_: page.locator(f"#{id_}").get_attribute("autocomplete") for id_ in PURPOSES[path]}
    assert told == PURPOSES[path]


def test_each_step_of_signing_in_can_be_filled_in_for_you(page: Page, site: Site) -> None:
    page.goto("/staff/")
    assert_filled_by(page, "#email", "username webauthn")
    assert_filled_by(page, "#password", "current-password")
    page.goto(site.invitation)
    assert_filled_by(page, "#password", "new-password")
    page.goto("/staff/")
    page.locator("#email").fill(site.staff["admin"][0])
    page.locator("#password").fill(PASSWORD)
    page.locator("form:has(#password) button").click()
    assert_filled_by(page, "#code", "one-time-code")


def assert_filled_by(page: Page, selector: str, purpose: str) -> None:
    field = page.locator(selector)
    assert field.get_attribute("autocomplete") == purpose
    assert field.evaluate(MAY_PASTE), "pasting is stopped"
