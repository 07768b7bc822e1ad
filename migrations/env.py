"""Alembic's entry: runs the numbered migrations on the application's database."""

from alembic import context
from flask import current_app
from geoalchemy2 import alembic_helpers

from webapp.extensions import db


def _include(obj: object, name: str | None, type_: str, reflected: bool, compare_to: object) -> bool:
    """PostGIS's own tables are not ours to drop."""
    return name != "spatial_ref_sys" and alembic_helpers.include_object(obj, name, type_, reflected, compare_to)


def run_migrations() -> None:
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=_include,
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
