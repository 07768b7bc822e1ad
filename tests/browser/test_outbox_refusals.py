"""What can come back but a yes, and where nothing can be kept: it is said, nothing is lost, nothing comes twice."""

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.line import HTML, Answer
from tests.browser.phone import DAY_MS, KEPT, OFFERED, SENT, Phone, at, passes, state, until
from tests.browser.site import TOWN

JSON = {"Content-Type": "application/json"}
FORBIDDEN = """
Object.defineProperty(window, "indexedDB", { get: () => { throw new DOMException("no", "SecurityError"); } });
"""


def told(status: int, body: Any, **headers: str) -> Answer:
    return (
        status,
        {**JSON, **{name.replace("_", "-"): value for name, value in headers.items()}},
        json.dumps(body).encode(),
    )


NOT_SENT: dict[str, Answer] = {
    "broken": (500, HTML, b"<h1>Internal Server Error</h1>"),
    "a gateway that takes everything": (200, HTML, b"<h1>Welcome to our network</h1>"),
    "half a receipt": told(201, {"code": "abc"}),
    "a receipt that is none": told(201, ["code", "pass_code"]),
    "no JSON": (201, JSON, b"<html>"),
    "a gateway that forbids": (403, HTML, b"<h1>Log in first</h1>"),
    "full up": told(503, {"errors": {"": "This town cannot take questions here now. Please call."}}),
}


@pytest.mark.parametrize("case", NOT_SENT)
def test_what_is_no_receipt_is_tried_again(phone: Phone, case: str) -> None:
    phone.line.answer = lambda: NOT_SENT[case]
    at(phone)
    phone.line.cut()
    phone.keep("Probeer het nog eens")
    phone.line.connect()
    with phone.page.expect_response("**/questions"):
        phone.nudge()
    state(phone.page, KEPT)
    assert phone.arrived == 0
    phone.line.answer = None
    phone.nudge()

    state(phone.page, SENT)
    assert phone.arrived == 1
    assert phone.line.posts


def test_a_whole_network_that_answers_for_everybody_never_sees_a_question(phone: Phone) -> None:
    at(phone)
    phone.line.cut()
    phone.keep("Niet voor het wifi-scherm")
    phone.line.answers_all = NOT_SENT["a gateway that takes everything"]
    phone.line.connect()
    with phone.page.expect_response("**/health/live"):
        phone.nudge()
    state(phone.page, KEPT)
    assert phone.line.posts == []
    phone.line.answers_all = None
    phone.nudge()

    state(phone.page, SENT)
    assert phone.arrived == 1


def test_who_is_asked_to_wait_waits(phone: Phone) -> None:
    phone.line.answer = lambda: told(
        429, {"errors": {"": "Many questions come from where you are."}}, Retry_After="1800"
    )
    at(phone)
    phone.context.set_offline(True)
    phone.keep("Even wachten")
    phone.page.clock.install()
    phone.context.set_offline(False)
    expect(phone.page.get_by_text("Many questions come from where you are.")).to_be_visible()
    passes(phone.page)
    phone.line.answer = None
    phone.page.get_by_role("button", name="Send now").click()
    phone.page.clock.fast_forward("29:00")
    assert (phone.arrived, len(phone.line.posts)) == (0, 1)
    phone.page.clock.fast_forward("10:00")

    state(phone.page, SENT)
    assert (phone.arrived, len(phone.line.posts)) == (1, 2)


def test_a_refusal_keeps_the_text_says_why_and_can_be_changed(phone: Phone) -> None:
    at(phone)
    phone.context.set_offline(True)
    phone.keep("Bel mij", reply_by="phone", contact="12")
    phone.context.set_offline(False)

    state(phone.page, "The team could not take it yet")
    expect(phone.page.get_by_text("This does not look like a phone number.")).to_be_visible()
    passes(phone.page)
    phone.page.get_by_role("button", name="Change it").click()
    expect(phone.page.locator("#contact")).to_be_focused()
    expect(phone.page.locator("#question")).to_have_value("Bel mij")
    expect(phone.page.locator("#contact-problem")).to_be_visible()
    passes(phone.page)
    phone.page.locator("#contact").fill("06 12345678")
    phone.page.locator(".ask__send").click()

    state(phone.page, SENT)
    assert (phone.arrived, len(phone.line.posts)) == (1, 2)


