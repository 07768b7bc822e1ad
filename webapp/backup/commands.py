"""flask backup, flask restore."""

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from webapp.backup import operations
from webapp.backup.rules import BackupError, name_for
from webapp.core import clock
from webapp.core.database import commit, is_away
from webapp.core.migrations import newest_migration

AWAY = "The database does not answer."


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--keep-days", type=click.IntRange(1, 3650), help="With a folder: remove its backups that are older.")
@with_appcontext
def backup(file: Path, keep_days: int | None) -> None:
    """Everything in the database, sealed, into FILE.

    A folder gets a file with the moment in its name. Sealed with the first key of DATA_KEYS; without that key nobody
    can open it."""
    moment = clock.now()
    if keep_days and not file.is_dir():
        raise click.UsageError("--keep-days needs a folder.")
    path = file / name_for(moment) if file.is_dir() else file
    try:
        report = operations.write_backup(path, moment)
        operations.note_success(moment)
        commit()
    except (BackupError, DBAPIError) as problem:
        _end(problem)
    tables = len(report.stock.tables)
    click.echo(f"{path}: {report.rows} rows of {tables} tables, {report.size} bytes, read back and complete")
    click.echo(f"migration {report.header.migration}, sha256 {report.sha256}")
    for name in operations.remove_expired(file, moment, keep_days) if keep_days else ():
        click.echo(f"{name} is older than {keep_days} days and was removed")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def restore(file: Path) -> None:
    """The backup in FILE into the empty database of DATABASE_URL, as a whole or not at all."""
    try:
        report = operations.restore_backup(file)
    except (BackupError, DBAPIError) as problem:
        _end(problem)
    header = report.header
    click.echo(f"{report.rows} rows of {len(report.stock.tables)} tables as on {header.made_at}, each compared")
    if header.migration != newest_migration():
        click.echo(f"It stands at migration {header.migration}; now run: flask db upgrade")


def _end(problem: BackupError | DBAPIError) -> None:
    if isinstance(problem, DBAPIError) and not is_away(problem):
        raise problem
    click.echo(str(problem) if isinstance(problem, BackupError) else AWAY, err=True)
    sys.exit(1)
