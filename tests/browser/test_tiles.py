"""A picture under the map: from our own origin, under what is ours, and not missed where it does not come."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.checks import axe_complaints, too_small_for_a_thumb, wider_than_window
from tests.browser.conftest import OpenPage
from tests.browser.site import Site, beside
from tests.browser.watch import Watch, settled
from tests.far_server import FarServer, Reply, far_server
from tests.tiles.build import picture, serve_map, template_of, vector_tile, write_archive
from webapp.core.geo import Box
from webapp.tile_settings import PDOK_TILES
from webapp.tiles.rules import tiles_over

CREDIT = "© Proefkaart"
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
AROUND = Box(4.5, 51.7, 4.85, 52.0)
LOADED = ".map .leaflet-tile-loaded"
# Of the strongest dot that was drawn anywhere.
COLOUR = """
() => {
  let found = "", strongest = 100;
  for (const canvas of document.querySelectorAll("canvas.leaflet-tile-loaded")) {
    if (!canvas.width) continue;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 3; at < data.length; at += 4)
      if (data[at] > strongest) [strongest, found] = [data[at], data.slice(at - 3, at).join()];
  }
  return found;
}
"""
OTHER_COLOUR = f"(before) => {{ const now = ({COLOUR.strip()})(); return now && now !== before; }}"
BROKEN = """
() => [...document.querySelectorAll(".map img")]
  .filter((one) => !one.naturalWidth && getComputedStyle(one).visibility !== "hidden").length
"""


@pytest.fixture(scope="module")
def server() -> Iterator[FarServer]:
    with far_server() as server:
        server.answer = serve_map()
        yield server


@pytest.fixture(scope="module")
def pictures(site: Site, server: FarServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = str(tmp_path_factory.mktemp("tiles"))
    with beside(TILES_URL=template_of(server), TILES_CREDIT=CREDIT, TILES_CACHE_DIR=folder) as address:
        yield address


@pytest.fixture(scope="module")
def drawn(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path: Path = tmp_path_factory.mktemp("tiles") / "town.pmtiles"
    write_archive(path, [(tile, vector_tile()) for tile in tiles_over(AROUND, range(8, 14), 3000)])
    with beside(TILES_URL=path.as_uri(), TILES_CREDIT=CREDIT) as address:
        yield address


def open_map(page: Page, site: Site) -> Page:
    page.goto(site.path("nl", "places"))
    switch = page.locator(".view-switch a[data-view=map]")
    if switch.is_visible():
        switch.click()
    return settled(page)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_pictures_lie_under_what_is_ours(
    open_page: OpenPage, site: Site, pictures: str, server: FarServer, scheme: Literal["light", "dark"]
) -> None:
    page = open_map(open_page(base_url=pictures, color_scheme=scheme, reduced_motion="reduce"), site)
    expect(page.locator(LOADED).first).to_be_visible()
    expect(page.locator(".map__attribution")).to_have_text(f"{CREDIT} · Grenzen: met de hand getekend")
    expect(page.locator("path.map-area--gemeente")).to_have_count(1)
    expect(page.locator(".map-name span").first).to_be_visible()
    order = [
        page.locator(f".leaflet-{name}-pane").evaluate("(pane) => Number(getComputedStyle(pane).zIndex)")
        for name in ("ground", "tile", "overlay", "names", "marker")
    ]
    assert order == sorted(set(order))
    filters = page.locator(".map-tiles--pictures").evaluate("(layer) => getComputedStyle(layer).filter")
    assert (filters == "none") is (scheme == "light")
    complaints = axe_complaints(page) + wider_than_window(page) + too_small_for_a_thumb(page)
    assert not complaints
    assert all(set(heard.headers) == {"host", "user-agent", "accept", "accept-encoding"} for heard in server.heard)


@pytest.mark.parametrize("wish", ["own colours", "less data"])
def test_who_wants_own_colours_or_less_data_gets_outlines_only(
    open_page: OpenPage, site: Site, pictures: str, wish: str
) -> None:
    page = open_page(base_url=pictures, forced_colors="active" if wish == "own colours" else "none")
    if wish == "less data":
        page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/tiles/" in request.url else None)
    open_map(page, site)
    expect(page.locator("path.map-area--gemeente")).to_have_count(1)

    assert asked == []


def test_the_government_is_named_as_its_licence_wants(
    open_page: OpenPage, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Others stand in for its tiles: none is asked for. Each comes at the second try only, as from a busy server."""
    tried: set[str] = set()

    def busy_at_first(route: Route) -> None:
        if route.request.url in tried:
            route.fulfill(body=picture(), content_type="image/png")
        else:
            tried.add(route.request.url)
            route.fulfill(status=204)

    with beside(TILES_URL=PDOK_TILES, TILES_CACHE_DIR=str(tmp_path_factory.mktemp("tiles"))) as address:
        page = open_page(base_url=address)
        page.route("**/tiles/**", busy_at_first)
        open_map(page, site)
        link = page.get_by_role("link", name="Kaartgegevens © Kadaster")
        expect(link).to_be_visible()
        expect(link).to_have_attribute("href", "https://www.kadaster.nl")
        assert not axe_complaints(page)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_vector_tiles_are_drawn_in_our_colours(
    open_page: OpenPage, site: Site, drawn: str, scheme: Literal["light", "dark"]
) -> None:
    page = open_map(open_page(base_url=drawn, color_scheme=scheme, reduced_motion="reduce"), site)
    expect(page.locator(f"canvas{LOADED.removeprefix('.map ')}").first).to_be_visible()
    expect(page.locator(".map__attribution")).to_have_text(f"{CREDIT} · Grenzen: met de hand getekend")
    expect(page.locator(".map-tiles--pictures")).to_have_count(0)
    page.wait_for_function(COLOUR.strip())
    before = page.evaluate(COLOUR)
    page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    page.wait_for_function(OTHER_COLOUR, arg=before)
    assert not axe_complaints(page)


