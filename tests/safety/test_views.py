"""Help when home is not safe: who finds it, what it says, and what it must not give away."""

import re

import pytest

from tests.build import make_municipality
from tests.page import PageClient, one, text_of, texts
from tests.safety.cases import DANGERS
from webapp.safety.rules import HOME, LIFE

TOWN = "alblasserdam"
LANGUAGES = ("nl", "en")
NUMBERS = ("tel:112", "tel:08002000", "tel:08000432", "tel:+31880767000", "tel:113")

each_language = pytest.mark.parametrize("lang", LANGUAGES)


@each_language
def test_it_names_who_answers_now(demo: PageClient, lang: str) -> None:
    document = demo.page(f"/{lang}/{TOWN}/safe")
    called = [link.attrs["href"] for link in document.query("main a[href^='tel:']")]

    assert set(NUMBERS) <= set(called)
    assert called[:2] == ["tel:112", "tel:08002000"], "the two that matter most come first"
    assert one(document, "main a[href='https://www.veiligthuis.nl/']").attrs["rel"] == "noreferrer nofollow"
    assert document.query(f"main a[href='/{lang}/{TOWN}/ask?topic=veilig']"), "and the people of the town"


@each_language
def test_address_and_title_say_nothing(demo: PageClient, lang: str) -> None:
    """These are what a browser keeps in its list, and shows on the card of an open page."""
    document = demo.page(f"/{lang}/{TOWN}/safe")
    seen = " ".join([text_of(one(document, "title")), one(document, "meta[name='description']").attrs["content"] or ""])

    assert (
        text_of(one(document, "title"))
        == f"{'Informatie' if lang == 'nl' else 'Information'} – Alblasserdam – Dichtbij"
    )
    assert not re.search(r"veilig|safe|geweld|violence|bang|afraid|slaa|hit", seen, re.IGNORECASE)
    assert (
        one(document, "link[rel='icon']").attrs["href"]
        == one(demo.page(f"/{lang}/{TOWN}/about"), "link[rel='icon']").attrs["href"]
    )


@each_language
def test_nothing_of_it_can_be_shown_elsewhere(demo: PageClient, lang: str) -> None:
    document = demo.page(f"/{lang}/{TOWN}/safe")

    assert not document.query("meta[property^='og:'], meta[name^='twitter:'], script[type='application/ld+json']")
    assert one(document, "link[rel='canonical']").attrs["href"].endswith(f"/{lang}/{TOWN}/safe")


def test_exactly_these_headers(demo: PageClient) -> None:
    headers = demo.get(f"/nl/{TOWN}/safe").headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in headers
    assert "ETag" not in headers
    assert "Clear-Site-Data" not in headers, "it would erase a question that waits to be sent"


@each_language
def test_the_way_out_is_first_and_a_plain_link(demo: PageClient, lang: str) -> None:
    document = demo.page(f"/{lang}/{TOWN}/safe")
    link = document.query("main a")[0]

    assert link.attrs["href"].startswith("https://www.knmi.nl/")
    assert "noreferrer" in link.attrs["rel"]
    assert "target" not in link.attrs
    assert one(document, ".quick-exit__keys").attrs.get("hidden") is not None, "without a script Shift does nothing"


@each_language
def test_it_is_honest_about_what_stays_behind(demo: PageClient, lang: str) -> None:
    said = text_of(one(demo.page(f"/{lang}/{TOWN}/safe"), "main"))

    assert {"nl": "Die kunnen wij niet wissen", "en": "We cannot erase that"}[lang] in said


@pytest.mark.parametrize("path", ["", "places", "about", "life-events"])
@each_language
def test_every_page_leads_to_it_calmly(demo: PageClient, lang: str, path: str) -> None:
    links = demo.page(f"/{lang}/{TOWN}/{path}").query(f"footer a[href='/{lang}/{TOWN}/safe']")

    assert [text_of(link) for link in links] == [{"nl": "Thuis niet veilig?", "en": "Not safe at home?"}[lang]]


@pytest.mark.parametrize(("path", "is_led"), [("life-events/worried", True), ("life-events/turning-18", False)])
def test_life_events_that_speak_of_safety_lead_to_it(demo: PageClient, path: str, is_led: bool) -> None:
    assert bool(demo.page(f"/nl/{TOWN}/{path}").query("main a[href$='/safe']")) is is_led


@pytest.mark.parametrize(("words", "dangers"), DANGERS)
@pytest.mark.parametrize("page", ["search", "places", "today"])
def test_who_searches_for_it_is_led_to_it(demo: PageClient, page: str, words: str, dangers: set[str]) -> None:
    document = demo.page(f"/nl/{TOWN}/{page}", query_string={"q": words})
    sections = document.query("main section.lines")

    assert [text_of(link) for link in document.query("main a[href$='/safe']")] == ["Kijk wie je nu helpt"] * (
        HOME in dangers
    )
    assert [section.attrs["data-danger"] for section in sections] == [LIFE] * (LIFE in dangers)
    for section in sections:
        assert [link.attrs["href"] for link in section.query("a")] == ["tel:113", "tel:+31880767000", "tel:112"]


@pytest.mark.parametrize(("query", "is_shown"), [("topic=veilig", True), ("topic=eten", False), ("", False)])
def test_the_form_shows_it_with_the_line(demo: PageClient, query: str, is_shown: bool) -> None:
    """The other lines wait for a script, and so does this one."""
    lines = demo.page(f"/nl/{TOWN}/ask?{query}").query("li[data-line='veilig-thuis']")
    [line] = [one_ for one_ in lines if one_.query("a[href$='/safe']")]

    assert ("hidden" not in line.attrs) is is_shown


def test_no_address_but_that_of_the_team(demo: PageClient) -> None:
    """No shelter, no place of the town: only the people to ask, who stand below every page."""
    document = demo.page(f"/nl/{TOWN}/safe")

    assert not re.search(r"\b\d{4} ?[A-Z]{2}\b", text_of(one(document, "main")))
    assert not document.query("main address, main .map, main a[href*='/places/']")


def test_a_town_without_a_team_still_has_the_lines(client: PageClient) -> None:
    town = make_municipality()
    document = client.page(f"/nl/{town.slug}/safe")

    assert "tel:08002000" in [link.attrs["href"] for link in document.query("main a[href^='tel:']")]
    assert "Iemand bij jou in de buurt" not in texts(document, "h2")


@pytest.mark.parametrize(("typed", "dangers"), DANGERS)
def test_who_types_words_of_danger_is_led_there_before_all_else(
    demo: PageClient, typed: str, dangers: set[str]
) -> None:
    ways = {HOME: ("page", "/{lang}/" + TOWN + "/safe"), LIFE: ("line", "tel:113")}
    for lang in LANGUAGES:
        asked = demo.get(f"/api/v1/{TOWN}/search.json", query_string={"q": typed, "lang": lang})
        answers = [(one["type"], one["url"]) for one in asked.get_json()["answers"]]
        ahead = {(type_, url.format(lang=lang)) for danger, (type_, url) in ways.items() if danger in dangers}

        assert set(answers[: len(ahead)]) == ahead
        assert not {type_ for type_, _ in answers[len(ahead) :]} & {"page", "line"}
