"""`flask keys …`."""

from flask.testing import FlaskCliRunner
from sqlalchemy import LargeBinary

from webapp.config import DATA_KEY
from webapp.core.crypto import Sealed
from webapp.extensions import Base

NOT_SEALED: set[str] = set()  # table.column of bytes that hold nothing of a person


def test_a_new_key_is_one_that_the_settings_take(cli: FlaskCliRunner) -> None:
    keys = [cli.invoke(args=["keys", "new"]).output.strip() for _ in range(2)]

    assert all(DATA_KEY.fullmatch(key) for key in keys)
    assert keys[0] != keys[1]


def test_every_column_of_bytes_is_sealed_or_named_here() -> None:
    found = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary) and not isinstance(column.type, Sealed)
    }

    assert found == NOT_SEALED
