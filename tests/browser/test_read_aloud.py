"""Reading aloud with a voice that we hold in our hand: a browser without a screen has none of its own."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import axe_complaints, too_small_for_a_thumb, wider_than_window
from tests.browser.conftest import OpenPage
from tests.browser.site import Site

DUTCH = {"lang": "nl-NL", "localService": True, "default": False}
ENGLISH = {"lang": "en_GB", "localService": True, "default": True}
REMOTE = {"lang": "nl-NL", "localService": False, "default": True}
# speechSynthesis that remembers what it was asked to say and ends a sentence only when the test says so.
STUB = """
(() => {
  const speech = new EventTarget();
  Object.assign(speech, { voices: VOICES, said: [], cancelled: 0, now: null });
  speech.getVoices = () => speech.voices;
  speech.speak = (one) => { speech.now = one; speech.said.push([one.lang, one.text]); };
  speech.cancel = () => { speech.cancelled += 1; speech.now = null; };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
})();
"""
READ_ALL = "() => { for (let i = 0; i < 500 && speechSynthesis.now; i++) speechSynthesis.now.onend(); }"
SAID = "() => speechSynthesis.said"
PLACE, ABOUT = "places/het-brughuis", "about"


def with_voices(page: Page, *voices: dict[str, Any]) -> Page:
    page.add_init_script(STUB.replace("VOICES", str(list(voices)).replace("True", "true").replace("False", "false")))
    return page


def start(page: Page, address: str, *voices: dict[str, Any]) -> None:
    with_voices(page, *voices).goto(address)
    page.locator(".read-aloud button").click()


def test_the_page_is_read_from_top_to_bottom_sentence_by_sentence(page: Page, site: Site) -> None:
    start(page, site.path("nl", PLACE), ENGLISH, DUTCH)
    page.evaluate(READ_ALL)
    said = page.evaluate(SAID)
    texts = [text for _lang, text in said]

    assert {lang for lang, _text in said} == {"nl-NL"}
    assert texts[0] == "Het Brughuis"
    in_order = ["Wanneer", "Waar", "Weet je niet waar je moet beginnen?", "Begin dan hier.", "Contact"]
    assert sorted(in_order, key=texts.index) == in_order
    assert "9:00, 16:30" in texts  # not a sum
    assert "078, 202 11 11" in texts
    assert max(map(len, texts)) <= 181
    expect(page.locator(".read-aloud [role=status]")).to_have_text("Dat was de hele tekst.")
    expect(page.locator(".is-read")).to_have_count(0)


def test_a_text_that_stands_in_is_read_in_its_own_language(page: Page, site: Site) -> None:
    start(page, site.path("en", "places/kwaad-in-de-zin"), ENGLISH, DUTCH)
    page.evaluate(READ_ALL)
    said = page.evaluate(SAID)

    assert said[0][0] == "nl-NL"
    assert ["en_GB", "Where"] in said


def test_a_text_is_left_out_rather_than_read_by_a_voice_of_another_language(page: Page, site: Site) -> None:
    start(page, site.path("en", "places/kwaad-in-de-zin"), ENGLISH)
    page.evaluate(READ_ALL)

    assert {lang for lang, _text in page.evaluate(SAID)} == {"en_GB"}
    assert not any("Vergaderzaal" in text for _lang, text in page.evaluate(SAID))


@pytest.mark.parametrize("voices", [[], [ENGLISH], [REMOTE], [REMOTE, ENGLISH]])
def test_without_a_voice_on_the_device_for_the_language_there_is_no_button(
    page: Page, site: Site, voices: list[dict[str, Any]]
) -> None:
    with_voices(page, *voices).goto(site.path("nl", PLACE))

    expect(page.locator("[data-module=share]")).to_be_visible()  # the scripts have run
    expect(page.locator(".read-aloud")).to_be_hidden()


def test_a_browser_that_cannot_speak_has_no_button(page: Page, site: Site) -> None:
    page.add_init_script("Object.defineProperty(window, 'speechSynthesis', { value: undefined })")
    page.goto(site.path("nl", PLACE))

    expect(page.locator("[data-module=share]")).to_be_visible()
    expect(page.locator(".read-aloud")).to_be_hidden()


def test_voices_that_come_late_bring_the_button(page: Page, site: Site) -> None:
    with_voices(page).goto(site.path("nl", ABOUT))
    expect(page.locator(".read-aloud")).to_be_hidden()
    page.evaluate(
        f"() => {{ speechSynthesis.voices = {str([DUTCH]).replace('True', 'true').replace('False', 'false')} }}"
    )
    page.evaluate("() => speechSynthesis.dispatchEvent(new Event('voiceschanged'))")

    expect(page.get_by_role("button", name="Lees voor")).to_be_visible()


def test_the_keyboard_starts_and_escape_stops(page: Page, site: Site) -> None:
    with_voices(page, DUTCH).goto(site.path("nl", ABOUT))
    page.get_by_role("button", name="Lees voor").focus()
    page.keyboard.press("Enter")
    stop = page.get_by_role("button", name="Stop voorlezen")
    expect(stop).to_be_focused()
    expect(page.locator(".is-read")).to_have_text("Over Dichtbij")
    page.keyboard.press("Escape")

    assert page.evaluate("() => speechSynthesis.now") is None
    expect(page.get_by_role("button", name="Lees voor")).to_be_focused()
    expect(page.locator(".read-aloud [role=status]")).to_have_text("Het voorlezen is gestopt.")
    expect(page.locator(".is-read")).to_have_count(0)


def test_the_same_button_stops_and_a_late_end_starts_nothing(page: Page, site: Site) -> None:
    start(page, site.path("nl", ABOUT), DUTCH)
    page.evaluate("() => { window.late = speechSynthesis.now }")
    page.locator(".read-aloud button").click()
    before = len(page.evaluate(SAID))
    page.evaluate("() => { window.late.onend(); window.late.onerror(); }")

    assert len(page.evaluate(SAID)) == before
    expect(page.locator(".read-aloud [role=status]")).to_have_text("Het voorlezen is gestopt.")


def test_who_leaves_the_page_hears_nothing_more(page: Page, site: Site) -> None:
    start(page, site.path("nl", ABOUT), DUTCH)
    page.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide'))")

    assert page.evaluate("() => speechSynthesis.now") is None


def test_a_voice_that_fails_says_so(page: Page, site: Site) -> None:
    start(page, site.path("nl", ABOUT), DUTCH)
    page.evaluate("() => speechSynthesis.now.onerror({ error: 'synthesis-failed' })")

    expect(page.locator(".read-aloud [role=status]")).to_have_text(
        "Voorlezen lukt nu niet. Probeer het straks nog eens."
    )
    expect(page.get_by_role("button", name="Lees voor")).to_be_visible()


def test_an_old_browser_cuts_sentences_too(open_page: OpenPage, site: Site) -> None:
    page = with_voices(open_page(), DUTCH)
    page.add_init_script("delete Intl.Segmenter")
    page.goto(site.path("nl", PLACE))
    page.locator(".read-aloud button").click()
    page.evaluate(READ_ALL)

    assert "Begin dan hier." in [text for _lang, text in page.evaluate(SAID)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_while_it_reads_the_page_stays_accessible(open_page: OpenPage, site: Site, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    start(page, site.path("nl", PLACE), DUTCH)
    page.evaluate("() => { for (let i = 0; i < 6; i++) speechSynthesis.now.onend(); }")

    assert axe_complaints(page) == []
    assert too_small_for_a_thumb(page) == []
    assert wider_than_window(page) == []
