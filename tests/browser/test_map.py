"""The map: as many points as the list, all by keyboard, without any tile server, and never the only way."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.watch import Watch, settled

WIDE = {"width": 1280, "height": 800}  # list and map side by side
# Pins and what clusters count. While clusters open or close both may be drawn for a moment, hence a wait.
AS_MANY_POINTS = """
(wanted) => wanted === [...document.querySelectorAll(".pin")].reduce((sum, pin) =>
  sum + (pin.matches(".pin--cluster") ? Number(pin.textContent) : 1), 0)
"""

# Every name lies inside the map and under nothing.
# The colours that a browser paints for a pin, the lamp of what is open included.
FACES = """
() => [...document.querySelectorAll(".pin > *")].map((face) => {
  const style = getComputedStyle(face);
  const { borderTopColor: edge, backgroundColor: ground, color: ink, borderTopLeftRadius: shape } = style;
  const [kind] = /cluster|activity|place/.exec(face.parentElement.className);
  const isOpen = face.parentElement.matches(".is-open");
  return { kind, edge, ground, ink, shape, lamp: isOpen && getComputedStyle(face, "::after").backgroundColor };
})
"""
WHOLE_NAMES = """
() => {
  const [map, buttons] = [".map", ".map__buttons"].map((one) => document.querySelector(one).getBoundingClientRect());
  const names = [...document.querySelectorAll(".map-name span")].map((name) => name.getBoundingClientRect());
  return names.length > 0 && names.every((name) => name.left >= map.left && name.right <= map.right
    && name.top >= map.top && name.bottom <= map.bottom
    && (name.right < buttons.left || name.top > buttons.bottom));
}
"""


def as_official(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace('"approximate" : true', '"approximate" : false'))


@pytest.fixture
def wide_page(open_page: OpenPage) -> Page:
    """Still, so that a cluster that opens is open at once."""
    return open_page(viewport=WIDE, reduced_motion="reduce")


def in_heading(page: Page) -> int:
    found = re.match(r"\d+", page.locator("h1").inner_text())
    assert found
    return int(found[0])


def listed_on_map(page: Page) -> int:
    """The list says how many of its things are on the map; it says nothing when all are."""
    note = page.locator(".split__note")
    return int(note.inner_text().split()[0]) if note.count() else in_heading(page)


def assert_map_has(page: Page, count: int) -> None:
    assert count > 0
    page.wait_for_function(AS_MANY_POINTS, arg=count)


def focused(page: Page) -> Locator:
    return page.locator(":focus")


@pytest.mark.parametrize("path", ["places", "activities", "places?wheelchair=1&free=1"])
def test_the_map_has_what_the_list_has(wide_page: Page, site: Site, path: str) -> None:
    wide_page.goto(site.path("nl", path))
    settled(wide_page)
    assert_map_has(wide_page, listed_on_map(wide_page))


def test_a_filter_changes_list_and_map_alike(wide_page: Page, site: Site) -> None:
    wide_page.goto(site.path("nl", "activities"))
    all_of_them = in_heading(wide_page)
    wide_page.locator(".filters__summary").click()
    wide_page.locator("select[name=theme]").select_option("geld")
    wide_page.locator(".filters__fields button").click()
    wide_page.wait_for_url("**theme=geld**")
    settled(wide_page)
    assert 0 < in_heading(wide_page) < all_of_them
    assert_map_has(wide_page, listed_on_map(wide_page))


def test_borders_and_names_are_drawn_without_tiles(wide_page: Page, site: Site) -> None:
    wide_page.goto(site.path("nl", "places"))
    expect(wide_page.locator("path.map-area--gemeente")).to_have_count(1)
    assert wide_page.locator("path.map-area--wijk").count() > 2
    assert wide_page.locator(".map-name").count() > 2
    expect(wide_page.locator(".leaflet-tile")).to_have_count(0)
    assert (wide_page.locator("path.map-area--gemeente").bounding_box() or {"width": 0})["width"] > 100


def test_every_pin_has_a_name_and_is_reached_with_the_tab_key(wide_page: Page, site: Site) -> None:
    wide_page.goto(site.path("nl", "places"))
    settled(wide_page)
    wide_page.locator(".map").focus()
    pins = wide_page.locator(".pin").all()
    assert len(pins) > 1
    reached = set()
    for _ in pins:
        wide_page.keyboard.press("Tab")
        pin = focused(wide_page)
        expect(pin).to_have_class(re.compile(r"\bpin\b"))
        expect(pin).to_have_role("button")
        expect(pin).to_have_accessible_name(re.compile(r"\w"))
        reached.add(wide_page.evaluate("() => [...document.querySelectorAll('.pin')].indexOf(document.activeElement)"))
    assert reached == set(range(len(pins)))


def test_a_card_opens_with_enter_leads_on_and_closes_with_escape(wide_page: Page, site: Site) -> None:
    wide_page.goto(site.path("nl", "places"))
    settled(wide_page)
    pin = wide_page.locator(".pin:not(.pin--cluster)").first
    name = pin.get_attribute("aria-label") or ""
    pin.focus()
    wide_page.keyboard.press("Enter")
    card = wide_page.get_by_role("dialog")
    expect(card).to_be_focused()
    assert name.startswith(card.locator(".map-card__name").inner_text())
    wide_page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(pin).to_be_focused()
    wide_page.keyboard.press("Space")
    card.get_by_role("link").click()
    expect(wide_page.locator("h1")).to_have_text(re.compile("^" + re.escape(name.split(",")[0])))


def test_on_the_smallest_phone_nothing_lies_over_a_card(open_page: OpenPage, site: Site) -> None:
    """Also with the longest name. Playwright presses only what a finger can reach."""
    page = open_page(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    for query in ("stolen", "kinderboerderij"):
        page.goto(site.path("nl", f"places?q={query}#map"))
        settled(page)
        page.locator(".pin").first.click()
        page.get_by_role("dialog").get_by_role("link").click(trial=True)
        page.locator(".map-card__close").click()
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_cluster_opens_with_enter_and_the_focus_goes_on_inside_it(wide_page: Page, site: Site) -> None:
    wide_page.goto(site.path("nl", "activities"))
    settled(wide_page)
    cluster = wide_page.locator(".pin--cluster").first
    before = cluster.element_handle()
    cluster.focus()
    wide_page.keyboard.press("Enter")
    wide_page.wait_for_function("(cluster) => !cluster.isConnected || document.querySelector('.map-leg')", arg=before)
    expect(focused(wide_page)).to_have_class(re.compile(r"\bpin\b"))


def test_the_names_of_areas_are_whole(wide_page: Page, site: Site) -> None:
    wide_page.goto(site.path("nl", "places"))
    expect(wide_page.locator("path.map-area--gemeente")).to_have_count(1)
    for width in (1280, 1000, 360):
        wide_page.set_viewport_size({"width": width, "height": 740})
        if width == 360:
            wide_page.locator(".view-switch a[data-view=map]").click()
        wide_page.locator(".map__buttons button").first.click()
        wide_page.wait_for_function(WHOLE_NAMES)


def test_hand_drawn_borders_have_no_official_source(wide_page: Page, site: Site) -> None:
    wide_page.goto(site.path("en", "places"))
    expect(wide_page.locator(".map__attribution")).to_have_text("Borders: drawn by hand")
    wide_page.route("**/areas.geojson*", as_official)
    wide_page.reload()
    expect(wide_page.locator(".map__attribution")).to_have_text("Borders: CBS and Kadaster")


def test_a_phone_shows_the_list_or_the_map(page: Page, site: Site) -> None:
    page.goto(site.path("nl", "places"))
    expect(page.locator("#results")).to_be_visible()
    expect(page.locator(".map")).to_be_hidden()
    page.locator(".view-switch a[data-view=map]").click()
    expect(page.locator(".map")).to_be_visible()
    expect(page.locator("#results")).to_be_hidden()
    settled(page)
    expect(page.locator(".pin").first).to_be_in_viewport()
    assert_map_has(page, listed_on_map(page))


def test_a_filter_leaves_the_phone_on_the_map(page: Page, site: Site) -> None:
    page.goto(site.path("nl", "places"))
    page.locator(".view-switch a[data-view=map]").click()
    page.locator("#q").fill("koffie")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=koffie**")
    expect(page.locator(".map")).to_be_visible()
    page.locator(".pill", has_text="Deze week").click()
    page.wait_for_url("**open=week**")
    expect(page.locator(".map")).to_be_visible()
    page.locator(".chip", has_text="koffie").click()
    page.wait_for_url(lambda url: "q=" not in url)
    expect(page.locator(".map")).to_be_visible()
    page.locator(".view-switch a[data-view=list]").click()
    page.locator(".chip", has_text="Deze week").click()
    page.wait_for_url(lambda url: "open=" not in url)
    expect(page.locator(".map")).to_be_hidden()
    assert "#" not in page.url


def test_forced_colours_show_which_half_is_chosen(open_page: OpenPage, site: Site) -> None:
    page = open_page(forced_colors="active")
    page.goto(site.path("nl", "places"))
    colours = [
        link.evaluate("(link) => getComputedStyle(link).backgroundColor")
        for link in page.locator(".view-switch__link").all()
    ]
    assert len(colours) == len(set(colours)) == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_with_few_colours_pins_are_seen_and_told_apart(
    open_page: OpenPage, site: Site, watch: Watch, scheme: str
) -> None:
    watch.may_fail = "markercluster"
    page = open_page(viewport=WIDE, forced_colors="active", color_scheme=scheme, reduced_motion="reduce")
    page.goto(site.path("nl", "places"))
    settled(page)
    faces = page.evaluate(FACES)
    page.route("**/markercluster*", lambda route: route.abort())  # each point is a pin of its own
    page.goto(site.path("nl"))
    settled(page)
    faces += page.evaluate(FACES)

    assert {face["kind"] for face in faces} == {"cluster", "activity", "place"}
    for face in faces:
        assert face["ground"] not in (face["edge"], face["ink"], face["lamp"]), face
    shapes = {kind: {face["shape"] for face in faces if face["kind"] == kind} for kind in ("activity", "place")}
    assert not shapes["activity"] & shapes["place"], "an activity has another shape than a place"


def test_who_wants_no_motion_gets_none(wide_page: Page, site: Site) -> None:
    wide_page.goto(site.path("nl", "places"))
    settled(wide_page)
    wide_page.locator(".pin").first.hover()
    wide_page.locator(".map__buttons button").first.click()
    assert wide_page.evaluate("() => document.getAnimations().length") == 0
    expect(wide_page.locator(".leaflet-zoom-anim, .leaflet-fade-anim")).to_have_count(0)
