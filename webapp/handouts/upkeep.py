"""Sheets go when their time is over."""

from collections.abc import Iterator
from datetime import datetime

from webapp.core.rounds import each_minute
from webapp.handouts import operations


@each_minute
def forget_handouts(moment: datetime) -> Iterator[None]:
    while operations.forget_expired(moment):
        yield
