"""The forms of a coordinator: the words in all languages side by side, and what there is to say beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from werkzeug.datastructures import MultiDict

from webapp.collecting import words
from webapp.collecting.models import Collection, CollectionPart
from webapp.collecting.queries import text_in
from webapp.core.editions import FIELD
from webapp.core.language import DEFAULT_LANGUAGE, languages
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.core.typed import Typed, opened, typed_lines
from webapp.core.words import _
from webapp.places.slugs import LONGEST, slug_from
from webapp.taxonomy.rules import terms

BETWEEN = "--"  # stands between the language and the field


@dataclass(frozen=True)
class Row:
    """One field in all languages; `part` is whose it is, None for title and introduction."""

    field: str
    part: UUID | None
    is_long: bool
    longest: int


def codes() -> list[str]:
    return [language.code for language in languages()]


def name_in(language: str, field: str) -> str:
    return f"{language}{BETWEEN}{field}"


def rows(parts: Sequence[CollectionPart]) -> list[Row]:
    found = [Row(name, None, name == words.INTRO, words.longest(name)) for name in (words.TITLE, words.INTRO)]
    for part in parts:
        for name in words.names_of(part):
            field = words.field_name(part, name)
            found.append(Row(field, part.id, name != words.TITLE, words.longest(field)))
    return found


def stored_texts(collection: Collection) -> dict[str, str]:
    told: dict[str, str] = {}
    for code in codes():
        fields = words.fields_of(text_in(collection, code), collection.parts)
        told |= {name_in(code, field): said for field, said in fields.items()}
    return told


def opened_texts(collection: Collection) -> Typed:
    return opened(stored_texts(collection))


def read_texts(typed: Mapping[str, str], parts: Sequence[CollectionPart]) -> Typed:
    """A title in Dutch is needed, and a title in each language that says anything."""
    names = {name_in(code, field): field for code in codes() for field in words.field_names(parts)}
    form = typed_lines(typed, names, max(words.LONGEST.values()) + 1)
    form.edition = typed.get(FIELD, "")
    for name, field in names.items():
        if len(form.values[name]) > words.longest(field):
            form.problems[name] = _("This is too long. Use at most %(number)s characters.", number=words.longest(field))
    for code in codes():
        told = fields_in(form, code, parts)
        title = name_in(code, words.TITLE)
        if not told[words.TITLE] and (code == DEFAULT_LANGUAGE or any(told.values())):
            form.problems[title] = _("Write a title, so that people find it.")
    return form


def fields_in(form: Typed, code: str, parts: Sequence[CollectionPart]) -> dict[str, str]:
    return {field: form.values[name_in(code, field)] for field in words.field_names(parts)}


def read_confirmed(typed: MultiDict[str, str]) -> set[str]:
    return {code for code in typed.getlist("confirms") if code in codes() and code != FALLBACK_LANGUAGE}


def read_title(typed: Mapping[str, str]) -> Typed:
    form = typed_lines(typed, ["title"], words.LONGEST[words.TITLE] + 1)
    if not form.values["title"]:
        form.problems["title"] = _("Write a title, so that people find it.")
    elif len(form.values["title"]) > words.LONGEST[words.TITLE]:
        form.problems["title"] = _(
            "This is too long. Use at most %(number)s characters.", number=words.LONGEST[words.TITLE]
        )
    return form


# ---------------------------------------------------------------- address and themes


def theme_choices(language: str) -> list[tuple[str, str]]:
    return [(term.id, term.label(language)) for term in terms("theme").values() if not term.hidden]


def stored_facts(collection: Collection) -> dict[str, str]:
    return {
        "slug": collection.slug,
        "themes": " ".join(collection.themes),
        "is_ladder": "1" if collection.is_ladder else "",
    }


def read_facts(typed: MultiDict[str, str]) -> Typed:
    """Any words become an address; themes that nobody knows are left out."""
    form = typed_lines(typed, ["slug", "is_ladder"], LONGEST)
    form.edition = typed.get(FIELD, "")
    form.values["slug"] = slug_from(form.values["slug"], "")
    form.values["themes"] = " ".join(id_ for id_, _label in theme_choices("nl") if id_ in typed.getlist("themes"))
    form.values["is_ladder"] = "1" if form.values["is_ladder"] else ""
    if not form.values["slug"]:
        form.problems["slug"] = _("Write a few words for the address, such as new-in-town.")
    return form
