"""Numbered migrations, one line of history, up and down, and the models are what they make."""

import re
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from tests.database import cloned_database, settings_for_tests
from webapp.app import ROOT, create_app
from webapp.core.migrating import is_ours, prepare
from webapp.extensions import db
from webapp.schedule.document import from_document
from webapp.schedule.values import Schedule

VERSIONS = ROOT / "migrations" / "versions"


def app_that_migrates(url: sa.URL) -> Flask:
    app = create_app(settings_for_tests(url))
    prepare(app)
    return app


def files() -> list[Path]:
    return sorted(VERSIONS.glob("*.py"))


def test_migrations_are_numbered_without_gaps_and_follow_each_other() -> None:
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    numbers = [path.name.split("_")[0] for path in files()]

    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert [script.revision for script in scripts.walk_revisions()] == numbers[::-1]
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", path.name) for path in files())


def test_the_way_down_takes_back_all_and_the_way_up_can_be_walked_again() -> None:
    with cloned_database() as url, app_that_migrates(url).app_context():
        flask_migrate.downgrade(revision="base")
        with db.engine.connect() as connection:
            left = connection.scalars(sa.text(LEFT_OVER)).all()
        flask_migrate.upgrade()
        db.engine.dispose()

    assert not left


# Everything of ours: tables, functions and types that do not belong to an extension.
LEFT_OVER = """
    SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    WHERE nspname = 'public' AND relkind IN ('r', 'S', 'v') AND relname <> 'alembic_version'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    UNION ALL
    SELECT typname FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace
    WHERE nspname = 'public' AND (typtype = 'e' OR EXISTS (
        SELECT FROM pg_class c WHERE c.oid = typrelid AND relkind = 'c')
      )
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
    UNION ALL
    SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
    WHERE nspname = 'public' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""


def test_the_models_are_what_the_migrations_make(database_url: sa.URL) -> None:
    engine = sa.create_engine(database_url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours, "compare_type": True})
        assert compare_metadata(context, db.metadata) == []


BEFORE_SCHEDULES = """
    INSERT INTO municipality (id, code, slug, name) VALUES (7, 'GM9001', 'brinkdam', 'Brinkdam');
    INSERT INTO place (municipality_id, id, slug, kind, opening_hours) VALUES
        (7, '00000000-0000-0000-0000-000000000001', 'open', 'inloop', 'Mo 09:00-12:00; PH off'),
        (7, '00000000-0000-0000-0000-000000000002', 'stil', 'inloop', NULL);
    INSERT INTO activity (municipality_id, id, slug, kind, opening_hours, by_appointment) VALUES
        (7, '00000000-0000-0000-0000-000000000003', 'gesprek', 'inloop', 'Tu 09:00-12:00', true);
    INSERT INTO slot (municipality_id, place_id, starts_at, ends_at, status, note) VALUES
        (7, '00000000-0000-0000-0000-000000000001', '2026-11-02 08:00Z', '2026-11-02 11:00Z', 'open', 'bel aan'),
        (7, '00000000-0000-0000-0000-000000000001', '2026-11-09 08:00Z', '2026-11-09 11:00Z', 'cancelled', 'ziek'),
        (7, '00000000-0000-0000-0000-000000000001', '2026-11-16 08:00Z', '2026-11-16 11:00Z', 'open', NULL);
