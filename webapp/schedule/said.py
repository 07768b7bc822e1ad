"""Stored times in the words of OpenStreetMap, where these say exactly the same. Pure."""

import json
from dataclasses import replace
from functools import lru_cache
from typing import Any

from webapp.schedule import osm
from webapp.schedule.document import from_document, to_document
from webapp.schedule.rules import HoursError
from webapp.schedule.told import read_opening_hours


def hours_text(document: dict[str, Any], source_text: str | None) -> str:
    """Of a stored schedule, changed dates aside; empty where these words cannot say it."""
    undisturbed = {name: value for name, value in document.items() if name != "changes"}
    return _text_of(json.dumps(undisturbed, sort_keys=True), source_text)


@lru_cache(maxsize=2048)  # a town writes the same hours many times over
def _text_of(document: str, source_text: str | None) -> str:
    wanted = json.loads(document)
    if source_text and not source_text.startswith("{") and _says(source_text, wanted):
        return source_text
    try:
        text = osm.write(replace(from_document(wanted), changes=()))
    except HoursError:
        return ""
    return text if text and _says(text, wanted) else ""


def _says(text: str, wanted: Any) -> bool:
    try:
        return bool(to_document(replace(read_opening_hours(text), changes=())) == wanted)
    except HoursError:
        return False
