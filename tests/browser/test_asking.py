"""Asking a question in a real browser: on a small phone, without a mouse, without scripts, in haste."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import axe_complaints, too_small_for_a_thumb, wider_than_window
from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.test_staff import check, sign_in
from tests.browser.watch import Watch, settled
from tests.questions.cases import LINES, NUMBERS

SECONDS_OF_A_PERSON = 3_200  # less than that, and the form asks to be sent once more


def passes(page: Page) -> None:
    settled(page)
    assert axe_complaints(page) == []
    assert wider_than_window(page) == []
    assert too_small_for_a_thumb(page) == []


def press_until(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(selector).evaluate_all("(found) => found.includes(document.activeElement)"):
            return
    raise AssertionError(f"the keyboard never comes to {selector}")


def test_with_the_keyboard_alone_from_the_question_to_the_answer_code(
    open_page: OpenPage, site: Site, watch: Watch
) -> None:
    watch.may_fail = "/ask"  # its answer to a form with a mistake
    page = open_page(reduced_motion="reduce", locale="nl-NL")
    page.goto(site.path("nl", "ask"))
    page.wait_for_timeout(SECONDS_OF_A_PERSON)
    press_until(page, "#question")
    page.keyboard.type("Ik zoek iemand om mee te praten.")
    press_until(page, "[name=topic]")
    press_until(page, "[name=reply_by]")
    page.keyboard.press("Space")
    press_until(page, "#contact")
    expect(page.locator("label[for=contact]")).to_have_text(re.compile("Je telefoonnummer"))
    press_until(page, ".ask__send")
    page.keyboard.press("Enter")

    expect(page.locator("#problems")).to_be_focused()
    passes(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#contact")).to_be_focused()
    page.keyboard.type("06 12345678")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Dank je wel, we hebben je vraag")
    passes(page)
    code = page.locator(".codes__code").first.inner_text()
    page.goto(page.url.partition("?")[0])
    page.locator("#pass_code").fill(code)
    page.keyboard.press("Enter")
    expect(page.locator(".written").first).to_have_text(re.compile("Ik zoek iemand om mee te praten."))
    passes(page)


def test_lines_and_the_warning_are_those_of_the_server(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    page.goto(site.path("nl", "ask"))
    words = page.locator("#question")
    for text, topic, shown in LINES:
        page.locator(f"[name=topic][value='{topic}']").check(force=True)
        words.fill(text)
        words.dispatch_event("change")
        found = page.locator("[data-line]:visible").evaluate_all("(lines) => lines.map((line) => line.dataset.line)")
        assert set(found) == shown, (text, topic)
    for text, is_hidden in NUMBERS:
        words.fill(text)
        words.dispatch_event("change")
        assert page.locator("[data-ask=bsn]").is_visible() == is_hidden, text


def test_lines_appear_while_somebody_types_and_the_question_can_still_be_sent(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce")
    page.goto(site.path("nl", "ask"))
    page.locator("#question").press_sequentially("ik wil dood, mijn bsn is 111222333")

    expect(page.locator("[data-line='113'] a")).to_have_attribute("href", "tel:113")
    expect(page.locator("[data-ask=bsn]")).to_be_visible()
    expect(page.locator(".ask__send")).to_be_enabled()
    passes(page)


def test_two_taps_are_one_question_and_going_back_keeps_the_words(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    words = f"Twee keer getikt {uuid4()}"
    page.goto(site.path("nl", "ask"))
    page.locator("#question").fill(words)
    page.locator("[name=reply_by][value=none]").check()
    page.wait_for_timeout(SECONDS_OF_A_PERSON)
    page.locator(".ask__send").dblclick()

    expect(page.locator(".codes__code").first).to_be_visible()
    assert len(sent) == 1
    page.go_back()
    expect(page.locator("#question")).to_have_value(words)


def test_the_place_of_the_device_or_a_spot_on_the_map_goes_along_roughly(open_page: OpenPage, site: Site) -> None:
    here = {"latitude": 51.86123, "longitude": 4.66187}
    page = open_page(geolocation=here, permissions=["geolocation"], reduced_motion="reduce", locale="nl-NL")
    page.goto(site.path("nl", "ask"))
    page.get_by_text("Vertel meer, als je wilt").click()
    lat, lon = page.locator("[name=lat]"), page.locator("[name=lon]")
    expect(lat).to_have_value("")
    page.get_by_role("button", name="Gebruik waar ik nu ben").click()
    expect(lat).to_have_value("51.861")
    expect(lon).to_have_value("4.662")
    expect(page.locator("[data-ask-place=told]")).to_contain_text("gaat mee")

    page.get_by_text("Wijs het aan op de kaart").click()
    expect(page.locator(".map--pick .pin--spot")).to_be_visible()
    passes(page)
    page.locator(".map--pick").click(position={"x": 90, "y": 120})
    expect(lat).not_to_have_value("51.861")
    page.get_by_role("button", name="Laat de plek weg").click()
    expect(lat).to_have_value("")
    expect(page.locator(".pin--spot")).to_have_count(0)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_device_that_does_not_tell_leads_to_the_postcode(open_page: OpenPage, site: Site) -> None:
    page = open_page(locale="nl-NL")
    page.goto(site.path("nl", "ask"))
    page.get_by_text("Vertel meer, als je wilt").click()
    page.get_by_role("button", name="Gebruik waar ik nu ben").click()

    expect(page.locator("[data-ask-place=told]")).to_contain_text("postcode")


def test_without_scripts_it_is_the_same(open_page: OpenPage, site: Site) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site.path("en", "ask"))
    page.locator("#question").fill("I want to die")
    page.locator(".ask__send").click()
    expect(page.locator("[data-line='113']")).to_be_visible()
    page.locator("[name=reply_by][value=email]").check()
    page.locator("#contact").fill("sam@voorbeeld.example")
    page.locator(".ask__send").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, we have your question")


@pytest.mark.parametrize("is_shown", [True, False])
def test_the_fast_way_out_stands_there_while_it_is_about_safety(
    open_page: OpenPage, site: Site, is_shown: bool
) -> None:
    page = open_page()
    page.goto(site.path("nl", "ask?topic=veilig" if is_shown else "ask"))
    expect(page.locator(".quick-exit a")).to_be_visible(visible=is_shown)
    page.locator(f"[name=topic][value={'geld' if is_shown else 'veilig'}]").check(force=True)
    expect(page.locator(".quick-exit a")).to_be_visible(visible=not is_shown)


def test_the_inbox_and_a_question_on_a_small_phone(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce", locale="nl-NL")
    sign_in(page, site, "team")
    page.goto("/staff/alblasserdam/questions")
    expect(page.locator(".inbox__row").first).to_contain_text("Kijk hier eerst naar")
    check(page)
    page.locator(".inbox__link").first.click()
    page.locator("summary").last.click()
    check(page)
    page.goto("/staff/alblasserdam/standard-answers")
    check(page)
    page.locator(".inbox__link").first.click()
    check(page)
