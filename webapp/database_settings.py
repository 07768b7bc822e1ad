"""What a setting may say about the databases beside the one of DATABASE_URL. Part of config.py, which says how settings
are read."""

from collections.abc import Mapping
from dataclasses import dataclass

SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
# Between us and the database: nothing; a pooler in transaction mode; one that knows prepared statements as well.
POOLERS = ("no", "transaction", "prepared")


@dataclass(frozen=True)
class DatabaseSettings:
    """`read_url` None: everything is read where it is written. `direct_url` None: DATABASE_URL has no pooler."""

    read_url: str | None = None
    read_lag_s: int = 10  # a replica that is further behind counts as away
    direct_url: str | None = None
    pooler: str = "no"


ONE_DATABASE = DatabaseSettings()


def with_driver(name: str, url: str) -> str:
    """The driver is written out: without it SQLAlchemy's default would decide which one is used. Raises ValueError with
    a sentence for the operator."""
    if not url:
        raise ValueError(f"{name} is missing; `make run` sets it for the private database.")
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in SCHEMES:
        raise ValueError(f"{name} must start with postgresql:// (PostgreSQL with PostGIS).")
    return f"postgresql+psycopg://{rest}"


def read_databases(environ: Mapping[str, str], lag_s: int, pooler: str) -> DatabaseSettings:
    """Raises ValueError with a sentence for the operator."""
    read_url, direct_url = (
        with_driver(name, environ[name]) if environ.get(name) else None
        for name in ("DATABASE_READ_URL", "DATABASE_DIRECT_URL")
    )
    if pooler != "no" and direct_url is None:  # news of a job comes over a session of its own, which no pooler keeps
        raise ValueError("DATABASE_POOLER needs DATABASE_DIRECT_URL, the address of the database itself.")
    return DatabaseSettings(read_url, lag_s, direct_url, pooler)
