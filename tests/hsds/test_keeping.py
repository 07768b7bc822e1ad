"""Answers are made once for a version of the town and a day, sent packed, and cost a fixed number of queries."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import brotli
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests.build import make_activity, make_place
from tests.database import statements_of_pages
from tests.hsds.conftest import HSDS, LISTS, ask, ids
from tests.page import PageClient, forget_last_request
from tests.town import BRINKDAM
from webapp.areas.models import Municipality
from webapp.core import microcache
from webapp.extensions import db
from webapp.hsds import answers


@pytest.fixture
def plain(demo: PageClient, demo_application: Flask) -> FlaskClient:
    """Unlike the client of pages it takes what is packed."""
    return FlaskClient(demo_application)


def number_of_statements(client: FlaskClient, path: str) -> int:
    with statements_of_pages() as statements:
        forget_last_request()
        assert client.get(path).status_code == 200
    return len(statements)


def forget(app: Flask) -> None:
    app.extensions[microcache.NAME].clear()
    answers._kept.clear()


@pytest.mark.parametrize("name", ["", *LISTS])
def test_it_comes_packed_with_an_etag_and_not_again(plain: FlaskClient, name: str) -> None:
    path = f"{HSDS}/{name}"
    bare = plain.get(path)
    for packing, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        forget_last_request()
        first = plain.get(path, headers={"Accept-Encoding": packing})
        assert first.headers["Content-Encoding"] == packing
        assert unpack(first.data) == bare.data
        assert not first.headers["ETag"].startswith("W/")
        assert first.headers["ETag"] != bare.headers["ETag"]
        forget_last_request()
        again = plain.get(path, headers={"Accept-Encoding": packing, "If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    assert bare.headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600"
    assert bare.headers["Access-Control-Allow-Origin"] == "*"
    assert bare.headers["X-Robots-Tag"] == "noindex"
    assert plain.head(path).data == b""


def test_scripts_of_others_may_read_what_went_wrong_too(plain: FlaskClient) -> None:
    for path in (f"{HSDS}/services?page=0", f"{HSDS}/services/{uuid4()}", f"{HSDS}/nothing", "/hsds/nergens/"):
        answer = plain.get(path)
        assert answer.status_code in (400, 404)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.mimetype == "application/problem+json"


def test_what_was_asked_before_costs_one_short_question(demo: PageClient, demo_application: Flask) -> None:
    service = ask(demo, "/services", per_page=1)["contents"][0]["id"]
    forget(demo_application)
    for path in (f"{HSDS}/services/{service}", f"{HSDS}/services?full=true", f"{HSDS}/organizations"):
        assert number_of_statements(demo, path) > 1
        assert number_of_statements(demo, path) == 0, "kept for some seconds"
        demo_application.extensions[microcache.NAME].clear()
        assert number_of_statements(demo, path) == 1, "the version of the town"


def test_words_and_postcodes_of_somebody_are_kept_nowhere(demo: PageClient, demo_application: Flask) -> None:
    for path in (f"{HSDS}/services?search=koffie", f"{HSDS}/service_at_locations?postcode=2951",
                 f"{HSDS}/taxonomies?search=thema", f"{HSDS}/organizations?search=a"):  # fmt: skip
        forget(demo_application)
        assert number_of_statements(demo, path) > 0
        assert demo.get(path).headers["Cache-Control"] == "private, max-age=60"
        assert not answers._kept._values
        assert not demo_application.extensions[microcache.NAME]._answers


def test_a_page_costs_as_many_queries_for_many_as_for_one(
    client: PageClient, brinkdam: Municipality, app: Flask
) -> None:
    def costs() -> list[int]:
        client.get(f"/hsds/{BRINKDAM}/")  # the town itself is read once a version
        forget(app)
        return [
            number_of_statements(client, f"/hsds/{BRINKDAM}/{name}?full={full}")
            for name in ("services", "service_at_locations", "organizations")
            for full in ("true", "false")
        ]

    place = make_place(brinkdam, opening_hours="Mo-Fr 09:00-17:00")
    make_activity(brinkdam, place=place)
    few = costs()
    for number in range(12):
        place = make_place(brinkdam, f"Huis {number}", opening_hours="Mo-Fr 09:00-17:00")
        make_activity(brinkdam, f"Koffie {number}", place=place, opening_hours="Tu 10:00-12:00")

    assert costs() == few
    assert max(few) <= 10


def test_one_service_costs_few_queries(demo: PageClient, demo_application: Flask) -> None:
    for one in ask(demo, "/services", per_page=20)["contents"]:
        forget(demo_application)
        assert number_of_statements(demo, f"{HSDS}/services/{one['id']}") <= 7


def test_what_changes_is_told_at_once_and_each_day_anew(client: PageClient, brinkdam: Municipality, app: Flask) -> None:
    moment = datetime(2026, 11, 24, 9, tzinfo=UTC)
    path = f"/hsds/{BRINKDAM}/services"
    with time_machine.travel(moment, tick=False):
        place = make_place(brinkdam, opening_hours="Mo-Fr 09:00-17:00")
        first = client.get(f"{path}/{place.id}")
    with time_machine.travel(moment + timedelta(hours=6), tick=False):
        app.extensions[microcache.NAME].clear()
        assert client.get(f"{path}/{place.id}").headers["ETag"] == first.headers["ETag"]
    with time_machine.travel(moment + timedelta(days=1), tick=False):
        app.extensions[microcache.NAME].clear()
        other = client.get(f"{path}/{place.id}")
        assert other.headers["ETag"] != first.headers["ETag"]
        place.published = False
        db.session.commit()
        app.extensions[microcache.NAME].clear()
        assert client.get(f"{path}/{place.id}").status_code == 404
    assert json.loads(other.data)["schedules"][0]["valid_from"] == "2026-11-25"


def test_an_answer_names_the_host_that_was_asked(demo: PageClient) -> None:
    """Where no public address is set; one host is not given what another asked for."""
    hosts = ("dichtbij.example", "127.0.0.1")
    told = [demo.get(f"{HSDS}/", headers={"Host": host}).json["profile"] for host in hosts]

    assert told == [f"http://{host}/hsds/profile" for host in hosts]


def test_all_that_is_kept_is_bounded(demo: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers._kept, "_most", 50_000)
    for id_ in ids(ask(demo, "/services", per_page=40)["contents"]):
        demo.get(f"{HSDS}/services/{id_}")

    assert 0 < answers._kept._weight <= 50_000
