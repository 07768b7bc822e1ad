"""Leaving in one press, with and without scripts, so that the page is not one step back."""

import pytest

from tests.browser.checks import axe_complaints, too_small_for_a_thumb, wider_than_window
from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.watch import Watch

ELSEWHERE = "https://www.knmi.nl/"


@pytest.mark.parametrize(("scripts", "remembered"), [(True, False), (False, True)])
def test_one_press_leaves_and_with_scripts_the_way_back_is_gone(
    open_page: OpenPage, site: Site, watch: Watch, scripts: bool, remembered: bool
) -> None:
    page = open_page(java_script_enabled=scripts)
    page.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="<title>Weer</title>", content_type="text/html"))
    page.goto(site.path("nl", "life-events"))
    page.goto(site.path("nl", "life-events/worried"))
    page.locator(".quick-exit a").click()
    page.wait_for_url(f"{ELSEWHERE}**")

    assert page.title() == "Weer"
    assert len(watch.foreign) == 1, "the link that was pressed, and nothing before"
    watch.foreign.clear()
    page.go_back()
    assert page.url.endswith("life-events/worried") == remembered


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_way_out_stays_in_view_and_in_reach(open_page: OpenPage, site: Site, language: str) -> None:
    page = open_page(reduced_motion="reduce")
    page.goto(site.path(language, "life-events/worried"))
    page.mouse.wheel(0, 900)
    page.wait_for_function("() => scrollY > 300")
    box = page.locator(".quick-exit a").bounding_box()

    assert box
    assert 0 <= box["y"] < 100
    assert axe_complaints(page) == []
    assert too_small_for_a_thumb(page) == []
    assert wider_than_window(page) == []
