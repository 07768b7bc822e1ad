"""Without a network the phone draws the map as well: the same things as in its list, on the tiles that it kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pmtiles.tile import TileType

from tests.browser.checks import axe_complaints, wider_than_window
from tests.browser.conftest import OpenPage
from tests.browser.gateway import Gateway, running_gateway
from tests.browser.phone import KEPT, until, visit
from tests.browser.site import TOWN, Site, beside
from tests.browser.watch import Watch
from tests.tiles.build import picture, write_archive
from webapp.core.geo import Box
from webapp.tiles.rules import tiles_over

AROUND = Box(4.5, 51.7, 4.85, 52.0)
HAS_TILES = f"async () => (await ({KEPT})()).filter((path) => path.startsWith('/tiles/')).length >= 5"
MAP = "[data-map=town]"


@pytest.fixture(scope="module")
def pictures(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path: Path = tmp_path_factory.mktemp("tiles") / "town.pmtiles"
    pictures_there = [(tile, picture()) for tile in tiles_over(AROUND, range(8, 13), 3000)]
    write_archive(path, pictures_there, kind=TileType.PNG, packed=False)
    with beside(TILES_URL=path.as_uri(), TILES_CREDIT="© Proefkaart") as address:
        yield address


@pytest.fixture
def gateway_with_tiles(pictures: str) -> Iterator[Gateway]:
    with running_gateway(pictures) as gateway:
        yield gateway


@pytest.fixture
def phone_with_tiles(open_page: OpenPage, gateway_with_tiles: Gateway, watch: Watch) -> Page:
    page = open_page(base_url=gateway_with_tiles.address, service_workers="allow", reduced_motion="reduce")
    watch.may_fail = "/"
    visit(page, "nl")
    until(page, HAS_TILES)
    return page


def points(page: Page) -> int:
    page.locator(MAP).scroll_into_view_if_needed()
    expect(page.locator(f"{MAP}[data-count]")).to_be_visible()
    return int(page.locator(MAP).get_attribute("data-count") or "")


def test_the_map_shows_what_the_list_holds(phone: Page, gateway: Gateway) -> None:
    gateway.stop()
    for filters in ("places", "places?theme=geld", "activities?open=week&free=1"):
        phone.goto(f"/nl/{TOWN}/{filters}")
        shown = points(phone)  # drawn: only then it is known what is in the list

        assert shown == phone.evaluate("() => document.querySelector('[data-map]').listed.size") > 0, filters
        expect(phone.locator("path.map-area--gemeente")).to_have_count(1)
    assert axe_complaints(phone) == []
    assert wider_than_window(phone) == []


def test_the_spot_of_one_thing_is_shown(phone: Page, gateway: Gateway) -> None:
    gateway.stop()
    phone.goto(f"/nl/{TOWN}/places/het-brughuis")

    assert points(phone) == 1


def test_tiles_that_were_kept_lie_under_it(phone_with_tiles: Page, gateway_with_tiles: Gateway) -> None:
    gateway_with_tiles.stop()
    phone_with_tiles.goto(f"/nl/{TOWN}/places")
    phone_with_tiles.locator(MAP).scroll_into_view_if_needed()

    expect(phone_with_tiles.locator(".map .leaflet-tile-loaded").first).to_be_visible()
    assert points(phone_with_tiles) > 0
