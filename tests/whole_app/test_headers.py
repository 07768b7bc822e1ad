"""The headers of every answer, word for word: pages, errors, redirects, files, what is kept, and what was refused."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from tests.conftest import running_application, visiting
from tests.page import forget_last_request
from webapp.app import STATIC

TOWN = "alblasserdam"
HOST = "https://dichtbij.example"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
EXACT = {
    "Content-Security-Policy": POLICY,
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# The one file that is made to run in pages of others, and what their scripts may read.
SCRIPT, OPEN_DATA = "/embed.js", "/hsds/"
FOR_OTHERS = {**EXACT, "Cross-Origin-Resource-Policy": "cross-origin"}
# Filled in where an address has a parameter; most lead nowhere, which is an answer too.
PARAMETERS = {"lang": "nl", "town": TOWN}
TELLING = ("Server", "X-Powered-By", "X-Keep-Seconds")


class Site:
    """As production: a public address, and no page is looked at but for its headers."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._client = FlaskClient(app)

    def ask(self, path: str, method: str = "GET", **told: object) -> TestResponse:
        forget_last_request()
        answer = self._client.open(path, method=method, buffered=True, **{"base_url": HOST, **told})  # type: ignore[arg-type]
        assert_exact(answer, f"{method} {path}")
        return answer


def assert_exact(answer: TestResponse, what: str) -> None:
    found = {name: answer.headers.getlist(name) for name in EXACT}
    is_script = answer.request.method in ("GET", "HEAD") and answer.request.path == SCRIPT
    wanted = FOR_OTHERS if is_script or answer.request.path.startswith(OPEN_DATA) else EXACT
    assert found == {name: [value] for name, value in wanted.items()}, what
    assert not any(name in answer.headers for name in TELLING), what
    assert answer.headers.get("Cache-Control") or answer.status_code in (304, 405), what
    if "public" in answer.headers.get("Cache-Control", ""):  # the proxy in front keeps it by address and packing
        assert answer.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding", what
        assert "Set-Cookie" not in answer.headers, what


@pytest.fixture(scope="module")
def production(demo_application: Flask) -> Iterator[Flask]:
    url = sa.make_url(demo_application.config["SETTINGS"].database_url)
    with running_application(url, environment="production", base_url=HOST) as app:
        yield app


@pytest.fixture
def site(production: Flask) -> Iterator[Site]:
    with within(production) as found:
        yield found


@contextmanager
def within(app: Flask) -> Iterator[Site]:
    with visiting(app):
        yield Site(app)


def paths(app: Flask) -> list[str]:
    return [
        re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda found: PARAMETERS.get(found[1], "1"), rule.rule)
        for rule in app.url_map.iter_rules()
    ]


def test_the_policy_allows_nothing_unsafe_and_nobody_else() -> None:
    assert "unsafe" not in POLICY
    assert not re.search(r"https?:|\*", POLICY)


def test_every_address_says_them(site: Site) -> None:
    statuses = {site.ask(path).status_code for path in paths(site.app)}

    assert {200, 302, 404} <= statuses


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"])
def test_every_method_says_them(site: Site, method: str) -> None:
    for path in paths(site.app):
        if method not in ("POST", "HEAD") or path.count("/") < 5:  # these two run views; a part of them is enough
            site.ask(path, method)


def test_errors_and_redirects_say_them(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> str:
        raise KeyError("Truus")

    def is_away() -> str:
        raise OperationalError("SELECT", {}, Exception())

    monkeypatch.setitem(site.app.view_functions, "pages.about", fails)
    monkeypatch.setitem(site.app.view_functions, "pages.privacy", is_away)
    asked = {
        "/": 302,
        f"/nl/{TOWN}": 308,
        f"/nl/{TOWN}/places/": 308,
        "/nowhere": 404,
        f"/api/v1/{TOWN}/nothing": 404,
        f"/hsds/{TOWN}/nothing": 404,
        f"/hsds/{TOWN}": 308,
        f"/hsds/{TOWN}/services?page=x": 400,
        "/nl/nergens/": 404,
        f"/nl/{TOWN}/places?page=x": 400,
        f"/nl/{TOWN}/about": 500,
        f"/nl/{TOWN}/privacy": 503,
        "/staff/": 303,
        "/metrics?x=1": 200,
        "/health/ready": 503,
    }
    site.app.config["PROPAGATE_EXCEPTIONS"] = False

    assert {path: site.ask(path).status_code for path in asked} == asked


def test_what_is_refused_says_them(site: Site) -> None:
    large = site.ask(f"/nl/{TOWN}/ask", "POST", data=b"x" * 1_500_000, content_type="application/x-www-form-urlencoded")
    foreign = site.ask("/", base_url="https://evil.example")

    assert (large.status_code, foreign.status_code) == (413, 400)
    assert "evil" not in foreign.text


def test_files_say_them_also_when_they_did_not_change(site: Site) -> None:
    file = next(path for path in sorted(STATIC.rglob("*.css")) if path.is_file())
    path = f"/static/{file.relative_to(STATIC)}"
    first = site.ask(path)

    assert first.status_code == 200
    assert site.ask(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert site.ask(path, headers={"Range": "bytes=0-3"}).status_code == 206
    assert site.ask(path, headers={"Accept-Encoding": "gzip"}).status_code == 200
    assert site.ask(path, "POST").status_code == 405
    for lost in ("/static/none.css", "/static/../webapp/config.py", "/static/%2e%2e/%2e%2e/README.md"):
        assert site.ask(lost).status_code == 404


def test_what_is_kept_says_them_too(site: Site) -> None:
    path = f"/api/v1/{TOWN}/map.geojson?lang=nl"
    first, second = site.ask(path), site.ask(path)

    assert first.headers["ETag"] == second.headers["ETag"]
    assert site.ask(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert site.ask(path, "HEAD").status_code == 200


def test_without_a_public_https_address_no_browser_is_told_to_use_it(demo_application: Flask) -> None:
    with visiting(demo_application) as client:
        answer = client.get("/health/live")

    assert "Strict-Transport-Security" not in answer.headers
    assert answer.headers["Content-Security-Policy"] == POLICY
