"""How many requests are at work at once in a process."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Barrier, Event
from typing import Any

import pytest

from webapp.core.turns import Turns, stand_aside

PATIENCE_S = 20


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def calling(app: Callable[..., Any], at_work: int = 2) -> Callable[[], Any]:
    turns = Turns(app, at_work)
    return lambda: turns({}, lambda *_: lambda _data: None)


def test_two_are_at_work_and_the_third_waits_for_one_of_them(pool: ThreadPoolExecutor) -> None:
    begun, go_on = [Event() for _ in range(3)], Event()
    numbers = iter(range(3))

    def app(_environ: object, _start: object) -> list[bytes]:
        begun[next(numbers)].set()
        assert go_on.wait(PATIENCE_S)
        return []

    call = calling(app)
    asked = [pool.submit(call) for _ in range(3)]
    assert begun[0].wait(PATIENCE_S)
    assert begun[1].wait(PATIENCE_S)
    assert not begun[2].wait(0.05)
    go_on.set()
    assert begun[2].wait(PATIENCE_S)
    assert [one.result(PATIENCE_S) for one in asked] == [[], [], []]


def test_who_waits_for_another_server_stands_aside(pool: ThreadPoolExecutor) -> None:
    """Four that wait at once are four at once, with one turn among them."""
    meeting = Barrier(4)

    def app(_environ: object, _start: object) -> list[bytes]:
        stand_aside()
        stand_aside()  # once more changes nothing
        meeting.wait(PATIENCE_S)
        return []

    call = calling(app, at_work=1)
    done, late = wait([pool.submit(call) for _ in range(4)], PATIENCE_S)
    assert not late
    assert all(one.exception() is None for one in done)


def test_a_request_that_fails_gives_its_turn_back() -> None:
    def app(_environ: object, _start: object) -> list[bytes]:
        raise RuntimeError

    call = calling(app, at_work=1)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            call()


def test_outside_a_request_there_is_nothing_to_stand_aside_from() -> None:
    stand_aside()
