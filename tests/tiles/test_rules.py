"""Which tiles we give out: those that a map of an open town can show, and no other."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.geo import Box
from webapp.tiles.rules import MARGIN, ZOOMS, Tile, box_of, count_over, is_near, read_tile, tiles_over

ALBLASSERDAM = Box(4.62, 51.83, 4.71, 51.89)
towns = st.builds(
    lambda west, south, across, up: Box(west, south, west + across, south + up),
    st.floats(3.3, 7.0),
    st.floats(50.7, 53.4),
    st.floats(0.001, 0.5),
    st.floats(0.001, 0.4),
)
parts = st.floats(0, 1)
zooms = st.sampled_from(ZOOMS)


def tile_at(lon: float, lat: float, zoom: int) -> Tile:
    """By the formula of everybody's documentation, written apart from ours."""
    side = 2**zoom
    angle = math.radians(lat)
    x = int((lon + 180) / 360 * side)
    y = int((1 - math.log(math.tan(angle) + 1 / math.cos(angle)) / math.pi) / 2 * side)
    return Tile(zoom, x, y)


@pytest.mark.parametrize(
    ("zoom", "x", "y", "tile"),
    [
        ("14", "8402", "5418", Tile(14, 8402, 5418)),
        ("8", "0", "0", Tile(8, 0, 0)),
        ("18", "262143", "262143", Tile(18, 262143, 262143)),
        ("8", "256", "0", None),
        ("8", "0", "256", None),
        ("7", "0", "0", None),
        ("19", "0", "0", None),
        ("014", "8402", "5418", None),
        ("14", "-1", "5418", None),
        ("14", "+1", "5418", None),
        ("14", "1.0", "5418", None),
        ("14", "1e3", "5418", None),
        ("14", " 1", "5418", None),
        ("14", "", "5418", None),
        ("14", "..", "5418", None),
        ("14", "%2e%2e", "5418", None),
        ("14", "٨", "5418", None),
        ("14", "²", "5418", None),
        ("14", "9" * 100_000, "5418", None),
        ("9" * 9, "0", "0", None),
    ],
)
def test_one_tile_has_one_address(zoom: str, x: str, y: str, tile: Tile | None) -> None:
    assert read_tile(zoom, x, y) == tile


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_whatever_is_asked_for_is_a_tile_or_nothing(zoom: str, x: str, y: str) -> None:
    tile = read_tile(zoom, x, y)

    assert tile is None or (str(tile.zoom), str(tile.x), str(tile.y)) == (zoom, x, y)


@given(st.floats(-179.9, 179.9), st.floats(-84, 84), zooms)
def test_a_point_lies_in_the_box_of_its_tile(lon: float, lat: float, zoom: int) -> None:
    box = box_of(tile_at(lon, lat, zoom))

    assert box.west - 1e-9 <= lon <= box.east + 1e-9
    assert box.south - 1e-9 <= lat <= box.north + 1e-9


@given(towns, parts, parts, zooms)
def test_every_spot_that_a_map_of_a_town_can_show_has_its_tile(town: Box, right: float, up: float, zoom: int) -> None:
    """static/js/map: the view stays within 0.6 of the size of the town, tiles are asked for within 1.0."""
    wide = town.widened(0.99 * MARGIN)
    tile = tile_at(wide.west + right * (wide.east - wide.west), wide.south + up * (wide.north - wide.south), zoom)

    assert is_near(tile, [town])


@given(towns, st.floats(-170, 170), st.floats(-80, 80), zooms)
def test_what_lies_further_away_than_a_tile_is_refused(town: Box, lon: float, lat: float, zoom: int) -> None:
    tile = tile_at(lon, lat, zoom)
    box, wide = box_of(tile), town.widened(MARGIN)
    apart = box.east < wide.west or box.west > wide.east or box.north < wide.south or box.south > wide.north

    assert is_near(tile, [town]) is not apart


@pytest.mark.parametrize(
    ("lon", "lat", "zoom", "is_given"),
    [
        (4.66, 51.86, 18, True),
        (4.80, 51.86, 18, True),  # a town's width to the east
        (4.81, 51.86, 18, False),
        (4.66, 51.76, 18, False),
        (4.48, 51.92, 14, False),  # Rotterdam
        (4.48, 51.92, 8, True),  # the same tile as the town
        (-74.0, 40.7, 14, False),
    ],
)
def test_near_alblasserdam(lon: float, lat: float, zoom: int, is_given: bool) -> None:
    assert is_near(tile_at(lon, lat, zoom), [ALBLASSERDAM]) is is_given


def test_without_an_open_town_nothing_is_given_out() -> None:
    assert not is_near(tile_at(4.66, 51.86, 12), [])


@given(towns, parts, parts, st.integers(0, 400))
def test_what_a_phone_keeps_covers_the_town_zoom_by_zoom(town: Box, right: float, up: float, most: int) -> None:
    kept = tiles_over(town, ZOOMS, most)
    lon, lat = town.west + right * (town.east - town.west), town.south + up * (town.north - town.south)
    whole = {tile.zoom for tile in kept}

    assert len(kept) == len(set(kept)) <= most
    assert sorted(whole) == list(range(8, 8 + len(whole)))
    assert all(tile_at(lon, lat, zoom) in kept for zoom in whole)
    assert all(is_near(tile, [town]) for tile in kept)
    if len(whole) < len(ZOOMS):
        assert len(kept) + count_over(town, 8 + len(whole)) > most


def test_a_whole_country_is_counted_and_not_listed() -> None:
    assert tiles_over(Box(-180, -85, 180, 85), ZOOMS, 300) == []
