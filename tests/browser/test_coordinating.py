"""The coordinator's maps: signs and patterns beside the colours, and a point chosen by click or by keyboard."""

import json
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.site import TOWN, Site
from tests.browser.test_staff import check, sign_in

TEAMS = f"/staff/{TOWN}/teams"
STAFF = f"/staff/{TOWN}"
TABLE = "external_id;kind;name_nl;phone\nx1;buurthuis;Het Brughuis;078 202 11 11\nx2;kasteel;Slot;abc\n"
PAGES = ("", "/map?topic=geld", "/try?try=1&topic=geld", "/rules", "/rules/new", "/new")


def test_the_pages_of_a_coordinator(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce", locale="nl-NL")
    sign_in(page, site, "other coordinator")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hallo")

    every_page_fits_a_small_phone(page)
    a_table_is_looked_at_first(page)
    two_are_compared_side_by_side(page)
    an_address_of_a_calendar_is_refused_in_words(page)
    a_click_or_the_enter_key_chooses_a_point(page)
    an_area_is_drawn_corner_by_corner(page)
    the_map_has_the_signs_and_patterns_of_the_list(page)


def every_page_fits_a_small_phone(page: Page) -> None:
    for path in PAGES:
        page.goto(TEAMS + path)
        check(page)


def a_table_is_looked_at_first(page: Page) -> None:
    page.goto(f"{STAFF}/export")
    check(page)
    page.get_by_role("link", name="Tabel met plekken inlezen").click()
    check(page)
    page.locator("#file").set_input_files({"name": "plekken.csv", "mimeType": "text/csv", "buffer": TABLE.encode()})
    page.get_by_role("button", name="Kijk wat er zou gebeuren").click()
    expect(page.locator(".table-report__wrong")).to_have_count(1)
    expect(page.locator("input[name=leave]")).to_have_count(1)
    check(page)
    page.get_by_role("button", name="Gooi deze tabel weg").click()
    expect(page.locator("#file")).to_be_visible()


def two_are_compared_side_by_side(page: Page) -> None:
    page.goto(f"{STAFF}/duplicates?what=activities")
    check(page)
    page.locator("#one").fill(f"/nl/{TOWN}/activities/hulp-bij-schulden")
    page.locator("#other").fill("hulp-met-formulieren")
    page.get_by_role("button", name="Vergelijk").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zijn deze twee hetzelfde?")
    expect(page.locator("input[type=radio]:checked").first).to_be_attached()
    check(page)


def an_address_of_a_calendar_is_refused_in_words(page: Page) -> None:
    item = page.url.rstrip("/").rsplit("/", 2)[1]
    page.goto(f"{STAFF}/activities/{item}/calendar")
    check(page)
    page.locator("#address").fill("http://169.254.169.254/")
    page.keyboard.press("Enter")
    expect(page.locator(".problem")).to_be_visible()
    check(page)


def the_map_has_the_signs_and_patterns_of_the_list(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{TEAMS}/map?topic=")
    listed = page.locator(".grounds__sign").all_inner_texts()
    drawn = page.locator(".map-sign")

    expect(drawn).to_have_count(len(listed))

    assert sorted(drawn.all_inner_texts()) == sorted(listed)
    fills = {path.get_attribute("fill") for path in page.locator("path.map-ground").all()}
    assert {"url(#ground-tint-0)", "url(#ground-gap)"} <= fills
    for fill in fills:
        expect(page.locator(f"pattern{(fill or '')[4:-1]}")).to_have_count(1)


def an_area_is_drawn_corner_by_corner(page: Page) -> None:
    page.goto(f"{TEAMS}/new")
    page.get_by_text("Teken het gebied op de kaart").click()
    box, field = page.locator(".map"), page.locator("#area")
    expect(page.locator(".map-area").first).to_be_attached()
    page.get_by_role("button", name="Teken een gebied").click()
    for x, y in ((80, 80), (200, 80), (200, 220)):
        box.click(position={"x": x, "y": y})
    page.get_by_role("button", name="Laatste stap terug").click()
    page.get_by_role("button", name="Gebied klaar").click()
    expect(page.locator(".map__status")).to_contain_text("minstens drie hoeken")
    told = page.locator(".map-drawing [role=status]")
    expect(told).to_have_text("Hoeken: 2")
    box.press("ArrowDown")
    box.press("Enter")
    expect(told).to_have_text("Hoeken: 3")
    check(page)
    page.get_by_role("button", name="Gebied klaar").press("Enter")
    expect(page.get_by_role("button", name="Teken een gebied")).to_be_focused()
    expect(page.locator("path.map-drawn")).to_have_count(1)
    (rings,) = json.loads(field.input_value())["coordinates"]
    assert len(rings[0]) == 4
    assert rings[0][0] == rings[0][-1]
    corners_are_moved(page)
    page.get_by_role("button", name="Laatste gebied weg").press("Enter")
    expect(page.get_by_role("button", name="Teken een gebied")).to_be_focused()
    expect(field).to_have_value("")


def corners_are_moved(page: Page) -> None:
    """By dragging, and without: by two taps, by keys; a new one between two, and one less."""
    told, field, box = page.locator(".map-drawing [role=status]"), page.locator("#area"), page.locator(".map")

    def corners() -> list[list[float]]:
        (rings,) = json.loads(field.input_value())["coordinates"]
        assert rings[0][0] == rings[0][-1]
        return list(rings[0][:-1])

    drawn = corners()
    page.get_by_role("button", name="Verplaats hoeken").press("Enter")
    expect(page.get_by_role("button", name="De hoeken kloppen")).to_be_focused()
    expect(page.locator(".map-corner:not(.map-corner--between)")).to_have_count(3)
    check(page)

    page.get_by_role("button", name="Gebied 1, hoek 1 van 3").drag_to(box, target_position={"x": 110, "y": 120})
    expect(told).to_have_text("Gebied 1, hoek 1 van 3 is verplaatst. Het telt zodra je bewaart.")
    dragged = corners()
    assert dragged[0] != drawn[0]
    assert dragged[1:] == drawn[1:]

    expect(page.get_by_role("button", name="Haal deze hoek weg")).to_be_hidden()
    page.get_by_role("button", name="Gebied 1, hoek 2 van 3").click()
    expect(page.get_by_role("button", name="Haal deze hoek weg")).to_be_visible()
    box.click(position={"x": 230, "y": 330})
    expect(told).to_contain_text("hoek 2 van 3 is verplaatst")
    tapped = corners()
    assert [one == other for one, other in zip(tapped, dragged, strict=True)] == [True, False, True]

    corner = page.get_by_role("button", name="Gebied 1, hoek 3 van 3")
    corner.press("ArrowLeft")
    expect(told).to_contain_text("hoek 3 van 3 is verplaatst")
    expect(corner).to_be_focused()
    assert corners()[2][0] < tapped[2][0]

    page.get_by_role("button", name="een nieuwe hoek na hoek 1").press("ArrowUp")
    expect(told).to_contain_text("hoek 2 van 4 is verplaatst")
    assert len(corners()) == 4
    page.get_by_role("button", name="Gebied 1, hoek 2 van 4").press("Delete")
    assert corners() == [tapped[0], tapped[1], corners()[2]]
    page.get_by_role("button", name="Gebied 1, hoek 1 van 3").press("Delete")
    expect(page.locator(".map__status")).to_contain_text("minstens drie hoeken")
    assert len(corners()) == 3
    steps_are_taken_back(page, corners, [tapped, dragged, drawn])
    page.get_by_role("button", name="De hoeken kloppen").press("Enter")
    expect(page.locator(".map-corner")).to_have_count(0)
    expect(page.get_by_role("button", name="Teken een gebied")).to_be_focused()


def steps_are_taken_back(
    page: Page, corners: Callable[[], list[list[float]]], earlier: list[list[list[float]]]
) -> None:
    """The corner that went, the new one, the one that the keys moved; then the tap and the drag, by the button."""
    corner = page.get_by_role("button", name="Gebied 1, hoek 3 van 3")
    for number in (4, 3, 3):
        corner.press("Control+z") if number == 4 else page.keyboard.press("Control+z")
        expect(page.locator(".map-drawing [role=status]")).to_have_text("Teruggehaald.")
        assert len(corners()) == number
    expect(corner).to_be_focused()
    assert corners() == earlier[0]
    page.locator("#name").press("Control+z")  # a field has its own
    assert corners() == earlier[0]
    back = page.get_by_role("button", name="Laatste stap terug")
    for then in earlier[1:]:
        back.click()
        assert corners() == then
    expect(page.get_by_role("button", name="De hoeken kloppen")).to_be_visible()


def a_click_or_the_enter_key_chooses_a_point(page: Page) -> None:
    page.goto(f"{TEAMS}/try")
    field = page.locator("#point")
    box = page.locator(".map")
    box.scroll_into_view_if_needed()
    expect(page.locator(".map-area").first).to_be_attached()

    box.click(position={"x": 150, "y": 200})
    expect(page.locator(".pin--spot")).to_have_count(1)
    by_click = field.input_value()
    box.press("ArrowRight")
    box.press("Enter")
    expect(field).not_to_have_value(by_click)

    page.get_by_role("button", name="Laat zien waar hij heen gaat").click()
    expect(page.locator(".answer")).to_contain_text("Deze vraag gaat naar")
