"""Text stays text: in a search, on a page, in a template, in a cell, in a path."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.build import make_activity, make_municipality, make_place
from tests.page import PageClient, forget_last_request, parse
from webapp.app import STATIC

TOWN = "alblasserdam"
QUOTES = (
    "'",
    "''",
    '"',
    "' OR '1'='1",
    "%",
    "_",
    "%%%",
    "\\",
    "\\'",
    "$$",
    "');--",
    "')--",
    "\u02bc OR 1=1",
)
NEVER = "zwaluwstaartvogelhuisje"  # found nowhere
HARM = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>"
    "{{7*191}}{% raw %}${7*191}</textarea></title>--><svg onload=1>"
)
PATHS = (
    "../webapp/config.py",
    "..%2f..%2fwebapp/config.py",
    "%2e%2e/%2e%2e/.env",
    "....//....//.env",
    "..\\..\\.env",
    "%00/../.env",
    "/etc/passwd",
    "//etc/passwd",
    "C:\\windows\\win.ini",
    "a" * 5_000,
    ".git/config",
    "./././main.css/../../../.env",
)
ROOMS = ("/static/", "/tiles/x/1/2/", "/photos/", f"/{TOWN}/", f"/nl/{TOWN}/map/", "/og/nl/", "/sitemap/", "/h/")


@pytest.mark.parametrize("quote", QUOTES)
def test_no_wildcard_and_no_quote_changes_what_is_found(demo: PageClient, quote: str) -> None:
    """What is found nowhere is found nowhere beside any sign; and a postcode with a sign in it is none."""
    for page in ("places", "activities"):
        answer = demo.get(f"/nl/{TOWN}/{page}", query_string={"q": f"{NEVER}{quote}"})
        assert answer.status_code == 200
        assert not parse(answer.text).query("main .card")
    assert demo.get(f"/api/v1/{TOWN}/search.json", query_string={"q": f"{NEVER}{quote}"}).json == {"answers": []}


def test_what_is_stored_is_text_on_every_page(client: PageClient) -> None:
    """On pages, in data inside them, in the feed, calendars and pictures' words; nothing of it becomes a tag, and no
    template is made of it."""
    town = make_municipality()
    place = make_place(town, HARM, slug="huis", summary=HARM, description=HARM, getting_there=HARM)
    make_activity(town, HARM, slug="koffie", place=place, summary=HARM, description=HARM, first_time=HARM)
    for path in ("places", "activities", "places/huis", "activities/koffie", "search?q=script", "today", ""):
        document = client.page(f"/nl/brinkdam/{path}")
        assert not document.query("[onerror], [onload], img[src=x]"), path
        assert not [script for script in document.query("script") if script.to_text() == "alert(1)"], path
        assert "1337" not in document.to_text(), path  # 7 × 191
    feed = client.get("/api/v1/brinkdam/map.geojson")
    assert feed.mimetype == "application/geo+json"
    assert feed.headers["X-Content-Type-Options"] == "nosniff"
    assert {one["properties"]["name"] for one in feed.json["features"]} == {HARM}
    calendar = client.get("/nl/brinkdam/activities/koffie.ics")
    assert calendar.mimetype == "text/calendar"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:30])
def test_no_path_leads_out_of_the_folder_of_files(demo: PageClient, demo_application: Flask, path: str) -> None:
    client = FlaskClient(demo_application)
    for room in ROOMS:
        forget_last_request()
        answer = client.get(f"{room}{path}")
        assert answer.status_code in (301, 308, 400, 404), (room, path)
        for secret in (b"SECRET_KEY", b"root:x:0", b"[core]", b"def read_settings"):
            assert secret not in answer.data


def test_only_what_was_built_is_served_as_a_file() -> None:
    """The folder of files holds nothing but them: no source map, no setting, no program."""
    kinds = {path.suffix for path in STATIC.rglob("*") if path.is_file()}

    assert kinds <= {".css", ".js", ".woff2", ".svg", ".png", ".br", ".gz", ".json", ".txt", ".ico", ".webp"}
    assert not list(STATIC.rglob(".*"))
    assert not [path for path in STATIC.rglob("*") if path.is_symlink()]


REDIRECTS = ("//evil.example", "/\\evil.example", "https:evil.example", "/%09/evil.example", "/%2F%2Fevil.example/",
             "/nl//evil.example", "javascript:alert(1)", "//evil.example/%2f..", "/%5Cevil.example/")  # fmt: skip


@pytest.mark.parametrize("way", REDIRECTS)
def test_no_address_leads_to_another_host(demo: PageClient, demo_application: Flask, way: str) -> None:
    """Neither as the path itself, with slashes too many, nor as any parameter that could be a way on."""
    client = FlaskClient(demo_application)
    tried = [way if way.startswith("/") else f"/{way}", f"/{way}/", f"/nl/{TOWN}/{way}/"]
    names = ("next", "url", "to", "back", "return", "redirect", "lang", "_host", "_external")
    pages = ("/", "/staff/sign-in", f"/nl/{TOWN}/ask")
    tried += [f"{page}?{name}={way}" for page in pages for name in names]
    for path in tried:
        forget_last_request()
        answer = client.get(path)
        assert "evil" not in (answer.location or "").partition("?")[0].partition("://")[2], path
        assert not (answer.location or "").startswith(("//", "/\\", "javascript")), path
