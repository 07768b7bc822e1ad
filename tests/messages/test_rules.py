"""When a mail is tried again and when it is given up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.messages.rules import GIVE_UP_AFTER, LONGEST_WAIT, next_attempt, wait_after

QUEUED_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 30), (1, 30), (2, 60), (3, 120), (5, 480), (6, 900), (7, 900), (10**6, 900)]
)
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(attempts: int, seconds: int) -> None:
    assert wait_after(attempts) == timedelta(seconds=seconds)


def test_a_server_that_is_away_for_a_day_is_asked_a_hundred_times() -> None:
    attempts, moment = 0, QUEUED_AT
    following: datetime | None = QUEUED_AT
    while following is not None:
        attempts, moment = attempts + 1, following
        following = next_attempt(attempts, QUEUED_AT, moment)

    assert attempts == 100
    assert GIVE_UP_AFTER - LONGEST_WAIT < moment - QUEUED_AT <= GIVE_UP_AFTER


@given(st.integers(1, 1000), st.timedeltas(timedelta(0), timedelta(days=3)))
def test_a_try_is_always_later_and_never_after_a_day(attempts: int, passed: timedelta) -> None:
    following = next_attempt(attempts, QUEUED_AT, QUEUED_AT + passed)

    assert following is None or QUEUED_AT + passed < following <= QUEUED_AT + GIVE_UP_AFTER
