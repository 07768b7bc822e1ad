"""A position is a checked value; distances are good to a front garden."""

from math import cos, sin

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.examples import examples
from webapp.core.geo import EAST, NORTH, SOUTH, WEST, Position, box_around, distance_m, walking_minutes
from webapp.core.postgis import from_position, metres_between

degrees = st.floats(allow_nan=True, allow_infinity=True)
on_earth = st.builds(Position, lat=st.floats(-90, 90), lon=st.floats(-180, 180))
in_the_country = st.builds(Position, lat=st.floats(SOUTH, NORTH), lon=st.floats(WEST, EAST))


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

    assert distance_m(utrecht, amsterdam) == pytest.approx(35_600, rel=0.01)


@given(a=in_the_country, b=in_the_country)
def test_the_way_back_is_as_long(a: Position, b: Position) -> None:
    assert distance_m(a, b) == pytest.approx(distance_m(b, a), abs=0.01)


@pytest.mark.parametrize(("metres", "minutes"), [(0, 1), (40, 1), (1000, 16), (290, 5), (5000, 81)])
def test_walking_takes_whole_minutes_and_at_least_one(metres: float, minutes: int) -> None:
    assert walking_minutes(metres) == minutes


@given(a=in_the_country, east_m=st.floats(-50_000, 50_000), north_m=st.floats(-50_000, 50_000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60))
def test_a_distance_is_that_of_the_database(db_session: Session, a: Position, east_m: float, north_m: float) -> None:
    b = Position(a.lat + north_m / 111_000, a.lon + east_m / 68_000)
    measured = db_session.scalar(sa.select(metres_between(from_position(a), b)))

    assert distance_m(a, b) == pytest.approx(measured, rel=1e-4, abs=0.01)


@given(middle=in_the_country, metres=st.floats(1, 20_000), bearing=st.floats(0, 6.3))
def test_a_box_around_holds_all_that_is_so_near(middle: Position, metres: float, bearing: float) -> None:
    box = box_around(middle, metres)
    for share in (0.2, 0.999):
        spot = Position(
            middle.lat + share * metres * sin(bearing) / 111_300, middle.lon + share * metres * cos(bearing) / 60_000
        )
        assert distance_m(middle, spot) > metres or box.holds(spot)
    assert distance_m(Position(box.north, box.east), middle) < 1.5 * metres