def test_what_waits_can_be_changed_and_deleted(phone: Phone) -> None:
    at(phone)
    phone.context.set_offline(True)
    phone.keep("Eerst zo")
    phone.keep("Weg hiermee")
    phone.page.locator(".outbox__item").nth(1).get_by_role("button", name="Delete it").click()
    expect(phone.page.locator(".outbox__item")).to_have_count(1)
    phone.page.get_by_role("button", name="Change it").click()
    expect(phone.page.locator("#question")).to_have_value("Eerst zo")
    phone.ask("Toch anders")
    expect(phone.page.locator("#question")).to_have_value("")
    phone.context.set_offline(False)

    state(phone.page, SENT)
    assert (phone.arrived, len(phone.line.posts)) == (1, 1)
    assert json.loads(phone.line.posts[0])["question"] == "Toch anders"


def test_everything_can_be_deleted_from_a_phone_that_others_use(phone: Phone) -> None:
    at(phone)
    phone.context.set_offline(True)
    phone.keep("Een")
    phone.keep("Twee")
    phone.page.get_by_role("button", name="Delete everything from this phone").click()
    expect(phone.page.locator(".outbox__item")).to_have_count(0)
    passes(phone.page)
    until(phone.page, "async () => (await indexedDB.databases()).length + (await caches.keys()).length === 0")
    phone.context.set_offline(False)
    at(phone, "places")

    expect(phone.page.locator(".waits")).to_be_hidden()
    assert (phone.arrived, phone.line.posts) == (0, [])


@pytest.mark.parametrize(("hours", "is_gone"), [(7 * 24 - 1, False), (7 * 24, True), (-1, False)])
def test_after_seven_days_it_is_gone_and_that_is_said(phone: Phone, hours: int, is_gone: bool) -> None:
    at(phone)
    phone.context.set_offline(True)
    phone.keep("Een week oud")
    now = phone.page.evaluate("() => Date.now()")
    phone.page.clock.set_fixed_time((now + hours * DAY_MS // 24 + 60_000) / 1000)
    phone.nudge()
    if is_gone:
        state(phone.page, "Not sent within seven days")
        passes(phone.page)
        assert "Een week oud" not in json.dumps(phone.items())
    phone.context.set_offline(False)
    if is_gone:
        phone.page.get_by_role("button", name="Delete this message").click()
        expect(phone.page.locator(".outbox__item")).to_have_count(0)
    else:
        state(phone.page, SENT)

    assert phone.arrived == (0 if is_gone else 1)


def forbid(phone: Phone) -> None:
    phone.context.add_init_script(FORBIDDEN)


def fill_up(phone: Phone) -> None:
    browser = phone.context.new_cdp_session(phone.page)
    browser.send("Storage.overrideQuotaForOrigin", {"origin": phone.line.address, "quotaSize": 1})


@pytest.mark.parametrize("hinder", [forbid, fill_up])
def test_where_nothing_can_be_kept_the_text_stays_and_there_is_a_number(phone: Phone, hinder: Any) -> None:
    if hinder is forbid:
        hinder(phone)
    at(phone)
    if hinder is fill_up:
        hinder(phone)
    phone.context.set_offline(True)
    phone.ask("Past niet")
    phone.page.get_by_role("button", name=OFFERED).click()

    expect(phone.page.locator("[data-keep=told]")).to_contain_text("This phone has no room for it")
    expect(phone.page.locator("[data-keep=told]")).to_contain_text("078")
    expect(phone.page.locator("#question")).to_have_value("Past niet")
    passes(phone.page)
    phone.context.set_offline(False)
    at(phone, "places")
    assert (phone.arrived, phone.line.posts) == (0, [])


def test_sent_from_the_page_that_a_phone_keeps_leaves_nothing_on_it(phone: Phone) -> None:
    at(phone, "waiting")
    phone.ask("Gewoon met verbinding", reply_by="phone", contact="12")
    expect(phone.page.locator("#contact")).to_be_focused()
    phone.page.locator("#contact").fill("06 12345678")
    phone.page.locator(".ask__send").click()

    state(phone.page, SENT)
    passes(phone.page)
    assert phone.arrived == 1
    assert phone.page.evaluate("async () => (await indexedDB.databases()).length") == 0
    at(phone, "waiting")
    expect(phone.page.locator(".outbox")).to_be_hidden()
    assert f"/{TOWN}/waiting" in phone.page.url
