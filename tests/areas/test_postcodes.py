"""Postcodes from polygons and from points."""

import json

import pytest

from tests.areas.build import collection, feature, square
from webapp.areas.postcodes import Postcodes, read_postcodes
from webapp.core.errors import ImportRefused

GOOD = "2951,Alblasserdam,51.8647,4.6573\n"


def read(text: str) -> Postcodes:
    return read_postcodes([text])


def problems(text: str) -> list[str]:
    return [str(rejection.problem) for rejection in read(text).rejections]


@pytest.mark.parametrize(
    "text",
    [
        "pc4,plaats,lat,lon\n" + GOOD,
        "\ufeffPC4, Plaats ,LAT,LON\r\n".lstrip("\ufeff") + GOOD,
        "pc4;woonplaats;latitude;longitude\n2951;Alblasserdam;51,8647;4,6573\n",
        "extra,lon,pc4,lat,plaats\nx,4.6573,2951,51.8647,Alblasserdam\n",
    ],
    ids=["plain", "capitals", "semicolons and decimal commas", "another order"],
)
def test_the_header_says_which_column_is_which(text: str) -> None:
    row = read(text).rows["2951"]
    assert (row.city, row.point.x, row.point.y, row.boundary) == ("Alblasserdam", 4.6573, 51.8647, None)


def test_pc6_is_a_point_without_a_city() -> None:
    row = read("pc6,lat,lon,n_punten\n2951 ab,51.8647,4.6573,1\n").rows["2951AB"]
    assert row.city is None


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("2951,,,", "line 2, lat: is empty"),
        ("2951,,51.86,", "line 2, lon: is empty"),
        ("295,,51.86,4.66", "line 2, pc4: '295' is not a postcode like 2951"),
        (",,51.86,4.66", "line 2, pc4: is empty"),
        ("2951,,north,4.66", "line 2, lat: is not a number"),
        ("2951,,nan,4.66", "line 2, lat: is not a number"),
        ("2951,,4.66,51.86", "line 2, lat, lon: coordinate 51.86, 4.66 looks swapped: longitude comes first"),
        ("2951,x\x00,51.86,4.66", "line 2, plaats: holds a control character"),
        ("2951,,51.86,4.66,9,9", "line 2: has 6 fields, the header has 4"),
    ],
)
def test_a_bad_row_is_named_by_line_and_column_and_the_rest_stays(line: str, problem: str) -> None:
    text = f"pc4,plaats,lat,lon\n{line}\n2952,Alblasserdam,51.87,4.66\n"
    assert problems(text) == [problem]
    assert list(read(text).rows) == ["2952"]


def test_the_second_row_of_one_postcode_is_rejected() -> None:
    assert problems("pc4,plaats,lat,lon\n" + GOOD + GOOD) == ["line 3, pc4: 2951 was already in line 2"]


@pytest.mark.parametrize("text", ["", "\n\n", "pc4,plaats\n2951,x\n", "naam\nx\n"])
def test_a_file_without_the_needed_columns_is_refused(text: str) -> None:
    with pytest.raises(ImportRefused, match="it needs pc4 or pc6, lat and lon"):
        read(text)


def test_a_polygon_gets_a_point_inside_it() -> None:
    horseshoe = {
        "type": "Polygon",
        "coordinates": [
            [[4, 52], [4.3, 52], [4.3, 52.3], [4.2, 52.3], [4.2, 52.1], [4.1, 52.1], [4.1, 52.3], [4, 52.3]]
        ],
    }
    text = json.dumps(collection(feature(horseshoe, pc4=2951, plaats="Alblasserdam"), feature(pc4="2952")))
    row = read(text).rows["2951"]
    assert row.boundary is not None
    assert row.boundary.contains(row.point)
    assert row.city == "Alblasserdam"


def test_a_bad_polygon_is_named_by_feature() -> None:
    bad = [feature(square(104000, 429000), pc4="2951"), feature(plaats="x"), feature({"type": "Point"}, pc4="2953")]
    found = problems(json.dumps(collection(*bad, feature(pc4="2954"), feature(pc4="2954"))))
    assert [problem.partition(": ")[0] for problem in found] == [
        "line 1, feature 1, geometry",
        "line 1, feature 2, pc4",
        "line 1, feature 3, geometry",
        "line 1, feature 5, pc4",
    ]
