"""Outlines: inside the Netherlands, valid, with an area."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.areas.build import bow_tie, square
from webapp.areas.rules import Rejected
from webapp.areas.shapes import check_position, read_outline


def polygon(*positions: list[Any]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [list(positions)]}


def test_a_polygon_becomes_a_multi_polygon() -> None:
    outline = read_outline(square())
    assert outline.shape.geom_type == "MultiPolygon"
    assert not outline.is_repaired


def test_height_is_dropped() -> None:
    outline = read_outline(polygon([4, 52, 1.5], [5, 52, 1.5], [5, 53, 1.5]))
    assert not outline.shape.has_z


def test_an_outline_that_crosses_itself_is_repaired() -> None:
    outline = read_outline(bow_tie())
    assert outline.is_repaired
    assert outline.shape.is_valid
    assert len(outline.shape.geoms) == 2


def test_a_repair_keeps_the_polygons_and_drops_the_lines() -> None:
    spike = polygon([4, 52], [5, 52], [5, 52.5], [6, 52.5], [5, 52.5], [5, 53], [4, 53], [4, 52])
    outline = read_outline(spike)
    assert outline.is_repaired
    assert outline.shape.bounds == (4, 52, 5, 53)


def test_a_ring_without_area_beside_a_good_one_is_left_out() -> None:
    point_like = [[3, 51], [3, 51], [3, 51]]
    outline = read_outline({"type": "Polygon", "coordinates": [[[4, 51], [4, 52], [5, 51]], point_like]})
    assert outline.is_repaired
    assert outline.shape.bounds == (4, 51, 5, 52)


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "is missing"),
        ("POLYGON((4 52))", "not a GeoJSON geometry"),
        ({"type": "Point", "coordinates": [4.66, 51.86]}, "must be a Polygon or MultiPolygon"),
        ({"type": "Polygon"}, "is empty"),
        ({"type": "MultiPolygon", "coordinates": []}, "is empty"),
        ({"type": "Polygon", "coordinates": [[]]}, "fewer than four"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "without an outline"),
        ({"type": "MultiPolygon", "coordinates": [5]}, "without an outline"),
        (polygon([4, 52], [5, 52]), "fewer than four"),
        (polygon([4, 52], [5, 52], [4, 52]), "has no area"),
        (polygon([4, 52], [5, 52], [6, 52], [4, 52]), "has no area"),
        (polygon([4], [5], [6]), "not [longitude, latitude]"),
        (polygon(["4.6", "51.8"], ["4.7", "51.8"], ["4.7", "51.9"]), "not [longitude, latitude]"),
        (polygon([4, 52], [5, 52], [None, 53]), "not [longitude, latitude]"),
        (polygon([4, 52], [5, 52], [float("nan"), 53]), "outside the Netherlands"),
        (polygon([10**400, 52], [5, 52], [5, 53]), "not [longitude, latitude]"),
        (polygon([51.8, 4.6], [51.8, 4.7], [51.9, 4.7]), "looks swapped"),
        (polygon([104000, 429000], [105000, 429000], [105000, 430000]), "EPSG:28992"),
        (polygon([13.3, 52.5], [13.4, 52.5], [13.4, 52.6]), "outside the Netherlands"),
    ],
)
def test_an_outline_that_cannot_be_used_is_rejected_with_the_reason(geometry: object, reason: str) -> None:
    with pytest.raises(Rejected) as caught:
        read_outline(geometry)
    assert caught.value.column == "geometry"
    assert reason in caught.value.reason


@pytest.mark.parametrize(("lon", "lat"), [(3.0, 50.6), (7.4, 53.8), (4.657284, 51.8647767)])
def test_the_edges_of_the_window_belong_to_it(lon: float, lat: float) -> None:
    check_position(lon, lat)


degrees = st.tuples(st.floats(3.0, 7.4), st.floats(50.6, 53.8)).map(list)


@given(st.lists(st.lists(degrees, min_size=3, max_size=8), min_size=1, max_size=3))
def test_whatever_is_kept_is_valid_has_an_area_and_lies_inside_the_window(rings: list[list[list[float]]]) -> None:
    geometry = json.loads(json.dumps({"type": "Polygon", "coordinates": rings}))
    try:
        outline = read_outline(geometry)
    except Rejected:
        return
    assert outline.shape.geom_type == "MultiPolygon"
    assert outline.shape.is_valid
    assert outline.shape.area > 0
    west, south, east, north = outline.shape.bounds
    assert 3.0 <= west < east <= 7.4
    assert 50.6 <= south < north <= 53.8
