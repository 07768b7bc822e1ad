"""The facts of an item as they are filled in."""

from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from webapp.editing.fields import FIELDS, LINE, Typed, facts_from, typed_of
from webapp.versions.document import Document

LONGEST = 600  # characters of a line: a website may have 500
MOST_TICKS = 200


@dataclass
class FactsForm:
    base: int
    kind: str
    values: Typed
    problems: dict[str, str] = field(default_factory=dict)

    def pairs(self) -> list[tuple[str, str]]:
        """All fields as a form sends them, for a page that only asks to choose."""
        return [(name, value) for name, values in self.values.items() for value in values]

    def one(self, name: str) -> str:
        values = self.values.get(name, [])
        return values[0] if values else ""


def stored_form(document: Document, base: int, kind: str) -> FactsForm:
    return FactsForm(base, kind, typed_of(document, kind))


def read_form(typed: MultiDict[str, str], base: int, kind: str) -> FactsForm:
    values = {}
    for one in FIELDS[kind]:
        some = typed.getlist(one.name)[: 1 if one.widget == LINE else MOST_TICKS]
        values[one.name] = [value.strip()[:LONGEST] for value in some]
    return FactsForm(base, kind, values)


def document_of(form: FactsForm, base_document: Document) -> Document:
    """The document with these facts; slips go into the problems of the form."""
    facts, form.problems = facts_from(form.values, base_document["facts"], form.kind)
    return {**base_document, "facts": facts}
