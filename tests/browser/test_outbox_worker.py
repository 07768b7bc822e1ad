"""Without a connection, with the service worker: sent with no page open, and a form that is there offline."""

import json
from uuid import uuid4

import pytest
from playwright.sync_api import CDPSession, expect

from tests.browser.conftest import OpenPage
from tests.browser.cut_off import ELSEWHERE, KEPT, OFFERED, SENT, Asker, at, passes, questions, state
from tests.browser.line import Line, phone_line
from tests.browser.phone import until
from tests.browser.site import TOWN, serve
from tests.browser.watch import Watch, answer_of
from tools.serving import free_port

FORM_IS_KEPT = f"""async () => Boolean(await caches.match("/en/{TOWN}/waiting"))"""
IS_ACTIVE = "async () => (await navigator.serviceWorker.ready).active.state === 'activated'"
NOTHING_LEFT = """async () => {
  const left = [navigator.serviceWorker.getRegistrations(), caches.keys(), indexedDB.databases()];
  return (await Promise.all(left)).every(({ length }) => length === 0);
}"""


@pytest.fixture
def asker(open_page: OpenPage, line: Line) -> Asker:
    return Asker(open_page(base_url=line.address, reduced_motion="reduce", service_workers="allow"), line)


def with_worker(asker: Asker) -> None:
    at(asker, "")
    until(asker.page, IS_ACTIVE)
    until(asker.page, FORM_IS_KEPT)


def registration(asker: Asker, browser: CDPSession) -> str:
    found: list[str] = []
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"] if not one["isDeleted"]),
    )
    browser.send("ServiceWorker.enable")
    until(asker.page, IS_ACTIVE)
    return found[-1]


def test_the_form_and_its_phone_lines_are_there_without_a_connection(asker: Asker) -> None:
    with_worker(asker)
    asker.context.set_offline(True)
    at(asker, "ask?place=het-brughuis&topic=geld")
    words = f"Ik wil dood {uuid4()}"
    asker.page.locator("#question").fill(f"{words}, bsn: 111222333")

    expect(asker.page.locator("[data-line='113'] a")).to_have_attribute("href", "tel:113")
    expect(asker.page.locator("[data-ask=bsn]")).to_be_visible()
    passes(asker.page)
    asker.keep(f"{words}, bsn: 111222333")
    state(asker.page, KEPT)
    assert "111222333" not in json.dumps(asker.items())
    assert words not in answer_of(asker.page, ELSEWHERE)
    at(asker, "waiting")
    state(asker.page, KEPT)
    passes(asker.page)
    asker.context.set_offline(False)

    state(asker.page, SENT)
    assert (asker.arrived, len(asker.line.posts)) == (1, 1)
    body = json.loads(asker.line.posts[0])
    assert (body["place"], body["topic"], body["lang"]) == ("het-brughuis", "geld", "en")
    assert words not in answer_of(asker.page, ELSEWHERE)


def test_the_browser_wakes_the_worker_when_no_page_is_open(asker: Asker) -> None:
    with_worker(asker)
    at(asker)
    asker.line.cut()
    asker.keep("Met de telefoon in de zak")
    expect(asker.page.get_by_text("It is sent by itself when there is a connection.")).to_be_visible()
    quiet = asker.context.new_page()
    quiet.goto("about:blank")
    browser = asker.context.new_cdp_session(asker.page)
    id_ = registration(asker, browser)
    asker.page.goto("about:blank")
    asker.line.connect()
    told = {"origin": asker.line.address, "registrationId": id_, "tag": "dichtbij-outbox", "lastChance": False}
    browser.send("ServiceWorker.dispatchSyncEvent", told)
    assert asker.line.arrived.wait(20)

    at(asker, "waiting")
    state(asker.page, SENT)
    assert (asker.arrived, len(asker.line.posts)) == (1, 1)


def test_everything_can_be_deleted_the_worker_too(asker: Asker) -> None:
    with_worker(asker)
    at(asker)
    asker.line.cut()
    asker.keep("Niet op de telefoon van mijn broer")
    asker.page.get_by_role("button", name="Delete everything from this phone").click()
    expect(asker.page.locator(".outbox__told")).to_contain_text("is deleted")

    until(asker.page, NOTHING_LEFT)


def test_the_server_itself_stops_and_starts_again(open_page: OpenPage, watch: Watch) -> None:
    """A process that is gone, and later another one on the same data."""
    watch.may_fail = "/"
    port = free_port()
    with phone_line(port) as line:
        with serve(port):
            asker = Asker(open_page(base_url=line.address, reduced_motion="reduce"), line)
            at(asker)
        asker.page.locator("#question").fill("De server ligt eruit")
        asker.page.locator("[name=reply_by][value=none]").check(force=True)
        asker.page.locator(".ask__send").click()
        asker.page.get_by_role("button", name=OFFERED).click()
        state(asker.page, KEPT)
        before = questions()
        with serve(port):
            asker.nudge()
            state(asker.page, SENT)
    assert questions() - before == 1


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_without_scripts_the_kept_page_leads_to_the_form(open_page: OpenPage, lang: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"/{lang}/{TOWN}/waiting")
    page.locator("noscript a, .notice a").first.click()

    assert page.url.endswith(f"/{lang}/{TOWN}/ask")
