"""Editing on a small phone: every page, the meter while typing, and a connection that is lost with nothing typed."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.site import TOWN, Site
from tests.browser.test_staff import check, sign_in
from tests.browser.watch import Watch

STAFF = f"/staff/{TOWN}"


def test_an_editor_on_a_small_phone(open_page: OpenPage, site: Site, watch: Watch) -> None:
    page = open_page(reduced_motion="reduce", locale="nl-NL")
    sign_in(page, site, "editor")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hallo")
    page.goto(f"{STAFF}/offer?q=Brughuis")
    check(page)
    page.locator(".inbox__link", has_text="Het Brughuis").first.click()
    check(page)
    item = page.url.split("?")[0]
    for path in (f"{item}/edit", f"{item}/versions", f"{STAFF}/places/new", f"{STAFF}/activities/new"):
        page.goto(path)
        check(page)
    the_meter_speaks_while_somebody_types(page, item)
    a_lost_connection_costs_nothing(page, item, watch)
    two_tabs_choose(page, item)


def the_meter_speaks_while_somebody_types(page: Page, item: str) -> None:
    page.goto(f"{item}/texts")
    hard = "De aanvraag wordt door de gemeente in behandeling genomen, waarna u conform de bepalingen bericht krijgt."
    page.locator("#nl-description").fill(hard)
    expect(page.locator(".meter__hard q").first).to_have_text(hard)
    check(page)


def a_lost_connection_costs_nothing(page: Page, item: str, watch: Watch) -> None:
    watch.may_fail = "/health/live"
    page.goto(f"{item}/edit")
    page.locator("#phone").fill("078 - 202 11 99")
    page.context.set_offline(True)
    page.get_by_role("button", name="Bewaar als concept").click()
    expect(page.locator("form .notice")).to_contain_text("geen verbinding")
    page.context.set_offline(False)

    page.reload()
    expect(page.locator("#phone")).to_have_value("078 - 202 11 99")
    expect(page.locator("form .notice")).to_contain_text("bewaard")
    page.get_by_role("button", name="Bewaar als concept").click()
    expect(page.locator(".changes ins")).to_have_text("078 - 202 11 99")
    kept = page.evaluate("() => Object.keys(sessionStorage).filter((key) => key.endsWith('/edit'))")
    assert kept == []


def two_tabs_choose(page: Page, item: str) -> None:
    other = page.context.new_page()
    for tab, city in ((page, "Een"), (other, "Twee")):
        tab.goto(f"{item}/edit")
        tab.locator("#city").fill(city)
    page.get_by_role("button", name="Bewaar als concept").click()
    expect(page.locator(".changes ins", has_text="Een")).to_have_count(1)  # it is stored before the other one comes
    other.get_by_role("button", name="Bewaar als concept").click()
    expect(other.locator(".clash__words")).to_have_text(["Twee", "Een"])
    check(other)
    other.get_by_role("radio").first.check()
    other.get_by_role("button", name="Bewaar wat ik koos").click()
    expect(other.locator(".changes ins", has_text="Twee")).to_have_count(1)
    other.get_by_role("button", name="Gooi dit concept weg").click()
    other.close()
