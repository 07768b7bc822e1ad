"""What an answer says to the browser about itself: cookies, https, its kind; and which methods there are."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import running_application
from tests.page import PageClient, forget_last_request
from tests.staff import make_user
from tests.whole_app.test_addresses import public_pages
from webapp.accounts.rules import COORDINATOR
from webapp.areas.models import Municipality

HTTPS = "https://dichtbij.example"
TOWN = "alblasserdam"
TEXTS = ("text/", "application/xml", "+xml")


@pytest.fixture(scope="module")
def over_https(database_url: sa.URL) -> Iterator[Flask]:
    with running_application(database_url, base_url=HTTPS) as app:
        app.test_client_class = FlaskClient
        yield app


def test_over_https_cookies_are_named_so_that_browsers_protect_them(over_https: Flask) -> None:
    answer = over_https.test_client().get("/staff/sign-in", base_url=HTTPS)

    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Secure-dichtbij_")
        assert {"Secure", "HttpOnly", "Path=/staff", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


def test_over_https_browsers_are_told_to_stay_there(over_https: Flask) -> None:
    client = over_https.test_client()
    for path in ("/health/live", "/nergens", "/staff/sign-in", "/static/main.css"):
        told = client.get(path, base_url=HTTPS).headers["Strict-Transport-Security"]
        assert told == "max-age=63072000; includeSubDomains", path


def test_on_a_plain_local_address_nothing_locks_a_browser_out(application: Flask) -> None:
    answer = FlaskClient(application).get("/staff/sign-in")

    assert "Strict-Transport-Security" not in answer.headers
    assert all(cookie.startswith("dichtbij_") for cookie in answer.headers.getlist("Set-Cookie"))


def test_every_answer_says_what_it_is(demo: PageClient, demo_application: Flask) -> None:
    client = FlaskClient(demo_application)  # what else a page has to keep to is tested where it is
    for path in (
        *public_pages(TOWN),
        "/nergens",
        f"/api/v1/{TOWN}/nergens",
        f"/nl/{TOWN}/calendar.ics",
        f"/nl/{TOWN}/feed.rss",
    ):
        forget_last_request()
        kind = client.get(path).headers["Content-Type"]
        mimetype, _, charset = kind.partition(";")
        if any(mark in mimetype for mark in TEXTS):
            assert charset.strip().lower() == "charset=utf-8", (path, kind)


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "DEBUG", "X"])
def test_no_other_method_is_answered(application: Flask, method: str) -> None:
    for path in ("/health/live", "/staff/sign-in", "/static/main.css"):
        answer = FlaskClient(application).open(path, method=method, headers={"X-Secret": "geheim"})
        assert answer.status_code in (404, 405), (method, path)
        assert "geheim" not in answer.text


def test_security_txt_is_as_the_standard_asks(over_https: Flask) -> None:
    """RFC 9116: https or mailto to report to, one Expires, the own address as the canonical one, plain UTF-8 text."""
    answer = over_https.test_client().get("/.well-known/security.txt", base_url=HTTPS)
    lines = [line.split(": ", 1) for line in answer.text.splitlines()]

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    names = [name for name, _value in lines]
    assert names.count("Expires") == 1
    assert names.count("Preferred-Languages") == 1
    assert all(value.startswith(("https://", "mailto:", "tel:")) for name, value in lines if name == "Contact")
    assert ["Canonical", f"{HTTPS}/.well-known/security.txt"] in lines


def test_no_token_of_the_library_signs_anybody_in(client: PageClient, brinkdam: Municipality) -> None:
    """Flask-Security makes such tokens and would take them from the address, a header or a body."""
    user = make_user(COORDINATOR, brinkdam)
    with client.application.test_request_context("/staff/"):
        token = user.get_auth_token()
        request = client.application.request_class.from_values("/staff/", headers={"Authentication-Token": token})
        assert client.application.login_manager._load_user_from_request(request) is None  # type: ignore[attr-defined]
    for asked in ({"headers": {"Authentication-Token": token}}, {"query_string": {"auth_token": token}}):
        answer = client.get("/staff/account", **asked)
        assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/staff/sign-in")
