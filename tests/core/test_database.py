"""A database that is away is told from a statement that failed."""

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError

from webapp.core.database import is_away


@pytest.mark.parametrize(
    ("kind", "cause", "away"),
    [
        (OperationalError, psycopg.OperationalError("connection refused"), True),
        (OperationalError, psycopg.errors.AdminShutdown(), True),
        (OperationalError, psycopg.errors.CannotConnectNow(), True),
        (InterfaceError, psycopg.InterfaceError("the connection is closed"), True),
        (OperationalError, psycopg.errors.QueryCanceled(), False),
        (OperationalError, psycopg.errors.DeadlockDetected(), False),
        (IntegrityError, psycopg.errors.UniqueViolation(), False),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_is_away(kind: type[DBAPIError], cause: Exception, away: bool) -> None:
    assert is_away(kind("SELECT 1", {}, cause)) is away
