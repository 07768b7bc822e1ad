"""A question without a connection: kept only after a yes, sent by itself, and in the database exactly once."""

import json
import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.cut_off import DAY_MS, ELSEWHERE, KEPT, KEPT_ITEMS, SENT, Asker, at, passes, stamp, state
from tests.browser.line import HTML
from tests.browser.phone import until
from tests.browser.site import TOWN
from tests.browser.watch import answer_of

LACKS = "delete HTMLFormElement.prototype.requestSubmit;"
NO_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined });"

# ---------------------------------------------------------------- consent


@pytest.mark.parametrize("browser_of", ["today", "2021"])
def test_nothing_is_kept_before_a_yes_and_nothing_after_a_no(asker: Asker, browser_of: str) -> None:
    if browser_of == "2021":
        asker.page.add_init_script(LACKS)
    at(asker)
    asker.context.set_offline(True)
    words = f"Geheim {uuid4()}"
    asker.ask(words)

    expect(asker.page.get_by_role("heading", name="Not sent: there is no connection")).to_be_visible()
    expect(asker.page.locator(".keep")).to_be_focused()
    passes(asker.page)
    assert answer_of(asker.page, "async () => (await indexedDB.databases()).length") == 0
    asker.page.get_by_role("button", name="No, try to send it again now").click()
    expect(asker.page.locator(".keep")).to_be_focused()
    expect(asker.page.locator("#question")).to_have_value(words)
    assert answer_of(asker.page, "async () => (await indexedDB.databases()).length") == 0
    assert words not in answer_of(asker.page, ELSEWHERE)

    asker.context.set_offline(False)
    assert asker.arrived == 0
    stamp(asker)
    asker.page.get_by_role("button", name="No, try to send it again now").click()
    expect(asker.page.get_by_role("heading", level=1)).to_have_text("Thank you, we have your question")
    assert asker.arrived == 1
    assert answer_of(asker.page, "async () => (await indexedDB.databases()).length") == 0


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_kept_sent_by_itself_and_its_code_stays_only_as_long_as_somebody_wants(asker: Asker, lang: str) -> None:
    at(asker, "ask?place=het-brughuis", lang)
    asker.context.set_offline(True)
    words = f"Geheim {uuid4()}"
    asker.ask(f"{words}, mijn bsn is 111222333", reply_by="phone", contact="06 12345678")
    asker.page.locator("[data-keep=yes]").click()
    expect(asker.page.locator(".outbox__item")).to_have_count(1)
    passes(asker.page)
    [item] = asker.items()
    assert "111222333" not in json.dumps(item)
    assert item["body"]["place"] == "het-brughuis"
    asker.page.locator(".outbox__words summary").click()
    expect(asker.page.locator(".written")).to_contain_text(words)
    passes(asker.page)

    asker.context.set_offline(False)
    expect(asker.page.locator(".codes__code").first).to_have_text(re.compile(r"\d{6}"))
    passes(asker.page)
    assert (asker.arrived, len(asker.line.posts), asker.states()) == (1, 1, ["sent"])
    assert words not in json.dumps(asker.items()) + answer_of(asker.page, ELSEWHERE)
    asker.page.locator("[data-do=longer]").click()
    until(
        asker.page,
        f"async () => (await ({KEPT_ITEMS})()).every(({{ endsAt, sentAt }}) => endsAt - sentAt === {30 * DAY_MS})",
    )
    pass_code = asker.page.locator(".codes__code").first.inner_text()
    address = asker.page.locator("[data-part=link]").get_attribute("href")
    asker.page.locator(".outbox__item [data-do=delete]").click()
    expect(asker.page.locator(".outbox__told")).to_be_focused()
    passes(asker.page)
    assert asker.items() == []
    assert address
    asker.page.goto(address)
    asker.page.locator("#pass_code").fill(pass_code)
    asker.page.keyboard.press("Enter")
    expect(asker.page.locator(".written").first).to_contain_text(words)


@pytest.mark.parametrize("rest", ["ask?topic=geld&through=practice", "waiting?topic=geld&through=practice"])
def test_what_came_through_a_practice_is_kept_and_sent_as_such(asker: Asker, rest: str) -> None:
    at(asker, rest)
    expect(asker.page.locator("[data-through]")).to_be_visible()
    assert "through" not in (asker.page.locator("[data-through] a").get_attribute("href") or "")
    asker.context.set_offline(True)
    asker.keep("Samen met de huisarts")
    assert asker.items()[0]["body"]["through"] == "practice"
    expect(asker.page.locator("[data-through]")).to_be_hidden()
    asker.page.locator("[data-do=change]").click()
    expect(asker.page.locator("[data-through]")).to_be_visible()
    passes(asker.page)
    asker.page.locator(".ask__send").click()
    asker.context.set_offline(False)

    state(asker.page, SENT)
    assert json.loads(asker.line.posts[-1])["through"] == "practice"


def test_every_page_says_that_something_waits_and_nothing_of_what(asker: Asker) -> None:
    at(asker)
    asker.context.set_offline(True)
    asker.keep("Schulden bij de bank")
    asker.line.cut()
    asker.context.set_offline(False)
    asker.line.connect()
    asker.line.answer = lambda: (500, HTML, b"<h1>broken</h1>")
    at(asker, "places")

    expect(asker.page.locator(".waits")).to_contain_text("1 question waits on this phone.")
    assert "Schulden" not in asker.page.content()
    passes(asker.page)
    asker.page.get_by_role("link", name="Look").click()
    state(asker.page, KEPT)
    passes(asker.page)
    assert asker.arrived == 0


