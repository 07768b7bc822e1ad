"""Signs, orders and counts of the coordinator's pages. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from uuid import UUID


def letters(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA, as the columns of a sheet."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, len(ascii_uppercase))
        text = ascii_uppercase[rest] + text
    return text


def moved(ids: Sequence[UUID], id_: UUID, place: int) -> list[UUID]:
    """With this one at a place from 1; beyond the end is the end."""
    others = [one for one in ids if one != id_]
    at = max(place, 1) - 1
    return [*others[:at], id_, *others[at:]]


# ---------------------------------------------------------------- counts without anybody in them

LEAST_SHOWN = 5  # fewer could point at one resident


@dataclass(frozen=True)
class Move:
    """So many questions about a topic (None: without one) would go from one team to another."""

    topic: str | None
    from_team: UUID
    to_team: UUID
    count: int

    @property
    def is_shown(self) -> bool:
        return self.count >= LEAST_SHOWN


def least_moved(moves: Sequence[Move]) -> tuple[int, bool]:
    """How many would go elsewhere, and whether that is all of them: a total would tell what a small number hides."""
    return sum(move.count for move in moves if move.is_shown), all(move.is_shown for move in moves)
