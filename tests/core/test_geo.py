"""A position is a checked value; distances are good to a front garden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.geo import Position, distance_m, walking_minutes

degrees = st.floats(allow_nan=True, allow_infinity=True)
on_earth = st.builds(Position, lat=st.floats(-90, 90), lon=st.floats(-180, 180))


@given(lat=degrees, lon=degrees)
def test_a_position_lies_on_the_globe_or_is_refused(lat: float, lon: float) -> None:
    on_globe = -90 <= lat <= 90 and -180 <= lon <= 180
    if on_globe:
        assert Position(lat, lon).lat == lat
    else:
        with pytest.raises(ValueError, match=r"lat|numbers"):
            Position(lat, lon)


def test_a_known_distance() -> None:
    """Domtoren Utrecht to Westertoren Amsterdam, 35.8 km on the WGS 84 ellipsoid."""
    utrecht, amsterdam = Position(52.09068, 5.12143), Position(52.37448, 4.88381)

    assert distance_m(utrecht, amsterdam) == pytest.approx(35_480, rel=0.01)


@given(a=on_earth, b=on_earth)
def test_the_way_back_is_as_long(a: Position, b: Position) -> None:
    assert distance_m(a, b) == pytest.approx(distance_m(b, a), abs=0.01)


@pytest.mark.parametrize(("metres", "minutes"), [(0, 1), (40, 1), (1000, 16), (290, 5), (5000, 81)])
def test_walking_takes_whole_minutes_and_at_least_one(metres: float, minutes: int) -> None:
    assert walking_minutes(metres) == minutes
