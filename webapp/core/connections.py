"""How connections to the databases are used: found alive without asking, without transactions where only reads happen,
and with pages that may be seconds old read from a replica, where there is one."""

import select
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, g, request
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, DisconnectionError, SQLAlchemyError
from werkzeug.exceptions import HTTPException

from webapp.config import Settings
from webapp.core.database import is_away
from webapp.core.errors import NotFound
from webapp.core.replica import Replica
from webapp.core.statements import PlanningCursor
from webapp.extensions import db

REPLICA, DIRECT = "replica", "direct"
READING = ("GET", "HEAD")
# A helper process for one query costs more than our queries take, and takes the core of another visitor.
# Nobody waits longer than two seconds for a lock or a connection: who asks hears "later" while the form is still warm.
SESSION_OPTIONS = {
    "statement_timeout": "10000",
    "lock_timeout": "2000",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
}
OPTIONS = " ".join(f"-c {name}={value}" for name, value in SESSION_OPTIONS.items())
CONNECT_WITHIN_S = 2
GONE_AFTER_MS = 5000  # a network that swallows what is sent; the system itself would wait a quarter of an hour
_EACH_BY_ITSELF = {"isolation_level": "AUTOCOMMIT"}


class Application(Flask):
    """Asks the primary where a replica failed, or does not know yet what somebody asks for."""

    def handle_user_exception(self, e: Exception) -> HTTPException | ResponseReturnValue:
        if not (isinstance(e, NotFound | SQLAlchemyError) and _leave_replica(e)):
            return super().handle_user_exception(e)
        request_ctx.match_request()  # the town was taken out of what the address holds
        try:
            answer = self.preprocess_request()
            return self.dispatch_request() if answer is None else answer
        except Exception as again:
            return super().handle_user_exception(again)


def database_config(settings: Settings) -> dict[str, Any]:
    """For Flask-SQLAlchemy."""
    databases, engines = settings.databases, {}
    if databases.read_url:
        engines[REPLICA] = {"url": databases.read_url, **_engine_options(databases.pooler)}
    if databases.direct_url:
        engines[DIRECT] = {"url": databases.direct_url, **_engine_options("no"), "pool_size": 1}
    return {
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(databases.pooler),
        "SQLALCHEMY_BINDS": engines,
    }


def beside() -> Engine | Connection:
    """For what is written apart from the transaction of a request, while that goes on. Not by the same pooler: with as
    many requests as it has sessions, each would hold one and wait for a second. The connection of a test, in a test."""
    return db.engines.get(DIRECT) or db.engines[None]


def _engine_options(pooler: str) -> dict[str, Any]:
    """A pooler takes no options of a session; who runs it sets them there (docs/scale.md)."""
    arguments: dict[str, Any] = {
        "connect_timeout": CONNECT_WITHIN_S,
        "tcp_user_timeout": GONE_AFTER_MS,
        "cursor_factory": PlanningCursor,
    }
    if pooler == "no":
        arguments["options"] = OPTIONS
    if pooler == "transaction":
        arguments["prepare_threshold"] = None  # not even what is marked: the next transaction has another session
    return {
        "hide_parameters": True,  # what a visitor typed must not reach a log through an error
        "pool_size": 5,
        "pool_timeout": CONNECT_WITHIN_S,
        "connect_args": arguments,
    }


def driver_url(url: str) -> str:
    """As the driver itself wants it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def init_app(app: Flask, may_be_old: Collection[str]) -> None:
    """`may_be_old` names the endpoints that may be answered from a replica."""
    settings: Settings = app.config["SETTINGS"]
    with app.app_context():
        for engine in db.engines.values():
            event.listen(engine, "checkout", _check)
            # Many rows go in by one statement: our triggers work once a statement, and the search of one place costs
            # them as much as that of a hundred. The driver would send a statement a row.
            engine.dialect.use_insertmanyvalues_wo_returning = True
        if settings.databases.read_url is None:
            return
        primary = settings.databases.direct_url or settings.database_url
        replica = Replica(
            db.engines[REPLICA],
            driver_url(settings.databases.read_url),
            driver_url(primary),
            settings.databases.read_lag_s,
        )
    app.extensions[REPLICA] = replica

    @app.url_value_preprocessor
    def choose(endpoint: str | None, _values: dict[str, Any] | None) -> None:
        may_read = endpoint in may_be_old and request.method in READING and "reads_from" not in g
        g.reads_from = replica.engine if may_read and replica.is_fresh() else None

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        g.pop("reads_from", None)


def each_by_itself() -> None:
    """For a request that writes nothing, or all it writes by one statement. Each statement sees what is committed when
    it begins, as inside a transaction of ours too; BEGIN and COMMIT would be two more journeys to the database."""
    if isinstance(db.session.get_bind(), Engine):  # a test holds one transaction around all that happens
        db.session.connection(execution_options=_EACH_BY_ITSELF)
        g.is_each_by_itself = g.get("reads_from") is None


def together() -> None:
    """From now on a transaction, which the caller commits: for the one request among those that writes more."""
    if g.pop("is_each_by_itself", False):
        db.session.commit()  # gives the connection back; the next one begins a transaction


def find_by_itself() -> Connection | None:
    """The connection to the primary of a request whose statements are each by itself; for one more such statement."""
    if not g.get("is_each_by_itself") or not db.session().in_transaction():
        return None
    connection = db.session.connection()
    is_so = connection.get_execution_options().get("isolation_level") == _EACH_BY_ITSELF["isolation_level"]
    return connection if is_so else None  # a view that began anew has a transaction


@contextmanager
def writing() -> Iterator[None]:
    """For the little that a page writes which is else read from a replica."""
    reads_from, g.reads_from = g.get("reads_from"), None
    try:
        yield
    finally:
        g.reads_from = reads_from


def _leave_replica(error: Exception) -> bool:
    """True where this request read from a replica; from now on it reads from the primary."""
    if g.get("reads_from") is None:
        return False
    if isinstance(error, DBAPIError) and is_away(error):
        replica: Replica = request_ctx.app.extensions[REPLICA]
        replica.failed()
    db.session.remove()
    g.reads_from = None
    return True


def _check(connection: Any, _record: object, _proxy: object) -> None:
    """A server that has gone has said so: there is something to read on a connection on which nothing was asked. To ask
    it each time would be one more journey. Raises DisconnectionError, and the pool makes a new one."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
    if connection.closed or poll.poll(0):
        raise DisconnectionError
