"""A point as it is typed, and how far from the town it may lie."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.geo import EAST, NORTH, SOUTH, WEST, Position
from webapp.pinning.rules import FARTHEST_OUTSIDE_M, PinRefused, Slip, check_standing, read_point


@pytest.mark.parametrize(
    ("lat", "lon", "position"),
    [
        ("51.865", "4.661", Position(51.865, 4.661)),
        (" 51,865 ", "4,661", Position(51.865, 4.661)),
        ("51.8651234567", "5", Position(51.865123, 5)),
    ],
)
def test_a_point_is_read_as_people_write_it(lat: str, lon: str, position: Position) -> None:
    assert read_point(lat, lon) == position


@pytest.mark.parametrize(
    ("lat", "lon", "slips"),
    [
        ("", "", {"lat": Slip.MISSING, "lon": Slip.MISSING}),
        ("51.8", " ", {"lon": Slip.MISSING}),
        ("north", "4.6", {"lat": Slip.NO_NUMBER}),
        ("51.8.1", "4e0", {"lat": Slip.NO_NUMBER, "lon": Slip.NO_NUMBER}),
        ("nan", "inf", {"lat": Slip.NO_NUMBER, "lon": Slip.NO_NUMBER}),
        ("٥١.٨", "4.6", {"lat": Slip.NO_NUMBER}),
        ("4.661", "51.865", {"point": Slip.ABROAD}),
        ("151.8", "4.6", {"point": Slip.ABROAD}),
        ("-51.8", "4.6", {"point": Slip.ABROAD}),
        ("0", "0", {"point": Slip.ABROAD}),
    ],
)
def test_what_is_no_point_is_said_beside_its_field(lat: str, lon: str, slips: dict[str, Slip]) -> None:
    with pytest.raises(PinRefused) as refused:
        read_point(lat, lon)
    assert refused.value.slips == slips


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_typed_gives_a_point_in_the_netherlands_or_slips(lat: str, lon: str) -> None:
    try:
        position = read_point(lat, lon)
    except PinRefused as refused:
        found = set(refused.slips)
    else:
        found = set()
        assert SOUTH <= position.lat <= NORTH
        assert WEST <= position.lon <= EAST
    assert found <= {"lat", "lon", "point"}


@pytest.mark.parametrize(
    ("metres", "is_confirmed", "slip"),
    [
        (None, False, None),
        (0.0, False, None),
        (0.4, False, Slip.OUTSIDE),
        (0.4, True, None),
        (FARTHEST_OUTSIDE_M, True, None),
        (FARTHEST_OUTSIDE_M, False, Slip.OUTSIDE),
        (FARTHEST_OUTSIDE_M + 1, True, Slip.FAR),
        (FARTHEST_OUTSIDE_M + 1, False, Slip.FAR),
    ],
)
def test_just_outside_needs_a_word_and_far_outside_is_no_place_of_the_town(
    metres: float | None, is_confirmed: bool, slip: Slip | None
) -> None:
    if slip is None:
        check_standing(metres, is_confirmed=is_confirmed)
        return
    with pytest.raises(PinRefused) as refused:
        check_standing(metres, is_confirmed=is_confirmed)
    assert refused.value.slips == {"point": slip}
