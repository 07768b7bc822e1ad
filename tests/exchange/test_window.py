"""A window on the map for programs: exactly what lies in it, of open towns, with bounds and clear refusals."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.build import make_municipality, make_place
from tests.page import PageClient, forget_last_request
from webapp.core.geo import Box, Position
from webapp.exchange import window_queries
from webapp.exchange.window import MOST_DEGREES, WindowError, read_window
from webapp.extensions import db
from webapp.places.models import Place

FEED = "/api/v1/places.geojson"
AROUND = "4.6,51.8,4.8,51.9"


def asked(client: PageClient, query: str) -> dict[str, Any]:
    answer = client.get(f"{FEED}?{query}")
    assert (answer.status_code, answer.mimetype) == (200, "application/geo+json"), answer.text
    document: dict[str, Any] = json.loads(answer.data)
    assert set(document) == {"type", "bbox", "features"}
    return document


def slugs(document: dict[str, Any]) -> list[str]:
    return [feature["properties"]["slug"] for feature in document["features"]]


def test_it_holds_each_published_place_of_the_town_that_lies_in_it(demo: PageClient) -> None:
    places = [place for place in db.session.query(Place) if place.published and place.position]
    inside = [
        place for place in places if (at := place.position) and 4.65 <= at.lon <= 4.67 and 51.86 <= at.lat <= 51.87
    ]
    document = asked(demo, "bbox=4.65,51.86,4.67,51.87&lang=nl")

    assert 0 < len(inside) < len(places)
    assert slugs(document) == sorted(place.slug for place in inside)
    assert slugs(asked(demo, f"bbox={AROUND}")) == sorted(place.slug for place in places)


def test_one_of_its_features_tells_what_a_list_tells(demo: PageClient) -> None:
    [feature] = [one for one in asked(demo, f"bbox={AROUND}&lang=en")["features"]
                 if one["properties"]["slug"] == "het-brughuis"]  # fmt: skip
    properties = feature["properties"]

    assert set(properties) == {"type", "town", "slug", "name", "lang", "kind", "themes", "groups", "free", "walkin",
                               "wheelchair", "spoken", "checked", "opening_hours"}  # fmt: skip
    assert (properties["type"], properties["town"], properties["lang"]) == ("place", "alblasserdam", "en")
    assert feature["geometry"]["type"] == "Point"
    assert demo.get(f"/en/{properties['town']}/places/{properties['slug']}").status_code == 200


def test_towns_stand_together_and_only_open_ones_and_only_what_is_published(client: PageClient) -> None:
    name = 'Huis "A" \\ <b>'
    for number, (slug, is_open) in enumerate((("oost", True), ("west", True), ("dicht", False))):
        town = make_municipality(slug, is_open=is_open, code=f"GM900{number}")
        make_place(town, name, position=Position(lat=51.85, lon=4.7))
        make_place(town, "Concept", position=Position(lat=51.85, lon=4.7)).published = False
    db.session.commit()
    document = asked(client, f"bbox={AROUND}")

    assert [feature["properties"]["town"] for feature in document["features"]] == ["oost", "west"]
    assert {feature["properties"]["name"] for feature in document["features"]} == {name}


REFUSED = {
    "": "west, south, east",
    "bbox=": "west, south, east",
    "bbox=1,2,3": "four numbers",
    "bbox=4.6,51.8,4.8,north": "four numbers",
    "bbox=4.6,51.8,4.8,51.9,1": "four numbers",
    "bbox=nan,51.8,4.8,51.9": "four numbers",
    "bbox=4.6,51.8,4.8,1e999": "four numbers",
    f"bbox=4.6,51.8,4.8,51.{'9' * 200}": "four numbers",
    "bbox=51.8,4.6,51.9,400": "not on earth",
    "bbox=4.8,51.8,4.6,51.9": "smaller than east",
    "bbox=4.6,51.9,4.8,51.8": "smaller than east",
    "bbox=3,50.7,7.3,53.6": "too large",
}


@pytest.mark.parametrize("query", REFUSED)
def test_what_makes_no_sense_is_refused_with_what_to_do(demo: PageClient, query: str) -> None:
    english, dutch = (demo.get(f"{FEED}?lang={language}&{query}") for language in ("en", "nl"))

    assert (english.status_code, english.mimetype) == (400, "application/problem+json")
    assert REFUSED[query] in english.get_json()["detail"]
    assert english.get_json()["detail"] != dutch.get_json()["detail"]
    assert "no-store" in english.headers["Cache-Control"]


def test_more_than_one_answer_can_hold_is_refused_not_cut(demo: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    number = len(asked(demo, f"bbox={AROUND}")["features"])
    for most, status in ((number, 200), (number - 1, 400)):
        monkeypatch.setattr(window_queries, "MOST", most)
        answer = demo.get(f"{FEED}?bbox={AROUND}&lang=en&most={most}")
        assert answer.status_code == status
    assert f"more than {number - 1} places" in answer.get_json()["detail"]


def test_who_has_it_already_gets_no_bytes(demo: PageClient) -> None:
    forget_last_request()
    client = FlaskClient(demo.application)
    first = client.get(f"{FEED}?bbox={AROUND}", headers={"Accept-Encoding": "gzip"})
    again = client.get(
        f"{FEED}?bbox={AROUND}", headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}
    )

    assert (first.headers["Content-Encoding"], first.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert "max-age=60" in first.headers["Cache-Control"]
    assert (again.status_code, again.data) == (304, b"")


@given(st.text(max_size=60) | st.lists(st.floats(), max_size=6).map(lambda numbers: ",".join(map(str, numbers))))
def test_whatever_is_told_is_a_window_or_refused(told: str) -> None:
    try:
        window = read_window(told)
    except WindowError:
        return
    assert -180 <= window.west <= window.east <= min(180, window.west + MOST_DEGREES)
    assert -90 <= window.south <= window.north <= min(90, window.south + MOST_DEGREES)


@given(st.floats(-180, 179), st.floats(-90, 89), st.floats(0, 0.9), st.floats(0, 0.9))
def test_a_sensible_window_is_read_as_it_was_told(west: float, south: float, wide: float, high: float) -> None:
    told = [round(number, 6) for number in (west, south, west + wide, south + high)]

    assert read_window(",".join(map(str, told))) == Box(*told)
