"""Counts go when nobody is shown them any more."""

from collections.abc import Iterator
from datetime import datetime

from webapp.core.rounds import each_minute
from webapp.practices import operations


@each_minute
def forget_counts(moment: datetime) -> Iterator[None]:
    if operations.forget_old_counts(moment):
        yield
