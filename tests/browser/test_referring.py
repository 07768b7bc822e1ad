"""A GP with thirty seconds: from the page to the print in four taps, then three; and the sheet on paper."""

import re
import time
from urllib.parse import parse_qsl, urlsplit

import pypdfium2
import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.checks import ABOUT_COLOUR, axe_complaints, too_small_for_a_thumb, wider_than_window
from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.watch import settled

MOST_TAPS = 4
CHOICES = {"theme", "area"}  # all that goes to the server in four taps: chosen from lists, nothing typed
PX_A_MM = 96 / 25.4
LEAST_POINTS = 8
COUNT_PRINTS = "() => { window.print = () => { window.printed = true } }"


class Taps:
    """Each press counts, as a GP would count it."""

    def __init__(self) -> None:
        self.number = 0

    def on(self, page: Page, selector: str) -> None:
        page.locator(selector).first.click()
        self.number += 1


def print_it(page: Page, taps: Taps) -> None:
    page.evaluate(COUNT_PRINTS)
    taps.on(page, ".sheet__actions button")
    assert page.evaluate("() => window.printed")


def test_from_the_page_to_the_print_in_four_taps_and_then_in_three(page: Page, site: Site) -> None:
    began, taps = time.perf_counter(), Taps()
    sent: list[Request] = []

    def note(request: Request) -> None:
        sent.append(request)

    page.on("request", note)
    page.goto(site.path("nl", "refer"))
    taps.on(page, "a[href*='theme=geld']")
    taps.on(page, ".options__link")
    expect(page.locator(".offer")).to_have_count(3)
    taps.on(page, ".offer button")
    expect(page).to_have_url(re.compile(r"/h/[a-z]{12}$"))
    print_it(page, taps)
    print(f"\nfrom the page to the print: {taps.number} taps, {time.perf_counter() - began:.2f} s of the machine")
    assert taps.number <= MOST_TAPS
    assert {name for one in sent for name, _value in parse_qsl(urlsplit(one.url).query)} <= CHOICES
    [made] = [one for one in sent if one.method == "POST"]
    assert {name for name, _value in parse_qsl(made.post_data or "")} <= {*CHOICES, "language", "pick", "only"}

    again = Taps()
    page.goto(site.path("nl", "refer"))
    expect(page.locator("[data-refer-area]")).to_be_visible()
    again.on(page, "a[href*='theme=ontmoeten']")
    again.on(page, ".offer button")
    print_it(page, again)
    assert again.number == taps.number - 1, "the neighbourhood was chosen once"
    assert page.context.cookies() == []

    page.goto(site.path("nl", "refer"))
    page.locator("[data-refer-forget]").click()
    page.wait_for_url("**/refer")
    expect(page.locator("[data-refer-area]")).to_be_hidden()


def test_it_works_without_a_script(open_page: OpenPage, site: Site) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site.path("nl", "refer"))
    page.locator("a[href*='theme=geld']").click()
    page.locator(".options__link").nth(1).click()
    area = page.url.partition("area=")[2]
    page.locator(".offer button").first.click()
    expect(page.locator(".entry__name")).to_be_visible()
    expect(page.locator(".sheet__qr").first).to_be_visible()
    assert area
    page.goto(site.path("nl", f"refer?area={area}"))
    assert area in (page.locator("[data-refer-subject]").first.get_attribute("href") or "")


def sheet(page: Page, site: Site, language: str, everything: bool = False) -> None:
    page.goto(site.path("nl", "refer?theme=geld&area=all"))
    page.locator(f"input[name=language][value={language}]").check()
    if everything:
        page.locator(".give > button").click()
    else:
        page.locator(".offer button").first.click()
    page.wait_for_url("**/h/*")
    settled(page)


