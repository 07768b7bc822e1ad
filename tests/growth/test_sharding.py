"""Each table of a town could lie with its town on another machine (docs/scale.md says how): its keys begin with the
town. What does not is named here with what it would take, so that a new table has to be thought about."""

import sqlalchemy as sa
from flask import Flask

from webapp.extensions import db

TOWN = "municipality_id"
# The same rows on every machine: few, seldom written, joined from everywhere.
REFERENCE = {
    "municipality", "postcode", "staff_user", "membership", "invitation", "passkey", "recovery_code", "sign_in",
    "staff_draft", "sent_form", "fresh_codes",
}  # fmt: skip
# On the machine that is asked, beside the job queue: of no town, or of a transaction with a job.
LOCAL = {"rate_limit", "heartbeat", "outgoing_message", "freshness_mail"}
# A unique key without the town cannot be kept over several machines.
NEEDS_WORK = {
    ("question", ("code",)): "its address names the town: unique a town is enough",
    ("handout", ("code",)): "/h/{code} names no town: a small reference table of code and town",
    ("practice", ("code",)): "/p/{code} names no town: as for sheets",
    ("photo", ("id",)): "/photos/{id} names no town: put the town into the address",
    ("freshness_ask", ("token_hash",)): "/still-right/{token} names no town: as for sheets",
}


def tables() -> list[sa.Table]:
    return [table for table in db.metadata.tables.values() if table.name not in REFERENCE | LOCAL]


def unique_keys(table: sa.Table) -> set[tuple[str, ...]]:
    """Of constraints and indexes, the primary key among them."""
    keys = [key.columns for key in table.constraints if isinstance(key, sa.UniqueConstraint | sa.PrimaryKeyConstraint)]
    keys += [index.columns for index in table.indexes if index.unique]
    return {tuple(column.name for column in key) for key in keys}


def test_each_row_of_a_town_names_its_town_first_in_its_primary_key(application: Flask) -> None:
    for table in tables():
        assert next(iter(table.primary_key.columns)).name == TOWN, table.name


def test_no_other_key_forgets_the_town_but_those_that_are_known(application: Flask) -> None:
    without = {(table.name, key) for table in tables() for key in unique_keys(table) if TOWN not in key}

    assert without == NEEDS_WORK.keys()


def test_what_refers_to_a_row_of_a_town_names_the_town_too(application: Flask) -> None:
    """So both lie on one machine. What is the same everywhere can be referred to, and refers to no row of a town."""
    distributed = {table.name for table in tables()}
    for table in db.metadata.tables.values():
        for key in table.foreign_key_constraints:
            if key.referred_table.name in distributed:
                assert table.name in distributed, f"{table.name} refers to {key.referred_table.name}"
                assert TOWN in {column.name for column in key.columns}, f"{table.name} → {key.referred_table.name}"


def test_every_name_is_a_table(application: Flask) -> None:
    assert REFERENCE | LOCAL | {name for name, _key in NEEDS_WORK} <= db.metadata.tables.keys()
