"""`flask schedule …`"""

import click
from flask.cli import AppGroup

from webapp.core import clock
from webapp.core.database import commit
from webapp.schedule.operations import refresh_slots

group = AppGroup("schedule", help="Opening times as moments.")


@group.command("refresh")
def refresh() -> None:
    """Write the opening times of the coming weeks; the worker does this each night."""
    count = refresh_slots(clock.today())
    commit()
    click.echo(f"{count} opening times added or removed")
