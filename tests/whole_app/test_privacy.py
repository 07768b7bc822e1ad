"""Every column of the database stands in docs/privacy.md: as personal, with what becomes of it, or as impersonal."""

import re
from collections import Counter

import pytest
import sqlalchemy as sa
from flask import Flask

from webapp.app import ROOT
from webapp.extensions import Base, db

DOCUMENT = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`([a-z_]+\.[a-z_]+)`")
IMPERSONAL = re.compile(r"^- `([a-z_]+)`: (.+)$", re.MULTILINE)
MACHINERY = ("alembic_version", "spatial_ref_sys", "geometry_columns", "geography_columns")
# Of the job queue; its arguments are ids only (tests/core/test_jobs.py).
JOBS = "procrastinate_"
# What these may hold is sealed or leads to a person: never impersonal, whatever table they come in.
TELLING = re.compile(r"(^|_)(e?mail|phone|user_id|by_user|recipient|contact|password|browser|token)($|_)")
OF_MACHINES = {"mail_failed", "mail_id"}


def rows() -> list[list[str]]:
    """The cells of the tables of personal columns."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in DOCUMENT.splitlines() if line[:1] == "|"]
    return [row for row in cells if "`" in row[0]]


def personal() -> list[str]:
    return [name for row in rows() for name in NAMED.findall(row[0])]


def impersonal() -> list[str]:
    tables = Base.metadata.tables
    return [
        f"{table}.{column}"
        for table, told in IMPERSONAL.findall(DOCUMENT)
        for column in ([one.name for one in tables[table].columns] if told == "*" else told.split(", "))
    ]


def stored() -> set[str]:
    found = db.session.execute(
        sa.text("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
    )
    return {f"{table}.{column}" for table, column in found if table not in MACHINERY and not table.startswith(JOBS)}


def test_every_column_stands_in_the_document_and_no_other(app: Flask) -> None:
    told, kept = set(personal()) | set(impersonal()), stored()

    assert not kept - told, f"tell in docs/privacy.md what becomes of {sorted(kept - told)}"
    assert not told - kept, f"docs/privacy.md tells of columns that are not there: {sorted(told - kept)}"


def test_each_column_stands_there_once() -> None:
    twice = [name for name, number in Counter([*personal(), *impersonal()]).items() if number > 1]

    assert not twice


def test_each_personal_column_says_all_that_becomes_of_it() -> None:
    for row in rows():
        assert len(row) == 7, row
        assert all(row), f"an empty cell: {row}"
        assert row[3] in "PSW", f"no legal ground: {row}"


@pytest.mark.parametrize("name", ["staff_user.email", "question.content", "outgoing_message.body"])
def test_what_is_plainly_personal_is_told_as_such(name: str) -> None:
    assert name in personal()


def test_what_its_name_or_its_seal_gives_away_is_not_called_impersonal() -> None:
    sealed = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if type(column.type).__name__ == "Sealed"
    }
    suspects = {name for name in impersonal() if TELLING.search(name.partition(".")[2])}

    assert sealed
    assert sealed <= set(personal())
    assert {name for name in suspects if name.partition(".")[2] not in OF_MACHINES} == set()
