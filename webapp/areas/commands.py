"""flask areas …: boundaries, postcodes, and which towns residents may see."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from webapp.areas import operations, pdok, queries
from webapp.areas.boundaries import gather
from webapp.areas.geojson import GeoJson
from webapp.areas.postcodes import read_postcodes
from webapp.areas.reading import read_text
from webapp.areas.report import Report
from webapp.areas.rules import MUNICIPALITY, Rejected, normalise_code
from webapp.core import clock
from webapp.core.database import commit
from webapp.core.errors import ImportRefused, NotFound

group = AppGroup("areas", help="Boundaries, postcodes, and which towns are open.")


@group.command("import-boundaries")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--attribution", default=operations.CBS, show_default=True, help="Whom to name as the source.")
def import_boundaries(file: Path, attribution: str) -> None:
    """Gemeenten, wijken or buurten from GeoJSON (also .gz), EPSG:4326."""
    with _plain_errors():
        gathered = gather(GeoJson(read_text(file)).features())
        report = operations.import_boundaries(gathered, attribution)
    commit()
    _print(report)


@group.command("import-postcodes")
@click.argument("file", type=click.Path(path_type=Path))
def import_postcodes(file: Path) -> None:
    """PC4 areas from GeoJSON, or PC4 or PC6 points from CSV (also .gz)."""
    with _plain_errors():
        report = operations.import_postcodes(read_postcodes(read_text(file)))
    commit()
    _print(report)


@group.command("fetch")
@click.argument("code")
@click.option("--base-url", envvar="PDOK_URL", default=pdok.BASE_URL, show_default=True, help="PDOK, or a copy.")
def fetch(code: str, base_url: str) -> None:
    """Get the boundaries of one town (GM0482) from PDOK and open it."""
    with _plain_errors():
        municipality_code = normalise_code(code, MUNICIPALITY)
        client = pdok.PdokClient(base_url, contact=current_app.config["SETTINGS"].base_url or "")
        gathered = gather(client.features(municipality_code), only=municipality_code)
        report = operations.import_town(gathered, municipality_code, clock.now())
    commit()
    _print(report)


@group.command("open")
@click.argument("slug")
def open_town(slug: str) -> None:
    """Let residents see a town."""
    try:
        municipality = queries.get_municipality(slug)
    except NotFound:
        raise click.ClickException(f"There is no town {slug!a}; `flask areas list` shows them.") from None
    is_new = operations.open_municipality(municipality, clock.now())
    commit()
    click.echo(f"{municipality.name} is {'open now' if is_new else 'open already'}.")


@group.command("list")
def list_towns() -> None:
    """Code, slug, name, open or closed, number of wijken and buurten, with tabs between."""
    for town in queries.list_municipality_summaries():
        state = "open" if town.is_open else "closed"
        areas = (f"{town.districts} wijken", f"{town.neighbourhoods} buurten")
        click.echo("\t".join((town.code, town.slug, town.name, state, *areas)))


@contextmanager
def _plain_errors() -> Iterator[None]:
    """One sentence on the error output and exit code 1; nothing was stored."""
    try:
        yield
    except ImportRefused as error:
        raise click.ClickException(str(error)) from error
    except Rejected as error:
        raise click.ClickException(f"{error.reason}.") from error


def _print(report: Report) -> None:
    for line in report.lines():
        click.echo(line)
    if report.has_failed:
        sys.exit(1)
