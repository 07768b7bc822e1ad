"""`flask places …`"""

from pathlib import Path

import click
from flask.cli import AppGroup

from webapp.areas.queries import find_municipality
from webapp.core.database import commit
from webapp.core.errors import ImportRefused
from webapp.extensions import db
from webapp.places.importing import CSV, HSDS, OSM, import_file

group = AppGroup("places", help="Places of a town.")


@group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--town", required=True, help="Slug of the municipality, like alblasserdam.")
@click.option("--dry-run", is_flag=True, help="The same report, but nothing is kept.")
@click.option(
    "--format",
    "format_",
    type=click.Choice([CSV, OSM, HSDS]),
    help="Without it: hsds for a folder and .zip, osm for .json and .geojson, else csv.",
)
@click.option(
    "--words",
    type=click.Path(path_type=Path),
    help="TOML with further words by which a package of HSDS tells what something is.",
)
def import_places(file: Path, town: str, dry_run: bool, format_: str | None, words: Path | None) -> None:
    """Add and change places from a FILE: CSV, GeoJSON of OpenStreetMap objects, or a package of HSDS 3 (Open Referral)
    with what is held there.

    Rows that are not right are told with line, column and reason; the rest goes in. Reading a file twice changes
    nothing the second time. A package of HSDS is JSON (services, a page of them, organizations, the tabular form) or
    the tables as CSV, in a folder or a zip file.
    """
    municipality = find_municipality(town)
    if municipality is None:
        raise click.ClickException(f"There is no town {town!a}; `flask areas list` shows them.")
    try:
        tally = import_file(municipality, file, format_=format_, words=words, tell=click.echo)
    except ImportRefused as refusal:
        db.session.rollback()
        raise click.ClickException(str(refusal)) from refusal
    if dry_run:
        db.session.rollback()
        click.echo("dry run: nothing was kept")
    else:
        commit()
    click.echo(str(tally))
