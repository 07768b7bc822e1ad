"""What can come back but a yes, and where nothing can be kept: it is said, nothing is lost, nothing comes twice."""

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.cut_off import DAY_MS, KEPT, OFFERED, SENT, Asker, at, passes, state
from tests.browser.line import HTML, Answer
from tests.browser.phone import fill_up, until
from tests.browser.site import TOWN
from tests.browser.watch import answer_of

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
def test_what_is_no_receipt_is_tried_again(asker: Asker, case: str) -> None:
    asker.line.answer = lambda: NOT_SENT[case]
    at(asker)
    asker.line.cut()
    asker.keep("Probeer het nog eens")
    asker.line.connect()
    with asker.page.expect_response("**/questions"):
        asker.nudge()
    state(asker.page, KEPT)
    assert asker.arrived == 0
    asker.line.answer = None
    asker.nudge()

    state(asker.page, SENT)
    assert asker.arrived == 1
    assert asker.line.posts


def test_a_whole_network_that_answers_for_everybody_never_sees_a_question(asker: Asker) -> None:
    at(asker)
    asker.line.cut()
    asker.keep("Niet voor het wifi-scherm")
    asker.line.answers_all = NOT_SENT["a gateway that takes everything"]
    asker.line.connect()
    with asker.page.expect_response("**/health/live"):
        asker.nudge()
    state(asker.page, KEPT)
    assert asker.line.posts == []
    asker.line.answers_all = None
    asker.nudge()

    state(asker.page, SENT)
    assert asker.arrived == 1


def test_who_is_asked_to_wait_waits(asker: Asker) -> None:
    asker.line.answer = lambda: told(
        429, {"errors": {"": "Many questions come from where you are."}}, Retry_After="1800"
    )
    at(asker)
    asker.context.set_offline(True)
    asker.keep("Even wachten")
    asker.page.clock.install()
    asker.context.set_offline(False)
    expect(asker.page.get_by_text("Many questions come from where you are.")).to_be_visible()
    passes(asker.page)
    asker.line.answer = None
    asker.page.get_by_role("button", name="Send now").click()
    asker.page.clock.fast_forward("29:00")
    assert (asker.arrived, len(asker.line.posts)) == (0, 1)
    asker.page.clock.fast_forward("10:00")

    state(asker.page, SENT)
    assert (asker.arrived, len(asker.line.posts)) == (1, 2)


def test_a_refusal_keeps_the_text_says_why_and_can_be_changed(asker: Asker) -> None:
    at(asker)
    asker.context.set_offline(True)
    asker.keep("Bel mij", reply_by="phone", contact="12")
    asker.context.set_offline(False)

    state(asker.page, "The team could not take it yet")
    expect(asker.page.get_by_text("This does not look like a phone number.")).to_be_visible()
    passes(asker.page)
    asker.page.get_by_role("button", name="Change it").click()
    expect(asker.page.locator("#contact")).to_be_focused()
    expect(asker.page.locator("#question")).to_have_value("Bel mij")
    expect(asker.page.locator("#contact-problem")).to_be_visible()
    passes(asker.page)
    asker.page.locator("#contact").fill("06 12345678")
    asker.page.locator(".ask__send").click()

    state(asker.page, SENT)
    assert (asker.arrived, len(asker.line.posts)) == (1, 2)


def test_what_waits_can_be_changed_and_deleted(asker: Asker) -> None:
    at(asker)
    asker.context.set_offline(True)
    asker.keep("Eerst zo")
    asker.keep("Weg hiermee")
    asker.page.locator(".outbox__item").nth(1).get_by_role("button", name="Delete it").click()
    expect(asker.page.locator(".outbox__item")).to_have_count(1)
    asker.page.get_by_role("button", name="Change it").click()
    expect(asker.page.locator("#question")).to_have_value("Eerst zo")
    asker.ask("Toch anders")
    expect(asker.page.locator("#question")).to_have_value("")
    asker.context.set_offline(False)

    state(asker.page, SENT)
    assert (asker.arrived, len(asker.line.posts)) == (1, 1)
    assert json.loads(asker.line.posts[0])["question"] == "Toch anders"


def test_everything_can_be_deleted_from_a_phone_that_others_use(asker: Asker) -> None:
    at(asker)
    asker.context.set_offline(True)
    asker.keep("Een")
    asker.keep("Twee")
    asker.page.get_by_role("button", name="Delete everything from this phone").click()
    expect(asker.page.locator(".outbox__item")).to_have_count(0)
    passes(asker.page)
    until(asker.page, "async () => (await indexedDB.databases()).length + (await caches.keys()).length === 0")
    asker.context.set_offline(False)
    at(asker, "places")

    expect(asker.page.locator(".waits")).to_be_hidden()
    assert (asker.arrived, asker.line.posts) == (0, [])


@pytest.mark.parametrize(("hours", "is_gone"), [(7 * 24 - 1, False), (7 * 24, True), (-1, False)])
def test_after_seven_days_it_is_gone_and_that_is_said(asker: Asker, hours: int, is_gone: bool) -> None:
    at(asker)
    asker.context.set_offline(True)
    asker.keep("Een week oud")
    now = asker.page.evaluate("() => Date.now()")
    asker.page.clock.set_fixed_time((now + hours * DAY_MS // 24 + 60_000) / 1000)
    asker.nudge()
    if is_gone:
        state(asker.page, "Not sent within seven days")
        passes(asker.page)
        assert "Een week oud" not in json.dumps(asker.items())
    asker.context.set_offline(False)
    if is_gone:
        asker.page.get_by_role("button", name="Delete this message").click()
        expect(asker.page.locator(".outbox__item")).to_have_count(0)
    else:
        state(asker.page, SENT)

    assert asker.arrived == (0 if is_gone else 1)


@pytest.mark.parametrize("why", ["forbidden", "full"])
def test_where_nothing_can_be_kept_the_text_stays_and_there_is_a_number(asker: Asker, why: str) -> None:
    if why == "forbidden":
        asker.context.add_init_script(FORBIDDEN)
    at(asker)
    if why == "full":
        fill_up(asker.page, asker.line.address)
    asker.context.set_offline(True)
    asker.ask("Past niet")
    asker.page.get_by_role("button", name=OFFERED).click()

    expect(asker.page.locator("[data-keep=told]")).to_contain_text("This phone has no room for it")
    expect(asker.page.locator("[data-keep=told]")).to_contain_text("078")
    expect(asker.page.locator("#question")).to_have_value("Past niet")
    passes(asker.page)
    asker.context.set_offline(False)
    at(asker, "places")
    assert (asker.arrived, asker.line.posts) == (0, [])


def test_sent_from_the_page_that_a_phone_keeps_leaves_nothing_on_it(asker: Asker) -> None:
    at(asker, "waiting")
    asker.ask("Gewoon met verbinding", reply_by="phone", contact="12")
    expect(asker.page.locator("#contact")).to_be_focused()
    asker.page.locator("#contact").fill("06 12345678")
    asker.page.locator(".ask__send").click()

    state(asker.page, SENT)
    passes(asker.page)
    assert asker.arrived == 1
    assert answer_of(asker.page, "async () => (await indexedDB.databases()).length") == 0
    at(asker, "waiting")
    expect(asker.page.locator(".outbox")).to_be_hidden()
    assert f"/{TOWN}/waiting" in asker.page.url
