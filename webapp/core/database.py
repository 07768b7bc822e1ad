"""The one place that ends a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from webapp.extensions import db


def commit() -> None:
    """The last line of a view or command that changes something; nothing else commits."""
    db.session.commit()


def allow_long_statements() -> None:
    """For a command or the worker, which may take longer than a page may. Ends with the transaction."""
    db.session.execute(text("SET LOCAL statement_timeout = '10min'"))


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back at its end; what was written before stays."""
    point = db.session.begin_nested()
    try:
        yield
    finally:
        point.rollback()
