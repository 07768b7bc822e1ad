"""Without a connection, with the service worker: sent with no page open, and a form that is there offline."""

import json
from uuid import uuid4

import pytest
from playwright.sync_api import CDPSession, expect

from tests.browser.conftest import OpenPage
from tests.browser.line import Line, phone_line
from tests.browser.phone import ELSEWHERE, KEPT, OFFERED, SENT, Phone, at, passes, questions, state, until
from tests.browser.site import TOWN, serve
from tests.browser.watch import Watch
from tools.serving import free_port

FORM_IS_KEPT = f"""async () => Boolean(await caches.match("/en/{TOWN}/waiting"))"""
IS_ACTIVE = "async () => (await navigator.serviceWorker.ready).active.state === 'activated'"


@pytest.fixture
def phone(open_page: OpenPage, line: Line) -> Phone:
    return Phone(open_page(base_url=line.address, reduced_motion="reduce", service_workers="allow"), line)


def with_worker(phone: Phone) -> None:
    at(phone, "")
    until(phone.page, IS_ACTIVE)
    until(phone.page, FORM_IS_KEPT)


def registration(phone: Phone, browser: CDPSession) -> str:
    found: list[str] = []
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"] if not one["isDeleted"]),
    )
    browser.send("ServiceWorker.enable")
    until(phone.page, IS_ACTIVE)
    return found[-1]


def test_the_form_and_its_phone_lines_are_there_without_a_connection(phone: Phone) -> None:
    with_worker(phone)
    phone.context.set_offline(True)
    at(phone, "ask?place=het-brughuis&topic=geld")
    words = f"Ik wil dood {uuid4()}"
    phone.page.locator("#question").fill(f"{words}, bsn: 111222333")

    expect(phone.page.locator("[data-line='113'] a")).to_have_attribute("href", "tel:113")
    expect(phone.page.locator("[data-ask=bsn]")).to_be_visible()
    passes(phone.page)
    phone.keep(f"{words}, bsn: 111222333")
    state(phone.page, KEPT)
    assert "111222333" not in json.dumps(phone.items())
    assert words not in phone.page.evaluate(ELSEWHERE)
    at(phone, "waiting")
    state(phone.page, KEPT)
    passes(phone.page)
    phone.context.set_offline(False)

    state(phone.page, SENT)
    assert (phone.arrived, len(phone.line.posts)) == (1, 1)
    body = json.loads(phone.line.posts[0])
    assert (body["place"], body["topic"], body["lang"]) == ("het-brughuis", "geld", "en")
    assert words not in phone.page.evaluate(ELSEWHERE)


def test_the_browser_wakes_the_worker_when_no_page_is_open(phone: Phone) -> None:
    with_worker(phone)
    at(phone)
    phone.line.cut()
    phone.keep("Met de telefoon in de zak")
    expect(phone.page.get_by_text("It is sent by itself when there is a connection.")).to_be_visible()
    quiet = phone.context.new_page()
    quiet.goto("about:blank")
    browser = phone.context.new_cdp_session(phone.page)
    id_ = registration(phone, browser)
    phone.page.goto("about:blank")
    phone.line.connect()
    told = {"origin": phone.line.address, "registrationId": id_, "tag": "dichtbij-outbox", "lastChance": False}
    browser.send("ServiceWorker.dispatchSyncEvent", told)
    assert phone.line.arrived.wait(20)

    at(phone, "waiting")
    state(phone.page, SENT)
    assert (phone.arrived, len(phone.line.posts)) == (1, 1)


def test_the_server_itself_stops_and_starts_again(open_page: OpenPage, watch: Watch) -> None:
    """A process that is gone, and later another one on the same data."""
    watch.may_fail = "/"
    port = free_port()
    with phone_line(port) as line:
        with serve(port):
            phone = Phone(open_page(base_url=line.address, reduced_motion="reduce"), line)
            at(phone)
        phone.page.locator("#question").fill("De server ligt eruit")
        phone.page.locator("[name=reply_by][value=none]").check(force=True)
        phone.page.locator(".ask__send").click()
        phone.page.get_by_role("button", name=OFFERED).click()
        state(phone.page, KEPT)
        before = questions()
        with serve(port):
            phone.nudge()
            state(phone.page, SENT)
    assert questions() - before == 1


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_without_scripts_the_kept_page_leads_to_the_form(open_page: OpenPage, lang: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"/{lang}/{TOWN}/waiting")
    page.locator("noscript a, .notice a").first.click()

    assert page.url.endswith(f"/{lang}/{TOWN}/ask")
