"""A screen that nobody touches, by a clock that the test turns: it renews itself, turns pages and days, and goes on
when the server is away."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.watch import Watch
from webapp.core import clock

TV = {"width": 1280, "height": 720}
MINUTE_MS, TURN_MS = 60_000, 12_000


class Server:
    """Between the screen and the site: answers as it is, with other words, or not at all."""

    def __init__(self, page: Page) -> None:
        self.is_away = False
        self.instead: tuple[str, str] | None = None
        self.asked = 0
        page.route(re.compile(r"/screen\b"), self.answer)

    def answer(self, route: Route) -> None:
        if route.request.is_navigation_request():
            route.continue_()
            return
        self.asked += 1
        if self.is_away:
            route.fulfill(status=503, body="away")
        elif self.instead:
            answer = route.fetch()
            route.fulfill(response=answer, body=answer.text().replace(*self.instead))
        else:
            route.continue_()


def open_screen(open_page: OpenPage, site: Site, query: str = "", **options: object) -> tuple[Page, Server]:
    page = open_page(viewport=TV, **options)
    server = Server(page)
    page.clock.install(time=clock.now())
    page.goto(site.path("nl", f"screen{query}"))
    page.evaluate("() => { window.isTheSame = true }")
    return page, server


def pass_minutes(page: Page, server: Server, minutes: int = 1) -> None:
    """Until the screen has asked, and has had its answer."""
    before = server.asked
    page.clock.run_for(minutes * MINUTE_MS + 1)
    for _time in range(100):
        if server.asked > before:
            break
        page.clock.run_for(100)
    page.evaluate("() => true")


def shown_names(page: Page) -> list[str]:
    return page.locator(".screen__block:visible .screen__name:visible").all_text_contents()


def test_it_renews_itself_without_flicker(open_page: OpenPage, site: Site) -> None:
    page, server = open_screen(open_page, site)
    name = page.locator(".screen__name").first.text_content() or ""
    row = page.locator("[data-day]").first.element_handle()
    pass_minutes(page, server)
    assert row.evaluate("(one) => one.isConnected"), "what is the same is not put in again"

    server.instead = (f">{name}<", ">Heel iets anders<")
    pass_minutes(page, server)
    expect(page.locator(".screen__name").first).to_have_text("Heel iets anders")
    assert page.evaluate("() => window.isTheSame"), "the page was never loaded again"
    expect(page.locator("[data-as-of]")).to_be_hidden()


def test_it_goes_on_when_the_server_is_away_also_into_the_next_day(
    open_page: OpenPage, site: Site, watch: Watch
) -> None:
    watch.may_fail = "/screen"  # that is what the test is about
    page, server = open_screen(open_page, site)
    dates = page.locator(".screen__date")
    tomorrow = dates.nth(1).text_content() or ""
    server.is_away = True
    pass_minutes(page, server)
    expect(page.locator("[data-as-of]")).to_be_visible()
    expect(page.locator("[data-as-of]")).to_have_text(re.compile(r"^Zoals het was op \w+ \d+ \w+ om \d{1,2}:\d\d\. "))

    local = clock.local(clock.now())
    morning = datetime(local.year, local.month, local.day, 5, tzinfo=local.tzinfo) + timedelta(days=1)
    page.clock.set_system_time(morning)
    pass_minutes(page, server)
    expect(page.locator(".screen__date:visible")).to_have_text([tomorrow])
    ends = page.locator("[data-ends]:visible").evaluate_all("all => all.map((one) => Number(one.dataset.ends))")
    assert all(end > morning.timestamp() for end in ends)

    known = [str(day.get_attribute("data-day")) for day in page.locator("[data-day]").all()]
    for later in (3, 6):  # days after today
        page.clock.set_system_time(morning + timedelta(days=later - 1))
        pass_minutes(page, server)
        wanted = str((morning + timedelta(days=later - 1)).date())
        coming = next(day for day in known if day >= wanted)
        expect(page.locator("[data-day]:visible")).to_have_attribute("data-day", coming)
        expect(page.locator("[data-nothing]")).to_be_hidden()
    page.clock.set_system_time(morning + timedelta(days=8))
    pass_minutes(page, server)
    expect(page.locator("[data-day]:visible")).to_have_count(0)
    expect(page.locator("[data-nothing]")).to_be_visible()
    expect(page.locator("[data-over]")).to_be_hidden()
    expect(page.locator(".screen__phone")).to_be_visible()

    server.is_away = False
    pass_minutes(page, server)
    expect(page.locator("[data-as-of]")).to_be_hidden()


def shown_page(page: Page) -> tuple[str | None, str | None]:
    """Language and number: late in the evening what is left fits on one page, and then only the language turns."""
    return page.locator("[data-block]:visible").get_attribute("lang"), page.locator("[data-page]").text_content()


def test_it_turns_pages_and_languages_until_somebody_wants_it_to_stand_still(
    open_page: OpenPage, site: Site, watch: Watch
) -> None:
    """The server is away, as the test's clock leaves it no time to answer in."""
    watch.may_fail = "/screen"
    page, server = open_screen(open_page, site, "?also=en", reduced_motion="reduce")
    server.is_away = True
    pass_minutes(page, server)
    expect(page.locator("[data-block]:visible [data-as-of]")).to_be_visible()
    assert page.evaluate("() => getComputedStyle(document.querySelector('.screen__row')).animationName") == "none"
    seen, languages, turns = set(shown_names(page)), set[str](), 0
    all_of_them = (
        page.locator("[data-block]").first.locator("[data-day]:not([hidden]) .screen__name").all_text_contents()
    )
    while turns < 40 and not (languages == {"nl", "en"} and set(all_of_them) <= seen):
        page.clock.run_for(TURN_MS)
        turns += 1
        languages.add(page.locator("[data-block]:visible").get_attribute("lang") or "")
        seen |= set(shown_names(page))
        assert page.evaluate("() => document.documentElement.scrollHeight <= innerHeight")
    assert languages == {"nl", "en"}
    assert set(all_of_them) <= seen, "each line had its turn"

    before = shown_page(page)
    page.keyboard.press(" ")
    page.clock.run_for(3 * TURN_MS)
    assert shown_page(page) == before
    page.keyboard.press(" ")
    page.clock.run_for(TURN_MS)
    assert shown_page(page) != before


def test_it_can_be_read_from_four_metres(open_page: OpenPage, site: Site) -> None:
    """On a screen of 43 inches (53.5 cm high): a capital of 1.6 cm is the least, one 250th of the distance."""
    page, _server = open_screen(open_page, site)
    size = page.locator(".screen__name:visible").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    capital = 0.66  # of the size of our letter

    assert size * capital / TV["height"] * 535 >= 16
    assert page.context.cookies() == []
    assert page.evaluate("() => [localStorage.length, sessionStorage.length]") == [0, 0]
