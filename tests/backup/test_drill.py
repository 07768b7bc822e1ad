"""The drill: a filled town is kept, an empty cluster gets it, and every row of every table is the same."""

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from tests.conftest import DEMO_MOMENT, demo_database, running_application
from tests.database import DATA_KEYS, administrator, cluster_url
from tests.page import PageClient
from tests.questions.build import WORDS, make_question
from tools import run_tests
from webapp.areas.models import Municipality
from webapp.backup import operations
from webapp.backup.rules import BackupError, Header
from webapp.backup.vault import DUMP, STOCK, Writer, read_pieces
from webapp.core.database import commit
from webapp.core.jobs import count_jobs
from webapp.extensions import db
from webapp.questions.models import Question
from webapp.questions.queries import content_of

LATER_KEY = "bmV3ZXItb25seS1mb3ItdGVzdHMtMDEyMzQ1Njc4OWE="
# Our own tables and sequences, told apart from the product's own words for them.
RELATIONS = """
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = '{kind}'
      AND relname <> 'spatial_ref_sys' ORDER BY 1
"""
SHAPE = (
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'spatial_ref_sys'",
    "SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype IN ('c', 'f', 'p')"
    " AND connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'spatial_ref_sys'",
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT pg_get_functiondef(pg_proc.oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'"
    " AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')",
    "SELECT table_name || column_name || data_type || is_nullable || coalesce(column_default, '')"
    " FROM information_schema.columns WHERE table_schema = 'public'",
)


@dataclass(frozen=True)
class Kept:
    app: Flask
    file: Path
    said: str
    rows: dict[str, list[str]]
    sequences: dict[str, str]
    shape: list[list[str]]
    code: str


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """A town with everything in it, and its backup."""
    file = tmp_path_factory.mktemp("backups") / "town.backup"
    with demo_database() as url, running_application(url) as app:
        with app.app_context(), time_machine.travel(DEMO_MOMENT, tick=False):
            question, _receipt = make_question(db.session.scalars(sa.select(Municipality)).one(), DEMO_MOMENT)
            code = question.code
            commit()
        before = everything(app)
        result = app.test_cli_runner().invoke(args=["backup", str(file)])
        assert result.exit_code == 0, result.output
        yield Kept(app, file, result.output, *before, code)


def everything(app: Flask) -> tuple[dict[str, list[str]], dict[str, str], list[list[str]]]:
    with app.app_context(), db.engine.connect() as connection:
        tables = connection.scalars(sa.text(RELATIONS.format(kind="r"))).all()
        sequences = connection.scalars(sa.text(RELATIONS.format(kind="S"))).all()
        return (
            {table: _all(connection, f'SELECT one::text FROM "{table}" AS one') for table in tables},
            {name: _all(connection, f'SELECT (last_value, is_called)::text FROM "{name}"')[0] for name in sequences},
            [_all(connection, statement) for statement in SHAPE],
        )


def _all(connection: sa.Connection, statement: str) -> list[str]:
    return sorted(connection.exec_driver_sql(statement).scalars())


@contextmanager
def empty_cluster(**settings: object) -> Iterator[Flask]:
    with run_tests.throw_away_cluster() as url, running_application(sa.make_url(url), **settings) as app:
        yield app


def restore(app: Flask, file: Path) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["restore", str(file)])
    return result.exit_code, result.output


@pytest.mark.slow
def test_an_empty_cluster_gets_every_row_of_every_table(kept: Kept) -> None:
    assert min(len(kept.rows[table]) for table in ("place", "slot", "question", "photo_picture", "team")) > 0
    with empty_cluster(data_keys=(LATER_KEY, *DATA_KEYS)) as app:
        code, said = restore(app, kept.file)
        assert code == 0, said
        rows, sequences, shape = everything(app)

        assert rows.keys() == kept.rows.keys()
        assert [name for name in rows if rows[name] != kept.rows[name]] == []
        assert sequences == kept.sequences
        assert shape == kept.shape
        assert "each compared" in said
        assert_works(app, kept)
        assert restore(app, kept.file) == (
            1,
            "The database is not empty; restore into a new one, and nothing that is there is lost.\n",
        )


def assert_works(app: Flask, kept: Kept) -> None:
    """It is a town again: its pages answer, words open, its job waits, and what comes next gets a number of its own."""
    with app.app_context(), time_machine.travel(DEMO_MOMENT, tick=False):
        client = app.test_client()
        assert isinstance(client, PageClient)
        client.page("/nl/alblasserdam/places")
        question = db.session.scalars(sa.select(Question).filter_by(code=kept.code)).one()
        content = content_of(question)
        assert content is not None
        assert content.question == WORDS
        assert count_jobs()["todo"] >= 1
        make_question(db.session.scalars(sa.select(Municipality)).one(), DEMO_MOMENT)


def test_it_says_what_it_kept_and_writes_it_down(kept: Kept) -> None:
    number = sum(len(rows) for rows in kept.rows.values())
    assert f"{number} rows of {len(kept.rows)} tables" in kept.said
    assert "read back and complete" in kept.said
    assert oct(kept.file.stat().st_mode)[-3:] == "600"
    with kept.app.app_context(), db.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM heartbeat WHERE name = 'backup'")) == 1


def test_no_word_of_a_town_stands_in_it(kept: Kept) -> None:
    told = kept.file.read_bytes()
    for word in (b"Alblasserdam", b"alblasserdam", b"PGDMP", b"COPY "):
        assert word not in told


