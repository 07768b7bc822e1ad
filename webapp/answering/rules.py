"""The order of what fits, and themes before things, unless somebody knows the name of what they look for. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeVar
from uuid import UUID

from webapp.core.geo import Position, distance_m

MOST_THEMES = 3
THEMES_FIRST = 1  # in one list with things

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Fit:
    """One place or activity that fits what was asked, apart from who asks, where and when. `ease` as in
    finding.conditions; `is_role`: of a volunteer; `names` by language."""

    type: str
    id: UUID
    slug: str
    street: str | None
    point: Position | None
    ease: int
    is_role: bool
    score: float
    names: tuple[tuple[str, str], ...]


def in_turn(
    fits: Iterable[Fit], is_open: Callable[[UUID], bool], origin: Position | None
) -> list[tuple[Fit, float | None]]:
    """Each with its distance in metres: what fits best first, then what is open, then what is near, then what is
    easiest to come to. Who asks for coffee wants to drink it first, and to pour it after that: roles of volunteers
    follow."""
    told = [(fit, distance_m(fit.point, origin) if origin and fit.point else None) for fit in fits]

    def turn(one: tuple[Fit, float | None]) -> tuple[float, bool, bool, float, int, str]:
        fit, metres = one
        far = inf if metres is None else metres
        return -fit.score, fit.is_role, not is_open(fit.id), far, -fit.ease, fit.slug

    return sorted(told, key=turn)


def in_one_list(themes: Sequence[Answer], things: Sequence[Answer], *, is_named: bool, limit: int) -> list[Answer]:
    """The first theme leads, the others follow the best things; a thing that was named comes before all."""
    leading, following = themes[:THEMES_FIRST], themes[THEMES_FIRST:MOST_THEMES]
    first = [*things[:1], *leading] if is_named else [*leading, *things[:1]]
    return [*first, *things[1:2], *following, *things[2:]][:limit]
