"""The ground of a team as it is drawn, pasted or given as a file; what is not right is refused in a sentence."""

import json
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from tests.coordinating.build import TEAMS, alblasserdam, coordinator
from tests.coordinating.test_teams import FACTS, NEW, find, send
from tests.page import PageClient, one, parse, text_of
from webapp.coordinating.drawn_area import read_area, write_area
from webapp.coordinating.rule_forms import drawn_shape
from webapp.teams.checks import TeamRefused
from webapp.teams.queries import find_team_by_slug, list_areas

WEST, EAST = box(4.65, 51.86, 4.66, 51.87), box(4.655, 51.86, 4.67, 51.87)
TYPED = {**FACTS, "neighbourhoods": []}


def geojson(*shapes: Polygon, kind: str = "FeatureCollection") -> str:
    geometries = [json.loads(shapely.to_geojson(shape)) for shape in shapes]
    features = [{"type": "Feature", "properties": {}, "geometry": geometry} for geometry in geometries]
    documents: dict[str, object] = {
        "FeatureCollection": {"type": "FeatureCollection", "features": features},
        "GeometryCollection": {"type": "GeometryCollection", "geometries": geometries},
        "Feature": features[0],
        "Polygon": geometries[0],
        "MultiPolygon": {"type": "MultiPolygon", "coordinates": [one["coordinates"] for one in geometries]},
    }
    return json.dumps(documents[kind])


@pytest.fixture
def client(demo: PageClient) -> PageClient:
    return coordinator()


def ground_of(slug: str) -> MultiPolygon | None:
    return drawn_shape(list_areas(alblasserdam(), find(slug).id))


@pytest.mark.parametrize("kind", ["FeatureCollection", "GeometryCollection", "MultiPolygon"])
def test_several_areas_are_one_ground_also_where_they_overlap(client: PageClient, kind: str) -> None:
    assert send(client, NEW, **TYPED, area=geojson(WEST, EAST, kind=kind)).status_code == 303

    ground = ground_of("polder")
    assert ground is not None
    assert ground.equals(shapely.union(WEST, EAST))


def test_a_file_goes_before_the_field_and_stands_there_when_something_else_is_wrong(client: PageClient) -> None:
    def file() -> tuple[BytesIO, str]:
        return BytesIO(b"\xef\xbb\xbf" + geojson(EAST, kind="Feature").encode()), "gebied.geojson"

    again = send(client, NEW, **TYPED | {"name": ""}, area=geojson(WEST, kind="Polygon"), area_file=file())
    assert again.status_code == 422
    assert read_area(text_of(one(parse(again.text), "#area"))) == MultiPolygon([EAST])

    assert send(client, NEW, **TYPED, area=geojson(WEST), area_file=file()).status_code == 303
    assert ground_of("polder") == MultiPolygon([EAST])


def test_what_was_drawn_stays_exactly_when_nothing_is_changed_and_goes_when_it_is_emptied(client: PageClient) -> None:
    fine = box(4.65000001234, 51.86, 4.66, 51.87)
    send(client, NEW, **TYPED, area=geojson(fine))
    path = f"{TEAMS}/{find('polder').id}"
    shown = text_of(one(client.page(path), "#area"))

    assert "4.65," in shown
    assert "01234" not in shown
    assert send(client, path, **TYPED | {"name": "Anders"}, area=shown).status_code == 303
    assert ground_of("polder") == MultiPolygon([fine])
    assert send(client, path, **TYPED, area="  ").status_code == 303
    assert ground_of("polder") is None


BOW_TIE = Polygon([(4.65, 51.86), (4.66, 51.87), (4.66, 51.86), (4.65, 51.87)])


@pytest.mark.parametrize(
    ("area", "sentence"),
    [
        ("{", "kunnen dit gebied niet lezen"),
        ("[1, 2]", "kunnen dit gebied niet lezen"),
        ("[" * 100_000, "kunnen dit gebied niet lezen"),
        ('{"type": "Point", "coordinates": [4.65, 51.86]}', "kunnen dit gebied niet lezen"),
        ('{"type": "FeatureCollection", "features": []}', "kunnen dit gebied niet lezen"),
        ('{"type": "Polygon", "coordinates": [[[51.86, 4.65], [51.87, 4.65], [51.87, 4.66]]]}', "lengte eerst"),
        ('{"type": "Polygon", "coordinates": [[[4.65, NaN], [4.66, 51.86], [4.66, 51.87]]]}', "niet lezen"),
        (geojson(BOW_TIE), "4.65500, 51.86500"),
        (geojson(box(5.6, 52.0, 5.7, 52.1)), "ligt buiten Alblasserdam"),
        ('{"type": "Polygon", "coordinates": [[[4.65, 51.86], [4.66, 51.86], [4.65, 51.86]]]}', "geen oppervlakte"),
        (geojson(shapely.Point(4.66, 51.865).buffer(0.003, quad_segs=5_001)), "Er mogen er 20000 zijn"),
    ],
)  # fmt: skip
def test_a_bad_shape_is_refused_beside_the_field_and_stays_there(client: PageClient, area: str, sentence: str) -> None:
    answer = send(client, NEW, **TYPED, area=area)
    page = parse(answer.text)

    assert answer.status_code == 422
    assert sentence in text_of(one(page, "#area-problem"))
    assert [details for details in page.query("details[open]") if details.query("#area")]
    assert text_of(one(page, "#area")) == area
    assert find_team_by_slug(alblasserdam(), "polder") is None


NAMES = st.sampled_from(["type", "features", "geometry", "geometries", "coordinates"])
LEAVES = st.none() | st.booleans() | st.floats() | st.text()


@given(st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner)))
def test_whatever_is_pasted_is_an_area_or_refused_in_a_sentence(document: Any) -> None:
    with suppress(TeamRefused):
        assert isinstance(read_area(json.dumps(document)), MultiPolygon)


def test_what_is_written_is_read_again() -> None:
    shape = MultiPolygon([WEST, box(4.7, 51.8, 4.71, 51.81)])

    assert read_area(write_area(shape)) == shapely.union_all([shape])
    assert write_area(None) == ""
    assert read_area(" ") is None
