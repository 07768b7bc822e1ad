"""What a reader finds in a file, one after the other: entries, rows that cannot be read, and what stays out."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from webapp.core.errors import RowProblem
from webapp.places.facts import PlaceEntry


@dataclass(frozen=True)
class Rejected:
    """One row, with a sentence for everything that is wrong with it; `problems` say the same in parts, of a table."""

    reasons: tuple[str, ...]
    problems: tuple[RowProblem, ...] = ()

    @classmethod
    def at(cls, problems: Iterable[RowProblem]) -> "Rejected":
        problems = tuple(problems)
        return cls(tuple(map(str, problems)), problems)


@dataclass(frozen=True)
class Warned:
    """Something about the next entry that was left out of it; the entry itself goes in."""

    sentence: str


class Why(Enum):
    SAFETY = "left out for safety"
    OUTSIDE = "outside the town of"
    OTHER_KIND = "of a kind that is not on the map"
    NOT_ACTIVE = "not offered at present"
    POSTAL = "only an address for letters"
    HERE = "kept here already, so this package is from here"


@dataclass(frozen=True)
class LeftOut:
    """Not wrong, but not for this map. `name` is None where it may not be said."""

    why: Why
    name: str | None = None


Finding = PlaceEntry | Rejected | Warned | LeftOut
