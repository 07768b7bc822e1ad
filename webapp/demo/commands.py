"""`flask demo …`"""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from webapp.accounts.queries import find_user
from webapp.accounts.rules import TEAM
from webapp.areas.models import Municipality
from webapp.areas.queries import find_municipality, list_open_municipalities
from webapp.core import clock
from webapp.core.database import commit
from webapp.core.errors import ImportRefused
from webapp.demo.accounts import address_of, join_organisations, make_accounts, write_accounts
from webapp.demo.checking import keep_checking
from webapp.demo.operations import CONTENT, list_towns, load_town
from webapp.demo.practices import load_practices
from webapp.demo.proposals import load_proposals
from webapp.demo.questions import join_teams, load_questions
from webapp.extensions import db

group = AppGroup("demo", help="The demonstration town.")


@group.command("load")
@click.argument("town", default="alblasserdam")
@click.option("--if-empty", is_flag=True, help="Do nothing when a town is open already.")
@click.option("--even-in-production", is_flag=True, help="Invented content on a real installation: be sure.")
def load(town: str, if_empty: bool, even_in_production: bool) -> None:
    """Load invented content to try everything out. Loading again changes nothing."""
    if town not in list_towns():
        raise click.ClickException(f"There is no demonstration town {town!a}; there is {', '.join(list_towns())}.")
    if current_app.config["ENVIRONMENT"] == "production" and not even_in_production:
        raise click.ClickException("This is production: invented content does not belong here (--even-in-production).")
    if if_empty and list_open_municipalities():
        click.echo("A town is open already; nothing was loaded.")
        _keep_accounts(town)
        return
    try:
        loaded = load_town(CONTENT / town, clock.now())
    except (ValueError, ImportRefused) as error:
        db.session.rollback()
        raise click.ClickException(str(error)) from error
    commit()
    counts = ", ".join(f"{number} {what}" for what, number in loaded.counts.items())
    outcomes = ", ".join(f"{loaded.outcomes[word]} {word}" for word in ("added", "changed", "unchanged"))
    click.echo(f"{loaded.town}: {counts} ({outcomes}).")
    click.echo(f"This is invented content, open to residents at /nl/{loaded.slug}/.")
    _keep_accounts(town)


def _keep_accounts(slug: str) -> None:
    """Staff to try everything out with; in production nobody gets in but by an invitation."""
    town = find_municipality(slug)
    if current_app.config["ENVIRONMENT"] == "production" or town is None or not town.is_demo:
        return
    file: Path = current_app.config["DEMO_ACCOUNTS"]
    accounts = make_accounts(town, file)
    if accounts is not None:
        commit()
        write_accounts(accounts, file)
        click.echo(f"One account a role: {file}")
    join_organisations(town, CONTENT / town.slug)
    load_practices(town, CONTENT / town.slug, clock.now())
    load_proposals(town, CONTENT / town.slug, clock.now())
    commit()
    _keep_questions(town)
    keep_checking(town, clock.now())
    commit()


def _keep_questions(town: Municipality) -> None:
    """Something to see in the inbox of the account of role `team`."""
    user = find_user(address_of(TEAM, town))
    if user is None:
        return
    join_teams(town, CONTENT / town.slug, user)
    asked = load_questions(town, CONTENT / town.slug, user, clock.now())
    commit()
    if asked:
        click.echo(f"{asked} invented questions for the inbox of {user.email}.")
