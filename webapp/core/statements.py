"""Statements that are made once and asked many times: making one costs more than the database takes to answer it."""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg.sql import Literal
from sqlalchemy import Executable, Row
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from webapp.core.connections import PREPARED
from webapp.extensions import db

_DIALECT: Any = PGDialect_psycopg()  # type: ignore[no-untyped-call]


class Made:
    """Its text, in which the values that never change are written out. What is told each time goes to the driver as it is: numbers, words,
    moments. `is_prepared`: the database plans it once a connection, which is right where one plan serves all values."""

    def __init__(self, statement: Executable, *, is_prepared: bool = True) -> None:
        compiled: Any = statement.compile(dialect=_DIALECT)  # type: ignore[attr-defined]
        text = " ".join(str(compiled).split())
        for name, value in compiled.params.items():
            if value is not None:
                text = text.replace(f"%({name})s", Literal(value).as_string().replace("%", "%%"))
        self._text = text
        self._options = {PREPARED: is_prepared}

    def ask(self, values: Mapping[str, Any]) -> Sequence[Row[Any]]:
        db.session.flush()  # nothing, unless somebody reads what was not stored yet
        connection = db.session.connection()
        return connection.exec_driver_sql(self._text, values, self._options).all()
