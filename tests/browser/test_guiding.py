"""Five taps from the front page to three things to do, on a small phone without scripts."""

from playwright.sync_api import expect

from tests.browser.checks import axe_complaints, wider_than_window
from tests.browser.conftest import OpenPage
from tests.browser.site import Site


def test_the_helper_needs_five_taps_and_no_script(open_page: OpenPage, site: Site) -> None:
    page = open_page(java_script_enabled=False, has_touch=True)
    page.goto(site.path("nl"))
    taps = ["Ik weet niet wat ik nodig heb", "Ik weet het niet", "Ouderen", "Samen met anderen", "Deze week"]
    for words in taps:
        page.get_by_role("link", name=words).first.tap()

    assert len(taps) <= 5
    expect(page.locator(".pick")).to_have_count(3)
    expect(page.locator(".pick").first).to_contain_text("Het Brughuis")
    expect(page.locator("#help .button[href^='tel:']")).to_have_attribute("href", "tel:+31782021111")
    page.locator(".pick a").first.tap()
    expect(page.locator(".detail-head")).to_be_visible()


def test_back_goes_back_through_the_questions(open_page: OpenPage, site: Site) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site.path("en", "helper"))
    titles = [page.locator("h1").inner_text()]
    for words in ("Money, debts and letters", "Parents"):
        page.get_by_role("link", name=words).click()
        titles.append(page.locator("h1").inner_text())

    page.go_back()
    assert page.locator("h1").inner_text() == titles[1]
    page.get_by_role("link", name="Previous question").click()
    assert page.locator("h1").inner_text() == titles[0]
    assert len(set(titles)) == 3


def test_a_postcode_keeps_the_answers(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce")
    page.goto(site.path("nl", "helper?about=geld&who=any&how=any&when=week"))
    page.locator("#where").fill("2953")
    page.keyboard.press("Enter")
    page.wait_for_url("**about=geld**where=2953**")

    expect(page.locator(".pick__why").first).to_contain_text("bij je vandaan")
    assert axe_complaints(page) == []
    assert wider_than_window(page) == []