"""


def test_hours_become_schedules_and_come_back() -> None:
    with cloned_database() as url, app_that_migrates(url).app_context():
        flask_migrate.downgrade(revision="0002")
        _run(BEFORE_SCHEDULES)
        flask_migrate.upgrade(revision="0003")
        documents = _run("SELECT document FROM schedule ORDER BY id")
        slots = _run("SELECT status, reason, note FROM slot ORDER BY starts_at")
        version = _run("SELECT version FROM content_version WHERE municipality_id = 7")
        _run("UPDATE schedule SET document = document WHERE place_id IS NOT NULL")
        later_version = _run("SELECT version FROM content_version WHERE municipality_id = 7")
        flask_migrate.downgrade(revision="0002")
        hours = _run("SELECT slug, opening_hours FROM place UNION SELECT slug, opening_hours FROM activity")
        notes = _run("SELECT note FROM slot ORDER BY starts_at")
        db.engine.dispose()

    plain = {"version": 1, "closed_on_holidays": False}
    assert [from_document(document) for (document,) in documents] == [
        Schedule(expression="Mo 09:00-12:00; PH off", closed_on_holidays=False),
        Schedule(expression="Tu 09:00-12:00", closed_on_holidays=False, by_appointment=True),
    ]
    assert all(document.items() >= plain.items() for (document,) in documents)
    assert slots == [("open", {}, {"nl": "bel aan"}), ("cancelled", {"nl": "ziek"}, {}), ("open", {}, {})]
    assert later_version[0][0] > version[0][0]
    assert dict(hours) == {"open": "Mo 09:00-12:00; PH off", "stil": None, "gesprek": "Tu 09:00-12:00"}
    assert notes == [("bel aan",), ("ziek",), (None,)]


def test_after_the_columns_for_changed_slots_the_worker_writes_them_at_once() -> None:
    with cloned_database() as url, app_that_migrates(url).app_context():
        flask_migrate.downgrade(revision="0004")
        _run("INSERT INTO heartbeat (name, beat_at, slots_refreshed_on) VALUES ('worker', now(), '2026-11-02')")
        flask_migrate.upgrade(revision="0005")
        refreshed = _run("SELECT slots_refreshed_on FROM heartbeat")
        db.engine.dispose()

    assert refreshed == [(None,)]


BEFORE_VERSIONS = """
    INSERT INTO municipality (id, code, slug, name) VALUES (7, 'GM9001', 'brinkdam', 'Brinkdam');
    INSERT INTO {owner} (municipality_id, id, slug, kind) VALUES
        (7, '00000000-0000-0000-0000-000000000001', 'changed', 'inloop'),
        (7, '00000000-0000-0000-0000-000000000002', 'still', 'inloop');
    INSERT INTO {owner}_text (municipality_id, {owner}_id, language, name, state) VALUES
        (7, '00000000-0000-0000-0000-000000000001', 'nl', 'a', 'checked'),
        (7, '00000000-0000-0000-0000-000000000001', 'en', 'b', 'outdated'),
        (7, '00000000-0000-0000-0000-000000000001', 'ar', 'c', 'machine'),
        (7, '00000000-0000-0000-0000-000000000002', 'nl', 'd', 'checked'),
        (7, '00000000-0000-0000-0000-000000000002', 'en', 'e', 'machine'),
        (7, '00000000-0000-0000-0000-000000000002', 'ar', 'f', 'checked');
"""


@pytest.mark.parametrize("owner", ["place", "activity"])
def test_the_state_of_a_text_becomes_its_version_and_its_maker_and_comes_back(owner: str) -> None:
    with cloned_database() as url, app_that_migrates(url).app_context():
        flask_migrate.downgrade(revision="0004")
        _run(BEFORE_VERSIONS.format(owner=owner))
        flask_migrate.upgrade(revision="0006")
        now = _run(f"SELECT name, version, made_by FROM {owner}_text ORDER BY name")
        flask_migrate.downgrade(revision="0004")
        states = _run(f"SELECT name, state FROM {owner}_text ORDER BY name")
        db.engine.dispose()

    assert [(version, maker) for _name, version, maker in now] == [
        (2, "person"), (1, "person"), (2, "machine"), (1, "person"), (1, "machine"), (1, "person")
    ]  # fmt: skip
    assert [state for _name, state in states] == ["checked", "outdated", "machine", "checked", "machine", "checked"]


def _run(statements: str) -> list[tuple[Any, ...]]:
    """The rows of the last one, if it has any."""
    with db.engine.begin() as connection:
        result = connection.exec_driver_sql(statements)
        return [tuple(row) for row in result] if result.returns_rows else []
