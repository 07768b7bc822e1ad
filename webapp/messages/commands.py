"""flask messages …: what went out, what came back. Whom a mail was for and what it said is never printed."""

import sys
from uuid import UUID

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from webapp.areas.queries import find_municipality
from webapp.core import clock
from webapp.core.database import commit, is_away
from webapp.messages import operations, queries, rules
from webapp.messages.bounces import Bounce, NoBounce, read_bounce
from webapp.messages.models import OutgoingMessage

group = AppGroup("messages", help="Mail that goes out.")
TRY_LATER = 75  # EX_TEMPFAIL: a mail server that pipes a bounce into us keeps it and comes again
MAX_BYTES = 5_000_000  # a bounce may carry the whole mail that it is about


@group.command("bounced")
def bounced() -> None:
    """Read one bounce from the standard input and mark the mail that it is about.

    For a pipe of the mail server that receives what goes to MAIL_FROM. A mail that is no bounce, or not about one of
    ours, changes nothing and is no error: exit code 0, or 75 when the database is away."""
    raw = sys.stdin.buffer.read(MAX_BYTES)
    try:
        click.echo(_mark(read_bounce(raw)))
    except NoBounce:
        click.echo("no bounce; nothing changed")
    except DBAPIError as error:
        if not is_away(error):
            raise
        click.echo("database away; please try again", err=True)
        sys.exit(TRY_LATER)


def _mark(bounce: Bounce) -> str:
    message = queries.find_message(bounce.message_id) if bounce.message_id else None
    message = message or queries.find_by_mail_ids(bounce.mail_ids)
    if message is None:
        return "a bounce, but of none of our mails; nothing changed"
    if not bounce.has_failed:
        return f"{message.id} is only late; nothing changed"
    if not operations.mark_bounced(message, bounce.status, clock.now()):
        return f"{message.id} was known not to have arrived; nothing changed"
    commit()
    return f"{message.id} bounced ({bounce.status})"


@group.command("list")
@click.option("--town", help="As in its addresses, such as alblasserdam.")
@click.option("--state", type=click.Choice(rules.STATES))
@click.option("--limit", type=click.IntRange(1, 100_000), default=100, show_default=True)
def list_messages(town: str | None, state: str | None, limit: int) -> None:
    """Id, moment, kind, what it is about, state, attempts and error, with tabs between, the latest first."""
    municipality_id = _get_town(town) if town else None
    for message in queries.list_messages(municipality_id=municipality_id, state=state, limit=limit):
        click.echo("\t".join(_fields(message)))
    counts = ", ".join(f"{count} {name}" for name, count in queries.count_by_state().items())
    click.echo(f"{counts}; {queries.count_overdue(clock.now())} overdue", err=True)


@group.command("again")
@click.argument("message_id", type=click.UUID)
def again(message_id: UUID) -> None:
    """Queue a mail once more that failed or bounced, when what was wrong is mended."""
    message = queries.find_message(message_id)
    if message is None:
        raise click.ClickException("There is no such mail; `flask messages list` shows them.")
    if not operations.queue_again(message, clock.now()):
        raise click.ClickException("It is under way, or its text was forgotten.")
    commit()
    click.echo(f"{message_id} queued")


def _fields(message: OutgoingMessage) -> tuple[str, ...]:
    return (
        str(message.id),
        message.queued_at.isoformat(timespec="seconds"),
        message.kind,
        message.about or "-",
        message.state,
        str(message.attempts),
        message.error or "-",
    )


def _get_town(slug: str) -> int:
    municipality = find_municipality(slug)
    if municipality is None:
        raise click.ClickException(f"There is no town {slug!a}.")
    return municipality.id
