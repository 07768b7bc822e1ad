"""What can be chosen in the form of an item: kinds, themes, organisations and places of one's own, languages."""

from collections.abc import Sequence
from uuid import UUID

from webapp.activities.scope import Scope
from webapp.core.language import current_language, language_names
from webapp.core.words import _
from webapp.editing.fields import FIELDS, LINE, Field
from webapp.editing.queries import list_own_organisations, list_places_to_choose, map_names
from webapp.taxonomy.rules import terms

Choices = tuple[tuple[str, str], ...]  # value and label
SPOKEN = ("nl", "en", "ar", "tr", "pl", "uk", "fa", "ti", "so", "fr", "de", "es", "bg", "ro")  # the most asked for


def wheelchair() -> Choices:
    return (
        ("unknown", _("We do not know")),
        ("yes", _("Yes")),
        ("limited", _("Partly")),
        ("no", _("No")),
    )


def choices(scope: Scope, kind: str, typed: dict[str, list[str]]) -> dict[str, Choices]:
    """By field. What was chosen once and is no more on offer stays there, so that saving something else keeps it."""
    return {
        field.name: _with_chosen(scope, field, _offered(scope, field), typed.get(field.name, []))
        for field in FIELDS[kind]
    }


def _offered(scope: Scope, field: Field) -> Choices:
    if field.axis:
        language = current_language()
        return tuple((term.id, term.label(language)) for term in terms(field.axis).values())
    if field.name == "organisation_id":
        return tuple((str(one.id), one.name) for one in list_own_organisations(scope))
    if field.name == "place_id":
        return tuple((str(id_), name) for id_, name in list_places_to_choose(scope))
    if field.name == "spoken":
        return tuple(zip(SPOKEN, language_names(SPOKEN, current_language()), strict=True))
    return wheelchair() if field.name == "wheelchair" else ()


def _with_chosen(scope: Scope, field: Field, offered: Choices, chosen: Sequence[str]) -> Choices:
    there = {value for value, _label in offered}
    lost = [value for value in chosen if value and value not in there]
    if field.widget == LINE or not lost:
        return offered
    if field.name == "spoken":
        return (*offered, *zip(lost, language_names(lost, current_language()), strict=True))
    names = map_names(scope, [id_ for id_ in map(read_id, lost) if id_ is not None])
    return (*offered, *((value, names.get(value, value)) for value in lost))


def read_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def further_languages(shown: Sequence[str]) -> Choices:
    """Into which a text may be translated and which are not on the page yet."""
    codes = [code for code in SPOKEN if code not in shown]
    return tuple(zip(codes, language_names(codes, current_language()), strict=True))
