"""What can go wrong in words for the person in front of the screen."""

import traceback
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


def trace(error: BaseException) -> str:
    """Kinds and places of an error and of those that led to it, fit for a log: its own words could hold what a
    resident wrote (a row that the database refuses, a text that is no number)."""
    came_from = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = f"{trace(came_from)}\nfrom which came:\n" if came_from is not None else ""
    return f"{before}{''.join(traceback.format_tb(error.__traceback__))}{kind_of(error)}"


def kind_of(error: BaseException) -> str:
    """With the code of the database, where it is one of its errors."""
    state = getattr(getattr(error, "orig", error), "sqlstate", None)
    return f"{type(error).__name__} {state}" if state else type(error).__name__
