"""A member of staff on a small phone: signing in with a code, the account, and out again."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import ABOUT_COLOUR, axe_complaints, too_small_for_a_thumb, wider_than_window
from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.watch import settled
from tests.staff import PASSWORD, code_of

LANGUAGES = {"nl": "Verder", "en": "Next"}


def check(page: Page) -> None:
    settled(page)
    assert axe_complaints(page) == []
    assert wider_than_window(page) == []
    assert too_small_for_a_thumb(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe_complaints(page, rules=ABOUT_COLOUR) == []
    page.emulate_media(color_scheme="light")


def sign_in(page: Page, site: Site, role: str, next_: str = "Verder") -> None:
    page.goto("/staff/")
    sign_in_here(page, site, role, next_)


def sign_in_here(page: Page, site: Site, role: str, next_: str = "Verder") -> None:
    email, key = site.staff[role]
    page.locator("#email").fill(email)
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name=next_).click()
    page.locator("#code").fill(code_of(key))
    page.locator("form:has(#code) button").click()


def test_signing_in_with_a_code_on_a_small_phone(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce", locale="nl-NL")
    page.goto("/staff/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")
    check(page)
    page.get_by_role("button", name="Verder").click()
    expect(page.locator(".field__error")).to_have_count(2)
    check(page)

    email, key = site.staff["team"]
    page.locator("#email").fill(email)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nog één stap")
    check(page)
    page.locator("#code").fill(code_of(key))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Hallo")
    check(page)
    for cookie in page.context.cookies():
        assert (cookie["path"], cookie["httpOnly"], cookie["sameSite"]) == ("/staff", True, "Lax")
        assert cookie["secure"], "production speaks https"

    for name in ("Mijn account", "Verander je wachtwoord"):
        page.get_by_role("link", name=name).click()
        check(page)
    what_was_typed_stands_in_the_form_again(page, site)
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")


def what_was_typed_stands_in_the_form_again(page: Page, site: Site) -> None:
    """As after signing in anew in another tab: the token of the page is an old one."""
    page.goto("/staff/alblasserdam/standard-answers/new")
    page.locator("#name").fill("Niet thuis")
    page.locator("#words-nl").fill("We waren er, maar niemand deed open.")
    page.evaluate("for (const field of document.querySelectorAll('[name=csrf_token]')) field.value = 'old'")
    page.locator("form:has(#words-nl) button[type=submit]").click()

    expect(page.locator(".kept-form")).to_contain_text("weer in het formulier")
    expect(page.locator("#name")).to_have_value("Niet thuis")
    expect(page.locator("#words-nl")).to_have_value("We waren er, maar niemand deed open.")
    check(page)
    page.get_by_role("button", name="Gooi het weg").click()
    expect(page.locator("#name")).to_have_value("")
    expect(page.locator(".kept-form")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_it_is_the_same(open_page: OpenPage, site: Site, language: str) -> None:
    page = open_page(java_script_enabled=False, locale=language)
    sign_in(page, site, {"nl": "coordinator", "en": "editor"}[language], LANGUAGES[language])

    page.locator(".staff-menu__link", has_text="Mijn account").click()

    here = page.locator(".sign-ins__one:has(strong)")  # others may be signed in with the same account
    expect(here).to_have_count(1)
    here.get_by_role("button").click()
    expect(page.locator("#email")).to_be_visible()


def test_a_resident_never_gets_a_cookie(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    for path in ("", "places", "activities", "search?q=koffie", "about", "places/bestaat-niet"):
        page.goto(site.path("nl", path))

    assert page.context.cookies() == []


def test_staff_who_read_as_residents_are_not_known_there(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce", locale="nl-NL")
    sign_in(page, site, "admin")
    page.get_by_role("link", name="Wie hier werkt").click()
    check(page)

    with page.expect_request(lambda request: request.is_navigation_request()) as asked:
        page.goto(site.path("nl", "places"))

    assert "cookie" not in asked.value.all_headers()


def test_from_an_invitation_to_the_first_page(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce", locale="nl-NL")
    page.goto(site.invitation)
    check(page)
    page.locator("#name").fill("Nieuwe collega")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Codes op je telefoon")
    check(page)
    page.locator("#code").fill(code_of(page.locator(".key").inner_text()))
    page.keyboard.press("Enter")

    expect(page.locator(".codes li")).to_have_count(10)
    check(page)
    page.reload()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hallo Nieuwe collega")
    page.goto(site.invitation)
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze uitnodiging is al gebruikt")
    check(page)
