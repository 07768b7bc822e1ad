"""The choice of a town, errors in the visitor's language, health, and what the ecosystem expects."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from shapely import box
from sqlalchemy.orm import Session

from tests.database import settings_for_tests
from tests.page import PageClient, one, parse, text_of, texts
from webapp import worker
from webapp.app import create_app
from webapp.areas.models import Municipality, Postcode
from webapp.core.geo import Position
from webapp.core.postgis import from_area, from_position
from webapp.schedule.models import Heartbeat

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def add_town(session: Session, code: str, slug: str, west: float, *, is_open: bool = True) -> Municipality:
    town = Municipality(
        code=code,
        slug=slug,
        name=slug.capitalize(),
        boundary=from_area(box(west, 52.0, west + 0.1, 52.1)),
        opened_at=NOW if is_open else None,
    )
    session.add(town)
    session.flush()
    return town


@pytest.mark.parametrize(
    ("accepted", "lang"), [("nl", "nl"), ("en-GB,en;q=0.9", "en"), ("de, fr;q=0.5", "nl"), ("", "nl"), ("*", "nl")]
)
def test_the_only_town_opens_in_the_best_language(
    client: PageClient, db_session: Session, accepted: str, lang: str
) -> None:
    add_town(db_session, "GM9901", "brinkdam", 5.0)
    add_town(db_session, "GM9902", "dichtdorp", 5.2, is_open=False)

    answer = client.get("/", headers={"Accept-Language": accepted})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{lang}/brinkdam/")
    assert "Accept-Language" in answer.headers["Vary"]


def test_of_several_towns_one_is_chosen_by_name_or_postcode(client: PageClient, db_session: Session) -> None:
    add_town(db_session, "GM9901", "brinkdam", 5.0)
    add_town(db_session, "GM9903", "overwater", 5.2)
    db_session.add(Postcode(code="9998", point=from_position(Position(52.05, 5.25))))
    db_session.flush()

    def towns(query: str) -> list[str]:
        document = client.page("/", query_string={"q": query} if query else {})
        addresses = [link.attrs.get("href") or "" for link in document.query("main a")]
        return [address for address in addresses if re.fullmatch(r"/nl/\w+/", address)]

    assert towns("") == ["/nl/brinkdam/", "/nl/overwater/"]
    assert towns("over") == ["/nl/overwater/"]
    assert towns("9998 ab") == ["/nl/overwater/"]
    assert towns("%") == []
    assert towns("' OR 1=1") == []


def test_a_town_that_is_not_open_is_not_there(client: PageClient, db_session: Session) -> None:
    add_town(db_session, "GM9902", "dichtdorp", 5.2, is_open=False)

    assert client.get("/nl/dichtdorp/").status_code == 404
    assert client.get("/api/v1/dichtdorp/map.geojson").status_code == 404


def test_without_any_town_the_front_page_still_answers(client: PageClient) -> None:
    client.page("/")


@pytest.mark.parametrize(("path", "lang"), [("/nl/nergens", "nl"), ("/en/nowhere/", "en"), ("/a/b/c/d", "nl")])
def test_an_error_is_a_page_in_the_language_of_its_address(client: PageClient, path: str, lang: str) -> None:
    answer = client.get(path, follow_redirects=True)

    assert answer.status_code == 404
    assert one(parse(answer.text), "html").attrs["lang"] == lang
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_mistake_of_ours_is_told_without_its_details(
    demo: PageClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("webapp.finding.count_queries.count_everything", lambda *_: 1 / 0)
    answer = demo.get("/en/alblasserdam/")

    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.text
    assert "ZeroDivision" in caplog.text


def test_without_a_database_the_visitor_is_asked_to_come_back(database_url: sa.URL) -> None:
    app = create_app(settings_for_tests(database_url.set(query={"host": "/nowhere"})))
    app.test_client_class = PageClient
    client = app.test_client()

    for path in ("/", "/nl/alblasserdam/places", "/en/alblasserdam/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        assert text_of(one(parse(answer.text), "main"))
    assert client.get("/health/live").status_code == 200
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json["problems"]) == (503, ["database"])


def test_ready_needs_a_worker_that_lives(client: PageClient, db_session: Session) -> None:
    assert client.get("/health/ready").json == {"status": "not ready", "problems": ["worker"]}

    with time_machine.travel(NOW, tick=False):
        worker.work_once(NOW)
        assert client.get("/health/ready").status_code == 200
    with time_machine.travel(NOW + timedelta(minutes=4), tick=False):
        assert client.get("/health/ready").status_code == 503


def test_ready_needs_todays_migrations(client: PageClient, db_session: Session) -> None:
    db_session.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))

    assert "migrations" in client.get("/health/ready").json["problems"]


def test_the_worker_refreshes_the_slots_once_a_dutch_day(app: Flask, db_session: Session) -> None:
    evening = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)  # 23:30 in the Netherlands
    for moment, day in ((NOW, 24), (evening, 24), (evening + timedelta(hours=1), 25)):
        worker.work_once(moment)
        beat = db_session.get_one(Heartbeat, "worker", populate_existing=True)
        assert (beat.beat_at, beat.slots_refreshed_on.day) == (moment, day)  # type: ignore[union-attr]


def test_the_worker_waits_for_a_database_that_is_away(database_url: sa.URL, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(settings_for_tests(database_url.set(query={"host": "/nowhere"})))
    with app.app_context():
        assert worker.work_once(NOW) == worker.RETRY_SECONDS

    assert "database away" in caplog.text


def test_security_txt_names_a_contact_and_expires_within_a_year(client: PageClient) -> None:
    answer = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())

    assert answer.mimetype == "text/plain"
    assert {"Contact", "Expires", "Preferred-Languages", "Canonical"} <= fields.keys()
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=365)


def test_robots_may_read_the_pages_and_not_the_api(client: PageClient) -> None:
    *rules, empty, sitemap = client.get("/robots.txt").text.splitlines()

    assert rules == ["User-agent: *", "Allow: /", "Disallow: /api/", "Disallow: /staff/", "Disallow: /h/"]
    assert (empty, sitemap) == ("", "Sitemap: http://localhost/sitemap.xml")


def test_the_about_page_names_each_source_once(demo: PageClient) -> None:
    document = demo.page("/nl/alblasserdam/about")

    assert any("Kadaster" in text for text in texts(document, "main li") + texts(document, "main p"))


@pytest.mark.parametrize(
    "host", ["evil.example", "a" * 1000, "evil.example:80@x", "", "[::1", "127.0.0.1.evil.example"]
)
def test_a_host_that_we_do_not_serve_gets_a_sentence_and_no_link(database_url: sa.URL, host: str) -> None:
    app = create_app(settings_for_tests(database_url, base_url="https://dichtbij.example"))
    app.test_client_class = FlaskClient
    client = app.test_client()

    for path in ("/health/live", "/nl/alblasserdam", "/.well-known/security.txt"):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 400
        assert "evil" not in answer.text
        assert "Content-Security-Policy" in answer.headers
    assert client.get("/health/live", headers={"Host": "dichtbij.example"}).status_code == 200
    assert client.get("/health/live", headers={"Host": "127.0.0.1:8000"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/nl/alblasserdam", "/nl/alblasserdam/"),
        ("/nl/alblasserdam/places/?theme=geld", "/nl/alblasserdam/places?theme=geld"),
        ("/nl/alblasserdam/places/het-brughuis/", "/nl/alblasserdam/places/het-brughuis"),
    ],
)
def test_a_slash_too_many_or_too_few_leads_to_the_page_on_our_own_host(
    demo: PageClient, path: str, location: str
) -> None:
    answer = demo.get(path, headers={"Host": "evil.example"})

    assert (answer.status_code, answer.headers["Location"]) == (308, location)


def test_a_wrong_address_in_a_town_keeps_the_town_and_its_phone(demo: PageClient) -> None:
    for path in ("/nl/alblasserdam/zoek", "/nl/alblasserdam/places/bestaat-niet", "/nl/alblasserdam/a/b/c"):
        answer = demo.get(path)
        assert answer.status_code == 404
        assert "078 - 202 11 11" in answer.text


def test_the_language_alone_leads_to_the_town(demo: PageClient) -> None:
    for lang in ("nl", "en"):
        assert demo.get(f"/{lang}/").headers["Location"] == f"/{lang}/alblasserdam/"


@pytest.mark.parametrize(
    "path",
    [
        "/?q=%00",
        "/nl/%00",
        "/nl/%00/x",
        "/nl/a%00b/places",
        "/?q=%EF%BF%BD%07",
        "/api/nope",
        "/api/",
        "//evil.example/%2f..",
        "/%2fevil.example/",
    ],
)
def test_odd_addresses_are_answered_calmly(client: PageClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code in (200, 404)
    assert "Location" not in answer.headers


def test_the_api_never_guesses_a_language(demo: PageClient) -> None:
    english = demo.get("/api/v1/alblasserdam/map.geojson", headers={"Accept-Language": "en"})
    dutch = demo.get("/api/v1/alblasserdam/map.geojson", headers={"Accept-Language": "nl"})

    assert english.data == dutch.data


def test_head_tells_what_get_would_send(demo: PageClient) -> None:
    for path in ("/nl/alblasserdam/", "/nl/alblasserdam/places?theme=geld", "/api/v1/alblasserdam/map.geojson"):
        head, get = demo.head(path), demo.get(path)
        assert (head.status_code, head.headers["Content-Length"]) == (get.status_code, get.headers["Content-Length"])
