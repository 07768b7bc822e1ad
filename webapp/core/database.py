"""The one place that ends a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from webapp.extensions import db


def rollback() -> None:
    """Forgets what this request changed: a view that shows a form again with what is wrong."""
    db.session.rollback()


def commit() -> None:
    """The last line of a view or command that changes something; nothing else commits."""
    db.session.commit()


def allow_long_statements() -> None:
    """For a command or the worker, which may take longer than a page may. Ends with the transaction."""
    longer = "SELECT set_config('statement_timeout', '10min', true), set_config('lock_timeout', '1min', true)"
    db.session.execute(text(longer))


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back at its end; what was written before stays."""
    point = db.session.begin_nested()
    try:
        yield
    finally:
        point.rollback()


def is_away(error: DBAPIError) -> bool:
    """Whether the database itself is gone or restarting, so that the same may work soon; a statement that took too
    long, or two that locked each other out, is another matter."""
    state = getattr(error.orig, "sqlstate", None)
    return isinstance(error, OperationalError | InterfaceError) and (state is None or state.startswith(("08", "57P")))
