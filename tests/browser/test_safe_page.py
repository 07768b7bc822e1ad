"""The page for who is not safe at home, as a person meets it who has one second to be gone."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.checks import double_the_letters
from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.watch import Watch, answer_of

ELSEWHERE = "https://www.knmi.nl/**"
LEFT_BEHIND = """
async () => {
  const names = await caches.keys();
  const addresses = async (name) => (await (await caches.open(name)).keys()).map((one) => one.url);
  const kept = await Promise.all(names.map(addresses));
  return {
    caches: kept.flat().filter((url) => /\\/safe\\b/.test(url)),
    databases: await indexedDB.databases(),
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    state: history.state,
    cookie: document.cookie,
  };
}
"""
NOTHING: dict[str, object] = {"caches": [], "databases": [], "local": [], "session": [], "state": None, "cookie": ""}


def weather(route: Route) -> None:
    route.fulfill(body="<title>Weer</title>", content_type="text/html")


def come(page: Page, site: Site) -> None:
    """By the footer of another page, as a visitor comes."""
    page.route(ELSEWHERE, weather)
    page.goto(site.path("nl", "about"))
    page.locator("footer a[href$='/safe']").click()
    expect(page.locator("h1")).to_have_text("Is het thuis niet veilig?")
    page.wait_for_load_state()


def leave_checked(page: Page, watch: Watch) -> None:
    page.wait_for_url(ELSEWHERE)
    assert page.title() == "Weer"
    assert len(watch.foreign) == 1, "the way out, and nothing before"
    watch.foreign.clear()


def press_shift(page: Page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")


def test_one_press_leaves_and_the_way_back_is_gone(open_page: OpenPage, site: Site, watch: Watch) -> None:
    page = open_page()
    come(page, site)
    page.locator(".quick-exit a").click()
    leave_checked(page, watch)
    page.go_back()
    assert page.url.endswith("/about")


def test_a_jump_within_the_page_is_no_step_to_come_back_to(open_page: OpenPage, site: Site, watch: Watch) -> None:
    page = open_page()
    come(page, site)
    page.locator("a.skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    press_shift(page, 3)
    leave_checked(page, watch)
    page.go_back()
    assert page.url.endswith("/about")


def test_three_times_shift_leaves_and_says_how_many_more(open_page: OpenPage, site: Site, watch: Watch) -> None:
    page = open_page()
    come(page, site)
    said = page.locator(".quick-exit [role='status']")
    expect(page.locator(".quick-exit a")).to_have_accessible_description(
        "Je ziet dan het weer. Je browser kan deze pagina nog onthouden: haal hem uit je geschiedenis."
        " Op een toetsenbord: druk drie keer op de toets Shift."
    )
    press_shift(page, 1)
    expect(said).to_have_text("Druk nog twee keer op Shift om deze site te sluiten.")
    press_shift(page, 1)
    expect(said).to_have_text("Druk nog één keer op Shift om deze site te sluiten.")
    page.keyboard.press("Shift+Tab")  # a Shift, and then another key: begin again
    expect(said).to_have_text("")
    press_shift(page, 2)
    assert page.url.endswith("/safe")
    press_shift(page, 1)
    leave_checked(page, watch)


def test_three_times_shift_leaves_in_a_browser_of_some_years_ago(open_page: OpenPage, site: Site, watch: Watch) -> None:
    page = open_page()
    page.add_init_script("delete Element.prototype.checkVisibility; delete AbortSignal.timeout;")
    come(page, site)
    press_shift(page, 3)
    leave_checked(page, watch)


def test_two_presses_are_forgotten_after_a_while(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    page.clock.install()
    come(page, site)
    press_shift(page, 2)
    page.clock.fast_forward(5_001)
    press_shift(page, 2)
    assert page.url.endswith("/safe")


def test_capitals_in_the_form_do_not_leave(open_page: OpenPage, site: Site, watch: Watch) -> None:
    page = open_page()
    page.route(ELSEWHERE, weather)
    page.goto(site.path("nl", "ask?topic=veilig"))
    page.locator("#question").focus()
    press_shift(page, 4)
    assert page.locator(".quick-exit [role='status']").text_content() == ""
    page.locator("h1").click()
    press_shift(page, 3)
    leave_checked(page, watch)


def test_the_form_about_something_else_has_no_such_keys(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    page.goto(site.path("nl", "ask?topic=eten"))
    press_shift(page, 4)
    assert page.evaluate("() => document.body.hidden") is False
    assert "/ask" in page.url


def test_all_is_covered_also_while_the_next_page_does_not_come(open_page: OpenPage, site: Site, watch: Watch) -> None:
    page = open_page()
    come(page, site)
    page.route(ELSEWHERE, lambda route: route.fulfill(status=204))  # with this answer a browser stays where it is
    with page.expect_response(ELSEWHERE):
        press_shift(page, 3)
    assert page.locator("body").is_hidden()
    assert page.title() == "…"
    assert page.evaluate("() => location.pathname") == site.path("nl")
    watch.foreign.clear()


def test_without_a_script_the_link_leads_away(open_page: OpenPage, site: Site, watch: Watch) -> None:
    page = open_page(java_script_enabled=False)
    come(page, site)
    expect(page.locator(".quick-exit__keys")).to_be_hidden()
    page.locator(".quick-exit a").click()
    leave_checked(page, watch)


def test_nothing_is_left_in_the_browser(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    come(page, site)
    assert answer_of(page, LEFT_BEHIND) == NOTHING
    page.goto(site.path("nl", "about"))
    assert answer_of(page, LEFT_BEHIND) == NOTHING
    with page.expect_response("**/safe") as asked:
        page.go_back()
    assert not asked.value.from_service_worker
    assert asked.value.headers["cache-control"] == "no-store"


def test_brought_back_from_memory_it_is_covered_and_asked_for_again(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    come(page, site)
    with (
        page.expect_response("**/safe") as asked,
        page.expect_console_message(lambda said: said.text.startswith("covered: ")) as told,
    ):
        # Told by the console: an answer of `evaluate` would be lost in the reload, and waited for without end.
        page.evaluate(
            """() => void setTimeout(() => {
              dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
              console.info(`covered: ${document.body.hidden}`);
            }, 50)"""
        )
    assert told.value.text == "covered: true"
    assert asked.value.status == 200
    expect(page.locator("body")).to_be_visible()
    page.wait_for_load_state()  # a page that is closed while it is loaded anew has been seen to wait without end


@pytest.mark.parametrize("double", [False, True], ids=["letters", "double-letters"])
@pytest.mark.parametrize("width", [320, 640, 1280])
def test_the_way_out_is_in_view_all_along_and_covers_no_focus(
    open_page: OpenPage, site: Site, width: int, double: bool
) -> None:
    page = open_page(viewport={"width": width, "height": 360 if width == 640 else 640}, reduced_motion="reduce")
    page.goto(site.path("nl", "safe"))
    if double:
        double_the_letters(page)
    link = page.locator(".quick-exit a")
    for share in (0, 0.3, 0.6, 0.9):
        page.evaluate("(share) => scrollTo(0, document.querySelector('.page').scrollHeight * share)", share)
        expect(link).to_be_in_viewport(ratio=1)
        box = link.bounding_box()
        assert box
        assert page.evaluate(
            "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('.quick-exit__link'))",
            [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
        ), "nothing lies over it"
