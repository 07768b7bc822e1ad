"""What a visitor of the demonstration town sees on a Tuesday morning at half past ten."""

import re

import pytest
from sqlalchemy.orm import Session

from tests.build import make_municipality, make_place
from tests.database import statements_of_pages
from tests.page import PageClient, one, text_of, texts
from tests.town import BRINKDAM

HOME = "/nl/alblasserdam/"
PLACES = "/nl/alblasserdam/places"
ACTIVITIES = "/nl/alblasserdam/activities"
TODAY = "/nl/alblasserdam/today"


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    "page", ["", "places", "activities", "today", "about", "privacy", "accessibility", "life-events", "helper"]
)
def test_every_page_is_there_in_both_languages(demo: PageClient, lang: str, page: str) -> None:
    document = demo.page(f"/{lang}/alblasserdam/{page}")

    assert one(document, "html").attrs["lang"] == lang
    assert "Alblasserdam" in text_of(one(document, "title"))
    assert "078 - 202 11 11" in text_of(document.root), "help by phone is on every page"


def test_home_shows_the_themes_what_is_open_and_a_map(demo: PageClient) -> None:
    document = demo.page(HOME)

    assert len(document.query(".tile")) >= 12
    assert any("Nu open" in text for text in texts(document, ".card"))
    assert one(document, "[data-map]").attrs["data-feed"].startswith("/api/v1/alblasserdam/map.geojson")


def test_the_language_switch_stays_on_the_same_page_with_the_same_filters(demo: PageClient) -> None:
    document = demo.page(f"{ACTIVITIES}?theme=geld&free=1")

    addresses = [link.attrs["href"] for link in document.query(".languages a")]
    assert "/en/alblasserdam/activities?theme=geld&free=1" in addresses


def total(demo: PageClient, path: str) -> int:
    number = re.match(r"\d+", text_of(one(demo.page(path), "h1")))
    return int(number[0]) if number else 0


@pytest.mark.parametrize(
    "filters",
    ["theme=geld", "open=now", "open=today", "open=week", "free=1", "walkin=1", "wheelchair=1", "volunteer=1",
     "no_referral=1", "welcome=1", "online=1", "spoken=ar", "group=ouderen", "topic=rouw", "q=koffie",
     "theme=eten&walkin=1&open=week"],
)  # fmt: skip
def test_a_filter_leaves_some_and_takes_some(demo: PageClient, filters: str) -> None:
    assert 0 < total(demo, f"{ACTIVITIES}?{filters}") < total(demo, ACTIVITIES)


@pytest.mark.parametrize("filters", ["welcome=1", "online=1", "volunteer=1", "volunteer=1&welcome=1"])
def test_a_filter_leaves_some_places_and_takes_some(demo: PageClient, filters: str) -> None:
    assert 0 < total(demo, f"{PLACES}?{filters}") < total(demo, PLACES)


@pytest.mark.parametrize(
    ("words", "expected"),
    [("Brughuis", "Het Brughuis"), ("brughuys", "Het Brughuis"), ("bibliotheek", "Bibliotheek AanZet")],
)
def test_a_place_is_found_by_its_name_and_with_a_typing_error(demo: PageClient, words: str, expected: str) -> None:
    assert expected in texts(demo.page(f"{PLACES}?q={words}"), ".card__name")


def test_words_of_a_theme_find_what_does_not_say_them(demo: PageClient) -> None:
    """`schulden` is a word of the theme; a form-filling hour need not have it in its text."""
    assert total(demo, f"{ACTIVITIES}?q=schulden") >= total(demo, f"{ACTIVITIES}?theme=geld")


def test_wildcards_are_ordinary_letters(demo: PageClient) -> None:
    for words in ("%25%25%25", "___", "100%25", "//"):
        assert total(demo, f"{ACTIVITIES}?q={words}") == 0


def test_a_list_without_results_says_so_and_shows_the_way_on(demo: PageClient) -> None:
    document = demo.page(f"{PLACES}?q=ruimtevaart&free=1")

    assert not document.query(".card")
    assert one(document, "h1")
    assert any(link.attrs["href"] == PLACES for link in document.query("main a"))


@pytest.mark.parametrize(
    "filters",
    [
        "theme=onbekend",
        "topic=onbekend",
        "open=soms",
        "near=hier",
        "postcode=12",
        "page=0",
        "free=ja",
        "q=" + "x" * 200,
    ],
)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_filter_that_makes_no_sense_gives_400_with_a_sentence(demo: PageClient, filters: str, lang: str) -> None:
    answer = demo.get(f"/{lang}/alblasserdam/places?{filters}")

    assert answer.status_code == 400
    assert len(text_of(one(_document(answer.text), "main")).split()) > 5


def _document(html: str):  # type: ignore[no-untyped-def]
    from tests.page import parse

    return parse(html)


def test_the_feed_complains_in_a_form_for_programs(demo: PageClient) -> None:
    answer = demo.get("/api/v1/alblasserdam/map.geojson?theme=onbekend&lang=nl")

    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert "onderwerp" in answer.json["detail"]


