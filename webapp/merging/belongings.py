"""What hangs on a place or an activity moves along when it becomes another one: every table that points at it.

The tables are read from the models, so a room that comes later moves along without saying so. What would stand twice
with the kept one (its own calendar, say) stays with the one that goes, and comes back with it.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    Text,
    UniqueConstraint,
    and_,
    cast,
    exists,
    false,
    or_,
    select,
    update,
)

from webapp.activities.item_links import PLACES
from webapp.extensions import Base, db

# What is chosen field by field, or follows from that, or is led by hand; each keeps its own history.
STAYS = frozenset({"place_text", "activity_text", "schedule", "slot", "former_address", "item_version"})
WITH_TIMES = frozenset({"calendar_feed"})  # where the times of the one that goes are taken

Moved = dict[str, list[dict[str, str]]]  # per table what names each row, apart from whose it is


def list_belongings(what: str) -> list[tuple[Table, Column[Any]]]:
    """Each table that moves along, with its column that says whose a row is."""
    target = "place" if what == PLACES else "activity"
    found = []
    for table in sorted(Base.metadata.tables.values(), key=lambda table: table.name):
        for key in table.foreign_key_constraints:
            if key.referred_table.name == target and table.name not in STAYS:
                found += [(table, one.parent) for one in key.elements if one.column.name == "id"]
    return found


def move(municipality_id: int, what: str, gone: UUID, kept: UUID, *, with_times: bool) -> Moved:
    """All rows of `gone` are of `kept` from now on, but for those that `kept` has already."""
    moved: Moved = {}
    for table, owner in list_belongings(what):
        if table.name in WITH_TIMES and not with_times:
            continue
        names = _names(table, owner)
        rows = db.session.execute(
            update(table)
            .where(*_of(table, owner, municipality_id, gone), ~_stands_twice(table, owner, kept))
            .values({owner.name: kept})
            .returning(*(cast(column, Text) for column in names)),
            execution_options={"synchronize_session": False},
        ).all()
        if rows:
            moved[table.name] = [{column.name: value for column, value in zip(names, row, strict=True)} for row in rows]
    return moved


def move_back(
    municipality_id: int, what: str, moved: Mapping[str, list[dict[str, str]]], gone: UUID, kept: UUID
) -> None:
    """What is still there and still of `kept`."""
    for table, owner in list_belongings(what):
        for row in moved.get(table.name, ()):
            this = [cast(table.c[name], Text) == value for name, value in row.items() if name in table.c]
            db.session.execute(
                update(table)
                .where(*_of(table, owner, municipality_id, kept), *this, ~_stands_twice(table, owner, gone))
                .values({owner.name: gone}),
                execution_options={"synchronize_session": False},
            )


def _of(table: Table, owner: Column[Any], municipality_id: int, item_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return table.c.municipality_id == municipality_id, owner == item_id


def _names(table: Table, owner: Column[Any]) -> list[Column[Any]]:
    return [column for column in table.primary_key.columns if column is not owner and column.name != "municipality_id"]


def _stands_twice(table: Table, owner: Column[Any], new_owner: UUID) -> ColumnElement[bool]:
    """Whether the new owner has a row that this one would collide with."""
    other = table.alias()
    collisions = [
        and_(
            other.c[owner.name] == new_owner,
            *(other.c[name] == table.c[name] for name in names if name != owner.name),
        )
        for names in _unique_sets(table)
        if owner.name in names
    ]
    return exists(select(1).select_from(other).where(or_(*collisions))) if collisions else false()


def _unique_sets(table: Table) -> Iterator[list[str]]:
    yield [column.name for column in table.primary_key.columns]
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield [column.name for column in constraint.columns]
    for index in table.indexes:
        if index.unique:
            yield [column.name for column in index.columns]
