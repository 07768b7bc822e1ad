"""Words for what a table would change."""

from typing import Any

from webapp.core.geo import Position
from webapp.core.texts import shortened
from webapp.core.words import _

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