@pytest.mark.parametrize("language", ["nl", "en", "ar"])
def test_the_sheet_keeps_our_promises_on_a_screen(open_page: OpenPage, site: Site, language: str) -> None:
    page = open_page(reduced_motion="reduce")
    sheet(page, site, language, everything=True)

    assert page.locator("html").get_attribute("lang") == language
    assert axe_complaints(page) == []
    assert too_small_for_a_thumb(page) == []
    assert wider_than_window(page) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert axe_complaints(page, rules=ABOUT_COLOUR) == []


@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("language", ["nl", "en", "ar"])
def test_it_prints_on_one_sheet_with_nothing_cut_off(page: Page, site: Site, language: str, everything: bool) -> None:
    sheet(page, site, language, everything)

    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
    page.set_viewport_size({"width": round(132 * PX_A_MM), "height": round(194 * PX_A_MM)})
    page.emulate_media(media="print")
    for part in (".menu", ".languages", ".foot", ".team", ".sheet__actions"):
        for element in page.locator(part).all():
            expect(element).to_be_hidden()
    assert smallest_points(page) >= LEAST_POINTS
    cut = page.evaluate("""() => [...document.querySelectorAll(".sheet, .sheet__entries")]
        .filter((part) => part.scrollHeight > part.clientHeight + 1).map((part) => part.className)""")
    assert cut == []
    for part in (".entry__name", ".entry__date", ".sheet__qr", ".sheet__address", ".sheet__last"):
        expect(page.locator(part).first).to_be_visible()


def smallest_points(page: Page) -> float:
    """Of all words in sight but those of the map."""
    pixels: float = page.evaluate("""() => Math.min(...[...document.querySelectorAll(".sheet *")]
        .filter((part) => part.checkVisibility() && !part.closest("svg"))
        .filter((part) => [...part.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
        .map((part) => parseFloat(getComputedStyle(part).fontSize)))""")
    return round(pixels * 72 / 96, 2)


def test_very_long_names_go_on_at_the_back_and_nothing_is_cut_off(page: Page, site: Site) -> None:
    sheet(page, site, "en", everything=True)
    page.evaluate("""() => document.querySelectorAll(".entry__name a, .entry__date").forEach(
        (part) => { part.textContent = "Ochtend voor iedereen die zorgt ".repeat(6); })""")
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    said = "".join(one.get_textpage().get_text_range() for one in printed)

    assert len(printed) == 2
    for part in (".sheet__spoken", ".sheet__last"):
        assert "".join(page.locator(part).inner_text().split()) in "".join(said.split())
    assert said.count("Ochtend") == 6 * page.locator(".entry__name a, .entry__date").count()


def test_on_a_screen_the_map_moves_and_carries_the_numbers(page: Page, site: Site) -> None:
    sheet(page, site, "en", everything=True)
    page.locator(".sheet .map").scroll_into_view_if_needed()

    expect(page.locator(".pin--number").first).to_be_visible()
    numbers = ", ".join(page.locator(".pin--number").all_inner_texts()).split(", ")
    assert sorted(numbers) == ["1", "2", "3"]
    expect(page.locator(".sheet__map")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".sheet .map")).to_be_hidden()


def test_on_a_desk_the_three_cards_stand_side_by_side(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(site.path("nl", "refer?theme=geld&area=all"))
    boxes = [one.bounding_box() for one in page.locator(".offer").all()]

    assert len({box["y"] for box in boxes if box}) == 1
    assert len({box["x"] for box in boxes if box}) == len(boxes) == 3
    assert wider_than_window(page) == []


def test_the_patient_asks_with_the_gp_and_says_yes_by_sending(page: Page, site: Site) -> None:
    sheet(page, site, "en")
    page.locator(".sheet__code a").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("input[name=topic]:checked, option[value=geld]:checked")).to_have_count(1)
    expect(page.get_by_text("The team sees that you came here through a GP practice.")).to_be_visible()
    page.get_by_role("link", name="Leave that out").click()
    expect(page.locator("input[name=through]")).to_have_count(0)
