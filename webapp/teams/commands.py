"""`flask teams …`"""

from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import AppGroup

from webapp.areas.models import Municipality
from webapp.areas.queries import find_municipality
from webapp.core.database import commit
from webapp.core.errors import ImportRefused
from webapp.extensions import db
from webapp.teams import queries
from webapp.teams.importing import import_teams
from webapp.teams.models import RoutingArea, Team

group = AppGroup("teams", help="Teams that answer questions, and who gets which.")
TOWN_HELP = "As in its addresses, such as alblasserdam."


@group.command("list")
@click.option("--town", required=True, help=TOWN_HELP)
def list_teams(town: str) -> None:
    """Slug, name, mailbox, state, topics and areas, with tabs between; then the rules in the order of trying."""
    municipality = _get_town(town)
    for team in queries.list_teams(municipality, with_inactive=True):
        areas = _areas(queries.list_areas(municipality, team.id))
        columns = (team.slug, team.name, team.email or "no mailbox", _state(team), ", ".join(team.topics), areas)
        click.echo("\t".join(part or "-" for part in columns))
    for line in queries.list_rules(municipality):
        conditions = (", ".join(line.rule.topics), ", ".join(line.rule.languages), _areas(line.areas))
        click.echo("\t".join((f"rule {line.rule.number}", line.team.slug, *(part or "-" for part in conditions))))
    for code in queries.list_lost_codes(municipality):
        click.echo(f"{code} was chosen but is no wijk or buurt of {municipality.name} (any more)")
    if not queries.is_reachable(municipality):
        click.echo("No team can be reached: residents see a phone number in place of the form.")


@group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--areas", type=click.Path(path_type=Path), help="GeoJSON of drawn areas, each with a name.")
@click.option("--town", required=True, help=TOWN_HELP)
@click.option("--dry-run", is_flag=True, help="The same report, but nothing is kept.")
def import_file(file: Path, areas: Path | None, town: str, dry_run: bool) -> None:
    """Add and change teams, and replace the rules, from a TOML FILE; the same file twice changes nothing.

    Where anything is wrong, all of it is told by line and name, and nothing is kept.
    """
    municipality = _get_town(town)
    try:
        outcome = import_teams(municipality, file, areas)
    except ImportRefused as refusal:
        db.session.rollback()
        raise click.ClickException(str(refusal)) from refusal
    if dry_run:
        db.session.rollback()
        click.echo("dry run: nothing was kept")
    else:
        commit()
    for line in outcome.lines():
        click.echo(line)


def _state(team: Team) -> str:
    return "triage" if team.is_triage else "active" if team.is_active else "inactive"


def _areas(areas: Sequence[RoutingArea]) -> str:
    return ", ".join(area.neighbourhood_code or "a drawn area" for area in areas)


def _get_town(slug: str) -> Municipality:
    municipality = find_municipality(slug)
    if municipality is None:
        raise click.ClickException(f"There is no town {slug!a}; `flask areas list` shows them.")
    return municipality
