"""Throw-away databases: one migrated template a set of migrations, one clone a test process."""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_migrate
import sqlalchemy as sa

from webapp.app import create_app
from webapp.config import Settings

ROOT = Path(__file__).resolve().parent.parent
TEST_CLUSTER = {"CLUSTER_DIR": "var/postgres-test", "CLUSTER_THROW_AWAY": "yes"}
SECRET_KEY = "only-for-tests-" + "0123456789abcdef" * 3


def cluster_url() -> sa.URL:
    """TEST_DATABASE_URL, which `make test` sets; started here when pytest is called by itself."""
    url = os.environ.get("TEST_DATABASE_URL")
    if url is None:
        environment = {**os.environ, **TEST_CLUSTER}
        environment.pop("DATABASE_URL", None)
        for command in ("start", "url"):
            done = subprocess.run(
                ["bash", "tools/cluster.sh", command],
                cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
            )  # fmt: skip
        url = done.stdout.strip()
    return sa.make_url(url.replace("postgresql://", "postgresql+psycopg://", 1))


def test_settings(url: sa.URL, **changes: object) -> Settings:
    values = {
        "environment": "test",
        "database_url": url.render_as_string(hide_password=False),
        "secret_key": SECRET_KEY,
        "base_url": None,
        "port": 8000,
        "log_level": "WARNING",
    }
    return Settings(**{**values, **changes})  # type: ignore[arg-type]


def _template_name() -> str:
    migrations = sorted((ROOT / "migrations" / "versions").glob("*.py"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in migrations)).hexdigest()
    return f"template_{digest[:12]}"


def _migrate(url: sa.URL) -> None:
    app = create_app(test_settings(url))
    with app.app_context():
        flask_migrate.upgrade()


@contextmanager
def administrator(cluster: sa.URL) -> Iterator[sa.Connection]:
    """A connection outside transactions to the cluster's own database: CREATE DATABASE needs that."""
    engine = sa.create_engine(cluster, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        yield connection


@contextmanager
def cloned_database() -> Iterator[sa.URL]:
    """A fresh migrated database; gone afterwards."""
    cluster = cluster_url()
    template, name = _template_name(), f"test_{os.getpid()}_{os.urandom(3).hex()}"
    with administrator(cluster) as connection:
        connection.execute(sa.text("SELECT pg_advisory_lock(4821)"))  # test processes start together
        exists = connection.scalar(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": template})
        if not exists:
            connection.execute(sa.text(f"DROP DATABASE IF EXISTS {template}_new"))
            connection.execute(sa.text(f"CREATE DATABASE {template}_new"))
            _migrate(cluster.set(database=f"{template}_new"))
            connection.execute(sa.text(f"ALTER DATABASE {template}_new RENAME TO {template}"))
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        connection.execute(sa.text("SELECT pg_advisory_unlock(4821)"))
    try:
        yield cluster.set(database=name)
    finally:
        with administrator(cluster) as connection:
            connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