def test_the_pages_of_a_list_hold_each_thing_once(demo: PageClient) -> None:
    seen = []
    number = 1
    while True:
        document = demo.page(f"{ACTIVITIES}?page={number}")
        seen += [card.attrs["data-id"] for card in document.query(".card")]
        if not document.query("[rel=next]"):
            break
        number += 1

    assert len(seen) == len(set(seen)) == total(demo, ACTIVITIES)
    assert demo.get(f"{ACTIVITIES}?page={number + 1}").status_code == 404


def test_open_now_comes_first(demo: PageClient) -> None:
    labels = texts(demo.page(PLACES), ".card .opening")
    is_open = ["Nu open" in label or "dag en nacht" in label.lower() for label in labels]

    assert is_open == sorted(is_open, reverse=True)
    assert any(is_open)


def test_near_a_postcode_the_nearest_of_the_open_ones_comes_first(demo: PageClient) -> None:
    document = demo.page(f"{PLACES}?postcode=2953&open=now")
    metres = [
        float(number.replace(",", ".")) * (1000 if unit == "km" else 1)
        for text in texts(document, ".card__where")
        for number, unit in re.findall(r"([\d,]+)\s(km|m)\b", text)[:1]
    ]

    assert len(metres) > 3
    assert metres == sorted(metres)


def test_a_position_is_rounded_before_it_is_put_in_an_address(demo: PageClient) -> None:
    document = demo.page(f"{PLACES}?near=51.8612345,4.6598765&free=1")

    addresses = [link.attrs.get("href") or "" for link in document.query(".chip")]
    assert not any("51.8612" in address for address in addresses)
    assert any("near=51.861" in address for address in addresses)
    assert "51.8612" not in (one(document, "[data-map]").attrs["data-feed"] or "")


def test_a_place_page_is_complete(demo: PageClient) -> None:
    text = text_of(demo.page(f"{PLACES}/het-brughuis").root)

    for part in ("Het Brughuis", "Ieplaan 2", "078 - 202 11 11", "dinsdag", "rolstoel"):
        assert part.lower() in text.lower(), part


def test_an_activity_page_says_what_happens_the_first_time(demo: PageClient) -> None:
    slug = demo.page(ACTIVITIES).query(".card__name a")[0].attrs["href"]
    document = demo.page(slug)

    assert "eerste keer" in text_of(document.root).lower()


@pytest.mark.parametrize(
    "path", [f"{PLACES}/bestaat-niet", f"{ACTIVITIES}/bestaat-niet", "/nl/nergens/", "/xx/alblasserdam/"]
)
def test_what_is_not_there_answers_404(demo: PageClient, path: str) -> None:
    assert demo.get(path).status_code == 404


# One of them asks whether the town takes questions.
QUERIES = {
    HOME: 15,  # one of them for the collections, until something changes
    PLACES: 8,
    ACTIVITIES: 9,
    f"{PLACES}/het-brughuis": 14,  # two of them for its photos
    TODAY: 10,
    f"{TODAY}?postcode=2951&theme=geld&day=2026-12-06": 9,
    f"{ACTIVITIES}?postcode=2951&page=2": 10,
}


@pytest.mark.parametrize("path", QUERIES)
def test_a_page_needs_a_small_fixed_number_of_queries(demo: PageClient, path: str) -> None:
    with statements_of_pages() as statements:
        demo.page(path)

    assert len(statements) <= QUERIES[path], "\n".join(statements)


def test_a_postcode_that_we_do_not_know_is_told(demo: PageClient) -> None:
    document = demo.page(f"{PLACES}?postcode=1234AB")

    assert "1234AB" in text_of(one(document, ".notice"))
    assert document.query(".card")


@pytest.mark.parametrize(
    "trick", ["endpoint=x", "_scheme=javascript&_external=1", "slug=x", "town=elders", "lang=en", "_anchor=x"]
)
def test_an_address_cannot_bend_the_links_of_a_page(demo: PageClient, trick: str) -> None:
    document = demo.page(f"{PLACES}?{trick}")

    for link in document.query(".languages a"):
        assert re.match(r"/(nl|en)/alblasserdam/places\?", link.attrs["href"])


@pytest.mark.parametrize(("facts", "boxes"), [({}, 0), ({"phone": "0184 - 11 22 33"}, 1)])
def test_there_is_no_box_for_contact_without_anything_in_it(
    client: PageClient, db_session: Session, facts: dict[str, str], boxes: int
) -> None:
    place = make_place(make_municipality(BRINKDAM), **facts)

    page = client.page(f"/nl/{BRINKDAM}/places/{place.slug}")

    assert len(page.query("#contact-title")) == boxes


@pytest.mark.parametrize(("stored", "shown"), [("2951AB", "2951 AB Brinkdam"), ("2951", "2951 Brinkdam")])
def test_a_postcode_is_written_as_the_dutch_do(
    client: PageClient, db_session: Session, stored: str, shown: str
) -> None:
    place = make_place(make_municipality(BRINKDAM), street="Dam", house_number="4", postcode=stored, city="Brinkdam")

    assert shown in text_of(client.page(f"/nl/{BRINKDAM}/places/{place.slug}").root)
