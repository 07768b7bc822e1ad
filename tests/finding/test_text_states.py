"""What a visitor is told about the words on a page: only Dutch, the Dutch text is newer, or made by a machine."""

import pytest
from flask import Flask

from tests.build import make_activity, make_municipality, make_place
from tests.page import PageClient, one, text_of, texts
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
        for sentence in (ONLY, NEWER, MACHINE)
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
