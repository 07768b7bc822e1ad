"""No cache, ours or one in front, can be made to give one visitor what another one asked for."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import running_application
from tests.page import PageClient, forget_last_request
from tests.whole_app.test_addresses import public_pages

TOWN = "alblasserdam"
POISON = "evil.example"
# What a visitor can say about the way in between, and what frameworks elsewhere have believed.
FORGED = {
    "X-Forwarded-Host": POISON,
    "X-Forwarded-Server": POISON,
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Prefix": f"//{POISON}",
    "X-Forwarded-For": "127.0.0.1",
    "X-Original-URL": "/staff/",
    "X-Rewrite-URL": "/staff/",
    "X-Host": POISON,
    "X-HTTP-Method-Override": "DELETE",
    "Forwarded": f"host={POISON};proto=gopher",
    "Accept-Language": "en",
    "Cookie": f"lang=en; dichtbij_staff={POISON}",
    "User-Agent": POISON,
    "Referer": f"https://{POISON}/",
    "Origin": f"https://{POISON}",
}
KEPT = (f"/api/v1/{TOWN}/map.geojson", f"/api/v1/{TOWN}/areas.geojson", f"/api/v1/{TOWN}/offline.json",
        f"/hsds/{TOWN}/services")  # fmt: skip


def asked(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    forget_last_request()
    return client.get(path, headers=headers)


@pytest.fixture
def plain(demo: PageClient, demo_application: Flask) -> FlaskClient:
    return FlaskClient(demo_application)


def test_nothing_forged_gets_into_an_answer_that_others_may_get(plain: FlaskClient) -> None:
    """An answer that may be kept is the same with and without it, or says by what else it differs."""
    for path in public_pages(TOWN):
        clean, forged = asked(plain, path), asked(plain, path, **FORGED)
        assert POISON not in forged.text, path
        assert all(POISON not in value for _name, value in forged.headers), path
        if clean.data != forged.data or clean.status_code != forged.status_code:
            varies = {name.strip() for name in forged.headers.get("Vary", "").split(",")}
            is_asked_anew = forged.headers["Cache-Control"] in ("no-store", "no-cache") and "ETag" not in forged.headers
            assert is_asked_anew or "Accept-Language" in varies, path


@pytest.mark.parametrize("path", KEPT)
def test_language_town_and_packing_are_apart(plain: FlaskClient, path: str) -> None:
    """In our own cache of a second: asked in one way first, then in another."""
    dutch, english = asked(plain, f"{path}?lang=nl"), asked(plain, f"{path}?lang=en")
    assert asked(plain, f"{path}?lang=nl").data == dutch.data
    assert dutch.headers["ETag"] == asked(plain, f"{path}?lang=nl").headers["ETag"]
    if "areas" not in path:
        assert dutch.data != english.data
    assert asked(plain, path.replace(TOWN, "nergens")).status_code == 404
    packed = asked(plain, f"{path}?lang=nl", **{"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in asked(plain, f"{path}?lang=nl").headers
    assert packed.headers.get("Content-Encoding") == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_parameter_that_means_nothing_or_stands_there_twice_spoils_nothing(plain: FlaskClient) -> None:
    feed = f"/api/v1/{TOWN}/map.geojson"
    clean = asked(plain, f"{feed}?lang=nl").data
    asked(plain, f"{feed}?lang=nl&lang=en&utm_source={POISON}")
    asked(plain, f"{feed}?lang=nl;lang=en")
    asked(plain, f"{feed}?lang=nl%00")

    assert asked(plain, f"{feed}?lang=nl").data == clean


@pytest.mark.parametrize("ending", [".css", ".js", "/x.css", ";x.css", "%2Fx.css", "%00.css", "?x.css"])
def test_a_page_of_staff_is_not_taken_for_a_file(plain: FlaskClient, ending: str) -> None:
    """Web cache deception: a cache that goes by the ending of an address gets nothing that it may keep."""
    answer = asked(plain, f"/staff/account{ending}")

    assert answer.status_code in (303, 404)
    assert answer.headers["Cache-Control"] == "no-store"


def test_addresses_in_answers_are_those_of_the_setting(demo_application: Flask) -> None:
    """Where it is known under which name we are found, no word of a visitor changes it."""
    url = demo_application.config["SETTINGS"].database_url
    with running_application(sa.make_url(url), base_url="https://dichtbij.example") as app:
        client = FlaskClient(app)
        for host in ("127.0.0.1", "localhost", "dichtbij.example"):
            for path in (f"/nl/{TOWN}/", "/openapi.json", "/robots.txt", "/.well-known/security.txt",
                         f"/hsds/{TOWN}/"):  # fmt: skip
                answer = client.get(path, headers={"Host": host})
                assert "https://dichtbij.example" in answer.text, path
                assert "http://127.0.0.1" not in answer.text
        assert client.get(f"/nl/{TOWN}/", headers={"Host": POISON}).status_code == 400
