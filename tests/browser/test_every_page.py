"""Promises about every page, in both languages, on a small phone."""

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.checks import (
    ABOUT_COLOUR,
    axe_complaints,
    double_the_letters,
    too_small_for_a_thumb,
    wider_than_window,
)
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.pages import BARE, LANGUAGES, PAGES, STATUS
from tests.browser.site import Site
from tests.browser.tree import misleading_links, misread, open_folds, tree_complaints
from tests.browser.watch import settled
from tests.examples import EVERY

# Words that are broken over two lines, of what stands beside an icon in little room.
BROKEN_WORDS = """
(labels) => [...document.querySelectorAll(labels)].filter((label) => {
  const lines = Math.round(label.getBoundingClientRect().height / parseFloat(getComputedStyle(label).lineHeight));
  return lines > label.textContent.trim().split(/\\s+/).length;
}).map((label) => label.textContent)
"""
LOWEST = "(all) => Math.min(...all.map((one) => one.getBoundingClientRect().height))"
MENU, OPTIONS = ".menu__link span", ".options__link span:not(:has(span))"
SMALLEST: ViewportSize = {"width": 320, "height": 640}

ALL = PAGES | BARE
each_page = pytest.mark.parametrize("name", ALL)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def go(page: Page, site: Site, language: str, name: str) -> Page:
    answer = page.goto(site.path(language, ALL[name]))
    assert answer
    assert answer.status == STATUS.get(name, 200)
    assert page.locator("html").get_attribute("lang") == language
    return settled(page)


@each_language
@each_page
def test_it_fits_axe_finds_nothing_by_day_and_by_night_and_all_has_a_name(
    open_page: OpenPage, site: Site, name: str, language: str
) -> None:
    """One visit for all of it. And, as after every test here: nothing asked of another origin, nothing against the
    policy, no script error. The colours of the night are the same in both languages: every second page is looked at
    in each, by `make faults` all."""
    page = go(open_page(reduced_motion="reduce"), site, language, name)  # no colour half-way to the next
    assert wider_than_window(page) == []
    assert too_small_for_a_thumb(page) == []
    assert axe_complaints(page) == []
    if EVERY or LANGUAGES[list(ALL).index(name) % len(LANGUAGES)] == language:
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        assert axe_complaints(page, rules=ABOUT_COLOUR) == []
    page.set_viewport_size(SMALLEST)
    assert wider_than_window(page) == []
    page.set_viewport_size(PHONE)
    double_the_letters(page)
    assert wider_than_window(page) == [], "with letters of twice the size"
    open_folds(page)
    # A part of another page has no head and foot of its own, and a screen nobody walks through has no head.
    lacks = ("0 times banner", "0 times contentinfo") if name in BARE else ()
    assert [complaint for complaint in tree_complaints(page) if complaint not in lacks] == []
    assert misleading_links(page) == []
    assert misread(page) == []


@each_language
def test_with_large_letters_a_page_begins_on_the_first_screen(page: Page, site: Site, language: str) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    go(page, site, language, "places")
    double_the_letters(page)
    heading = page.locator("h1").bounding_box()
    assert heading
    assert heading["y"] < 640
    assert page.locator(".menu__link").evaluate_all(LOWEST) >= 44, "for a thumb"


@each_language
@pytest.mark.parametrize("width", [320, 360, 412])
def test_the_menu_breaks_no_word(page: Page, site: Site, width: int, language: str) -> None:
    page.set_viewport_size({"width": width, "height": 915})
    go(page, site, language, "about")
    assert page.evaluate(BROKEN_WORDS, MENU) == []
    double_the_letters(page)
    assert page.evaluate(BROKEN_WORDS, MENU) == []


@each_language
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_what_is_chosen_from_breaks_no_word(page: Page, site: Site, width: int, language: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for name in ("refer", "refer, where", "helper"):
        go(page, site, language, name)
        assert page.evaluate(BROKEN_WORDS, OPTIONS) == [], name
