"""The map where something is missing: data, a script, an old browser. The list has everything anyway."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.test_map import WIDE, assert_map_has, listed_on_map
from tests.browser.watch import Watch, settled

PORTAL = "<!doctype html><title>Free Wi-Fi</title><h1>Please sign in</h1>"
PATIENCE_MS = 15_000  # of static/js/map/loader.js
EMPTY_BOX_PX = 200


def never(_route: Route) -> None:
    """An answer that does not come, as on a train."""


def feeds_of(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "map.geojson" in request.url else None)
    return asked


def test_the_home_page_asks_for_no_points_before_the_map_is_near(page: Page, site: Site) -> None:
    asked = feeds_of(page)
    page.goto(site.path("nl"))
    page.wait_for_load_state("networkidle")
    assert asked == []
    settled(page)
    assert len(asked) == 1


def test_the_list_works_when_the_map_gets_no_data(open_page: OpenPage, site: Site, watch: Watch) -> None:
    watch.may_fail = "map.geojson"
    page = open_page(viewport=WIDE)
    page.route("**/map.geojson*", lambda route: route.abort())
    page.goto(site.path("nl", "places"))
    expect(page.locator(".map__status")).to_contain_text("In de lijst staat alles")
    assert page.locator("#results .card").count() > 5
    page.locator("#results .card a").first.click()
    expect(page.locator(".detail-head")).to_be_visible()


def test_a_feed_that_does_not_come_is_told_and_tried_again(open_page: OpenPage, site: Site) -> None:
    page = open_page(viewport=WIDE)
    page.clock.install()
    page.route("**/map.geojson*", never)
    with page.expect_request("**/map.geojson*"):
        page.goto(site.path("nl", "places"))
    expect(page.locator(".map__status")).to_be_empty()
    page.clock.fast_forward(PATIENCE_MS + 1)
    expect(page.locator(".map__status")).to_contain_text("In de lijst staat alles")
    page.unroute("**/map.geojson*")
    page.evaluate("() => dispatchEvent(new Event('online'))")
    settled(page)
    expect(page.locator(".map__status")).to_be_empty()
    assert_map_has(page, listed_on_map(page))


@pytest.mark.parametrize("status", [500, 200])
def test_an_answer_that_is_no_feed_is_told_and_tried_again(
    open_page: OpenPage, site: Site, watch: Watch, status: int
) -> None:
    """A server that fails, or a network that answers for everybody with a page of its own."""
    watch.may_fail = "map.geojson"
    page = open_page(viewport=WIDE)
    page.route("**/map.geojson*", lambda route: route.fulfill(status=status, body=PORTAL, content_type="text/html"))
    page.goto(site.path("nl", "places"))
    expect(page.locator(".map__status")).to_contain_text("In de lijst staat alles")
    assert page.locator("#results .card").count() > 5
    page.unroute("**/map.geojson*")
    page.evaluate("() => dispatchEvent(new Event('online'))")
    settled(page)
    expect(page.locator(".map__status")).to_be_empty()
    assert_map_has(page, listed_on_map(page))


@pytest.mark.parametrize("hours", [-1, 1, 9])
def test_on_a_device_whose_clock_is_wrong_a_pin_says_what_its_card_says(
    open_page: OpenPage, site: Site, watch: Watch, hours: int
) -> None:
    watch.may_fail = "markercluster"
    page = open_page(viewport=WIDE)
    page.route("**/markercluster*", lambda route: route.abort())  # each point is a pin of its own
    page.add_init_script(f"const real = Date.now; Date.now = () => real() + {hours * 3_600_000};")
    page.goto(site.path("nl", "places?theme=ontmoeten"))
    settled(page)
    pins = [pin.get_attribute("aria-label") or "" for pin in page.locator(".pin").all()]
    cards = {
        card.locator(".card__name").inner_text(): card.locator(".opening").inner_text()
        for card in page.locator("#results .card").all()
    }

    assert len(pins) > 3
    for name, opening in cards.items():
        of_it = [pin for pin in pins if pin.startswith(f"{name}, ")]
        assert all(pin.endswith(f", {opening}") for pin in of_it if "tijden" not in opening), (name, opening, of_it)
    assert sum(pin.partition(",")[0] in cards for pin in pins) > 3


def test_without_the_script_for_clusters_every_point_is_a_pin(open_page: OpenPage, site: Site, watch: Watch) -> None:
    watch.may_fail = "markercluster"
    page = open_page(viewport=WIDE)
    page.route("**/markercluster*", lambda route: route.abort())
    page.goto(site.path("nl", "places"))
    settled(page)
    expect(page.locator(".pin:not(.pin--cluster)")).to_have_count(listed_on_map(page))
    page.locator(".pin").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_focused()


def test_a_browser_that_cannot_tell_what_is_near_loads_at_once(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    page.add_init_script("delete window.IntersectionObserver")
    page.goto(site.path("nl"))
    page.locator(".map[data-count]").wait_for()


@pytest.mark.parametrize("width", [360, 1280])
def test_without_scripts_there_is_no_large_empty_box(open_page: OpenPage, site: Site, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 800}, java_script_enabled=False)
    for path in ("", "places", "places/het-brughuis"):
        page.goto(site.path("nl", path))
        box = page.locator(".map").bounding_box()
        assert box
        assert box["height"] < EMPTY_BOX_PX
