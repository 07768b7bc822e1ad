"""`flask search …`"""

import click
from flask.cli import AppGroup

from webapp.areas.models import Municipality
from webapp.areas.queries import find_municipality
from webapp.core.database import commit
from webapp.search import operations, queries

group = AppGroup("search", help="What words mean in a town, and what was searched for in vain.")
town_option = click.option("--town", required=True, help="Slug of the municipality, like alblasserdam.")
words_argument, term_argument = click.argument("words"), click.argument("term")


@group.command("synonyms")
@town_option
def list_synonyms(town: str) -> None:
    """What words mean in this town beside what they mean everywhere."""
    for words, term, is_meant in queries.list_synonyms(_get_town(town).id):
        click.echo(f"{words}\t{'' if is_meant else 'not '}{term}")


@group.command("add-synonym")
@words_argument
@term_argument
@town_option
@click.option("--not", "is_not", is_flag=True, help="These words do not mean this here, whatever they mean elsewhere.")
def add_synonym(words: str, term: str, town: str, *, is_not: bool) -> None:
    """Let WORDS mean TERM, an axis and an id of the taxonomy like theme=geld."""
    try:
        operations.set_synonym(_get_town(town).id, words, term, is_meant=not is_not)
    except operations.SynonymError as error:
        raise click.ClickException(str(error)) from error
    commit()


@group.command("forget-synonym")
@words_argument
@term_argument
@town_option
def forget_synonym(words: str, term: str, town: str) -> None:
    """Back to what WORDS mean everywhere."""
    if not operations.forget_synonym(_get_town(town).id, words, term):
        raise click.ClickException(f"There is no such synonym; `flask search synonyms --town {town}` lists them.")
    commit()


@group.command("missed")
@town_option
@click.option("--most", default=50, show_default=True, help="How many, most often first.")
def list_missed(town: str, most: int) -> None:
    """What residents searched for and did not find: the beginning of a synonym, or of something new in town."""
    for words, number in queries.list_missed(_get_town(town).id, most):
        click.echo(f"{number}\t{words}")


@group.command("reindex")
@town_option
def reindex(town: str) -> None:
    """Make the search columns and the words of a town anew; triggers keep them, so this is rarely needed."""
    operations.reindex(_get_town(town).id)
    commit()


def _get_town(slug: str) -> Municipality:
    municipality = find_municipality(slug)
    if municipality is None:
        raise click.ClickException(f"There is no town {slug!a}; `flask areas list` shows them.")
    return municipality
