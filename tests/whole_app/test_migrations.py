"""Numbered migrations, one line of history, up and down, and the models are what they make."""

import re
from pathlib import Path

import flask_migrate
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from geoalchemy2 import alembic_helpers

from tests.database import cloned_database, settings_for_tests
from webapp.app import ROOT, create_app
from webapp.extensions import db

VERSIONS = ROOT / "migrations" / "versions"


def files() -> list[Path]:
    return sorted(VERSIONS.glob("*.py"))


def test_migrations_are_numbered_without_gaps_and_follow_each_other() -> None:
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    numbers = [path.name.split("_")[0] for path in files()]

    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert [script.revision for script in scripts.walk_revisions()] == numbers[::-1]
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", path.name) for path in files())


def test_the_way_down_takes_back_all_and_the_way_up_can_be_walked_again() -> None:
    with cloned_database() as url:
        app = create_app(settings_for_tests(url))
        with app.app_context():
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
    SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
    WHERE nspname = 'public' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""


def test_the_models_are_what_the_migrations_make(database_url: sa.URL) -> None:
    engine = sa.create_engine(database_url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": alembic_helpers.include_object, "compare_type": True}
        )
        assert compare_metadata(context, db.metadata) == []
