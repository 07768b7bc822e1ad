"""A question without a connection: kept only after a yes, sent by itself, and in the database exactly once."""

import json
import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.line import HTML
from tests.browser.phone import DAY_MS, ELSEWHERE, KEPT, KEPT_ITEMS, SENT, Phone, at, passes, stamp, state, until
from tests.browser.site import TOWN

NO_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined });"

# ---------------------------------------------------------------- consent


def test_nothing_is_kept_before_a_yes_and_nothing_after_a_no(phone: Phone) -> None:
    at(phone)
    phone.context.set_offline(True)
    words = f"Geheim {uuid4()}"
    phone.ask(words)

    expect(phone.page.get_by_role("heading", name="Not sent: there is no connection")).to_be_visible()
    expect(phone.page.locator(".keep")).to_be_focused()
    passes(phone.page)
    assert phone.page.evaluate("async () => (await indexedDB.databases()).length") == 0
    phone.page.get_by_role("button", name="No, try to send it again now").click()
    expect(phone.page.locator(".keep")).to_be_focused()
    expect(phone.page.locator("#question")).to_have_value(words)
    assert phone.page.evaluate("async () => (await indexedDB.databases()).length") == 0
    assert words not in phone.page.evaluate(ELSEWHERE)

    phone.context.set_offline(False)
    assert phone.arrived == 0
    stamp(phone)
    phone.page.get_by_role("button", name="No, try to send it again now").click()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Thank you, we have your question")
    assert phone.arrived == 1
    assert phone.page.evaluate("async () => (await indexedDB.databases()).length") == 0


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_kept_sent_by_itself_and_its_code_stays_only_as_long_as_somebody_wants(phone: Phone, lang: str) -> None:
    at(phone, "ask?place=het-brughuis", lang)
    phone.context.set_offline(True)
    words = f"Geheim {uuid4()}"
    phone.ask(f"{words}, mijn bsn is 111222333", reply_by="phone", contact="06 12345678")
    phone.page.locator("[data-keep=yes]").click()
    expect(phone.page.locator(".outbox__item")).to_have_count(1)
    passes(phone.page)
    [item] = phone.items()
    assert "111222333" not in json.dumps(item)
    assert item["body"]["place"] == "het-brughuis"
    phone.page.locator(".outbox__words summary").click()
    expect(phone.page.locator(".written")).to_contain_text(words)
    passes(phone.page)

    phone.context.set_offline(False)
    expect(phone.page.locator(".codes__code").first).to_have_text(re.compile(r"\d{6}"))
    passes(phone.page)
    assert (phone.arrived, len(phone.line.posts), phone.states()) == (1, 1, ["sent"])
    assert words not in json.dumps(phone.items()) + phone.page.evaluate(ELSEWHERE)
    phone.page.locator("[data-do=longer]").click()
    until(
        phone.page,
        f"async () => (await ({KEPT_ITEMS})()).every(({{ endsAt, sentAt }}) => endsAt - sentAt === {30 * DAY_MS})",
    )
    pass_code = phone.page.locator(".codes__code").first.inner_text()
    address = phone.page.locator("[data-part=link]").get_attribute("href")
    phone.page.locator(".outbox__item [data-do=delete]").click()
    expect(phone.page.locator(".outbox__told")).to_be_focused()
    passes(phone.page)
    assert phone.items() == []
    assert address
    phone.page.goto(address)
    phone.page.locator("#pass_code").fill(pass_code)
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator(".written").first).to_contain_text(words)


def test_every_page_says_that_something_waits_and_nothing_of_what(phone: Phone) -> None:
    at(phone)
    phone.context.set_offline(True)
    phone.keep("Schulden bij de bank")
    phone.line.cut()
    phone.context.set_offline(False)
    phone.line.connect()
    phone.line.answer = lambda: (500, HTML, b"<h1>broken</h1>")
    at(phone, "places")

    expect(phone.page.locator(".waits")).to_contain_text("1 question waits on this phone.")
    assert "Schulden" not in phone.page.content()
    passes(phone.page)
    phone.page.get_by_role("link", name="Look").click()
    state(phone.page, KEPT)
    passes(phone.page)
    assert phone.arrived == 0


