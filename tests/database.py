"""Throw-away databases: one migrated template a set of migrations, one clone a test process."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from tools import cluster
from webapp.app import create_app
from webapp.config import Settings
from webapp.core import migrating
from webapp.extensions import db
from webapp.mail_settings import MailServer

ROOT = Path(__file__).resolve().parent.parent
TEST_CLUSTER = {"CLUSTER_DIR": "var/postgres-test", "CLUSTER_THROW_AWAY": "yes"}
NO_MAIL_SERVER = MailServer(host="127.0.0.1", port=9)
DATA_KEYS = ("b25seS1mb3ItdGVzdHMtMDEyMzQ1Njc4OWFiY2RlZiE=",)
SECRET_KEY = "only-for-tests-" + "0123456789abcdef" * 3


def cluster_url() -> sa.URL:
    """TEST_DATABASE_URL, which `make test` sets; a cluster that stays is used when pytest is called by itself."""
    url = os.environ.get("TEST_DATABASE_URL")
    if url is None:
        cluster.ask("start", TEST_CLUSTER)
        url = cluster.ask("url", TEST_CLUSTER)
    return sa.make_url(url)


def settings_for_tests(url: sa.URL, **changes: object) -> Settings:
    values = {
        "environment": "test",
        "database_url": url.render_as_string(hide_password=False),
        "secret_key": SECRET_KEY,
        "data_keys": DATA_KEYS,
        "mail_server": NO_MAIL_SERVER,
        "mail_from": "Dichtbij <no-reply@dichtbij.example>",
        "base_url": None,
        "port": 8000,
        "log_level": "WARNING",
    }
    return Settings(**{**values, **changes})  # type: ignore[arg-type]


def _template_name() -> str:
    migrations = sorted((ROOT / "migrations" / "versions").glob("*.py"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in migrations)).hexdigest()
    return f"template_{digest[:12]}"


@cache
def digest_of_product() -> str:
    """For a kind of database that the product filled: a cluster may stay from one run to the next."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "webapp").rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def migrate(url: sa.URL) -> None:
    app = create_app(settings_for_tests(url))
    with app.app_context():
        migrating.upgrade(app)
        db.engine.dispose()  # a template may have no connection when it is renamed and cloned


@contextmanager
def administrator(cluster: sa.URL) -> Iterator[sa.Connection]:
    """A connection outside transactions to the cluster's own database: CREATE DATABASE needs that."""
    engine = sa.create_engine(cluster, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        yield connection


def _nothing(url: sa.URL) -> None:
    """A migrated database holds nothing yet."""


@contextmanager
def cloned_database(kind: str = "", fill: Callable[[sa.URL], None] = _nothing) -> Iterator[sa.URL]:
    """A fresh migrated database; gone afterwards. One of another kind holds what `fill` brought into the template of
    that kind, once a cluster: the kind is the same exactly when all that is brought is."""
    cluster = cluster_url()
    name = f"test_{os.getpid()}_{os.urandom(3).hex()}"
    with administrator(cluster) as connection:
        connection.execute(sa.text("SELECT pg_advisory_lock(4821)"))  # test processes start together
        migrated = _template_name()
        _ensure(connection, migrated, "template1", migrate)
        template = f"{migrated}_{kind}" if kind else migrated
        _ensure(connection, template, migrated, fill)
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        connection.execute(sa.text("SELECT pg_advisory_unlock(4821)"))
    try:
        yield cluster.set(database=name)
    finally:
        with administrator(cluster) as connection:
            connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


def _ensure(connection: sa.Connection, template: str, origin: str, fill: Callable[[sa.URL], None]) -> None:
    """What has the name of a template is complete, also after a run that broke off."""
    if connection.scalar(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": template}):
        return
    connection.execute(sa.text(f"DROP DATABASE IF EXISTS {template}_new"))
    connection.execute(sa.text(f"CREATE DATABASE {template}_new TEMPLATE {origin}"))
    fill(connection.engine.url.set(database=f"{template}_new"))
    connection.execute(sa.text(f"ALTER DATABASE {template}_new RENAME TO {template}"))


@contextmanager
def statements_of_pages() -> Iterator[list[str]]:
    """What is asked of the database meanwhile, without the savepoints of the tests."""
    statements: list[str] = []

    def note(*arguments: object) -> None:
        if "SAVEPOINT" not in str(arguments[2]):
            statements.append(str(arguments[2]))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
