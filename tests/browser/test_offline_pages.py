"""The pages that a phone draws itself from what it keeps: as true, as safe and as usable as those of the server."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

from tests.browser import harm
from tests.browser.checks import axe_complaints, too_small_for_a_thumb, wider_than_window
from tests.browser.gateway import Gateway
from tests.browser.phone import FEED, KEPT, NOTICE, SHOWN_H1, lines, until, visit
from tests.browser.site import TOWN
from tests.browser.tree import misread, tree_complaints
from tests.browser.watch import answer_of
from tests.safety.cases import DANGERS

TOLD = "(sections) => sections.map(({ dataset }) => dataset.danger)"


def shown(page: Page, selector: str = ".card__name") -> list[str]:
    return lines(page, selector)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_of_the_town_is_read_without_the_network(phone: Page, gateway: Gateway, language: str) -> None:
    visit(phone, language)
    online = {}
    for page in ("places", "activities?open=week&free=1"):
        phone.goto(f"/{language}/{TOWN}/{page}")
        online[page] = phone.locator(".tabs [aria-current] .tabs__count").inner_text()
    gateway.stop()
    for page, total in online.items():
        phone.goto(f"/{language}/{TOWN}/{page}")
        phone.locator("main .card").first.wait_for()
        assert phone.locator(SHOWN_H1).inner_text().rpartition(" ")[2] == total, "as many as online"
        check_drawn(phone, language)
    for page in (
        "",
        "today",
        "places/het-brughuis",
        "activities/inloop-geld-en-post",
        "search?q=koffie",
        "places?q=zzz",
        "collections",
        "collections/geldzorgen-welke-hulp-wanneer",
        "collections/nieuw-in-alblasserdam",
        "life-events",
        "life-events/debts",
        "helper",
        "helper?about=geld&who=any&how=any&when=any",
    ):
        phone.goto(f"/{language}/{TOWN}/{page}")
        phone.locator(SHOWN_H1).wait_for()
        assert phone.locator(SHOWN_H1).inner_text() not in ("Geen verbinding", "No connection")
        check_drawn(phone, language)


def check_drawn(page: Page, language: str) -> None:
    """The same promises as for a page of the server."""
    heading = " ".join(page.locator("h1").inner_text().split())
    assert page.title().startswith(heading)
    assert page.evaluate("() => document.documentElement.lang") == language
    assert page.locator(NOTICE).is_visible()
    assert page.locator(".team a[href^='tel:']").is_visible(), "somebody to call"
    assert page.locator(f"a[href='/{language}/{TOWN}/ask']").count() > 0
    assert axe_complaints(page) == []
    assert tree_complaints(page) == []
    assert misread(page) == []
    assert wider_than_window(page) == []
    assert too_small_for_a_thumb(page) == []


def test_filters_and_words_are_answered_by_the_phone(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.goto(f"/nl/{TOWN}/activities")
    everything = int(phone.locator(SHOWN_H1).inner_text().rpartition(" ")[2])
    phone.locator(".filters__summary").click()
    choice = phone.locator("#theme option[value='geld']").inner_text()
    phone.locator("#theme").select_option("geld")
    phone.get_by_role("button", name="Laat de lijst zien").click()
    told = int(phone.locator(SHOWN_H1).inner_text().rpartition(" ")[2])

    assert "theme=geld" in phone.url
    assert f"({told})" in choice, "a choice tells what a tap gives"
    assert 0 < told < everything
    assert phone.locator("#theme").input_value() == "geld"

    phone.locator("#q").fill("inloop")
    phone.locator("#q").press("Enter")
    phone.locator(".card__name").first.wait_for()
    assert any("inloop" in name.lower() for name in shown(phone))
    assert len(shown(phone)) < told
    phone.locator(".card a").first.click()
    phone.locator(".detail-head").wait_for()
    assert phone.locator("#when-title").is_visible()
    phone.go_back()
    phone.locator(".card__name").first.wait_for()
    assert "q=inloop" in phone.url


COLLECTION = "h1, .lead, .step__title, .step__words, .pick__name, .pick__why, .pick__summary, .pick__where, .fact"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_collection_is_read_as_it_was_online(phone: Page, gateway: Gateway, language: str) -> None:
    """Also its list, and the ways to it on the home page and in the list of its theme."""
    visit(phone, language)
    kept = {"collections": ".pick__name", "collections/geldzorgen-welke-hulp-wanneer": COLLECTION,
            "": ".events__link[href*='/collections/']", "activities?theme=geld": ".events__link"}  # fmt: skip
    online = {}
    for page, selector in kept.items():
        phone.goto(f"/{language}/{TOWN}/{page}")
        online[page] = lines(phone, f"main :is({selector})")
    gateway.stop()
    for page, selector in kept.items():
        phone.goto(f"/{language}/{TOWN}/{page}")
        phone.locator(f".page-offline {SHOWN_H1}").wait_for()
        assert lines(phone, f"main :is({selector})") == online[page], page
    assert all(online.values())
    phone.goto(f"/{language}/{TOWN}/collections")
    phone.locator(".pick__name a").first.click()
    phone.locator(".collection__part").first.wait_for()
    phone.locator(".pick__name a").first.click()
    phone.locator(".detail-head").wait_for()


def test_words_of_an_editor_stay_words(phone: Page) -> None:
    """The harmful place of the site: watch.py fails when any of it runs."""
    phone.context.set_offline(True)
    phone.goto(f"/nl/{TOWN}/places/{harm.SLUG}")

    assert phone.locator(SHOWN_H1).inner_text() == harm.NAME
    phone.goto(f"/nl/{TOWN}/places?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    assert phone.locator("main img").count() == 0
    assert phone.locator("#q").input_value() == "<img src=x onerror=alert(1)>"


def test_open_now_is_reckoned_when_it_is_read(phone: Page) -> None:
    """What was open at the visit is not called open when the phone is taken out again at night."""
    feed = answer_of(phone, "(address) => fetch(address).then((answer) => answer.json())", f"{FEED}nl")
    things = feed["places"] + feed["activities"]
    last = max(slot[1] for one in things for slot in one.get("slots", []))
    phone.context.set_offline(True)
    phone.add_init_script(f"Date.now = () => {(last + 60) * 1000};")
    phone.goto(f"/nl/{TOWN}/places")
    phone.locator(".card").first.wait_for()

    assert phone.locator(".opening--open").count() == 0


def test_the_other_language_is_there_once_it_was_visited(phone: Page) -> None:
    visit(phone, "en")
    phone.context.set_offline(True)
    phone.goto(f"/nl/{TOWN}/places?free=1")
    phone.get_by_role("link", name="English").click()

    assert phone.url.endswith(f"/en/{TOWN}/places?free=1")
    assert phone.locator(SHOWN_H1).inner_text().startswith("Places in Alblasserdam")


def test_a_town_is_walked_through_with_the_keyboard(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.goto(f"/nl/{TOWN}/places")
    phone.locator(".card").first.wait_for()
    phone.keyboard.press("Tab")
    assert phone.evaluate("() => document.activeElement.className") == "skip"
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    assert phone.evaluate("() => document.activeElement.closest('main') !== null")
    phone.locator(".card a").first.focus()
    phone.keyboard.press("Enter")
    phone.locator(".detail-head").wait_for()


def test_bounded_to_four_towns_and_languages(phone: Page) -> None:
    """Kept before: four others. The one that was read longest ago makes room."""
    phone.evaluate(
        """async () => {
          const cache = await caches.open((await caches.keys())[0]);
          for (const [place, town] of ["aa", "bb", "cc", "dd"].entries()) {
            const headers = { "Dichtbij-Kept": String(Date.now() - place * 1000 - 1000) };
            await cache.put(`/api/v1/${town}/offline.json?lang=nl`, new Response("{}", { headers }));
            await cache.put(`/nl/${town}/offline`, new Response("", { headers }));
          }
        }"""
    )
    visit(phone, "en")
    until(phone, "async () => !(await caches.match('/api/v1/dd/offline.json?lang=nl'))")

    feeds = [path for path in answer_of(phone, KEPT) if path.endswith("offline.json")]
    assert len(feeds) == 4
    assert "/nl/dd/offline" not in answer_of(phone, KEPT)


DAY = ".page__day"
OFF = """async ([address, hours]) => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name), found = await cache.match(address);
    if (!found) continue;
    const headers = new Headers(found.headers), told = Date.parse(headers.get("Date"));
    const kept = Number(headers.get("Dichtbij-Kept"));
    headers.set("Dichtbij-Kept", String(kept - hours * 3600000));
    await cache.put(address, new Response(await found.text(), { headers }));
    return Math.abs(told - kept) < 60000;
  }
}"""


def test_a_phone_with_a_wrong_clock_tells_the_day_of_the_town(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.goto(f"/nl/{TOWN}/today")
    phone.locator(".day-choice a", has_text="Morgen").click()
    phone.wait_for_url("**/today?day=*")
    tomorrow = phone.locator(DAY).inner_text()
    is_told = answer_of(phone, OFF, [f"{FEED}nl", 24])
    phone.goto(f"/nl/{TOWN}/today")

    assert is_told, "when the package came, by the clock of the server and by that of the phone"
    assert phone.locator(DAY).inner_text() == tomorrow


def opens_alone(feed: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Places with the start of an opening from tomorrow on before which they are closed for an hour."""
    for one in feed["places"]:
        slots = one.get("slots", [])
        for start, end, *others in slots:
            is_open_before = any(slot[0] < start <= slot[1] + 3600 for slot in slots)
            if start > feed["days"][2]["midnight"] and end - start > 3600 and not others and not is_open_before:
                yield one["slug"], start


