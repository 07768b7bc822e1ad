"""`flask questions …`: what is kept, for how long, and what is late. Only `export` prints words of a person."""

import click
from flask.cli import AppGroup

from webapp.areas.models import Municipality
from webapp.areas.queries import find_municipality
from webapp.core import clock
from webapp.core.database import commit
from webapp.core.formats import local_iso
from webapp.questions.exporting import export_of
from webapp.questions.forgetting import set_retention
from webapp.questions.models import Question
from webapp.questions.operations import withdraw
from webapp.questions.queries import find_by_code, list_late
from webapp.questions.rounds import forget_ended
from webapp.taxonomy.rules import known
from webapp.teams.queries import get_team

group = AppGroup("questions", help="Questions of residents: what is kept of them.")
TOWN_HELP = "As in its addresses, such as alblasserdam."


@group.command("forget")
@click.option("--code", help="The number of one question: erase it now, because its resident asks for it.")
@click.option("--town", help=TOWN_HELP)
def forget(code: str | None, town: str | None) -> None:
    """Erase what has been kept long enough; with --code one question with its history and its mails.

    The worker does the first each minute by itself. What counts (subject, dates, outcome) stays; nothing can be undone.
    """
    moment = clock.now()
    if bool(code) != bool(town):
        raise click.UsageError("--code and --town belong together.")
    if code and town:
        municipality = _get_town(town)
        withdraw(municipality, _get_question(municipality, code), moment)
        commit()
        click.echo(f"{code} erased")
        return
    number = 0
    while found := forget_ended(moment):
        number += found
        commit()
    click.echo(f"{number} erased")


@group.command("export")
@click.argument("code")
@click.option("--town", required=True, help=TOWN_HELP)
def export(code: str, town: str) -> None:
    """All that is kept of the question CODE, as JSON: for its resident and nobody else."""
    municipality = _get_town(town)
    click.echo(export_of(municipality, _get_question(municipality, code)))


@group.command("retention")
@click.option("--town", required=True, help=TOWN_HELP)
@click.option("--topic", default="", help="A theme, such as geld; without it every theme that has no days of its own.")
@click.option("--days", required=True, type=click.IntRange(0, 3650))
def retention(town: str, topic: str, days: int) -> None:
    """How many days after its end a question is erased; for questions that end from now on."""
    municipality = _get_town(town)
    if topic and not known("theme", topic):
        raise click.ClickException(f"There is no theme {topic!a}.")
    set_retention(municipality.id, topic, days)
    commit()
    click.echo(f"{municipality.slug}, {topic or 'every other theme'}: {days} days")


@group.command("list-late")
def list_late_questions() -> None:
    """Town, number, state, team, theme and the moment that was promised, with tabs between, the longest late first."""
    for town, question in list_late(clock.now()):
        team = get_team(town, question.team_id)
        assert question.answer_by is not None  # list_late asks for it
        promised = local_iso(question.answer_by)
        click.echo("\t".join((town.slug, question.code, question.state, team.slug, question.topic or "-", promised)))


def _get_question(town: Municipality, code: str) -> Question:
    question = find_by_code(town.id, code)
    if question is None:
        raise click.ClickException(f"{town.name} has no question {code!a}.")
    return question


def _get_town(slug: str) -> Municipality:
    municipality = find_municipality(slug)
    if municipality is None:
        raise click.ClickException(f"There is no town {slug!a}; `flask areas list` shows them.")
    return municipality
