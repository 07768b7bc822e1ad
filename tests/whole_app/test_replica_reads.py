"""Each public address is either read from a replica or has its reason why not; what changes something never is."""

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask, g
from sqlalchemy.exc import OperationalError
from werkzeug.routing import Rule

from tests.database import cloned_database, settings_for_tests, statements_of_pages
from tests.page import PageClient
from webapp.app import create_app
from webapp.core.access import is_for_staff
from webapp.core.connections import REPLICA
from webapp.core.errors import NotFound
from webapp.core.replica import Replica
from webapp.database_settings import DatabaseSettings
from webapp.extensions import db
from webapp.replica_reads import ALWAYS_PRESENT, MAY_BE_SECONDS_OLD

TOWN = "alblasserdam"


def public_reads(app: Flask) -> set[str]:
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and app.view_functions[rule.endpoint].access == "public"  # type: ignore[attr-defined]
        and not is_for_staff(rule.rule)
    }  # fmt: skip


def test_each_public_address_says_whether_it_may_be_seconds_old(application: Flask) -> None:
    assert public_reads(application) == MAY_BE_SECONDS_OLD | ALWAYS_PRESENT.keys()
    assert not MAY_BE_SECONDS_OLD & ALWAYS_PRESENT.keys()


def test_nothing_of_staff_and_nothing_that_takes_a_form_is_read_from_a_replica(application: Flask) -> None:
    def is_present(rule: Rule) -> bool:
        return is_for_staff(rule.rule) or "POST" in (rule.methods or ())

    never = {rule.endpoint for rule in application.url_map.iter_rules() if is_present(rule)}

    assert not never & MAY_BE_SECONDS_OLD


def test_what_reads_nothing_reads_nothing(demo: PageClient, application: Flask) -> None:
    silent = [endpoint for endpoint, reason in ALWAYS_PRESENT.items() if reason == "reads nothing"]
    paths = [rule.rule for rule in application.url_map.iter_rules() if rule.endpoint in silent]
    assert len(paths) == len(silent)
    with statements_of_pages() as statements:
        for path in paths:
            assert demo.get(path).status_code == 200

    assert statements == []


@pytest.fixture
def with_replica(monkeypatch: pytest.MonkeyPatch) -> "Flask":
    """Two databases: which one a request reads from can be told by its name."""
    with cloned_database() as primary, cloned_database() as copy:
        databases = DatabaseSettings(read_url=copy.render_as_string(hide_password=False))
        app = create_app(settings_for_tests(primary, databases=databases))
        monkeypatch.setattr(Replica, "is_fresh", lambda self: True)
        yield app
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()


def reading_from(app: Flask, endpoint: str, **request: str) -> str:
    """The database that the session of such a request asks."""
    [rule, *_others] = [rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint]
    found = []
    with app.test_request_context(rule.rule, **request):
        for function in app.url_value_preprocessors[None][:1]:
            function(endpoint, {})
        found.append(db.session.scalar(sa.text("SELECT current_database()")))
        db.session.remove()
    return "replica" if found == [db_name(app, REPLICA)] else "primary"


def db_name(app: Flask, bind: str | None) -> str | None:
    with app.app_context():
        return db.engines[bind].url.database


def test_the_session_asks_where_the_table_says(with_replica: Flask) -> None:
    for endpoint in MAY_BE_SECONDS_OLD:
        assert reading_from(with_replica, endpoint) == "replica", endpoint
        assert reading_from(with_replica, endpoint, method="POST") == "primary", endpoint
    for endpoint in with_replica.view_functions.keys() - MAY_BE_SECONDS_OLD:
        assert reading_from(with_replica, endpoint) == "primary", endpoint


@pytest.mark.parametrize("error", [NotFound(), OperationalError("SELECT", {}, psycopg.OperationalError("gone"))])
def test_a_replica_that_fails_or_does_not_know_is_asked_once(with_replica: Flask, error: Exception) -> None:
    asked = []

    def about() -> str:
        asked.append(db.session.get_bind().url.database)
        if g.get("reads_from") is not None:
            raise error
        return "found"

    with_replica.view_functions["pages.root"] = about
    answer = with_replica.test_client().get("/nl/")

    assert (answer.status_code, answer.text) == (200, "found")
    assert asked == [db_name(with_replica, REPLICA), db_name(with_replica, None)]
