"""Words for what a table would change."""

from typing import Any

from webapp.core.formats import postcode_words
from webapp.core.geo import Position
from webapp.core.language import current_language
from webapp.core.texts import shortened
from webapp.core.words import _
from webapp.places.facts import PlaceFacts
from webapp.taxonomy.rules import terms

LONGEST = 80  # characters of a value


def value_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, "", [], ()):
        return _("nothing")
    if isinstance(value, Position):
        return f"{value.lat}, {value.lon}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    text = str(value)
    return _("other times") if text.startswith("{") else shortened(text, LONGEST)


def about_words(facts: PlaceFacts) -> str:
    """In one line: what it is, where, and when, the times as they were written."""
    kind = terms("place_kind").get(facts.kind)
    street = " ".join(filter(None, (facts.street, facts.house_number)))
    town = " ".join(filter(None, (postcode_words(facts.postcode or ""), facts.city)))
    hours = shortened(facts.opening_hours or "", LONGEST)
    return ", ".join(filter(None, (kind.label(current_language()) if kind else "", street, town, hours)))
