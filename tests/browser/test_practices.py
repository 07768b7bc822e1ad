"""A practice with an account: its favourite first, one tap fewer, and a poster that comes out as one sheet of A4."""

import re
import time

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.passkeys import sign_in_with_passkey
from tests.browser.site import TOWN, Site
from tests.browser.test_referring import PX_A_MM, Taps, print_it
from tests.browser.test_staff import check

A4_POINTS = (595, 842)


def test_a_practice_from_its_list_to_the_hand_and_the_wall(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce", locale="nl-NL", base_url=site.public)
    sign_in_with_passkey(page, site, "practice")
    page.get_by_role("link", name="Huisartsenpraktijken").click()
    page.get_by_role("link", name="Huisartsen aan het Water").click()
    check(page)

    its_own_neighbourhood(page)
    liked = a_favourite(page)
    gives_it_along_in_three_taps(page, liked)
    page.goto(f"/staff/{TOWN}/practices")
    page.get_by_role("link", name="Huisartsen aan het Water").click()
    a_poster_on_one_sheet(page)


def its_own_neighbourhood(page: Page) -> None:
    page.get_by_role("link", name="Naam en buurt wijzigen").click()
    check(page)
    page.locator("#area").select_option(index=2)
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Huisartsen aan het Water")


def a_favourite(page: Page) -> str:
    page.get_by_role("link", name="Geld, schulden en post").click()
    check(page)
    last = page.locator("label.tick").last
    liked = last.inner_text().strip()
    last.click()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("1 favoriet")).to_be_visible()
    return liked


def gives_it_along_in_three_taps(page: Page, liked: str) -> None:
    page.get_by_role("link", name="Geef iets mee").click()
    began, taps = time.perf_counter(), Taps()
    taps.on(page, "a[href*='theme=geld']")
    expect(page.locator(".offer__name").first).to_have_text(liked)
    expect(page.locator(".offer__favourite")).to_have_count(1)
    taps.on(page, ".offer button")
    expect(page).to_have_url(re.compile(r"/h/[a-z]{12}\?made=1$"))
    print_it(page, taps)
    print(f"\na practice, to the print: {taps.number} taps, {time.perf_counter() - began:.2f} s of the machine")
    assert taps.number == 3


def a_poster_on_one_sheet(page: Page) -> None:
    page.get_by_role("link", name="Poster voor de wachtkamer").click()
    check(page)
    printed = page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    [(width, height)] = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", printed)
    assert (round(float(width)), round(float(height))) == A4_POINTS
    page.set_viewport_size({"width": round(182 * PX_A_MM), "height": round(269 * PX_A_MM)})  # A4 without its edges
    page.emulate_media(media="print")
    for part in (".staff-menu", ".poster__ways", ".foot"):
        for element in page.locator(part).all():
            expect(element).to_be_hidden()
    expect(page.locator(".poster .sheet__qr")).to_be_visible()
    height = "() => { const it = document.querySelector('.poster'); return it.scrollHeight - it.clientHeight }"
    assert page.evaluate(height) <= 1