# ---------------------------------------------------------------- exactly once


def test_a_server_that_is_away_does_not_look_offline(asker: Asker) -> None:
    at(asker)
    asker.line.cut()
    asker.keep("De server is weg")
    state(asker.page, KEPT)
    assert asker.page.evaluate("() => navigator.onLine")
    assert asker.items()[0]["isUnsure"] is False, "nothing was sent, so it can be changed"
    asker.line.connect()

    state(asker.page, SENT)
    assert (asker.arrived, len(asker.line.posts)) == (1, 1)


def test_a_reply_that_is_lost_after_it_was_stored(asker: Asker) -> None:
    at(asker)
    asker.line.cut()
    asker.keep("Het antwoord raakt weg")
    asker.line.drops_reply = True
    asker.line.connect()
    expect(asker.page.get_by_text("It may have arrived already")).to_be_visible(timeout=15_000)
    assert asker.arrived == 1
    expect(asker.page.locator("[data-do=change]")).to_have_count(0)
    passes(asker.page)
    asker.line.drops_reply = False
    asker.nudge()

    state(asker.page, SENT)
    assert (asker.arrived, len(asker.line.posts)) == (1, 2)


@pytest.mark.parametrize("has_locks", [True, False])
def test_three_tabs_and_four_questions_with_one_network(asker: Asker, has_locks: bool) -> None:
    if not has_locks:
        asker.context.add_init_script(NO_LOCKS)
    at(asker)
    tabs = [asker.context.new_page() for _ in range(2)]
    for tab in tabs:
        tab.goto(f"/en/{TOWN}/waiting")
    asker.context.set_offline(True)
    for number in range(4):
        asker.keep(f"Vraag {number}")
    for tab in tabs:
        expect(tab.locator(".outbox__item")).to_have_count(4)
    asker.context.set_offline(False)

    for tab in (asker.page, *tabs):
        expect(tab.locator("[data-part=pass]")).to_have_count(4)
    assert (asker.arrived, len(asker.line.posts)) == (4, 4)


def test_a_tab_that_is_closed_while_it_sends(asker: Asker) -> None:
    at(asker)
    asker.line.cut()
    asker.keep("De tab gaat dicht")
    asker.line.let_go.clear()
    asker.line.connect()
    assert asker.line.arrived.wait(15)
    other = asker.context.new_page()
    asker.page.close()
    asker.line.let_go.set()
    other.goto(f"/en/{TOWN}/waiting")

    state(other, SENT)
    assert (asker.arrived, len(asker.line.posts)) == (1, 2)


def test_deleted_while_it_is_sent_it_does_not_come_back(asker: Asker) -> None:
    at(asker)
    asker.line.cut()
    asker.keep("Toch maar niet")
    asker.line.let_go.clear()
    asker.line.connect()
    assert asker.line.arrived.wait(15)
    state(asker.page, "Sending…")
    passes(asker.page)
    asker.page.get_by_role("button", name="Delete it").click()
    expect(asker.page.locator(".outbox__told")).to_contain_text("It may have reached the team")
    with asker.page.expect_response("**/questions"):
        asker.line.let_go.set()
    until(asker.page, "() => navigator.locks.query().then(({ held }) => held.length === 0)")

    assert (asker.items(), asker.arrived) == ([], 1)


def test_sent_from_the_kept_page_without_an_answer_and_kept_then(asker: Asker) -> None:
    asker.line.drops_reply = True
    at(asker, "waiting")
    asker.keep("Vanaf de bewaarde pagina")
    expect(asker.page.get_by_text("It may have arrived already")).to_be_visible()
    asker.line.drops_reply = False
    asker.nudge()

    state(asker.page, SENT)
    assert asker.arrived == 1


def test_sent_as_a_page_before_and_kept_after(asker: Asker) -> None:
    """The form was stored, its answer got lost, and the same form is sent again without a connection."""
    at(asker)
    key = asker.page.locator("[name=key]").input_value()
    words = "Mijn bsn is 111222333, twee keer verstuurd"
    stored = asker.page.request.post(
        f"/en/{TOWN}/ask",
        form={"key": key, "question": words, "reply_by": "none", "lang": "en", "opened": stamp(asker)},
    )
    assert "/question/" in stored.url
    asker.context.set_offline(True)
    asker.keep(words)
    asker.context.set_offline(False)

    state(asker.page, SENT)
    assert asker.arrived == 1


def test_words_changed_after_the_page_was_sent_are_another_question(asker: Asker) -> None:
    at(asker)
    key = asker.page.locator("[name=key]").input_value()
    body = {"question": "De eerste", "reply_by": "none", "lang": "en"}
    first = asker.page.request.post(f"/api/v1/{TOWN}/questions", data=body, headers={"Idempotency-Key": key})
    assert first.status == 201
    asker.context.set_offline(True)
    asker.keep("De tweede")
    asker.context.set_offline(False)

    state(asker.page, SENT)
    assert asker.arrived == 2
