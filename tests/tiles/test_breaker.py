"""A server that is away is left alone for longer and longer, and one at a time looks whether it is back."""

import pytest

from webapp.tiles.breaker import FAILURES, FIRST_REST_S, LONGEST_REST_S, Breaker


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(clock)


def fail(breaker: Breaker, times: int = FAILURES) -> float | None:
    return [breaker.failed() for _ in range(times)][-1]


def test_a_few_failures_begin_a_rest(breaker: Breaker) -> None:
    assert fail(breaker, FAILURES - 1) is None
    assert breaker.may_try()
    assert fail(breaker, 1) == FIRST_REST_S
    assert not breaker.may_try()
    assert breaker.is_open


def test_failures_with_a_success_between_do_not_add_up(breaker: Breaker) -> None:
    for _ in range(10):
        fail(breaker, FAILURES - 1)
        breaker.worked()

    assert breaker.may_try()


def test_after_the_rest_exactly_one_may_look(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.seconds = FIRST_REST_S + 1

    assert [breaker.may_try() for _ in range(5)] == [True, False, False, False, False]
    breaker.worked()
    assert [breaker.may_try() for _ in range(3)] == [True, True, True]


def test_one_who_looked_and_never_came_back_shuts_nobody_out_for_ever(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.seconds = FIRST_REST_S + 1
    assert breaker.may_try()
    clock.seconds += LONGEST_REST_S

    assert breaker.may_try()


def test_the_rest_grows_to_a_bound_and_is_short_again_after_a_success(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, FAILURES - 1)
    rests = []
    for _ in range(8):
        rests.append(breaker.failed())
        clock.seconds += LONGEST_REST_S + 1
        assert breaker.may_try()

    assert rests[:3] == [30, 60, 120]
    assert rests[-1] == LONGEST_REST_S
    breaker.worked()
    assert fail(breaker) == FIRST_REST_S


def test_those_that_were_under_way_when_a_rest_began_do_not_prolong_it(breaker: Breaker, clock: Clock) -> None:
    assert [breaker.failed() for _ in range(FAILURES + 5)].count(None) == FAILURES + 4
    clock.seconds = FIRST_REST_S + 1

    assert breaker.may_try()
    assert breaker.failed() == 2 * FIRST_REST_S


def test_a_server_may_ask_for_a_rest_itself_but_not_for_ever(breaker: Breaker, clock: Clock) -> None:
    assert breaker.failed(rest_s=90) == 90
    assert not breaker.may_try()
    clock.seconds = 91
    assert breaker.may_try()
    assert breaker.failed(rest_s=10**9) == LONGEST_REST_S
