"""From an address to points: through the geocoder of the setting, and without it from our own tables."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.build import make_municipality, make_place
from tests.far_server import FarServer, Reply, drip, far_server, garbage, half, hang, pour
from tests.geocoding.locatieserver import BRINK, answers, register, url_of
from webapp.areas.models import Municipality
from webapp.core.fetching import Bounds
from webapp.geocoding import service
from webapp.geocoding.queries import Found, find_candidates


@pytest.fixture(scope="module")
def shared_server() -> Iterator[FarServer]:
    with far_server() as server:
        yield server


@pytest.fixture
def geocoder(shared_server: FarServer, app: Flask, monkeypatch: pytest.MonkeyPatch) -> FarServer:
    shared_server.heard.clear()
    shared_server.answer = register
    settings = replace(app.config["SETTINGS"], geocoder_url=url_of(shared_server))
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    return shared_server


@pytest.fixture
def town(db_session: Session) -> Municipality:
    town = make_municipality()
    make_place(town, "De Brink", street="Kerkstraat", house_number="1", postcode="9991AB")
    return town


def labels(found: Found) -> list[str]:
    return [one.label for one in found.candidates]


def test_an_address_of_the_town(geocoder: FarServer, town: Municipality) -> None:
    found = find_candidates(town, "brink 4")
    assert (labels(found), found.is_own, found.is_away) == (
        ["Brink 4, 9991AB Brinkdam", "Brink, Brinkdam"],
        False,
        False,
    )
    [heard] = geocoder.heard
    assert parse_qs(urlsplit(heard.target).query)["q"] == ["brink 4"]
    assert heard.headers.keys() <= {"host", "user-agent", "accept", "accept-encoding"}
    assert heard.headers["user-agent"] == "Dichtbij"


def test_what_is_not_in_the_town_is_looked_for_elsewhere(geocoder: FarServer, town: Municipality) -> None:
    found = find_candidates(town, "Dorpsstraat 9")
    assert [(one.label, one.in_town) for one in found.candidates] == [("Dorpsstraat 9, 1234AB Elders", False)]
    assert len(geocoder.heard) == 2


def test_nothing_typed_asks_nobody(geocoder: FarServer, town: Municipality) -> None:
    assert find_candidates(town, " ?! ") == Found("", ())
    assert geocoder.heard == []


@pytest.mark.parametrize(
    "reply",
    [
        Reply(raw=hang),
        Reply(raw=drip),
        Reply(raw=pour),
        Reply(raw=garbage),
        Reply(raw=half),
        Reply(b"<html>", headers={"Content-Type": "text/html"}),
        Reply(b"[" * 100_000),
        Reply(b'{"response": {}}'),
        Reply(b"{}", status=500),
        Reply(status=302, headers={"Location": "http://169.254.169.254/free"}),
        Reply(status=302, headers={"Location": "/loop"}),
    ],
)
def test_a_geocoder_that_is_away_costs_a_moment_and_no_answer(
    geocoder: FarServer,
    town: Municipality,
    reply: Reply,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(service, "BOUNDS", Bounds(seconds=0.3, max_bytes=300_000, redirects=1))
    geocoder.answer = lambda heard: reply
    found = find_candidates(town, "Kerkstraat 1")
    assert (labels(found), found.is_own, found.is_away) == (["Kerkstraat"], True, True)
    assert "Kerkstraat" not in caplog.text


def test_without_a_geocoder_our_own_streets_and_postcodes_answer(town: Municipality) -> None:
    street = find_candidates(town, "kerkstraat 12")
    assert [(one.street, one.city, one.in_town) for one in street.candidates] == [("Kerkstraat", "Brinkdam", True)]
    assert (street.is_own, street.is_away) == (True, False)
    assert labels(find_candidates(town, "9991 AB")) == ["9991"]
    assert labels(find_candidates(town, "Nergensstraat")) == []


def test_an_answer_with_a_script_in_it_is_words(geocoder: FarServer, town: Municipality) -> None:
    geocoder.answer = lambda heard: answers({**BRINK, "weergavenaam": "<script>alert(1)</script>"})
    assert labels(find_candidates(town, "Brink")) == ["<script>alert(1)</script>"]
