"""Statements that nearly every visitor needs: the database reads and plans them once a connection, not each time.

Only these, told by a mark in their text: the best plan of a search depends on what is searched for. A pooler that knows
no prepared statements is told by DATABASE_POOLER=transaction; then nothing is.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import Cursor
from psycopg._queries import PostgresQuery, _query2pg
from psycopg.sql import Literal
from sqlalchemy import Connection, Executable, Row, Table, TextClause, text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from webapp.extensions import Base, db

_DIALECT: Any = PGDialect_psycopg()  # type: ignore[no-untyped-call]
MARK = "/* planned once */"
WITHIN = 60  # letters; the mark stands at the front


def planned_once(statement: str) -> TextClause:
    """With `:name` for each value. For a select() or insert() that is made once: `.prefix_with(MARK)`."""
    return text(f"{MARK} {statement}")


def table_of(model: type[Base]) -> Table:
    """For a statement that is made once: an insert by the model itself takes four times as long."""
    table = model.__table__
    assert isinstance(table, Table)  # each of our models has one
    return table


class Made:
    """A statement that is made and written out once: to do that, or only to look whether it was done, costs more than
    the database takes to answer it. Planned once too. The values that never change stand in its text; what is told
    each time goes to the driver as it is: numbers, words, moments."""

    def __init__(self, statement: Executable) -> None:
        compiled: Any = statement.compile(dialect=_DIALECT)  # type: ignore[attr-defined]
        written = " ".join(str(compiled).split())
        for name, value in compiled.params.items():
            if value is not None:
                written = written.replace(f"%({name})s", Literal(value).as_string().replace("%", "%%"))
        self._text = f"{MARK} {written}"

    def ask(self, values: Mapping[str, Any]) -> Sequence[Row[Any]]:
        db.session.flush()  # nothing, unless somebody reads what was not stored yet
        return self.ask_over(db.session.connection(), values)

    def ask_over(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Row[Any]]:
        return connection.exec_driver_sql(self._text, dict(values)).all()


class _LongQuery(PostgresQuery):
    """The driver keeps how it reads a statement only up to 4,096 letters, as longer ones seldom come twice. Those with
    the mark do: reading the longest takes a third of a millisecond. Price: names that the driver calls its own."""

    def convert(self, query: Any, vars: Any) -> None:
        if vars is None or not is_marked(query):
            super().convert(query, vars)
            return
        self.query, self._want_formats, self._order, self._parts = _query2pg(query.encode(), self._tx.encoding)
        self.dump(vars)


def is_marked(query: Any) -> bool:
    return isinstance(query, str) and MARK in query[:WITHIN]


class PlanningCursor(Cursor[Any]):
    """Prepares what carries the mark, and nothing else."""

    _query_cls = _LongQuery

    def execute(
        self, query: Any, params: Any = None, *, prepare: bool | None = None, binary: bool | None = None
    ) -> "PlanningCursor":
        return super().execute(query, params, prepare=prepare or is_marked(query), binary=binary)
