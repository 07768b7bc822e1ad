"""What a visitor is told about the words on a page: only Dutch, the Dutch text is newer, or made by a machine."""

import re
from typing import Any

import icalendar
import pytest
import sqlalchemy as sa
from flask import Flask

from tests.build import make_activity, make_municipality, make_place
from tests.page import PageClient, check_data, one, text_of, texts
from webapp.activities.facts import ActivityTexts
from webapp.activities.operations import write_activity_text
from webapp.core.text_states import Maker
from webapp.extensions import db
from webapp.places.facts import PlaceTexts
from webapp.places.operations import write_place_text

ONLY, NEWER, MACHINE = (
    "This text is only in Dutch.",
    "The Dutch text is newer.",
    "Translated by a machine. Mistakes are possible.",
)
PARTLY = "A part of this text is only in Dutch."


@pytest.fixture(params=["places", "activities"])
def path(request: pytest.FixtureRequest, app: Flask) -> str:
    """A thing with a Dutch text only."""
    town = make_municipality()
    if request.param == "places":
        make_place(town, "De Brink", slug="x", summary="Kom binnen.")
    else:
        make_activity(town, "De Brink", slug="x", summary="Kom binnen.")
    return f"/brinkdam/{request.param}/x"


def write(path: str, language: str, name: str, **how: object) -> None:
    from webapp.activities.models import Activity
    from webapp.places.models import Place

    if "/places/" in path:
        write_place_text(db.session.query(Place).one(), language, PlaceTexts(name, "Words."), **how)  # type: ignore[arg-type]
    else:
        activity = db.session.query(Activity).one()
        write_activity_text(activity, language, ActivityTexts(name, "Words."), **how)  # type: ignore[arg-type]
    db.session.commit()


def notices(client: PageClient, path: str, language: str = "en") -> list[str]:
    return [
        sentence
        for notice in texts(client.page(f"/{language}{path}"), ".notice--language")
        for sentence in (ONLY, PARTLY, NEWER, MACHINE)
        if sentence in notice
    ]


def test_a_missing_text_is_dutch_and_says_so(client: PageClient, path: str) -> None:
    page = client.page(f"/en{path}")

    assert notices(client, path) == [ONLY]
    heading = one(page, "h1")
    assert (text_of(heading), heading.attrs["lang"], heading.attrs["dir"]) == ("De Brink", "nl", "ltr")
    assert one(page, ".detail-head__summary").attrs["lang"] == "nl"


def test_a_checked_text_and_the_dutch_one_say_nothing(client: PageClient, path: str) -> None:
    write(path, "en", "The Green")

    assert notices(client, path) == []
    assert texts(client.page(f"/nl{path}"), ".notice--language") == []


def test_an_outdated_text_is_shown_with_the_newer_dutch_one(client: PageClient, path: str) -> None:
    write(path, "en", "The Green")
    write(path, "nl", "De Nieuwe Brink")
    page = client.page(f"/en{path}")

    assert notices(client, path) == [NEWER]
    assert text_of(one(page, "h1")) == "The Green"
    dutch = one(page, ".newer [lang]")
    assert (dutch.attrs["lang"], dutch.attrs["dir"]) == ("nl", "ltr")
    assert "De Nieuwe Brink" in text_of(dutch)


def test_a_machines_text_says_so_also_when_it_is_outdated(client: PageClient, path: str) -> None:
    write(path, "en", "The Green", by=Maker.MACHINE)
    assert notices(client, path) == [MACHINE]

    write(path, "nl", "De Nieuwe Brink")
    assert notices(client, path) == [MACHINE, NEWER]


@pytest.mark.parametrize(
    ("slug", "sentence"), [("breien-en-haken", ONLY), ("klusje-in-huis", NEWER), ("speelgoed-lenen", MACHINE)]
)
def test_the_demonstration_has_one_of_each(demo: PageClient, slug: str, sentence: str) -> None:
    assert notices(demo, f"/alblasserdam/activities/{slug}") == [sentence]


def test_where_an_activity_is_stands_in_its_own_language(demo: PageClient) -> None:
    for card in demo.page("/en/alblasserdam/places").query(".card__where span[lang]"):
        assert card.attrs["lang"] == "nl", "a street is Dutch"


@pytest.fixture
def half_translated(app: Flask) -> str:
    """A house and what happens in it today, of which only the names are in English."""
    town = make_municipality()
    words = {"summary": "Kom binnen.", "description": "Elke dag koffie."}
    house = make_place(town, "De Brink", slug="brink", getting_there="Bus 3.", opening_hours="24/7", **words)
    first_time = {"first_time": "Bel aan.", "contact_role": "de gastvrouw"}
    dates = {"opening_hours": "Mo-Su 00:00-24:00"}
    activity = make_activity(town, "Koffie", slug="koffie", place=house, **dates, **words, **first_time)
    write_place_text(house, "en", PlaceTexts("The Green"))
    write_activity_text(activity, "en", ActivityTexts("Coffee"))
    db.session.commit()
    return "/en/brinkdam"


