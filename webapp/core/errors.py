"""What can go wrong in words for the person in front of the screen."""

from dataclasses import dataclass


class NotFound(Exception):
    """There is no such thing for this visitor in this town."""


class BadRequest(Exception):
    """A request that makes no sense; `sentence` says so in the visitor's language and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ImportRefused(Exception):
    """A file that cannot be read at all; nothing of it was kept."""


@dataclass(frozen=True)
class RowProblem:
    """One rejected row: `line` counts from 1 as an editor shows it, `column` is the name in the header."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = f"line {self.line}, {self.column}" if self.column else f"line {self.line}"
        return f"{where}: {self.reason}"
