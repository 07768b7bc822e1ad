"""What the worker does again and again, told by the rooms themselves: the worker knows no room for it.

A round lives in the upkeep.py of its room, gets the moment (UTC), and looks by itself whether there is anything to do.
It never commits: the worker does, after each yield and at the end, so a long round can be cut into small
transactions."""

from collections.abc import Callable, Iterator
from datetime import datetime

Round = Callable[[datetime], Iterator[None] | None]

_rounds: list[Round] = []


def each_minute(function: Round) -> Round:
    _rounds.append(function)
    return function


def list_rounds() -> tuple[Round, ...]:
    """In the order in which they were told."""
    return tuple(_rounds)


def steps(function: Round, moment: datetime) -> Iterator[None]:
    """Runs a round; after each step there is something to commit."""
    yield from function(moment) or ()
    yield
