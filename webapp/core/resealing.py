"""Everything sealed, under the newest key: after that an old key can be taken out of DATA_KEYS.

Batch by batch, each in a transaction of its own: stopped half-way it begins again and skips what is done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Row, Table, and_, bindparam, literal, select, tuple_

from webapp.core.crypto import Sealed, SealError, is_newest, reseal
from webapp.extensions import Base, db

BATCH = 500  # rows; locked while they are re-sealed, some 30 ms


@dataclass(frozen=True)
class Batch:
    table: str
    resealed: int  # values
    unreadable: int  # values that no key opens


def list_sealed_columns() -> list[tuple[Table, list[Column[Any]]]]:
    """Every table with columns of the type Sealed, in the order of their names."""
    found = []
    for table in sorted(Base.metadata.tables.values(), key=lambda table: table.name):
        columns = [column for column in table.columns if isinstance(column.type, Sealed)]
        if columns:
            found.append((table, columns))
    return found


def reseal_everything() -> Iterator[Batch]:
    """The caller commits each batch."""
    for table, columns in list_sealed_columns():
        last: Sequence[Any] | None = None
        while rows := _next_rows(table, columns, last):
            last = rows[-1][: len(table.primary_key.columns)]
            yield _reseal_rows(table, columns, rows)


def _next_rows(table: Table, columns: list[Column[Any]], last: Sequence[Any] | None) -> Sequence[Row[Any]]:
    key = list(table.primary_key.columns)
    query = select(*key, *columns).order_by(*key).limit(BATCH).with_for_update()
    if last is not None:
        values = (literal(value, column.type) for value, column in zip(last, key, strict=True))
        query = query.where(tuple_(*key) > tuple_(*values))
    return db.session.execute(query).all()


def _reseal_rows(table: Table, columns: list[Column[Any]], rows: Sequence[Row[Any]]) -> Batch:
    resealed = unreadable = 0
    for row in rows:
        changed = {}
        for column in columns:
            old = row._mapping[column]
            if old is None or is_newest(old):
                continue
            try:
                changed[column.name] = reseal(old)
            except SealError:
                unreadable += 1
        if changed:
            this = and_(*(column == row._mapping[column] for column in table.primary_key.columns))
            values = {name: bindparam(None, value, type_=Sealed) for name, value in changed.items()}
            db.session.execute(table.update().where(this).values(values))
            resealed += len(changed)
    return Batch(table.name, resealed, unreadable)
