"""The order of a collection: parts are moved up and down, a heading with all that follows it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar
from uuid import UUID

MOST_PARTS = 60  # headings included: more is no choice any more
MOST_COLLECTIONS = 40
UP, DOWN = -1, 1


class Part(Protocol):
    @property
    def id(self) -> object: ...
    @property
    def is_heading(self) -> bool: ...


AnyPart = TypeVar("AnyPart", bound=Part)
One = TypeVar("One")


@dataclass
class Section(Generic[AnyPart]):
    """What stands under one heading; `heading` is None for what comes before the first."""

    heading: AnyPart | None
    parts: list[AnyPart] = field(default_factory=list)


def sections(parts: Sequence[AnyPart]) -> list[Section[AnyPart]]:
    """In order; one without a heading comes first, and only where it holds something."""
    found: list[Section[AnyPart]] = [Section(None)]
    for part in parts:
        if part.is_heading:
            found.append(Section(part))
        else:
            found[-1].parts.append(part)
    return found if found[0].parts else found[1:]


def moved(parts: Sequence[AnyPart], id_: UUID, step: int) -> list[AnyPart]:
    """One step up or down: a heading takes along all that follows it and passes a whole section; what stands before the
    first heading it passes one by one. Anything else passes one part. At the end it stays. Raises LookupError for a
    part that is not there."""
    part = next((one for one in parts if one.id == id_), None)
    if part is None:
        raise LookupError(id_)
    if not part.is_heading:
        return swapped(parts, parts.index(part), step)
    blocks = sections(parts)
    at = next(number for number, block in enumerate(blocks) if block.heading is part)
    to = at + step
    if 0 <= to < len(blocks) and blocks[to].heading is None:
        return swapped(parts, parts.index(part), step)
    blocks = swapped(blocks, at, step)
    return [one for block in blocks for one in _of(block)]


def _of(block: Section[AnyPart]) -> list[AnyPart]:
    return [*([block.heading] if block.heading is not None else []), *block.parts]


def swapped(things: Sequence[One], at: int, step: int) -> list[One]:
    """With its neighbour; at the end nothing changes."""
    order, to = list(things), at + step
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return order


def can_move(parts: Sequence[AnyPart], id_: UUID, step: int) -> bool:
    return [one.id for one in moved(parts, id_, step)] != [one.id for one in parts]


def fits_typed(typed: str, title: str) -> bool:
    """Whether somebody types the title of a collection: each word begins one of its words, and one has four letters."""
    words, known = _words(typed), _words(title)
    return any(len(word) > 3 for word in words) and all(any(one.startswith(word) for one in known) for word in words)


def _words(text: str) -> list[str]:
    return ["".join(letter for letter in word if letter.isalnum()) for word in text.casefold().split()]
