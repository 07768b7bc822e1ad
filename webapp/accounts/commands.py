"""flask accounts …: who may work here."""

import click
from flask.cli import AppGroup

from webapp.accounts import mails, operations, queries
from webapp.accounts.models import Invitation, Membership, StaffUser
from webapp.accounts.rules import ADMIN, INVITATION_DAYS, INVITED, is_email, normal_email
from webapp.areas.models import Municipality
from webapp.areas.queries import find_municipality
from webapp.core import clock
from webapp.core.database import commit
from webapp.core.language import find_language

group = AppGroup("accounts", help="Staff: invitations, roles, who is shut out.")


@group.command("invite")
@click.argument("email")
@click.option("--role", type=click.Choice(INVITED), required=True)
@click.option("--town", help="Slug of the municipality; only an admin can do without: then for all towns.")
@click.option("--lang", default="nl", show_default=True, help="Language of the mail.")
def invite(email: str, role: str, town: str | None, lang: str) -> None:
    """Send somebody a mail with which to make an account, or to take on one more role."""
    if not is_email(normal_email(email)):
        raise click.ClickException(f"{email!a} is not an e-mail address.")
    if find_language(lang) is None:
        raise click.ClickException(f"There is no language {lang!a}.")
    if town is None and role != ADMIN:
        raise click.ClickException(f"A role of {role} is in one town: add --town SLUG.")
    invitation, token = operations.invite(email, role, _get_town(town) if town else None, clock.now())
    mails.send_invitation(invitation, token, lang)
    commit()
    click.echo(f"An invitation goes to {invitation.email}; it works once, for {INVITATION_DAYS} days.")


@group.command("list")
def list_accounts() -> None:
    """Address, name, state and roles, with tabs between; then who was invited and has not come yet."""
    for user in queries.list_users():
        state = "active" if user.active else "disabled"
        state = state if user.has_second_step or not user.active else "without second step"
        click.echo("\t".join((user.email, user.name, state, ", ".join(map(_role, user.memberships)))))
    for invitation in queries.list_open_invitations(clock.now()):
        click.echo("\t".join((invitation.email, "", "invited", _role(invitation))))


@group.command("disable")
@click.argument("email")
def disable(email: str) -> None:
    """Shut somebody out, in every browser at once. What they did stays."""
    operations.disable(_get_user(email), clock.now())
    commit()
    click.echo(f"{normal_email(email)} is shut out.")


@group.command("enable")
@click.argument("email")
def enable(email: str) -> None:
    """Let somebody in again who was shut out."""
    operations.enable(_get_user(email))
    commit()
    click.echo(f"{normal_email(email)} may sign in again.")


def _role(held: Membership | Invitation) -> str:
    return f"{held.role} in {held.municipality.slug}" if held.municipality else f"{held.role} everywhere"


def _get_town(slug: str) -> Municipality:
    municipality = find_municipality(slug)
    if municipality is None:
        raise click.ClickException(f"There is no town {slug!a}; `flask areas list` shows them.")
    return municipality


def _get_user(email: str) -> StaffUser:
    user = queries.find_user(normal_email(email))
    if user is None:
        raise click.ClickException(f"Nobody has the address {email!a}; `flask accounts list` shows who there is.")
    return user
