"""Alembic's entry: runs the numbered migrations on the application's database."""

from alembic import context
from flask import current_app
from geoalchemy2 import alembic_helpers

from webapp.core.migrating import is_ours
from webapp.extensions import db


def run_migrations() -> None:
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=is_ours,
            render_item=alembic_helpers.render_item,
            compare_server_default=False,
            transaction_per_migration=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Migrations need a database; use `flask db upgrade`.")
run_migrations()