def language_of(page: Any, selector: str) -> tuple[str, str | None]:
    found = one(page, selector)
    return text_of(found), found.attrs.get("lang")


def test_what_is_not_translated_of_a_text_is_dutch_and_says_so(client: PageClient, half_translated: str) -> None:
    place = client.page(f"{half_translated}/places/brink")
    activity = client.page(f"{half_translated}/activities/koffie")

    assert language_of(place, "h1") == ("The Green", None)
    assert language_of(activity, "h1") == ("Coffee", None)
    for page in (place, activity):
        assert language_of(page, ".detail-head__summary") == ("Kom binnen.", "nl")
        assert language_of(page, ".detail__main > .prose") == ("Elke dag koffie.", "nl")
        assert [PARTLY in notice for notice in texts(page, ".notice--language")] == [True]
    assert language_of(place, ".box .prose") == ("Bus 3.", "nl")
    assert language_of(activity, ".welcome .prose") == ("Bel aan.", "nl")
    assert language_of(activity, ".welcome__ask [lang]") == ("de gastvrouw", "nl")


@pytest.mark.parametrize("path", ["places", "activities", "search?q=brink", "search?q=koffie"])
def test_a_card_shows_the_dutch_summary_and_its_mark(client: PageClient, half_translated: str, path: str) -> None:
    page = client.page(f"{half_translated}/{path}")

    assert page.query(".card")
    for card in page.query(".card"):
        assert language_of(card, ".card__summary") == ("Kom binnen.", "nl")
        assert texts(card, ".language-mark") == ["Partly in Dutch"]


def test_where_only_the_name_stands_nothing_is_marked(client: PageClient, half_translated: str) -> None:
    for path in ("today", "places/brink"):
        page = client.page(f"{half_translated}/{path}")
        assert not page.query(".card--date .language-mark, .door .language-mark, .held .language-mark")


def test_a_name_without_translation_is_marked_wherever_it_stands(client: PageClient, app: Flask) -> None:
    town = make_municipality()
    house = make_place(town, "De Brink", slug="brink", opening_hours="24/7")
    make_activity(town, "Koffie", slug="koffie", place=house, opening_hours="Mo-Su 00:00-24:00")
    today = client.page("/en/brinkdam/today")

    assert texts(today, ".card--date .language-mark") == ["Only in Dutch"]
    assert texts(today, ".door .language-mark") == ["Only in Dutch"]
    held = client.page("/en/brinkdam/places/brink").query(".held")
    assert held
    for line in held:
        assert language_of(line, "a") == ("Koffie", "nl")
        assert texts(line, ".language-mark") == ["Only in Dutch"]


def test_a_text_without_dutch_says_in_which_language_it_is(client: PageClient, app: Flask) -> None:
    place = make_place(make_municipality(), "De Brink", slug="brink")
    write_place_text(place, "en", PlaceTexts("The Green", "Come in."))
    db.session.execute(sa.text("DELETE FROM place_text WHERE language = 'nl'"))
    db.session.commit()
    page = client.page("/nl/brinkdam/places/brink")

    assert texts(page, ".notice--language") == ["Deze tekst is er alleen in het Engels."]
    assert language_of(page, "h1") == ("The Green", "en")
    assert texts(client.page("/nl/brinkdam/places"), ".language-mark") == ["Alleen in het Engels"]


def test_a_description_comes_before_a_summary_in_another_language(client: PageClient, app: Flask) -> None:
    place = make_place(make_municipality(), "De Brink", slug="brink", summary="Kom binnen.")
    write_place_text(place, "en", PlaceTexts("The Green", description="Coffee every day. And tea."))
    db.session.commit()

    assert language_of(client.page("/en/brinkdam/places"), ".card__summary") == ("Coffee every day.", None)


def test_programs_read_the_language_of_what_is_shown(client: PageClient, half_translated: str) -> None:
    page = client.page(f"{half_translated}/activities/koffie")
    (described,) = [part for part in check_data(page) if part["@type"] == "WebPage"]
    read = icalendar.Calendar.from_ical(client.get(f"{half_translated}/activities/koffie.ics").data)

    assert described["inLanguage"] == ["en", "nl"]
    for event in read.events:
        assert (event["summary"], event["summary"].params["language"]) == ("Coffee", "en")
        assert (event["description"], event["description"].params["language"]) == ("Kom binnen.", "nl")


def test_marks_do_not_tear_a_line_of_the_programme_apart(demo: PageClient) -> None:
    page = demo.get("/en/alblasserdam/places/het-brughuis").text

    assert "</a> (by appointment)" in page
    assert not re.search(r"\s,", re.sub(r"<[^>]+>", "", page.partition("week--programme")[2]))
