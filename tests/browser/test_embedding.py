"""A page of ours inside pages of others: one that the coordinator named, and one that nobody named."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.checks import axe_complaints, wider_than_window
from tests.browser.conftest import OpenPage
from tests.browser.neighbours import neighbour
from tests.browser.passkeys import sign_in_with_passkey
from tests.browser.site import TOWN, Site

BOX = '<div id="box" data-dichtbij="nl/{town}" data-show="today"><a href="{site}/nl/{town}/">Dichtbij</a></div>'
PAGE = """<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Praktijk</title></head>
<body><h1>Praktijk</h1>{box}<script src="{site}/embed.js" async></script></body></html>"""
# What the page around would hear, and a forged message to it.
HEARD = "window.heard = []; addEventListener('message', (event) => heard.push([event.origin, event.data]))"


def page_of(site: Site) -> str:
    return PAGE.format(box=BOX.format(town=TOWN, site=site.public), site=site.public)


def allow(page: Page, site: Site, origin: str) -> None:
    sign_in_with_passkey(page, site, "coordinator", f"/staff/{TOWN}/settings/embeds")
    page.locator("#name").fill("Praktijk")
    page.locator("#address").fill(origin)
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.locator(".sign-ins__device")).to_have_text(["Praktijk"])


def test_a_named_site_shows_it_and_another_does_not(open_page: OpenPage, browser: Browser, site: Site) -> None:
    with neighbour(page_of(site)) as named, neighbour(page_of(site)) as stranger:
        allow(open_page(locale="nl-NL", base_url=site.public), site, named)
        it_stands_there_and_has_its_height(browser, site, named)
        its_links_open_beside_the_page(browser, named)
        a_stranger_holds_nothing(browser, site, stranger)


def it_stands_there_and_has_its_height(browser: Browser, site: Site, named: str) -> None:
    page = browser.new_page(viewport={"width": 800, "height": 600})
    page.add_init_script(HEARD)
    page.goto(named)
    frame = page.frame_locator("#box iframe")
    expect(frame.locator("h1")).to_have_text("Vandaag in Alblasserdam")
    expect(page.locator("#box > a")).to_have_count(0)  # gone with the first height
    inner = page.frames[1]
    needed = inner.evaluate("() => Math.ceil(document.documentElement.getBoundingClientRect().height)")
    page.wait_for_function("(high) => document.querySelector('#box iframe').height === String(high)", arg=needed)
    page.set_viewport_size({"width": 360, "height": 600})  # narrower is higher
    page.wait_for_function("(high) => Number(document.querySelector('#box iframe').height) > high", arg=needed)
    heard = page.evaluate("() => heard")
    assert {origin for origin, _data in heard} == {site.public}
    assert all(set(data) == {"type", "height"} for _origin, data in heard)

    high = page.locator("#box iframe").get_attribute("height")
    page.evaluate("() => postMessage({ type: 'dichtbij:height', height: 9000 }, '*')")
    page.evaluate("() => new Promise((done) => setTimeout(done, 0))")
    assert page.locator("#box iframe").get_attribute("height") == high, "from another origin it is no height"
    assert page.context.storage_state() == {"cookies": [], "origins": []}
    page.close()


def its_links_open_beside_the_page(browser: Browser, named: str) -> None:
    page = browser.new_page()
    page.goto(named)
    link = page.frame_locator("#box iframe").locator(".embed__foot a").first
    with page.expect_popup() as opened:
        link.click()
    other = opened.value
    other.wait_for_load_state()
    assert "/today" in other.url
    assert other.evaluate("() => window.opener === null")
    assert page.url.startswith(named)
    page.context.close()


def a_stranger_holds_nothing(browser: Browser, site: Site, stranger: str) -> None:
    page = browser.new_page()
    page.add_init_script(HEARD)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(stranger)
    page.wait_for_function("() => document.querySelector('#box iframe')")
    page.wait_for_function("() => true")
    expect(page.frame_locator("#box iframe").locator(".embed")).to_have_count(0)
    while not any("frame-ancestors" in text for text in said):
        page.wait_for_event("console")
    expect(page.locator("#box > a")).to_have_attribute("href", f"{site.public}/nl/{TOWN}/")
    assert page.evaluate("() => heard") == []
    page.close()


@pytest.mark.parametrize("width", [320, 768])
def test_it_fits_and_everybody_can_use_it(open_page: OpenPage, site: Site, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 700})
    for path in ("embed?show=today&map=1", "embed?show=places", "embed?q=qqqqqq"):
        page.goto(site.path("en", path))
        assert not wider_than_window(page)
        assert not axe_complaints(page)
