"""flask keys …: the keys in DATA_KEYS."""

import sys

import click
from cryptography.fernet import Fernet
from flask.cli import AppGroup

from webapp.core.database import allow_long_statements, commit
from webapp.core.resealing import reseal_everything

group = AppGroup("keys", help="The keys that seal what residents write.")


@group.command("new")
def new() -> None:
    """Print a new key, to be put in front of the others in DATA_KEYS."""
    click.echo(Fernet.generate_key().decode("ascii"))


@group.command("reseal")
def reseal() -> None:
    """Seal everything under the newest key. Can be stopped and started again at any moment."""
    resealed = unreadable = 0
    allow_long_statements()
    for batch in reseal_everything():
        commit()
        allow_long_statements()
        resealed += batch.resealed
        if batch.unreadable:
            unreadable += batch.unreadable
            click.echo(f"{batch.table}: {batch.unreadable} values open with none of the keys", err=True)
    click.echo(f"{resealed} values sealed under the newest key")
    if unreadable:
        click.echo("Put the old key back at the end of DATA_KEYS and start again.", err=True)
        sys.exit(1)
