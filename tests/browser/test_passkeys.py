"""Passkeys as somebody on a phone has them: one press to come in, and one made and used."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.passkeys import hold_key, sign_in_with_passkey
from tests.browser.site import Site
from tests.browser.test_staff import check
from tests.staff import PASSWORD, code_of


def test_one_press_from_the_sign_in_to_the_page_that_was_wanted(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce", locale="nl-NL", base_url=site.public)

    sign_in_with_passkey(page, site, "editor", "/staff/account")

    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn account")
    for cookie in page.context.cookies():
        assert (cookie["path"], cookie["httpOnly"], cookie["secure"]) == ("/staff", True, True)


def test_a_passkey_is_offered_where_the_address_is_typed(open_page: OpenPage, site: Site) -> None:
    page = open_page(base_url=site.public, locale="nl-NL")
    hold_key(page, site.passkeys["editor"], in_list=True)

    page.goto("/staff/sign-in")  # the virtual device chooses from the list without a press

    expect(page.get_by_role("heading", level=1)).to_contain_text("Hallo")


def test_a_passkey_is_made_and_used(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce", locale="nl-NL", base_url=site.public)
    hold_key(page)
    email, key = site.staff["admin"]
    page.goto("/staff/account/passkeys")
    expect(page.locator(".passkey button")).to_be_visible()
    check(page)
    page.locator("#email").fill(email)
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    check(page)
    page.locator("#code").fill(code_of(key))
    page.locator("form:has(#code) button").click()

    page.locator("#name").fill("Mijn telefoon")
    page.locator("#current").fill(PASSWORD)
    check(page)
    page.get_by_role("button", name="Verder").click()
    expect(page.locator(".passkey button")).to_be_visible()
    check(page)
    page.locator(".passkey button").click()
    expect(page.locator(".sign-ins__device")).to_have_text(["telefoon", "Mijn telefoon"])
    check(page)

    page.get_by_role("button", name="Uitloggen").click()
    page.locator(".passkey button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hallo")
