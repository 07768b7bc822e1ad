"""`flask db`: the numbered migrations. Alembic is some 8 MiB that no web process and no worker needs, so it is loaded
by who migrates and by nobody else."""

import logging
from pathlib import Path
from typing import Any

import click
from flask import Flask

from webapp.extensions import db

MIGRATIONS = Path(__file__).resolve().parent.parent.parent / "migrations"


class MigrationCommands(click.Command):
    """The commands of Flask-Migrate, loaded when somebody types `flask db`."""

    def __init__(self, app: Flask) -> None:
        super().__init__("db", short_help="Numbered migrations of the tables.")
        self._app = app

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """From here on click goes on with the command of this context, which is theirs."""
        prepare(self._app)
        from flask_migrate.cli import db as commands

        context: click.Context = commands.make_context(info_name, args, parent, **extra)
        return context


def prepare(app: Flask) -> None:
    """What Flask-Migrate wants to know of the application before it does anything."""
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)  # else it tells each of its parts
    from flask_migrate import Migrate

    if "migrate" not in app.extensions:
        Migrate(app, db, directory=str(MIGRATIONS))


def upgrade(app: Flask) -> None:
    """To the tables of this release."""
    prepare(app)
    from flask_migrate import upgrade as to_newest

    to_newest()


def is_ours(thing: Any, name: str | None, type_: str, reflected: bool, compare_to: Any) -> bool:
    """For Alembic: the tables of PostGIS and of the job queue have no models and are not ours to drop."""
    from geoalchemy2 import alembic_helpers

    if type_ == "table" and name is not None and (name == "spatial_ref_sys" or name.startswith("procrastinate_")):
        return False
    return bool(alembic_helpers.include_object(thing, name, type_, reflected, compare_to))  # type: ignore[no-untyped-call]