@pytest.mark.parametrize("hours", [1, -1])
def test_with_a_clock_an_hour_off_open_is_what_the_town_calls_open(phone: Page, hours: int) -> None:
    """Half an hour before a door opens, or after it, as the town reckons; the phone thinks otherwise."""
    feed = answer_of(phone, "(address) => fetch(address).then((answer) => answer.json())", f"{FEED}nl")
    slug, start = next(opens_alone(feed))
    town_ms = (start + hours * 1800) * 1000
    phone.context.set_offline(True)
    assert answer_of(phone, OFF, [f"{FEED}nl", hours])
    phone.add_init_script(f"Date.now = () => {town_ms - hours * 3_600_000};")
    phone.goto(f"/nl/{TOWN}/places/{slug}")
    phone.locator(".detail-head").wait_for()

    assert phone.locator(".detail-head .opening--open").count() == (1 if hours > 0 else 0)


def test_words_of_danger_lead_to_who_answers_as_online(phone: Page, gateway: Gateway) -> None:
    """The page about safety is never kept, so the numbers stand where the way to it would be."""
    visit(phone, "nl")
    gateway.stop()
    numbers = phone.locator(".page-offline main .lines:visible a")
    for text in ("huiselijk geweld", "zelfmoord", "hij slaat me en ik wil dood", "koffie"):
        phone.goto(f"/nl/{TOWN}/search?" + urlencode({"q": text}))
        phone.locator(SHOWN_H1).wait_for()
        assert set(phone.locator("main .lines:visible").evaluate_all(TOLD)) == dict(DANGERS)[text], text
    phone.goto(f"/nl/{TOWN}/places")
    phone.locator("#q").fill("onveilig")
    numbers.first.wait_for()
    called = numbers.evaluate_all("(all) => all.map((link) => link.getAttribute('href'))")
    assert called == ["tel:112", "tel:08002000", "tel:08000432", "tel:+31880767000", "tel:113"]
    check_drawn(phone, "nl")
    phone.locator("#q").fill("koffie")
    numbers.first.wait_for(state="detached")
    phone.goto(f"/nl/{TOWN}/places/het-brughuis")
    phone.locator("footer").get_by_role("link", name="Thuis niet veilig?").click()
    assert phone.evaluate("() => document.activeElement.textContent") == "Hier krijg je meteen iemand"
    assert numbers.first.get_attribute("href") == "tel:112"
    assert not [path for path in answer_of(phone, KEPT) if "/safe" in path]


@pytest.mark.parametrize("page", ["places?where=9999", "search?q=koffie&where=zzzz"])
def test_who_is_nowhere_chooses_a_neighbourhood_as_online(phone: Page, gateway: Gateway, page: str) -> None:
    chips = ".origin .chip:not(.chip--clear)"
    phone.goto(f"/nl/{TOWN}/{page}")
    online = lines(phone, chips)
    gateway.stop()
    phone.goto(f"/nl/{TOWN}/{page}")
    phone.locator(f".page-offline {chips}").first.wait_for()

    assert lines(phone, chips) == online
    check_drawn(phone, "nl")
    phone.locator(chips).first.click()
    phone.locator(".origin__from").wait_for()
    assert online[0] in phone.locator(".origin__from").inner_text()
    assert phone.locator(".card__where--near").count() > 0, "and now it knows how far"
