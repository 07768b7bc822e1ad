"""Finding the pin by an address: through the register or our own streets, and nothing is saved by looking."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from tests.build import make_activity
from tests.far_server import FarServer, Reply, far_server, garbage
from tests.geocoding.locatieserver import BRINK as REGISTERED
from tests.geocoding.locatieserver import answers, url_of
from tests.page import PageClient, text_of
from tests.pinning.pages import ADDRESS, FRONT_DOOR, page_of, values_on
from tests.town import BRINK
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.places.models import Place


@pytest.fixture(scope="module")
def shared_server() -> Iterator[FarServer]:
    with far_server() as server:
        yield server


@pytest.fixture
def geocoder(shared_server: FarServer, app: Flask, monkeypatch: pytest.MonkeyPatch) -> FarServer:
    shared_server.heard.clear()
    found = {**REGISTERED, "centroide_ll": "POINT(5.151234 52.151234)"}
    shared_server.answer = lambda heard: answers(found, {**found, "weergavenaam": "Elders 1", "gemeentecode": "0001"})
    settings = replace(app.config["SETTINGS"], geocoder_url=url_of(shared_server))
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    return shared_server


def offers(document: object) -> list[tuple[str, str]]:
    return [(text_of(link), str(link.attrs["href"])) for link in document.query(".offers__link")]  # type: ignore[attr-defined]


def test_an_address_offers_what_is_found_and_saves_nothing(
    coordinator: PageClient, place: Place, geocoder: FarServer
) -> None:
    document = coordinator.page(f"{page_of(place)}?address=brink+4")
    [(label, url), (elsewhere, _url)] = offers(document)
    assert label == "Brink 4, 9991AB Brinkdam"
    assert elsewhere.startswith("Elders 1 –"), "it says that it is not in this town"
    values = values_on(coordinator.page(url.partition("#")[0]))
    assert {name: values[name] for name in (*FRONT_DOOR, *ADDRESS)} == {**FRONT_DOOR, **ADDRESS, "postcode": "9991AB"}
    db.session.refresh(place)
    assert place.position == BRINK
    [heard] = geocoder.heard
    assert "cookie" not in heard.headers
    assert parse_qs(urlsplit(heard.target).query)["q"] == ["brink 4"]


def test_without_the_register_our_own_streets_are_offered_with_a_sentence(
    coordinator: PageClient, place: Place, geocoder: FarServer
) -> None:
    geocoder.answer = lambda heard: Reply(raw=garbage)
    document = coordinator.page(f"{page_of(place)}?address=kerkstraat+1")
    assert [label for label, _url in offers(document)] == ["Kerkstraat"]
    assert len(document.query(".offers .notice")) == 1


def test_an_address_that_nobody_knows(coordinator: PageClient, place: Place) -> None:
    document = coordinator.page(f"{page_of(place)}?address=%3Cscript%3E+nergens")
    assert offers(document) == []
    assert len(document.query(".offers p")) == 1


def test_an_offer_of_an_activity_holds_the_point_alone(
    coordinator: PageClient, town: Municipality, place: Place, geocoder: FarServer
) -> None:
    walk = make_activity(town, "Wandelen", place=place)
    [(_label, url), _elsewhere] = offers(coordinator.page(f"{page_of(walk)}?address=brink"))
    assert set(parse_qs(urlsplit(url).query)) == {"lat", "lon"}


def test_the_geocoder_is_for_people_at_work(
    coordinator: PageClient, place: Place, geocoder: FarServer, monkeypatch: pytest.MonkeyPatch, client: PageClient
) -> None:
    monkeypatch.setattr("webapp.pinning.staff_views.LOOK_UPS", "2/hour")
    for _ in range(2):
        assert coordinator.get(f"{page_of(place)}?address=brink").status_code == 200
    assert coordinator.get(f"{page_of(place)}?address=brink").status_code == 400
    assert len(geocoder.heard) == 2
    assert client.get(f"{page_of(place)}?address=brink").status_code == 303
    assert len(geocoder.heard) == 2
