"""The coordinator's maps: signs and patterns beside the colours, and a point chosen by click or by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.site import TOWN, Site
from tests.browser.test_staff import check, sign_in

TEAMS = f"/staff/{TOWN}/teams"
PAGES = ("", "/map?topic=geld", "/try?try=1&topic=geld", "/rules", "/rules/new", "/new")


@pytest.fixture
def signed_in(open_page: OpenPage, site: Site) -> Page:
    page = open_page(reduced_motion="reduce", locale="nl-NL")
    sign_in(page, site, "coordinator")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hallo")
    return page


def test_every_page_fits_a_small_phone(signed_in: Page) -> None:
    for path in PAGES:
        signed_in.goto(TEAMS + path)
        check(signed_in)


def test_the_map_has_the_signs_and_patterns_of_the_list(signed_in: Page) -> None:
    signed_in.set_viewport_size({"width": 1280, "height": 800})
    signed_in.goto(f"{TEAMS}/map?topic=")
    listed = signed_in.locator(".grounds__sign").all_inner_texts()
    drawn = signed_in.locator(".map-sign")

    expect(drawn).to_have_count(len(listed))

    assert sorted(drawn.all_inner_texts()) == sorted(listed)
    fills = {path.get_attribute("fill") for path in signed_in.locator("path.map-ground").all()}
    assert {"url(#ground-tint-0)", "url(#ground-gap)"} <= fills
    for fill in fills:
        expect(signed_in.locator(f"pattern{(fill or '')[4:-1]}")).to_have_count(1)


def test_a_click_or_the_enter_key_chooses_a_point(signed_in: Page) -> None:
    signed_in.goto(f"{TEAMS}/try")
    field = signed_in.locator("#point")
    box = signed_in.locator(".map")
    box.scroll_into_view_if_needed()
    expect(signed_in.locator(".map-area").first).to_be_attached()

    box.click(position={"x": 150, "y": 200})
    expect(signed_in.locator(".pin--spot")).to_have_count(1)
    by_click = field.input_value()
    box.press("ArrowRight")
    box.press("Enter")
    expect(field).not_to_have_value(by_click)

    signed_in.get_by_role("button", name="Laat zien waar hij heen gaat").click()
    expect(signed_in.locator(".answer")).to_contain_text("Deze vraag gaat naar")
