"""On a small phone: the pin is dragged to the front door, and a photo of that door is added."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.site import TOWN, Site
from tests.browser.test_staff import check, sign_in
from tests.browser.watch import settled
from tests.photos import pictures

Point = tuple[float, float]


def test_a_pin_and_a_photo_from_a_phone(open_page: OpenPage, site: Site, tmp_path: Path) -> None:
    page = open_page(reduced_motion="reduce", locale="nl-NL", has_touch=True)
    sign_in(page, site, "coordinator with a camera")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hallo")
    place = some_place(page)

    the_pin_is_moved_by_mouse_finger_keys_and_numbers(page, f"/staff/{TOWN}/places/{place['id']}/pin")
    a_photo_is_added_and_shown(page, place, tmp_path)


def some_place(page: Page) -> dict[str, Any]:
    """One that no other test looks at closely."""
    feed = page.request.get(f"/api/v1/{TOWN}/map.geojson?type=place").json()
    others = [one for one in feed["features"] if one["properties"]["slug"] != "het-brughuis"]
    found: dict[str, Any] = max(others, key=lambda one: one["properties"]["slug"])
    return found


def the_pin_is_moved_by_mouse_finger_keys_and_numbers(page: Page, address: str) -> None:
    page.goto(f"{address}?address=ieplaan+2")
    expect(page.locator(".offers__link")).to_have_count(1)
    check(page)
    page.goto(address)
    pin = page.locator(".pin--drag")
    pin.scroll_into_view_if_needed()
    start = point(page)

    x, y = middle_of(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 40, steps=5)
    page.mouse.up()
    by_mouse = point(page)
    assert (by_mouse[0] < start[0], by_mouse[1] > start[1]) == (True, True), "to the south-east"

    drag_by_finger(page, -40, -40)
    by_finger = point(page)
    assert (by_finger[0] > by_mouse[0], by_finger[1] < by_mouse[1]) == (True, True), "to the north-west"

    pin.press("ArrowUp")
    pin.press("ArrowRight")
    by_keys = point(page)
    assert (by_keys[0] > by_finger[0], by_keys[1] > by_finger[1]) == (True, True)
    expect(page.locator(".map__status")).to_contain_text(page.locator("#lat").input_value())

    page.get_by_text("Zonder kaart").click()
    page.locator("#lat").fill(f"{start[0]:.6f}".replace(".", ","))
    page.locator("#lat").press("Tab")
    check(page)
    page.get_by_role("button", name="Speld opslaan").click()
    expect(page.get_by_role("status").first).to_contain_text("Opgeslagen")
    assert point(page) == (start[0], by_keys[1])


def point(page: Page) -> Point:
    lat, lon = (float(page.locator(field).input_value()) for field in ("#lat", "#lon"))
    return lat, lon


def middle_of(page: Page) -> Point:
    box = page.locator(".pin--drag").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag_by_finger(page: Page, right: int, down: int) -> None:
    """A real touch, as the browser gets it from a screen; the page must not scroll under it."""
    x, y = middle_of(page)
    before = page.evaluate("scrollY")
    screen = page.context.new_cdp_session(page)
    screen.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for part in range(1, 6):
        at = {"x": x + right * part / 5, "y": y + down * part / 5}
        screen.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
    screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert page.evaluate("scrollY") == before


def a_photo_is_added_and_shown(page: Page, place: dict[str, Any], folder: Path) -> None:
    file = folder / "IMG_1.jpg"
    file.write_bytes(pictures.from_a_phone(6))
    page.goto(f"/staff/{TOWN}/places/{place['id']}/photos")
    check(page)
    page.locator("#photo").set_input_files(file)
    page.locator("#alt_nl").fill("De deur van het huis, links rood en rechts blauw")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Voeg deze foto toe").click()
    expect(page.get_by_role("status").first).to_contain_text("Bewoners zien hem nu")
    page.get_by_text("Tekst aanpassen").click()
    check(page)

    page.goto(f"/nl/{TOWN}/places/{place['properties']['slug']}")
    shown = page.get_by_role("img", name="De deur van het huis")
    shown.scroll_into_view_if_needed()
    settled(page)
    size = "one => [one.complete, one.naturalWidth > 0, one.currentSrc.endsWith('.webp'), one.clientHeight]"
    *loaded, height = shown.evaluate(size)
    assert loaded == [True, True, True]
    assert height <= 32 * 18, "a tall photo leaves room for the rest"
