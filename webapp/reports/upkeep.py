"""What visitors wrote goes some time after it was solved."""

from collections.abc import Iterator
from datetime import datetime

from webapp.core.rounds import each_minute
from webapp.reports import operations


@each_minute
def forget_reports(moment: datetime) -> Iterator[None]:
    while operations.forget_solved(moment):
        yield
