"""An application on a throw-away PostGIS database; each test runs inside a transaction that is rolled back."""

import socket
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from tests.database import cloned_database, settings_for_tests
from tests.page import PageClient
from webapp.app import create_app
from webapp.extensions import db


@pytest.fixture(scope="session")
def database_url() -> Iterator[sa.URL]:
    with cloned_database() as url:
        yield url


@pytest.fixture(scope="session")
def application(database_url: sa.URL) -> Iterator[Flask]:
    app = create_app(settings_for_tests(database_url))
    app.test_client_class = PageClient
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(application: Flask) -> Iterator[Flask]:
    """Commits inside a test end in a savepoint of the outer transaction, so that nothing stays."""
    with application.app_context():
        real = db.engines[None]
        with real.connect() as connection, connection.begin() as outer:
            db.engines[None] = connection  # type: ignore[assignment]
            db.session.remove()
            db.session.configure(join_transaction_mode="create_savepoint")
            try:
                yield application
            finally:
                db.session.remove()
                db.session.configure(join_transaction_mode="conditional_savepoint")
                db.engines[None] = real
                outer.rollback()


@pytest.fixture
def db_session(app: Flask) -> Session:
    return db.session()


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
            assert address[0] in ("127.0.0.1", "::1", "localhost"), f"a test tried to reach {address[0]}"
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", only_here)
