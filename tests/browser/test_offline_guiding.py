"""Life events and the four questions on a phone without a network: the same few things, and of safety numbers only."""

import pytest
from playwright.sync_api import Page

from tests.browser.gateway import Gateway
from tests.browser.phone import FEED, KEPT, SHOWN_H1, lines, visit
from tests.browser.site import TOWN
from tests.browser.test_offline_pages import check_drawn
from tests.browser.watch import answer_of

GUIDED = """h1, .lead, .progress__words, .question__hint, .options__link, .skip-question a, .events__link, .step__title,
  .step__words, .step__none, .step__links, .pick__name, .pick__why, .pick__summary, .pick__where, .lines a, .line p,
  .notice:not(.kept *), .chip, .ways a, .origin__from"""
HELPER = "helper?about=geld&who=kinderen-0-4&how=from-home&when=today"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_who_does_not_know_the_word_is_led_as_online(phone: Page, gateway: Gateway, language: str) -> None:
    """Life events step by step, and the four questions with their end: also where it had to be widened."""
    visit(phone, language)
    pages = {"life-events": GUIDED, "life-events/loss": GUIDED, "life-events/debts": GUIDED, "helper": GUIDED,
             "helper?about=geld&who=any": GUIDED, HELPER: GUIDED, f"{HELPER}&postcode=2951": GUIDED,
             "": ".events__link[href*='/life-events/'], .ways a"}  # fmt: skip
    online = {}
    for page, selector in pages.items():
        phone.goto(f"/{language}/{TOWN}/{page}")
        online[page] = told(phone, selector)
    gateway.stop()
    for page, selector in pages.items():
        phone.goto(f"/{language}/{TOWN}/{page}")
        phone.locator(f".page-offline {SHOWN_H1}").wait_for()
        assert told(phone, selector) == online[page], page
    assert all(online.values())


def told(page: Page, selector: str) -> list[str]:
    """Words and where they lead; without what the notice of the kept page says."""
    return page.locator(f"main :is({selector})").evaluate_all(
        "(all) => all.map((one) => [one.innerText.replace(/\\s+/g, ' ').trim(), one.getAttribute('href')].join(' '))"
    )


def test_the_four_questions_are_answered_by_taps_without_the_network(phone: Page, gateway: Gateway) -> None:
    visit(phone, "nl")
    gateway.stop()
    phone.goto(f"/nl/{TOWN}/")
    phone.locator(".ways__helper").click()
    for answer in ("about=geld", "who=any", "how=one-to-one", "when=week"):
        phone.locator(f"main :is(.options__link, .skip-question a)[href*='{answer}']").click()
    phone.locator(".pick").first.wait_for()
    assert phone.locator(".pick").count() == 3
    phone.locator("#where").fill("Kinderdijk")
    phone.get_by_role("button", name="Laat zien wat dichtbij is").click()
    phone.locator(".origin__from").wait_for()
    assert phone.locator(".pick").count() == 3
    assert phone.locator(".chip").count() >= 3, "the answers are still there"
    phone.locator(".pick__name a").first.click()
    phone.locator(".detail-head").wait_for()


@pytest.mark.parametrize("event", ["worried", "separation"])
def test_what_speaks_of_safety_is_told_by_numbers_only(phone: Page, gateway: Gateway, event: str) -> None:
    visit(phone, "nl")
    phone.goto(f"/nl/{TOWN}/life-events/{event}")
    online = lines(phone, ".step__words")
    gateway.stop()
    phone.goto(f"/nl/{TOWN}/life-events/{event}")
    phone.locator("main .lines:visible").wait_for()
    assert phone.locator(SHOWN_H1).inner_text() == "Dit staat niet op je telefoon"
    assert phone.locator("main .lines a[href='tel:08002000']").is_visible()
    pack = answer_of(phone, "async (address) => (await caches.match(address)).text()", f"{FEED}nl")
    assert online
    assert not [words for words in online if words in pack]
    check_drawn(phone, "nl")


def test_who_loses_the_network_on_the_way_to_the_safety_page_gets_the_numbers(phone: Page, gateway: Gateway) -> None:
    visit(phone, "nl")
    gateway.stop()
    phone.locator("footer").get_by_role("link", name="Thuis niet veilig?").click()
    phone.locator("main .lines:visible").wait_for()
    assert phone.url.endswith("/safe")
    assert phone.title().startswith("Dit staat niet op je telefoon")
    assert phone.locator("main .lines a[href='tel:112']").is_visible()
    check_drawn(phone, "nl")
    assert not [path for path in answer_of(phone, KEPT) if "/safe" in path]
