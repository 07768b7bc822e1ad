"""Suggestions while somebody types: an ARIA combobox, and a search page that does without it."""

from playwright.sync_api import Page, Request, Route, expect

from tests.browser.checks import axe_complaints, too_small_for_a_thumb, wider_than_window
from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.watch import Watch

FIELD = "form[data-module=suggestions] input[type=search]"
SOURCE = "**/search.json?**"


def typed(page: Page, site: Site, words: str = "schuld", language: str = "nl") -> None:
    page.goto(site.path(language))
    page.locator(FIELD).first.press_sequentially(words)
    expect(page.get_by_role("option").first).to_be_visible()


def chosen(page: Page) -> str | None:
    return page.locator(FIELD).first.get_attribute("aria-activedescendant")


def test_the_field_is_a_combobox_that_says_what_it_has(page: Page, site: Site) -> None:
    page.goto(site.path("nl"))
    field = page.get_by_role("combobox").first
    expect(field).to_have_attribute("aria-expanded", "false")
    typed(page, site)
    options = page.get_by_role("option")

    expect(field).to_have_attribute("aria-expanded", "true")
    expect(field).to_have_attribute("aria-autocomplete", "list")
    assert page.get_by_role("listbox").get_attribute("id") == field.get_attribute("aria-controls")
    assert page.get_by_role("listbox").get_attribute("aria-label")
    said = page.locator("form[data-module=suggestions] [role=status]").first.inner_text()
    assert str(options.count()) in said, "a number for who cannot see the list"
    assert axe_complaints(page) == []
    assert too_small_for_a_thumb(page) == []
    assert wider_than_window(page) == []


def test_arrows_go_round_past_the_field_itself(page: Page, site: Site) -> None:
    typed(page, site)
    ids = [option.get_attribute("id") for option in page.get_by_role("option").all()]
    walked = []
    for _ in range(len(ids) + 1):
        page.keyboard.press("ArrowDown")
        walked.append(chosen(page))
    page.keyboard.press("ArrowUp")

    assert walked == [*ids, None]
    assert chosen(page) == ids[-1]
    assert page.locator("[role=option][aria-selected=true]").count() == 1
    assert page.evaluate("() => document.activeElement.type") == "search", "the focus stays where the letters go"


def test_escape_closes_the_list_and_keeps_what_was_typed(page: Page, site: Site) -> None:
    typed(page, site)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")

    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(page.locator(FIELD).first).to_have_value("schuld")
    expect(page.locator(FIELD).first).to_have_attribute("aria-expanded", "false")
    assert chosen(page) is None


def test_enter_goes_to_the_choice_and_without_one_to_the_search_page(page: Page, site: Site) -> None:
    typed(page, site)
    page.keyboard.press("ArrowDown")
    target = page.locator("[role=option][aria-selected=true]").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")
    typed(page, site)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**q=schuld**")

    expect(page.locator("#results .card").first).to_be_visible()


def test_fast_letters_are_one_question(page: Page, site: Site) -> None:
    """The clock of the page stands still while the letters come, so that a slow machine changes nothing."""
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "search.json" in request.url else None)
    page.clock.install()
    page.goto(site.path("nl"))
    page.clock.pause_at("2100-01-01")
    page.locator(FIELD).first.press_sequentially("schulden")
    assert asked == []
    with page.expect_response(SOURCE):
        page.clock.run_for(1_000)

    assert [request.url.rpartition("q=")[2] for request in asked] == ["schulden"]


def test_without_an_answer_the_button_still_searches(page: Page, site: Site, watch: Watch) -> None:
    watch.may_fail = "search.json"
    page.route(SOURCE, lambda route: route.abort())
    page.goto(site.path("nl"))
    with page.expect_event("requestfailed"):
        page.locator(FIELD).first.press_sequentially("schulden")

    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    expect(page.locator("#results .card").first).to_be_visible()


def test_an_answer_that_is_no_list_breaks_nothing(page: Page, site: Site) -> None:
    def nonsense(route: Route) -> None:
        route.fulfill(body="<html>", content_type="text/html")

    page.route(SOURCE, nonsense)
    page.goto(site.path("nl"))
    with page.expect_response(SOURCE):
        page.locator(FIELD).first.press_sequentially("schulden")

    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.locator(FIELD).first).to_have_value("schulden")


def test_the_search_page_needs_no_script(open_page: OpenPage, site: Site) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site.path("en"))
    field = page.locator("main input[type=search]").first
    field.fill("debts")
    field.press("Enter")
    page.wait_for_url("**/en/alblasserdam/search?**q=debts**")

    expect(page.locator("#results .card").first).to_be_visible()
    expect(page.locator("main input[type=search]").first).to_have_value("debts")
    assert page.locator("[role=combobox]").count() == 0


def test_ten_thousand_letters_get_a_sentence(page: Page, site: Site, watch: Watch) -> None:
    watch.may_fail = "search.json"
    page.goto(site.path("nl"))
    page.locator(FIELD).first.evaluate("(field) => field.removeAttribute('maxlength')")
    with page.expect_response(SOURCE) as answered:
        page.locator(FIELD).first.fill("a" * 10_000)
    assert answered.value.status < 500
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")

    expect(page.locator("h1")).to_be_visible()
    assert wider_than_window(page) == []
