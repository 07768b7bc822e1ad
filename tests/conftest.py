"""An application on a throw-away PostGIS database; each test runs inside a transaction that is rolled back."""

import gc
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskCliRunner
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session

from tests import hashing
from tests.build import make_municipality
from tests.database import cloned_database, digest_of_product, settings_for_tests
from tests.examples import examples
from tests.page import PageClient
from webapp.answering import fit_queries
from webapp.app import create_app
from webapp.areas import queries as area_queries
from webapp.areas.models import Municipality
from webapp.collecting import queries as collecting_queries
from webapp.core import microcache
from webapp.core.database import commit
from webapp.demo.operations import CONTENT, load_town
from webapp.exchange import views as exchange_views
from webapp.extensions import db
from webapp.finding import count_queries, feed, kept_pages, open_queries
from webapp.hsds import answers as hsds_answers
from webapp.search import queries as search_queries

# No test of absolute time: on a busy machine an example may take any while.
settings.register_profile("steady", deadline=None, max_examples=examples())
settings.load_profile("steady")
hashing.make_it_short()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first: they mostly wait, beside others that reckon, and none is left for the end alone."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """What is there now stays to the end, and a page of a test is thousands of nodes that hold each other: Python
    looks less often for what nothing holds any more, and not in what stays. A twentieth of the time went there."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def database_url() -> Iterator[sa.URL]:
    with cloned_database() as url:
        yield url


@pytest.fixture(scope="session")
def application(database_url: sa.URL) -> Iterator[Flask]:
    with running_application(database_url) as app:
        yield app


@contextmanager
def running_application(url: sa.URL, **settings: object) -> Iterator[Flask]:
    app = create_app(settings_for_tests(url, **settings))
    app.test_client_class = PageClient
    if folder := os.environ.get("TEST_TEMPLATES"):  # all 200 take three seconds an application
        app.jinja_env.bytecode_cache = FileSystemBytecodeCache(folder)
    with TemporaryDirectory() as accounts:
        app.config["DEMO_ACCOUNTS"] = Path(accounts) / "demo-accounts.json"
        yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(application: Flask) -> Iterator[Flask]:
    with rolled_back(application):
        yield application


@contextmanager
def rolled_back(application: Flask) -> Iterator[None]:
    """Commits inside end in a savepoint of an outer transaction, so that nothing stays."""
    forget_feeds(application)
    with application.app_context():
        real = db.engines[None]
        with real.connect() as connection, connection.begin() as outer:
            db.engines[None] = connection  # type: ignore[assignment]
            db.session.remove()
            db.session.configure(join_transaction_mode="create_savepoint")
            try:
                yield
            finally:
                db.session.remove()
                db.session.configure(join_transaction_mode="conditional_savepoint")
                db.engines[None] = real
                outer.rollback()


# A Tuesday morning, 10:30 in the Netherlands: most of the demonstration town is open.
DEMO_MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@contextmanager
def demo_database() -> Iterator[sa.URL]:
    """The demonstration town on that Tuesday, loaded by the product's own operation once a cluster: a clone of it."""
    with cloned_database(f"demo_{digest_of_product()}", _load_demo) as url:
        yield url


def _load_demo(url: sa.URL) -> None:
    with running_application(url) as app, app.app_context(), time_machine.travel(DEMO_MOMENT, tick=False):
        load_town(CONTENT / "alblasserdam", DEMO_MOMENT)
        commit()


@pytest.fixture(scope="session")
def demo_application() -> Iterator[Flask]:
    with demo_database() as url, running_application(url) as app:
        yield app


@pytest.fixture
def demo(demo_application: Flask) -> Iterator[PageClient]:
    """A client in the demonstration town, on that Tuesday."""
    with visiting(demo_application) as client:
        yield client


@contextmanager
def visiting(application: Flask) -> Iterator[PageClient]:
    """On that Tuesday; what the visit changes is gone afterwards."""
    with rolled_back(application), time_machine.travel(DEMO_MOMENT, tick=False):
        client = application.test_client()
        assert isinstance(client, PageClient)
        yield client


def forget_feeds(application: Flask) -> None:
    """A rolled-back test gives its content version back; what was kept under that number is not the next test's."""
    application.extensions[microcache.NAME].clear()
    for keeping in (
        collecting_queries,
        feed,
        count_queries,
        search_queries,
        exchange_views,
        area_queries,
        fit_queries,
        open_queries,
        kept_pages,
        hsds_answers,
    ):
        keeping._kept.clear()
    for kept in (search_queries._understood, count_queries._of_this_minute, count_queries._totals):
        kept.clear()


@pytest.fixture
def db_session(app: Flask) -> Session:
    return db.session()


@pytest.fixture
def brinkdam(db_session: Session) -> Municipality:
    return make_municipality()


@pytest.fixture
def client(app: Flask) -> PageClient:
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


@pytest.fixture
def cli(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


@pytest.fixture(autouse=True)
def nothing_leaves_by_accident(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to anything but this machine fails the test."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and isinstance(address, tuple):
            is_here = address[0] in ("::1", "localhost") or address[0].startswith("127.")
            assert is_here, f"a test tried to reach {address[0]}"
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", only_here)
