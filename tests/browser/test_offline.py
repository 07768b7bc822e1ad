"""After one visit a phone can do without the network, and never keeps or shows what it should not."""

import json

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.gateway import PORTAL, Gateway
from tests.browser.phone import FEED, IS_CONTROLLED, IS_KEPT, KEPT, NOTICE, SHOWN_H1, fill_up, until, visit
from tests.browser.site import TOWN
from tests.browser.watch import Watch, answer_of, settled

NONE_AT_WORK = "() => navigator.serviceWorker.getRegistration().then((one) => !one || (!one.installing && !one.active))"
# Parts and ends of addresses that no phone may keep.
FORBIDDEN = ("/staff", "/question", "/safe", "/report", "/still-right", "/life-events", "/search", "/h/")


def stop(page: Page, gateway: Gateway, how: str) -> None:
    if how == "cut":
        page.context.set_offline(True)
    elif how == "dead":
        gateway.stop()
    else:
        gateway.mode = how


@pytest.mark.parametrize("how", ["cut", "dead", "broken", "portal"])
def test_a_page_that_was_never_visited_is_there_without_the_network(phone: Page, gateway: Gateway, how: str) -> None:
    stop(phone, gateway, how)
    phone.goto(f"/nl/{TOWN}/about")

    assert phone.locator(SHOWN_H1).inner_text() == "Over Dichtbij"
    assert "Geen verbinding" in phone.locator(NOTICE).inner_text()


def test_a_network_that_hangs_is_not_waited_for(phone: Page, gateway: Gateway) -> None:
    gateway.mode = "hanging"
    phone.goto(f"/nl/{TOWN}/privacy")

    assert phone.locator(NOTICE).is_visible()
    gateway.free()


def test_with_the_network_the_page_comes_from_there_and_says_nothing_of_it(phone: Page, gateway: Gateway) -> None:
    gateway.asked.clear()
    phone.goto(f"/nl/{TOWN}/about")

    assert any(path == f"/nl/{TOWN}/about" for path, _headers in gateway.asked)
    assert phone.locator(NOTICE).is_hidden()


