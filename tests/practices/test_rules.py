"""What a practice hears of its sheets never tells what one patient did."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.clock import TIME_ZONE
from webapp.practices.rules import (
    FEWEST_SHEETS,
    KEPT_QUARTERS,
    QUARTERS,
    THRESHOLD,
    Figure,
    Telling,
    figure,
    given_figure,
    next_telling,
    oldest_kept,
    quarter_before,
    quarter_of,
    quarters_told,
)

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2031, 1, 1), timezones=st.just(TIME_ZONE))
COUNTS = st.integers(0, 80)


@pytest.mark.parametrize(
    ("count", "sheets", "told"),
    [
        (0, 0, Figure(Telling.TOO_FEW_SHEETS)),
        (9, 9, Figure(Telling.TOO_FEW_SHEETS)),
        (0, 10, Figure(Telling.FEWER)),
        (4, 10, Figure(Telling.FEWER)),
        (5, 10, Figure(Telling.EXACT, 5)),
        (6, 10, Figure(Telling.MORE)),
        (10, 10, Figure(Telling.MORE)),
        (12, 41, Figure(Telling.EXACT, 12)),
        (7, 41, Figure(Telling.EXACT, 7)),
        (37, 41, Figure(Telling.MORE)),
        (60, 41, Figure(Telling.MORE)),
    ],
)
def test_what_is_told(count: int, sheets: int, told: Figure) -> None:
    assert figure(count, sheets) == told


@given(COUNTS, COUNTS)
def test_whoever_hears_a_number_cannot_tell_it_of_anybody(count: int, sheets: int) -> None:
    """Of everything that could lie behind what is told, some did it and some did not: at least THRESHOLD of each, or
    at most THRESHOLD - 1 of at least twice as many."""
    told = figure(count, sheets)
    behind = [other for other in range(sheets + 1) if figure(other, sheets) == told]

    if told.telling == Telling.EXACT:
        assert told.number == count
        assert THRESHOLD <= count <= sheets - THRESHOLD
    else:
        assert told.number == 0, "what is not told is not there either"
    if told.telling == Telling.TOO_FEW_SHEETS:
        assert behind == list(range(sheets + 1)), "nothing at all is said"
    if told.telling in (Telling.FEWER, Telling.MORE):
        assert sheets >= FEWEST_SHEETS
        assert len(behind) == THRESHOLD, "one patient more or less changes nothing that is certain"


@given(MOMENTS)
def test_only_quarters_that_are_over_are_told(moment: datetime) -> None:
    told = quarters_told(moment)

    assert len(set(told)) == QUARTERS
    assert max(told) < quarter_of(moment) <= moment.date() < next_telling(moment)
    assert min(told) > oldest_kept(moment)
    assert all(quarter_before(quarter, -1) <= quarter_of(moment) for quarter in told)


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=95)))
def test_within_a_quarter_the_same_quarters_are_told_however_often_somebody_looks(
    moment: datetime, later: timedelta
) -> None:
    other = moment + later
    same = quarter_of(moment) == quarter_of(other)

    assert (quarters_told(moment) == quarters_told(other)) is same


def test_a_quarter_begins_at_midnight_in_the_netherlands() -> None:
    assert quarter_of(datetime(2026, 9, 30, 21, 59, tzinfo=UTC)) == date(2026, 7, 1)
    assert quarter_of(datetime(2026, 9, 30, 22, 0, tzinfo=UTC)) == date(2026, 10, 1)
    assert quarter_before(date(2026, 1, 1)) == date(2025, 10, 1)
    assert quarter_before(date(2026, 10, 1), -1) == date(2027, 1, 1)
    assert oldest_kept(datetime(2026, 11, 24, tzinfo=UTC)) == quarter_before(date(2026, 10, 1), KEPT_QUARTERS)


@given(COUNTS)
def test_a_few_sheets_are_a_few(sheets: int) -> None:
    told = given_figure(sheets)

    assert told == (Figure(Telling.EXACT, sheets) if sheets >= THRESHOLD else Figure(Telling.FEWER))
