"""How connections to the database are used: found alive without asking, and without transactions where only reads
happen."""

import select
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

from webapp.extensions import db

_EACH_BY_ITSELF = {"isolation_level": "AUTOCOMMIT"}


def init_app(app: Flask) -> None:
    with app.app_context():
        event.listen(db.engine, "checkout", _check)


def only_reads() -> None:
    """For a request that will write nothing, or one row by one statement. Each statement sees what is committed when it
    begins, as inside a transaction of ours too; BEGIN and ROLLBACK would be two more journeys to the database."""
    if isinstance(db.engines[None], Engine):  # a test holds one transaction around all that happens
        db.session.connection(execution_options=_EACH_BY_ITSELF)


def _check(connection: Any, _record: object, _proxy: object) -> None:
    """A server that has gone has said so: there is something to read on a connection on which nothing was asked. To ask
    it each time would be one more journey. Raises DisconnectionError, and the pool makes a new one."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
    if connection.closed or poll.poll(0):
        raise DisconnectionError
