"""Reading GeoJSON piece by piece."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.areas.build import collection, town
from webapp.areas.geojson import GeoJson
from webapp.core.errors import ImportRefused


def read(text: str, size: int = 10_000_000) -> GeoJson:
    return GeoJson(text[start : start + size] for start in range(0, len(text), size))


def refused(text: str, size: int = 10_000_000) -> str:
    with pytest.raises(ImportRefused) as caught:
        list(read(text, size).features())
    return str(caught.value)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(st.dictionaries(st.text(max_size=5), values, max_size=3), max_size=5), st.integers(1, 50), st.booleans()
)
def test_features_are_the_same_however_the_file_is_cut(
    properties: list[dict[str, object]], size: int, indented: bool
) -> None:
    data = {"type": "FeatureCollection", "name": "x", "features": [{"properties": item} for item in properties]}
    text = json.dumps(data, indent=2 if indented else None, ensure_ascii=False)
    document = read(text, size)
    assert [feature.properties for feature in document.features()] == properties
    assert document.members == {"type": "FeatureCollection", "name": "x"}


@given(st.integers(0, 400), st.integers(1, 100))
def test_a_file_that_stops_halfway_is_refused(length: int, size: int) -> None:
    text = json.dumps(collection(town(), town("GM0590", "Papendrecht")))
    assert refused(text[: min(length, len(text) - 1)], size)


def test_each_feature_knows_its_line() -> None:
    text = '{"type": "FeatureCollection",\n"features": [\n{"properties": {}},\n\n{"properties": {}}]}'
    assert [(item.where.line, item.where.number) for item in read(text).features()] == [(3, 1), (5, 2)]


def test_members_after_the_features_are_read_too() -> None:
    document = read('{"features": [], "links": [1], "type": "FeatureCollection"}')
    assert list(document.features()) == []
    assert document.members["links"] == [1]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "line 1, column 1"),
        ("[]", "line 1, column 1"),
        ('{"type": "FeatureCollection",\n "features": [{"a": 1,}]}', "line 2, column 23"),
        ('{"type": "FeatureCollection",\n "features": [{}\n {}]}', "line 3, column 2"),
        ('{"features": {}}', "line 1, column 14"),
        ('{"features": []} x', "line 1, column 18"),
        ("{features: []}", "line 1, column 2"),
        ('{"features": [{"a": NaN}]}', "line 1, column 15"),
        ('{"features": [' + "[" * 200_000, "line 1, column 15"),
    ],
)
def test_broken_json_is_refused_with_line_and_column(text: str, where: str) -> None:
    assert f"The JSON is broken at {where}" in refused(text)


@pytest.mark.parametrize(
    "text", ["{}", '{"type": "Topology"}', '{"type": "Feature", "properties": {}}', '{"features": []}']
)
def test_json_that_is_no_feature_collection_is_refused(text: str) -> None:
    assert "FeatureCollection" in refused(text)


def test_a_feature_that_is_no_object_is_an_empty_one() -> None:
    features = list(read('{"type": "FeatureCollection", "features": [5, null, {"properties": [1]}]}').features())
    assert [(item.properties, item.geometry) for item in features] == [({}, None)] * 3
