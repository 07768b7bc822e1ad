"""The small map: everything inside it, nothing over each other, and as far apart as it really is."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box, to_wkb

from webapp.core.geo import Position, distance_m
from webapp.handouts.drawing import SHAPE, WIDTH_M, sketch, window_around

spots = st.builds(Position, lat=st.floats(52.10, 52.20), lon=st.floats(5.10, 5.20))
BRINK = Position(lat=52.15, lon=5.15)


@given(st.lists(spots, min_size=1, max_size=3))
def test_all_pins_are_on_the_map_which_has_one_shape(places: list[Position]) -> None:
    window = window_around(places)
    drawn = sketch(window, [], [(str(number), spot) for number, spot in enumerate(places)], [])

    assert drawn.width >= WIDTH_M - 1
    assert drawn.height / drawn.width == pytest.approx(SHAPE, abs=0.01)
    assert {letter for pin in drawn.pins for letter in pin.label.split(", ")} == {str(n) for n in range(len(places))}
    for pin in drawn.pins:
        assert 0 < pin.x < drawn.width
        assert 0 < pin.y < drawn.height
    assert drawn.scale_m <= max(100, drawn.width / 4)


@given(spots, spots)
def test_metres_are_metres(one: Position, other: Position) -> None:
    drawn = sketch(window_around([one, other]), [], [("1", one), ("2", other)], [])
    if len(drawn.pins) == 2:
        first, second = drawn.pins
        apart = ((first.x - second.x) ** 2 + (first.y - second.y) ** 2) ** 0.5
        assert apart == pytest.approx(distance_m(one, other), rel=0.02, abs=2)


@given(st.lists(st.tuples(st.text("abcdef", min_size=1, max_size=20), spots), max_size=12))
def test_names_stand_free_of_each_other(marks: list[tuple[str, Position]]) -> None:
    drawn = sketch(window_around([BRINK]), [], [("1", BRINK)], marks)

    for one, other in combinations(drawn.marks, 2):
        assert (one.x, one.y) != (other.x, other.y)
        near_x = abs(one.x - other.x) < drawn.width / 100 * (len(one.label) + len(other.label)) * 0.9
        assert not (near_x and abs(one.y - other.y) < drawn.width / 100 * 4)


def test_two_at_one_door_share_a_pin() -> None:
    drawn = sketch(window_around([BRINK]), [], [("2", BRINK), ("3", BRINK)], [])

    assert [pin.label for pin in drawn.pins] == ["2, 3"]


def test_ground_is_drawn_with_its_name() -> None:
    drawn = sketch(window_around([BRINK]), [("Dijk", to_wkb(box(5.145, 52.148, 5.149, 52.152)))], [("1", BRINK)], [])

    assert [name.label for name in drawn.names] == ["Dijk"]
    assert len(drawn.lines) == 1
    assert len(drawn.lines[0]) == 5
