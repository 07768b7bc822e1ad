"""The ordinary form when the line breaks after it looked whole: nothing typed is lost, and nothing is asked twice."""

from playwright.sync_api import expect

from tests.browser.cut_off import SENT, Asker, at, passes, stamp, state
from tests.browser.line import HTML, Answer
from tests.browser.watch import answer_of

UNSURE = "We do not know whether your question arrived"
THANKS = "Thank you, we have your question"
PORTAL: Answer = (200, HTML, b"<h1>Please sign in</h1>")
ENDS: dict[str, Answer | None] = {
    "cut before it was heard": None,
    "broken": (500, HTML, b"<h1>Internal Server Error</h1>"),
    "a gateway": PORTAL,
    "a gateway that sends on": (302, {"Location": "/health/live"}, b""),
    "a receipt of somebody else": (201, {"Content-Type": "application/json"}, b'{"next": "https://evil.example/"}'),
}


def test_whatever_goes_wrong_the_words_stay_and_arrive_once(asker: Asker) -> None:
    at(asker)
    stamp(asker)
    form, words = asker.page.url, "De lijn valt weg"
    asker.page.locator("#question").fill(words)
    asker.page.locator("[name=reply_by][value=none]").check(force=True)
    send = asker.page.locator(".ask__send")
    for end in ENDS.values():
        asker.line.answer = lambda end=end: end
        with asker.page.expect_request("**/ask"):
            send.click()
        expect(asker.page.get_by_role("heading", name=UNSURE)).to_be_visible()
        expect(asker.page.locator(".keep")).to_be_focused()
        expect(asker.page.locator("#question")).to_have_value(words)
        asker.page.locator(".keep").evaluate("(panel) => { panel.hidden = true; }")
        send = asker.page.get_by_role("button", name="Send my question")
    assert (asker.page.url, asker.arrived) == (form, 0)
    asker.line.answer, asker.line.drops_reply = None, True
    send.click()
    expect(asker.page.get_by_role("heading", name=UNSURE)).to_be_visible()
    passes(asker.page)
    assert asker.arrived == 1
    assert answer_of(asker.page, "async () => (await indexedDB.databases()).length") == 0
    asker.line.drops_reply = False
    asker.page.get_by_role("button", name="No, try to send it again now").click()

    expect(asker.page.get_by_role("heading", level=1)).to_have_text(THANKS)
    assert asker.arrived == 1


def test_kept_after_its_answer_got_lost_it_is_the_same_question(asker: Asker) -> None:
    at(asker)
    stamp(asker)
    asker.line.drops_reply = True
    asker.ask("Het antwoord raakt weg, mijn bsn is 111222333")
    asker.page.get_by_role("button", name="Yes, keep it and send it later").click()
    expect(asker.page.get_by_text("It may have arrived already")).to_be_visible()
    asker.line.drops_reply = False
    asker.nudge()

    state(asker.page, SENT)
    assert asker.arrived == 1


def test_what_the_town_says_about_it_stands_on_its_own_page(asker: Asker) -> None:
    at(asker)
    asker.ask("Bel mij", reply_by="phone", contact="12")

    expect(asker.page.locator("#contact-problem")).to_be_visible()
    expect(asker.page.locator("#question")).to_have_value("Bel mij")
    assert asker.arrived == 0
