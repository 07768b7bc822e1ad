"""What a source said last, so that it can be told apart from what was corrected here. Pure.

The same words again change nothing: a phone number that staff corrected stays, whatever an old file repeats. What a
source says anew is news and goes in, also over a correction; the version before it is kept, as of every change.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from webapp.core.geo import Position

APART = frozenset({"opening_hours", "is_demo"})  # times remember their own words; whether it is invented is no news
Told = dict[str, Any]


def told_of(facts: Any, texts: Mapping[str, Any], given: frozenset[str] | None = None) -> Told:
    """By the names of `PlaceEntry.given`, as JSON keeps it; with `given` only those."""
    told = {field.name: _plain(getattr(facts, field.name)) for field in fields(facts) if field.name not in APART}
    for language, text in texts.items():
        told |= {f"{name}_{language}": value for name, value in vars(text).items()}
    return {name: value for name, value in told.items() if given is None or name in given}


def news(before: Mapping[str, Any] | None, told: Told) -> frozenset[str]:
    """What the source says otherwise than the last time; everything of a source that was never heard."""
    known = before or {}
    return frozenset(name for name, value in told.items() if name not in known or known[name] != value)


def remembered(before: Mapping[str, Any] | None, told: Told) -> Told:
    """What it said of the rest stays known."""
    return {**(before or {}), **told}


def _plain(value: Any) -> Any:
    if isinstance(value, Position):
        return [value.lat, value.lon]
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, UUID | date) else value
