"""What an import did, in sentences for the operator; the same import gives the same lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.areas.geojson import Where
from webapp.areas.rules import Level
from webapp.core.errors import RowProblem


@dataclass(frozen=True)
class Rejection:
    where: Where
    column: str
    reason: str
    level: Level | None = None

    @property
    def problem(self) -> RowProblem:
        column = ", ".join(part for part in (self.where.label, self.column) if part)
        return RowProblem(self.where.line, column, self.reason)


@dataclass(frozen=True)
class Tally:
    one: str
    many: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0

    @property
    def kept(self) -> int:
        return self.added + self.changed + self.unchanged

    def __str__(self) -> str:
        return (
            f"{count(self.kept + self.rejected, self.one, self.many)}: {self.added} added, "
            f"{self.changed} changed, {self.unchanged} unchanged; {self.rejected} rejected"
        )


@dataclass(frozen=True)
class Report:
    tallies: tuple[Tally, ...]
    rejections: tuple[Rejection, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def has_failed(self) -> bool:
        """Something was wrong and nothing was kept."""
        return bool(self.rejections) and not any(tally.kept for tally in self.tallies)

    @property
    def problems(self) -> list[RowProblem]:
        """In the order of the file."""
        return [rejection.problem for rejection in sorted(self.rejections, key=lambda item: item.where.number)]

    def lines(self) -> Iterator[str]:
        if not self.tallies:
            yield "The file holds nothing to import."
        yield from map(str, self.tallies)
        yield from self.notes
        if self.rejections:
            yield "Rejected:"
            yield from (f"  {problem}" for problem in self.problems)


def count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