# ---------------------------------------------------------------- exactly once


def test_a_server_that_is_away_does_not_look_offline(phone: Phone) -> None:
    at(phone)
    phone.line.cut()
    phone.keep("De server is weg")
    state(phone.page, KEPT)
    assert phone.page.evaluate("() => navigator.onLine")
    assert phone.items()[0]["isUnsure"] is False, "nothing was sent, so it can be changed"
    phone.line.connect()

    state(phone.page, SENT)
    assert (phone.arrived, len(phone.line.posts)) == (1, 1)


def test_a_reply_that_is_lost_after_it_was_stored(phone: Phone) -> None:
    at(phone)
    phone.line.cut()
    phone.keep("Het antwoord raakt weg")
    phone.line.drops_reply = True
    phone.line.connect()
    expect(phone.page.get_by_text("It may have arrived already")).to_be_visible(timeout=15_000)
    assert phone.arrived == 1
    expect(phone.page.locator("[data-do=change]")).to_have_count(0)
    passes(phone.page)
    phone.line.drops_reply = False
    phone.nudge()

    state(phone.page, SENT)
    assert (phone.arrived, len(phone.line.posts)) == (1, 2)


@pytest.mark.parametrize("has_locks", [True, False])
def test_three_tabs_and_four_questions_with_one_network(phone: Phone, has_locks: bool) -> None:
    if not has_locks:
        phone.context.add_init_script(NO_LOCKS)
    at(phone)
    tabs = [phone.context.new_page() for _ in range(2)]
    for tab in tabs:
        tab.goto(f"/en/{TOWN}/waiting")
    phone.context.set_offline(True)
    for number in range(4):
        phone.keep(f"Vraag {number}")
    for tab in tabs:
        expect(tab.locator(".outbox__item")).to_have_count(4)
    phone.context.set_offline(False)

    for tab in (phone.page, *tabs):
        expect(tab.locator("[data-part=pass]")).to_have_count(4)
    assert (phone.arrived, len(phone.line.posts)) == (4, 4)


def test_a_tab_that_is_closed_while_it_sends(phone: Phone) -> None:
    at(phone)
    phone.line.cut()
    phone.keep("De tab gaat dicht")
    phone.line.let_go.clear()
    phone.line.connect()
    assert phone.line.arrived.wait(15)
    other = phone.context.new_page()
    phone.page.close()
    phone.line.let_go.set()
    other.goto(f"/en/{TOWN}/waiting")

    state(other, SENT)
    assert (phone.arrived, len(phone.line.posts)) == (1, 2)


def test_sent_as_a_page_before_and_kept_after(phone: Phone) -> None:
    """The form was stored, its answer got lost, and the same form is sent again without a connection."""
    at(phone)
    key = phone.page.locator("[name=key]").input_value()
    words = "Mijn bsn is 111222333, twee keer verstuurd"
    stored = phone.page.request.post(
        f"/en/{TOWN}/ask",
        form={"key": key, "question": words, "reply_by": "none", "lang": "en", "opened": stamp(phone)},
    )
    assert "/question/" in stored.url
    phone.context.set_offline(True)
    phone.keep(words)
    phone.context.set_offline(False)

    state(phone.page, SENT)
    assert phone.arrived == 1


def test_words_changed_after_the_page_was_sent_are_another_question(phone: Phone) -> None:
    at(phone)
    key = phone.page.locator("[name=key]").input_value()
    body = {"question": "De eerste", "reply_by": "none", "lang": "en"}
    first = phone.page.request.post(f"/api/v1/{TOWN}/questions", data=body, headers={"Idempotency-Key": key})
    assert first.status == 201
    phone.context.set_offline(True)
    phone.keep("De tweede")
    phone.context.set_offline(False)

    state(phone.page, SENT)
    assert phone.arrived == 2