def test_a_file_that_is_there_is_never_written_over(kept: Kept) -> None:
    before = kept.file.read_bytes()
    result = kept.app.test_cli_runner().invoke(args=["backup", str(kept.file)])

    assert (result.exit_code, "is there already" in result.output) == (1, True)
    assert kept.file.read_bytes() == before


def test_a_folder_gets_a_file_with_the_moment_and_old_ones_go(kept: Kept, tmp_path: Path) -> None:
    for name in ("dichtbij-20260101T000000Z.backup", "dichtbij-20260102T000000Z.backup", "letter.txt"):
        (tmp_path / name).touch()
    result = kept.app.test_cli_runner().invoke(args=["backup", str(tmp_path), "--keep-days", "31"])

    assert result.exit_code == 0, result.output
    [made, letter] = sorted(os.listdir(tmp_path))
    assert (made.startswith("dichtbij-2"), letter) == (True, "letter.txt")
    assert operations_see(kept, tmp_path / made)


def operations_see(kept: Kept, file: Path) -> bool:
    with kept.app.app_context():
        return operations.verify(file).rows > 0


def test_a_folder_that_cannot_be_written_gets_nothing_half(kept: Kept, tmp_path: Path) -> None:
    result = kept.app.test_cli_runner().invoke(args=["backup", str(tmp_path / "gone" / "x.backup")])

    assert (result.exit_code, "cannot be written: No such file" in result.output) == (1, True)


def test_a_database_that_fails_half_way_leaves_no_file(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "count_rows", lambda program, dump: {"place": 1})
    result = kept.app.test_cli_runner().invoke(args=["backup", str(tmp_path / "x.backup")])

    assert (result.exit_code, "The backup holds 0 rows" in result.output) == (1, True)
    assert os.listdir(tmp_path) == []


@pytest.mark.slow
def test_what_cannot_be_trusted_leaves_the_database_empty(kept: Kept, tmp_path: Path) -> None:
    whole = kept.file.read_bytes()
    cut, changed, newer, short, other = (tmp_path / name for name in ("cut", "changed", "newer", "short", "other"))
    cut.write_bytes(whole[: len(whole) // 2])
    changed.write_bytes(whole[:-4000] + bytes([whole[-4000] ^ 1]) + whole[-3999:])
    newer.write_bytes(again(whole, migration="9999"))
    short.write_bytes(again(whole, dump=0.9))
    other.write_bytes(again(whole, key=LATER_KEY))
    with empty_cluster() as app:
        for file, said in (
            (cut, "was cut off"),
            (changed, "is damaged or was changed"),
            (newer, "newer version of Dichtbij (migration 9999"),
            (short, "The dump in this backup cannot be read"),
            (other, "sealed with a key that is not in DATA_KEYS"),
            (tmp_path / "none", "cannot be read: No such file"),
        ):
            code, answer = restore(app, file)
            assert (code, said in answer, answer.count("\n")) == (1, True, 1), answer
            with app.app_context(), pytest.raises(sa.exc.ProgrammingError), db.engine.connect() as connection:
                connection.execute(sa.text("SELECT FROM place"))


def again(whole: bytes, *, migration: str = "0019", dump: float = 1, key: str = DATA_KEYS[0]) -> bytes:
    """Sealed anew by somebody who has the key."""
    pieces = list(read_pieces(io.BytesIO(whole), DATA_KEYS))
    file = io.BytesIO()
    writer = Writer(file, key, DEMO_MOMENT, migration)
    for kind, piece in pieces:
        if kind == STOCK or dump == 1:
            writer.write(kind, piece)
    if dump != 1:
        words = b"".join(piece for kind, piece in pieces if kind == DUMP)
        writer.write(DUMP, words[: int(len(words) * dump)])
    writer.end()
    return file.getvalue()


def test_a_dump_that_the_database_refuses_is_taken_back_whole(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Into a database that has got a function of ours meanwhile, which nothing looked for."""
    with cloned_empty() as app:
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(
                sa.text("CREATE FUNCTION follow_place() RETURNS trigger AS 'BEGIN END' LANGUAGE plpgsql")
            )
        code, said = restore(app, kept.file)
        assert (code, said.startswith("pg_restore failed: ")) == (1, True), said
        assert everything(app)[:2] == ({}, {})


@contextmanager
def cloned_empty() -> Iterator[Flask]:
    name = f"empty_{os.getpid()}"
    with administrator(cluster_url()) as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    try:
        with running_application(cluster_url().set(database=name)) as app:
            yield app
    finally:
        with administrator(cluster_url()) as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


def test_an_empty_database_is_nothing_to_keep(tmp_path: Path) -> None:
    with cloned_empty() as app:
        result = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "x.backup")])

    assert (result.exit_code, result.output) == (
        1, "This database holds nothing of Dichtbij; there is nothing to keep.\n"
    )  # fmt: skip
    assert os.listdir(tmp_path) == []


def test_the_head_of_the_file_tells_its_migration(kept: Kept) -> None:
    head = kept.file.read_bytes().split(b"\n", 2)[1]
    assert Header(**json.loads(head)).migration == kept.rows["alembic_version"][0].strip("()")
    with pytest.raises(BackupError):
        list(read_pieces(io.BytesIO(kept.file.read_bytes().replace(b'"migration"', b'"migratiom"')), DATA_KEYS))
