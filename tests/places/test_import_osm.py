"""`flask places import FILE.geojson`: OpenStreetMap objects, with what must never be on a map left out."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask.testing import FlaskCliRunner
from shapely import MultiPolygon, Point, Polygon, from_geojson
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.areas.build import shared
from tests.build import make_municipality, told_hours
from tests.places.rows import collection, feature, write
from webapp.core.postgis import from_area
from webapp.extensions import db
from webapp.places.models import Place
from webapp.places.osm_tags import ATTRIBUTION, find_kind

Import = Callable[..., Result]


@pytest.fixture
def load(db_session: Session, cli: FlaskCliRunner, tmp_path: Path) -> Import:
    make_municipality()

    def load(content: str | bytes, *options: str, name: str = "places.geojson") -> Result:
        path = write(tmp_path / name, content)
        return cli.invoke(args=["places", "import", str(path), "--town", "brinkdam", *options])

    return load


def lines(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def the_place() -> Place:
    return db.session.scalars(select(Place)).one()


def test_tags_become_facts(load: Import) -> None:
    content = collection(
        feature(
            name="De Bieb", name__en="The Library", addr__street="Brink", addr__housenumber="2",
            addr__postcode="3731 ab", addr__city="Brinkdam", phone="+31 30 1234567; +31 30 7654321",
            website="www.bieb.example", contact__email="hallo@bieb.example", wheelchair="designated",
            opening_hours="Mo-Fr 09:00-12:00", fee="no",
            toilets__wheelchair="yes", check_date="2025-05-01",
        )
    )  # fmt: skip

    assert lines(load(content)) == ["1 added, 0 changed, 0 unchanged, 0 rejected"]

    place = the_place()
    assert (place.source, place.external_id, place.attribution) == ("osm", "node/1", ATTRIBUTION)
    assert (place.street, place.house_number, place.postcode) == ("Brink", "2", "3731AB")
    assert (place.phone, place.website) == ("+31 30 1234567", "https://www.bieb.example")
    assert (place.email, place.wheelchair, place.free) == ("hallo@bieb.example", "yes", True)
    assert place.attributes == ["rolstoeltoilet"]
    assert {text.language: text.name for text in place.texts} == {"nl": "De Bieb", "en": "The Library"}
    assert lines(load(content)) == ["0 added, 0 changed, 1 unchanged, 0 rejected"]


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"amenity": "community_centre"}, "buurthuis"),
        ({"amenity": "community_centre", "community_centre": "youth_centre"}, "jongerencentrum"),
        ({"amenity": "community_centre", "community_centre": "family_centre"}, "huiskamer"),
        ({"amenity": "social_facility", "social_facility": "food_bank"}, "voedselbank"),
        ({"amenity": "cafe;library"}, "bibliotheek"),
        ({"railway": "station", "public_transport": "station"}, "halte"),
        ({"amenity": "pub"}, None),
        ({}, None),
    ],
)
def test_the_most_specific_tag_decides_the_kind(tags: dict[str, str], kind: str | None) -> None:
    assert find_kind(tags) == kind


@pytest.mark.parametrize(
    "tags",
    [
        {"social_facility": "shelter"},
        {"social_facility": "outreach", "social_facility__for": "victim"},
        {"social_facility": "outreach", "social_facility__for": "homeless;abused"},
        {"social_facility": "outreach", "social_facility__for": "woman"},
        {"amenity": "refugee_site"},
        {"amenity": "community_centre", "name": "Blijf van mijn lijf"},
        {"amenity": "community_centre", "name": "Huis", "name__en": "Women's refuge"},
        {"amenity": "community_centre", "name": "", "alt_name": "Vrouwenopvang"},
    ],
)
def test_a_shelter_is_left_out_and_nothing_of_it_is_told(load: Import, tags: dict[str, str]) -> None:
    output = lines(load(collection(feature("node/4711", **{"name": "De Linde", **tags}))))

    assert output == ["1 left out for safety", "0 added, 0 changed, 0 unchanged, 0 rejected"]
    assert db.session.scalars(select(Place)).all() == []


def test_hours_that_do_not_parse_stay_as_a_note(load: Import) -> None:
    output = lines(load(collection(feature(opening_hours="ma-vr 9-17"))))

    assert output[0].startswith("warning: node/1 Bibliotheek, opening_hours: 'ma-vr 9-17' is not in the form")
    assert output[1] == "1 added, 0 changed, 0 unchanged, 0 rejected"
    assert (told_hours(the_place()), the_place().opening_hours_note) == (None, "ma-vr 9-17")


def test_a_contact_fact_that_is_not_in_order_costs_that_fact_only(load: Import) -> None:
    output = lines(load(collection(feature(phone="bel maar", website="javascript:alert(1)", addr__postcode="D-69117"))))

    assert len(output) == 4
    assert all(line.startswith("warning: node/1") and line.endswith("(left out)") for line in output[:3])
    assert (the_place().phone, the_place().website, the_place().postcode) == (None, None, None)


def test_what_lies_outside_the_town_is_counted_and_named(load: Import) -> None:
    far = {"type": "Point", "coordinates": [4.0, 52.0]}

    assert lines(load(collection(feature(), feature("node/2", far, name="Ver weg"), feature("way/3", far)))) == [
        "2 outside the town of Brinkdam",
        "  node/2 Ver weg",
        "  way/3 Bibliotheek",
        "1 added, 0 changed, 0 unchanged, 0 rejected",
    ]


def test_of_an_area_a_point_inside_is_taken(load: Import) -> None:
    horseshoe = [[5.15, 52.15], [5.16, 52.15], [5.16, 52.16], [5.15, 52.16], [5.15, 52.159], [5.159, 52.159],
                 [5.159, 52.151], [5.15, 52.151], [5.15, 52.15]]  # fmt: skip
    geometry = {"type": "Polygon", "coordinates": [horseshoe]}

    load(collection(feature("way/7", geometry)))

    position = the_place().position
    assert position is not None
    assert Polygon(horseshoe).covers(Point(position.lon, position.lat))


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (feature(name=""), "node/1: has no name"),
        ({**feature(), "id": None}, "feature 1: has no id like node/123"),
        ({**feature(), "geometry": None}, "node/1 Bibliotheek: has no point or area that can be read"),
        (feature(geometry={"type": "Point", "coordinates": []}), "node/1 Bibliotheek: has no point or area"),
        (feature(geometry={"type": "Point", "coordinates": [999, 0]}), "node/1 Bibliotheek: has no point or area"),
        (feature(geometry={"type": "Kubus"}), "node/1 Bibliotheek: has no point or area"),
    ],
)
def test_an_object_that_cannot_be_used_is_told(load: Import, broken: Any, reason: str) -> None:
    output = lines(load(collection(broken)))

    assert output[0].startswith(reason)
    assert output[1] == "0 added, 0 changed, 0 unchanged, 1 rejected"


@pytest.mark.parametrize("broken", [None, 3, "x", [], {}, {"properties": 3}, {"properties": {"amenity": ["library"]}}])
def test_what_is_no_feature_at_all_is_of_another_kind(load: Import, broken: Any) -> None:
    assert lines(load(collection(broken)))[0] == "1 of a kind that is not on the map"


def test_ids_are_found_where_exporters_keep_them(load: Import) -> None:
    overpass = {**feature(), "id": None}
    overpass["properties"]["@id"] = "way/5"
    old = {**feature(), "id": "x"}
    old["properties"] = {"type": "relation", "id": 6, "tags": {"amenity": "library", "name": "Oud"}}

    load(collection(overpass, old))

    assert set(db.session.scalars(select(Place.external_id))) == {"way/5", "relation/6"}


def test_the_same_object_twice_is_rejected_once(load: Import) -> None:
    assert lines(load(collection(feature(), feature()))) == [
        "node/1 Bibliotheek: is in the file twice",
        "1 added, 0 changed, 0 unchanged, 1 rejected",
    ]


def test_themes_of_an_editor_stay_when_the_file_is_read_again(load: Import) -> None:
    load(collection(feature()))
    the_place().themes = ["taal-digitaal"]
    db.session.commit()

    assert lines(load(collection(feature(name="Anders")))) == ["0 added, 1 changed, 0 unchanged, 0 rejected"]
    assert the_place().themes == ["taal-digitaal"]


def test_attributes_that_no_tag_tells_stay_when_the_file_is_read_again(load: Import) -> None:
    load(collection(feature(toilets="yes")))
    the_place().attributes = ["toilet", "welkom"]
    db.session.commit()

    assert lines(load(collection(feature(toilets="yes")))) == ["0 added, 0 changed, 1 unchanged, 0 rejected"]
    assert lines(load(collection(feature()))) == ["0 added, 1 changed, 0 unchanged, 0 rejected"]
    assert the_place().attributes == ["welkom"]


@pytest.mark.parametrize("name", ["places.json.gz", "places.geojson.gz"])
def test_a_compressed_file_is_unpacked(load: Import, name: str) -> None:
    content = gzip.compress(collection(feature()).encode())

    assert lines(load(content, name=name)) == ["1 added, 0 changed, 0 unchanged, 0 rejected"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "is no GeoJSON FeatureCollection"),
        ("[1, 2]", "is no GeoJSON FeatureCollection"),
        ('{"type": "FeatureCollection", "features": [', "is no JSON, or it is cut off"),
        ("[" * 100_000, "is no JSON, or it is cut off"),
        ('{"elements": []}', "is Overpass JSON; export it as GeoJSON"),
        (b"\xff\xfe\x00", "is UTF-16"),
        (b'{"a": "\xe9"}', "is not UTF-8"),
        (gzip.compress(b"{}" * 500, mtime=0)[:-9], "cannot be unpacked"),
    ],
)
def test_a_file_that_is_no_geojson_is_refused(load: Import, content: str | bytes, sentence: str) -> None:
    result = load(content)

    assert result.exit_code == 1
    assert sentence in result.output


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(load: Import) -> None:
    result = load(gzip.compress(b" " * 120_000_000, mtime=0))

    assert result.exit_code == 1
    assert "larger than 100 MB" in result.output


@pytest.fixture
def alblasserdam(db_session: Session) -> None:
    towns = json.loads(gzip.decompress(shared("boundaries/drechtsteden_gemeenten_2023.geojson.gz").read_bytes()))
    [town] = [town for town in towns["features"] if town["properties"]["gemeentecode"] == "GM0482"]
    shape = from_geojson(json.dumps(town["geometry"]))
    boundary = shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])
    make_municipality(code="GM0482", name="Alblasserdam", slug="alblasserdam", boundary=from_area(boundary))


def test_the_real_objects_of_the_region(alblasserdam: None, cli: FlaskCliRunner) -> None:
    args = ["places", "import", str(shared("places/drechtsteden_osm_poi.geojson")), "--town", "alblasserdam"]

    first, second = lines(cli.invoke(args=args)), lines(cli.invoke(args=args))

    assert first[0] == "69 outside the town of Alblasserdam"
    assert len(first) == 71, "each that is outside is named"
    assert first[-1] == "4 added, 0 changed, 0 unchanged, 0 rejected"
    assert second[-1] == "0 added, 0 changed, 4 unchanged, 0 rejected"
    library = db.session.scalars(select(Place).where(Place.kind == "bibliotheek")).one()
    assert told_hours(library) == "Mo,Tu,Th,Fr 8:30-17:30; We 8:30-19:30, Sa 10:00-13:00"


def test_the_real_objects_of_seven_cities(db_session: Session, cli: FlaskCliRunner) -> None:
    make_municipality(boundary=None)
    path = shared("places/osm_poi_opening_hours_intl.geojson")

    output = lines(cli.invoke(args=["places", "import", str(path), "--town", "brinkdam"]))

    assert output == [
        "warning: Brinkdam has no boundary, so positions were not checked against it",
        "150 of a kind that is not on the map",
        "4 added, 0 changed, 0 unchanged, 0 rejected",
    ]