def test_back_online_the_page_says_so_and_one_press_brings_what_is_new(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.goto(f"/nl/{TOWN}/about")
    phone.context.set_offline(False)
    phone.evaluate("() => dispatchEvent(new Event('online'))")  # Playwright's switch does not tell the page
    phone.get_by_text("De verbinding is er weer").wait_for()
    phone.get_by_role("link", name="Probeer opnieuw").click()
    phone.locator(NOTICE).wait_for(state="hidden")

    assert phone.url.endswith("/about")


@pytest.mark.parametrize("page", ["refer?theme=geld", "report?place=het-brughuis"])
def test_a_page_that_needs_the_network_says_so(phone: Page, gateway: Gateway, page: str) -> None:
    gateway.stop()
    phone.goto(f"/nl/{TOWN}/{page}")

    assert phone.locator(SHOWN_H1).inner_text() == "Geen verbinding"


def test_nothing_personal_is_ever_kept(phone: Page, gateway: Gateway) -> None:
    for page in ("ask", "ask?topic=veilig", "report?place=het-brughuis", "life-events/worried", "search?q=koffie"):
        phone.goto(f"/nl/{TOWN}/{page}")
    phone.goto("/staff/sign-in")
    visit(phone, "nl")

    kept = answer_of(phone, KEPT)
    assert kept
    assert not [path for path in kept if any(part in path for part in FORBIDDEN)]
    assert f"/nl/{TOWN}/ask" not in kept
    own = [headers for path, headers in gateway.asked if path.startswith(FEED)]
    assert own
    assert not any("cookie" in headers for headers in own)


@pytest.mark.parametrize("mode", ["portal", "broken", "elsewhere"])
def test_an_answer_that_is_not_ours_never_takes_the_place_of_what_is_kept(
    phone: Page, gateway: Gateway, watch: Watch, mode: str
) -> None:
    phone.reload()  # a page that the worker answers for
    gateway.mode, gateway.only = mode, "/api/"
    answer = answer_of(phone, "(address) => fetch(address).then((answer) => answer.json())", f"{FEED}nl")
    assert "town" in answer
    phone.goto(f"/nl/{TOWN}/about")
    watch.foreign.clear()  # the redirect of the gateway; nobody is there

    assert PORTAL.decode() not in json.dumps(answer_of(phone, CONTENTS))


CONTENTS = """async () => {
  const found = {};
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      found[request.url] = await (await caches.match(request)).text();
  return found;
}"""


@pytest.mark.parametrize("mode", ["portal", "half", "cut"])
def test_of_a_first_visit_that_goes_wrong_only_what_is_whole_is_kept(
    open_page: OpenPage, gateway: Gateway, watch: Watch, mode: str
) -> None:
    watch.may_fail = "/"
    page = open_page(base_url=gateway.address, service_workers="allow")
    gateway.mode, gateway.only = mode, "/api/"
    page.goto(f"/nl/{TOWN}/")
    until(page, IS_CONTROLLED)
    until(page, IS_KEPT, f"/nl/{TOWN}/offline")
    assert PORTAL.decode() not in json.dumps(answer_of(page, CONTENTS))
    assert not [path for path in answer_of(page, KEPT) if path.startswith("/api/")]
    page.context.set_offline(True)
    page.goto(f"/nl/{TOWN}/places")
    assert page.locator(SHOWN_H1).inner_text() == "Geen verbinding"
    page.context.set_offline(False)
    gateway.mode = "open"
    visit(page, "nl")
    page.context.set_offline(True)
    page.goto(f"/nl/{TOWN}/places")

    page.locator(".card").first.wait_for()


def test_where_a_worker_is_forbidden_everything_works_online(open_page: OpenPage, gateway: Gateway) -> None:
    page = open_page(base_url=gateway.address, service_workers="allow")
    page.add_init_script(
        "ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('no', 'SecurityError'));"
    )
    page.goto(f"/nl/{TOWN}/places")
    page.locator(".card a").first.click()

    assert page.locator(".detail").is_visible()
    assert answer_of(page, KEPT) == []


NO_STORAGE = """
for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
  Object.defineProperty(window, name, { get: () => { throw new DOMException("no", "SecurityError"); } });
"""


@pytest.mark.parametrize("language", ["nl", "en"])
def test_where_nothing_at_all_may_be_stored_each_page_works(
    open_page: OpenPage, gateway: Gateway, language: str
) -> None:
    """As with all cookies and site data blocked. An error in a script fails it: see watch.py."""
    page = open_page(base_url=gateway.address)
    page.add_init_script(NO_STORAGE)
    for rest in ("", "places", "today", "places/het-brughuis", "ask", "waiting", "refer", "safe", "offline"):
        page.goto(f"/{language}/{TOWN}/{rest}")
        settled(page)
        assert page.locator("h1").is_visible(), rest
    page.goto(f"/{language}/{TOWN}/refer?area=all")
    page.locator("[data-refer-subject]").first.click()
    page.locator(".offer").first.wait_for()


NO_CACHES = "CacheStorage.prototype.open = () => Promise.reject(new DOMException('no', 'SecurityError'));\n"


def test_where_caches_are_forbidden_everything_works_online(
    open_page: OpenPage, gateway: Gateway, watch: Watch
) -> None:
    watch.may_fail = "/"
    gateway.worker_begins_with = NO_CACHES
    page = open_page(base_url=gateway.address, service_workers="allow")
    page.goto(f"/nl/{TOWN}/")
    until(page, NONE_AT_WORK)
    page.goto(f"/nl/{TOWN}/places")

    page.locator(".card").first.wait_for()
    assert page.locator(NOTICE).is_hidden()


def test_a_full_phone_keeps_nothing_and_works_online(open_page: OpenPage, gateway: Gateway, watch: Watch) -> None:
    watch.may_fail = "/"
    page = open_page(base_url=gateway.address, service_workers="allow")
    fill_up(page, gateway.address)
    page.goto(f"/nl/{TOWN}/")
    until(page, NONE_AT_WORK)
    page.goto(f"/nl/{TOWN}/places")

    page.locator(".card").first.wait_for()
