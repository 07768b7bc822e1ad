"""`flask schedule …`"""

from pathlib import Path

import click
from flask.cli import AppGroup

from webapp.areas.queries import find_municipality
from webapp.core import clock
from webapp.core.database import commit
from webapp.core.errors import ImportRefused
from webapp.extensions import db
from webapp.schedule.breaks import REGIONS, read_breaks
from webapp.schedule.checks import ScheduleError
from webapp.schedule.closing import set_school_breaks, tick_holiday
from webapp.schedule.holidays import HOLIDAYS
from webapp.schedule.operations import refresh_slots
from webapp.schedule.queries import list_towns
from webapp.schedule.slots import expect_many_rows

group = AppGroup("schedule", help="Opening times as moments.")
TOWN_HELP = "As in its addresses, such as alblasserdam."


@group.command("refresh")
def refresh() -> None:
    """Write the opening times of the coming weeks; the worker does this each night."""
    count = 0
    for municipality_id in list_towns():
        count += refresh_slots(municipality_id, clock.today())
        commit()
    click.echo(f"{count} opening times added or removed")


@group.command("import-breaks")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--region", type=click.Choice(REGIONS), required=True, help="North, middle or south of the country.")
@click.option("--town", required=True, help=TOWN_HELP)
def import_breaks(file: Path, region: str, town: str) -> None:
    """Take the school breaks of a town from a CSV file: regio_code;naam;begin;eind."""
    municipality_id = _get_town(town)
    expect_many_rows()
    try:
        breaks = read_breaks(file, region)
        count = set_school_breaks(municipality_id, breaks)
    except (ImportRefused, ScheduleError) as error:
        db.session.rollback()
        raise click.ClickException(str(error)) from error
    commit()
    click.echo(f"{len(breaks)} school breaks; {count} opening times added or removed")


@group.command("holiday")
@click.argument("holiday", type=click.Choice(list(HOLIDAYS)))
@click.option("--closed/--open", required=True, help="Whether doors are closed on that day.")
@click.option("--town", required=True, help=TOWN_HELP)
def tick(holiday: str, closed: bool, town: str) -> None:
    """Say whether a public holiday closes the doors of a town."""
    municipality_id = _get_town(town)
    expect_many_rows()
    count = tick_holiday(municipality_id, holiday, closed)
    commit()
    click.echo(f"{count} opening times added or removed")


def _get_town(slug: str) -> int:
    municipality = find_municipality(slug)
    if municipality is None:
        raise click.ClickException(f"There is no town {slug!a}.")
    return municipality.id
