"""`flask texts …`"""

import sys

import click
from flask.cli import AppGroup

from webapp.areas.models import Municipality
from webapp.areas.queries import find_municipality
from webapp.core.database import commit, rollback
from webapp.core.language import find_language
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.places.checks import FactsError
from webapp.translating.operations import is_available, translate_item
from webapp.translating.queries import Item, list_untranslated
from webapp.translating.rules import Problem, TranslationFailed

group = AppGroup("texts", help="Texts of places and activities.")
STOPPING = (Problem.OFF, Problem.AWAY, Problem.REFUSED, Problem.LANGUAGE)


@group.command("translate")
@click.option("--town", required=True, help="Slug of the municipality, like alblasserdam.")
@click.option("--language", required=True, help="Code of the language, like en.")
@click.option("--missing", is_flag=True, help="Only what has no text; else also an outdated one of a machine.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be sent.")
def translate(town: str, language: str, missing: bool, dry_run: bool) -> None:
    """Have the translator of TRANSLATOR_URL translate the public Dutch texts of a town; marked as made by a machine."""
    municipality = find_municipality(town)
    if municipality is None:
        raise click.ClickException(f"There is no town {town!a}; `flask areas list` shows them.")
    if language == FALLBACK_LANGUAGE or find_language(language) is None:
        raise click.ClickException(f"{language!a} is no language to translate into; those of the site are.")
    if not is_available() and not dry_run:
        raise click.ClickException("No translator is set up: TRANSLATOR_URL is empty.")
    items = list_untranslated(municipality, language, outdated=not missing)
    if dry_run:
        for item in items:
            click.echo(item.slug)
        click.echo(f"dry run: {len(items)} texts would be sent")
        return
    done = sum(_translate(municipality, item, language) for item in items)
    click.echo(f"{done} translated, {len(items) - done} not")
    if done < len(items):
        sys.exit(1)


def _translate(town: Municipality, item: Item, language: str) -> bool:
    """Each in a transaction of its own. Raises ClickException where the next would fail as well."""
    slug = item.slug
    try:
        translate_item(town, item, language)
    except TranslationFailed as failed:
        rollback()
        if failed.problem in STOPPING:
            raise click.ClickException(f"The translator failed: {failed}. What was done before stays.") from failed
        click.echo(f"{slug}: {failed}", err=True)
        return False
    except FactsError as error:
        rollback()
        click.echo(f"{slug}: {error}", err=True)
        return False
    commit()
    return True
