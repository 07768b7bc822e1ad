"""A standard answer as staff fill it in: read, checked, and shown again as it was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.core import bsn
from webapp.core.editions import FIELD, edition_of, together
from webapp.core.language import DEFAULT_LANGUAGE, languages
from webapp.core.typed import clash_problems
from webapp.core.words import _
from webapp.questions.rules import MOST_LETTERS, tidy

NAME_MAX = 80


@dataclass
class Form:
    """`words` by language; `errors` by the name of the field; `edition` as in core/editions."""

    name: str = ""
    words: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    edition: str = ""


def stored_form(name: str, words: Mapping[str, str]) -> Form:
    form = Form(name, {language.code: words.get(language.code, "") for language in languages()})
    form.edition = edition_of(_fields(form))
    return form


def meet(form: Form, stored: Form) -> None:
    """What a colleague changed meanwhile stays; what both changed is asked about."""
    fields = _fields(stored)
    values, clashes = together(_fields(form), fields, form.edition)
    form.name = values["name"]
    form.words = {code: values[f"words-{code}"] for code in form.words}
    form.edition = stored.edition
    form.errors |= clash_problems(clashes, fields)


def _fields(form: Form) -> dict[str, str]:
    return {"name": form.name, **{f"words-{code}": words for code, words in form.words.items()}}


def read_form(typed: Mapping[str, str]) -> Form:
    form = Form(
        " ".join(tidy(typed.get("name", "")).split()),
        {language.code: bsn.mask(tidy(typed.get(f"words-{language.code}", "")))[0] for language in languages()},
        edition=typed.get(FIELD, ""),
    )
    if not form.name:
        form.errors["name"] = _("Give this answer a name, so that colleagues find it.")
    elif len(form.name) > NAME_MAX:
        form.errors["name"] = _("This name is too long. Use at most 80 characters.")
    if not form.words.get(DEFAULT_LANGUAGE):
        form.errors[f"words-{DEFAULT_LANGUAGE}"] = _("Write the answer in Dutch. The other languages may wait.")
    for code, words in form.words.items():
        if len(words) > MOST_LETTERS:
            form.errors[f"words-{code}"] = _(
                "This is longer than 4,000 characters. Please make it shorter. Nothing is lost."
            )
    return form