def test_a_map_without_vector_tiles_does_not_load_what_draws_them(
    open_page: OpenPage, site: Site, pictures: str
) -> None:
    page = open_page(base_url=pictures)
    scripts: list[str] = []
    page.on("request", lambda request: scripts.append(request.url) if request.resource_type == "script" else None)
    open_map(page, site)

    assert scripts
    assert not [url for url in scripts if "vector" in url]


def test_a_script_that_does_not_come_leaves_the_outlines(
    open_page: OpenPage, site: Site, drawn: str, watch: Watch
) -> None:
    watch.may_fail = "map-vector"
    page = open_page(base_url=drawn)
    page.route("**/map-vector.*", lambda route: route.abort())
    open_map(page, site)

    expect(page.locator("path.map-land--gemeente")).to_have_count(1)
    expect(page.locator(".pin").first).to_be_visible()


def test_a_server_that_is_away_is_not_missed(open_page: OpenPage, site: Site, pictures: str, server: FarServer) -> None:
    """Cold tiles: nobody was so near before. No error anywhere (watch.py), no broken picture, the land as it is."""
    server.answer = lambda heard: Reply(b"<html>sign in</html>", status=200)
    page = open_page(base_url=pictures, reduced_motion="reduce", viewport={"width": 1280, "height": 800})
    open_map(page, site)
    with page.expect_response(lambda answer: "/tiles/" in answer.url and answer.status == 204):
        for _ in range(4):
            page.locator(".map__buttons button").first.click()
    expect(page.locator("path.map-land--gemeente")).to_have_count(1)
    page.wait_for_function("() => [...document.querySelectorAll('.map img.leaflet-tile')].every((one) => one.complete)")
    assert page.evaluate(BROKEN) == 0
    assert not axe_complaints(page)
