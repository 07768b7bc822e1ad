"""Orders and counts, as tables."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.coordinating.rules import LEAST_SHOWN, Move, least_moved, moved

A, B, C = (UUID(int=number) for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("place", "order"),
    [(0, [C, A, B]), (1, [C, A, B]), (2, [A, C, B]), (3, [A, B, C]), (99, [A, B, C])],
)
def test_a_rule_is_put_in_its_place(place: int, order: list[UUID]) -> None:
    assert moved([A, B, C], C, place) == order


@given(st.permutations([A, B, C]), st.integers(-5, 200))
def test_no_rule_is_lost_or_doubled(ids: list[UUID], place: int) -> None:
    assert sorted(moved(ids, B, place)) == [A, B, C]


def test_up_at_the_top_and_down_at_the_bottom_change_nothing() -> None:
    assert moved([A, B], A, 0) == [A, B]
    assert moved([A, B], B, 3) == [A, B]


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([], (0, True)),
        ([LEAST_SHOWN], (LEAST_SHOWN, True)),
        ([LEAST_SHOWN - 1], (0, False)),
        ([12, 1], (12, False)),
        ([12, 8], (20, True)),
    ],
)
def test_a_total_never_tells_what_a_small_number_hides(counts: list[int], told: tuple[int, bool]) -> None:
    assert least_moved([Move("geld", A, B, count) for count in counts]) == told
