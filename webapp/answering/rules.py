"""Themes before things, unless somebody knows the name of what they look for. Pure."""

from collections.abc import Sequence
from typing import TypeVar

MOST_THEMES = 3
THEMES_FIRST = 1  # in one list with things

Answer = TypeVar("Answer")


def in_one_list(themes: Sequence[Answer], things: Sequence[Answer], *, is_named: bool, limit: int) -> list[Answer]:
    """The first theme leads, the others follow the best things; a thing that was named comes before all."""
    leading, following = themes[:THEMES_FIRST], themes[THEMES_FIRST:MOST_THEMES]
    first = [*things[:1], *leading] if is_named else [*leading, *things[:1]]
    return [*first, *things[1:2], *following, *things[2:]][:limit]
