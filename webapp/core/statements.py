"""Statements that nearly every visitor needs: the database reads and plans them once a connection, not each time.

Only these, told by a mark in their text: the best plan of a search depends on what is searched for. Price: a pooler in
between has to know prepared statements (PgBouncer from 1.21 on).
"""

from typing import Any

from psycopg import Cursor
from sqlalchemy import Table, TextClause, text

from webapp.extensions import Base

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


class PlanningCursor(Cursor[Any]):
    """Prepares what carries the mark, and nothing else."""

    def execute(
        self, query: Any, params: Any = None, *, prepare: bool | None = None, binary: bool | None = None
    ) -> "PlanningCursor":
        is_marked = isinstance(query, str) and MARK in query[:WITHIN]
        return super().execute(query, params, prepare=prepare or is_marked, binary=binary)
