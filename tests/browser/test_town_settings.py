"""What a coordinator sets and does for the whole town, on a small phone; and colours as residents then see them."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.passkeys import sign_in_with_passkey
from tests.browser.site import TOWN, Site
from tests.browser.test_staff import check

STAFF = f"/staff/{TOWN}"
PAGES = (
    "/desk",
    "/desk/texts/en/missing",
    "/organisations",
    "/organisations/new",
    "/colleagues",
    "/settings",
    "/settings/closed-days",
    "/settings/themes",
    "/settings/themes/geld",
    "/settings/words?words=poen",
    "/settings/form",
    "/settings/appearance",
)


def test_the_pages_of_a_coordinator_and_what_residents_see_of_them(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce", locale="nl-NL", base_url=site.public)
    sign_in_with_passkey(page, site, "coordinator")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hallo")

    every_page_fits_a_small_phone(page)
    an_organisation_and_its_editors(page)
    a_colour_is_refused_then_taken(page)
    residents_can_read_it_by_day_and_by_night(page, site)
    our_own_colours_come_back(page)


def every_page_fits_a_small_phone(page: Page) -> None:
    for path in PAGES:
        page.goto(STAFF + path)
        check(page)


def an_organisation_and_its_editors(page: Page) -> None:
    page.goto(f"{STAFF}/organisations")
    page.get_by_role("link", name="Het Brughuis").first.click()
    check(page)
    page.locator("#invited").fill("geen adres")
    page.get_by_role("button", name="Verstuur de uitnodiging").click()
    expect(page.locator("#invited-problem")).to_be_visible()
    check(page)


def a_colour_is_refused_then_taken(page: Page) -> None:
    page.goto(f"{STAFF}/settings/appearance")
    page.locator("#primary").fill("#d97706")
    page.locator("form:has(#primary) button").click()
    expect(page.locator("#primary-problem")).to_contain_text("dichtstbijzijnde kleur")
    check(page)
    proposal = page.locator("#primary-problem").inner_text().rstrip(".")[-7:]
    page.locator("#primary").fill(proposal)
    page.locator("form:has(#primary) button").click()
    expect(page.locator(".patch").first).to_be_visible()
    check(page)


def residents_can_read_it_by_day_and_by_night(page: Page, site: Site) -> None:
    for path in ("", "places", "today"):
        page.goto(site.path("nl", path))
        check(page)
    primary = "() => getComputedStyle(document.body).getPropertyValue('--colour-primary').trim()"
    assert page.evaluate(primary) not in ("", "#0e5246"), "the town's own, and no longer ours"


def our_own_colours_come_back(page: Page) -> None:
    """The next test of this process begins with the same town."""
    page.goto(f"{STAFF}/settings/appearance")
    page.locator("#primary").fill("")
    page.locator("form:has(#primary) button").click()
    expect(page.locator(".patch").first).to_be_visible()
    expect(page.locator("#primary")).to_have_value("")
