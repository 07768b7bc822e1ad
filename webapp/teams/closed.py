"""Days on which no team of a town works: the holidays that the town ticked, and closures of the whole town."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from psycopg.types.range import Range

from webapp.core import clock
from webapp.schedule.holidays import closed_days

YEARS_AHEAD = 2  # of which the holidays are known
DAYS_BACK = 7

# Two columns of a statement that knows :town and :since, as `since` tells it.
COLUMNS = """
    ARRAY(
        SELECT daterange(first_day, last_day, '[]') FROM closure
        WHERE municipality_id = :town AND last_day >= :since AND place_id IS NULL AND organisation_id IS NULL
    ) AS closures, (SELECT jsonb_object_agg(holiday, closed) FROM town_holiday WHERE municipality_id = :town) AS ticks
"""


class ClosedRow(Protocol):
    """What COLUMNS gave."""

    @property
    def closures(self) -> Sequence[Range[date]]: ...
    @property
    def ticks(self) -> Mapping[str, bool] | None: ...


def since(moment: datetime) -> date:
    return clock.local(moment).date() - timedelta(days=DAYS_BACK)


def days_of(row: ClosedRow, moment: datetime) -> frozenset[date]:
    """Dutch days."""
    year = clock.local(moment).year
    holidays = closed_days(range(year - 1, year + YEARS_AHEAD), row.ticks or {})
    return frozenset(holidays) | frozenset(day for closure in row.closures for day in _days(closure))


def _days(closure: Range[date]) -> list[date]:
    assert closure.lower is not None  # both are never empty in the table
    assert closure.upper is not None
    return [closure.lower + timedelta(days=number) for number in range((closure.upper - closure.lower).days)]
