"""Finding something, as people do it: with and without scripts, back and forth, in another language."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.watch import settled


def total(page: Page) -> int:
    found = re.match(r"\d+", page.locator("h1").inner_text())
    assert found
    return int(found[0])


def test_everything_works_without_scripts(open_page: OpenPage, site: Site) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site.path("nl", "places"))
    everything = total(page)
    fallback = page.locator(".map__fallback")
    expect(fallback).to_be_visible()
    expect(fallback).to_contain_text("In de lijst staat alles")
    page.locator(".filters__summary").click()
    page.locator("input[name=wheelchair]").check()
    page.locator(".filters__fields button").click()
    assert 0 < total(page) < everything
    page.get_by_role("link", name="English").click()
    assert page.url.startswith(site.address + site.path("en", "places?"))
    assert "wheelchair=1" in page.url
    page.locator("#results .card a").first.click()
    expect(page.locator(".detail-head")).to_be_visible()
    need_a_script = page.locator(".actions button, .read-aloud button")  # sharing, printing and reading aloud
    expect(need_a_script).to_have_count(3)
    for button in need_a_script.all():
        expect(button).to_be_hidden()


@pytest.mark.parametrize("path", ["", "places?theme=geld&q=geld", "activities/inloop-geld-en-post", "about"])
def test_another_language_is_the_same_page_with_the_same_filters(page: Page, site: Site, path: str) -> None:
    page.goto(site.path("nl", path))
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/**")
    there, asked = page.url.removeprefix(site.address), site.path("en", path)
    assert there.partition("?")[0] == asked.partition("?")[0]
    assert set(there.partition("?")[2].split("&")) == set(asked.partition("?")[2].split("&"))
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_back_and_forward_bring_back_list_and_filter(page: Page, site: Site) -> None:
    page.goto(site.path("nl", "activities"))
    everything = total(page)
    page.locator("#q").fill("geld")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=geld**")
    some = total(page)
    assert 0 < some < everything
    page.locator("#results .card a").first.click()
    expect(page.locator(".detail-head")).to_be_visible()
    page.go_back()
    assert total(page) == some
    expect(page.locator("#q")).to_have_value("geld")
    page.go_back()
    assert total(page) == everything
    page.go_forward()
    assert total(page) == some


def test_a_chip_takes_one_filter_away(page: Page, site: Site) -> None:
    page.goto(site.path("nl", "activities?theme=geld&free=1"))
    page.locator(".chip", has_text="Gratis").click()
    page.wait_for_url(lambda url: "free" not in url)
    assert page.url.endswith("theme=geld")


def test_what_to_leave_out_stands_between_quotation_marks_once(page: Page, site: Site) -> None:
    for language, words in (("nl", ["‘qqqq’", "‘Zonder afspraak’"]), ("en", ["“qqqq”", "“No appointment needed”"])):
        page.goto(site.path(language, "places?q=qqqq&walkin=1"))
        ways = page.locator(".nothing__ways a").all_inner_texts()
        assert [way.split(" ", 2)[2] for way in ways[: len(words)]] == words


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("q=koffie&open=week", "Meer filters"),
        ("q=koffie&free=1&postcode=2951", "Meer filters (1 aan)"),
    ],
)
def test_the_fold_counts_what_is_inside_it(page: Page, site: Site, query: str, label: str) -> None:
    page.goto(site.path("nl", f"places?{query}"))
    expect(page.locator(".filters__summary")).to_have_text(re.compile(rf"^\s*{re.escape(label)}\s*$"))


def test_close_to_me_sends_a_rough_spot_only(open_page: OpenPage, site: Site) -> None:
    page = open_page(geolocation={"latitude": 51.8634567, "longitude": 4.6601234}, permissions=["geolocation"])
    page.goto(site.path("nl", "places?free=1"))
    page.locator("[data-near-me=button]").click()
    page.wait_for_url("**near=51.863**")
    assert "near=51.863%2C4.66" in page.url
    assert "free=1" in page.url
    assert not re.search(r"\d\.\d{4}", page.url + page.content().partition("<main")[2].partition("data-map")[0])
    expect(page.locator("#results .card__where--near").first).to_contain_text("lopen")


def test_without_permission_it_says_what_to_do(page: Page, site: Site) -> None:
    page.goto(site.path("nl", "places"))
    page.locator("[data-near-me=button]").click()
    expect(page.locator("[data-near-me=message]")).to_contain_text("postcode")


def test_what_was_open_before_the_connection_failed_stays_usable(page: Page, site: Site) -> None:
    page.goto(site.path("nl", "places") + "#map")
    settled(page)
    page.context.set_offline(True)
    page.locator(".pin").first.click()
    page.locator(".view-switch a[data-view=list]").click()
    expect(page.locator("#results .card").first).to_be_visible()


@pytest.mark.parametrize(("language", "longest"), [("nl", "donderdag"), ("en", "Wednesday")])
def test_the_mark_of_today_stays_beside_the_name_of_the_day(
    open_page: OpenPage, site: Site, language: str, longest: str
) -> None:
    page = open_page(viewport={"width": 360, "height": 640})
    page.goto(site.path(language, "places/het-brughuis"))
    row = page.locator(".week__row--today").first
    row.locator(".week__name").evaluate("(name, longest) => { name.textContent = longest; }", longest)
    tops = [row.locator(part).bounding_box() for part in (".week__name", ".week__today", ".week__times > :first-child")]

    boxes = [box for box in tops if box]
    assert len(boxes) == 3
    assert max(box["y"] for box in boxes) < min(box["y"] + box["height"] for box in boxes), "in one line"
    assert row.locator(".week__date").inner_text().strip(), "a screen reader tells the date"
