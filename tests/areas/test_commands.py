"""The commands as an operator runs them, and the real files of the whole country."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from tests.areas.build import bow_tie, collection, feature, neighbourhood, shared, square, town, write
from webapp.areas import queries
from webapp.areas.models import Municipality, Neighbourhood, Postcode
from webapp.core.geo import Position

GEMEENTEN = "boundaries/nl_gemeenten_2023.geojson.gz"


def run(cli: FlaskCliRunner, *arguments: object) -> tuple[int, list[str]]:
    result = cli.invoke(args=["areas", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output.splitlines()


def count(session: Session, model: type) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_a_boundary_file_is_reported_by_level_then_by_rejected_feature(
    cli: FlaskCliRunner, db_session: Session, tmp_path: Path
) -> None:
    content = collection(
        town(geometry=bow_tie()), feature(level="water"), neighbourhood(geometry=square(104000, 429000)), feature()
    )
    path = write(tmp_path, json.dumps(content).replace('{"type": "Feature"', '\n{"type": "Feature"'))
    assert run(cli, "import-boundaries", path) == (
        0,
        [
            "1 municipality: 1 added, 0 changed, 0 unchanged; 0 rejected",
            "1 buurt: 0 added, 0 changed, 0 unchanged; 1 rejected",
            "1 feature of no known level: 0 added, 0 changed, 0 unchanged; 1 rejected",
            "1 outline repaired: the source crosses itself",
            "1 feature skipped: no gemeente, wijk or buurt",
            "Rejected:",
            "  line 4, feature 3, geometry: coordinate 104000, 429000 looks like RD coordinates (EPSG:28992); "
            "save the file in EPSG:4326",
            "  line 5, feature 4, properties: has no code of a gemeente, wijk or buurt",
        ],
    )


def test_a_file_of_which_nothing_is_kept_ends_with_code_1(
    cli: FlaskCliRunner, db_session: Session, tmp_path: Path
) -> None:
    code, lines = run(cli, "import-boundaries", write(tmp_path, collection(neighbourhood())))
    assert (code, lines[0]) == (1, "1 buurt: 0 added, 0 changed, 0 unchanged; 1 rejected")


def test_an_empty_collection_is_no_mistake(cli: FlaskCliRunner, db_session: Session, tmp_path: Path) -> None:
    assert run(cli, "import-boundaries", write(tmp_path, collection())) == (0, ["The file holds nothing to import."])


@pytest.mark.parametrize("command", ["import-boundaries", "import-postcodes"])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"type": "FeatureCollection",\n"features": [{]}', "The JSON is broken at line 2, column 15"),
        ('{"type": "FeatureCollection", "features": [', "The JSON is broken at line 1, column 44"),
        ('{"name": "Súdwest"}'.encode("latin-1"), "is not UTF-8 (line 1): it looks like Latin-1"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    cli: FlaskCliRunner, db_session: Session, tmp_path: Path, command: str, content: str | bytes, sentence: str
) -> None:
    code, lines = run(cli, command, write(tmp_path, content))
    assert code == 1
    assert len(lines) == 1
    assert sentence in lines[0]


def test_broken_json_after_good_features_keeps_none_of_them(
    cli: FlaskCliRunner, db_session: Session, tmp_path: Path
) -> None:
    text = json.dumps(collection(town(), town("GM0590", "Papendrecht")))
    assert run(cli, "import-boundaries", write(tmp_path, text[:-30]))[0] == 1
    assert count(db_session, Municipality) == 0


def test_a_missing_file_is_refused(cli: FlaskCliRunner, db_session: Session, tmp_path: Path) -> None:
    code, lines = run(cli, "import-boundaries", tmp_path / "nothing.geojson")
    assert (code, lines) == (1, [f"Error: There is no file {tmp_path / 'nothing.geojson'}."])


def test_open_and_list_show_what_residents_may_see(cli: FlaskCliRunner, db_session: Session, tmp_path: Path) -> None:
    run(cli, "import-boundaries", write(tmp_path, collection(town(), neighbourhood())))
    line = "GM0482\talblasserdam\tAlblasserdam\t{}\t0 wijken\t1 buurten"
    assert run(cli, "list") == (0, [line.format("closed")])
    assert run(cli, "open", "alblasserdam") == (0, ["Alblasserdam is open now."])
    assert run(cli, "open", "alblasserdam") == (0, ["Alblasserdam is open already."])
    assert run(cli, "list") == (0, [line.format("open")])
    assert run(cli, "open", "nergens") == (1, ["Error: There is no town 'nergens'; `flask areas list` shows them."])


class TestRealFiles:
    """With the counts that the files truly have."""

    @pytest.fixture(autouse=True)
    def country(self, cli: FlaskCliRunner, db_session: Session) -> None:
        assert run(cli, "import-boundaries", shared(GEMEENTEN)) == (
            0, ["342 municipalities: 342 added, 0 changed, 0 unchanged; 0 rejected"],
        )  # fmt: skip

    def test_the_whole_country_a_second_time_changes_nothing(self, cli: FlaskCliRunner) -> None:
        assert run(cli, "import-boundaries", shared(GEMEENTEN)) == (
            0, ["342 municipalities: 0 added, 0 changed, 342 unchanged; 0 rejected"],
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("code", "slug"),
        [
            ("GM0482", "alblasserdam"),
            ("GM0518", "s-gravenhage"),
            ("GM0796", "s-hertogenbosch"),
            ("GM1900", "sudwest-fryslan"),
            ("GM0373", "bergen-nh"),
            ("GM0893", "bergen-l"),
        ],
    )
    def test_real_names_give_good_slugs(self, db_session: Session, code: str, slug: str) -> None:
        assert db_session.scalar(sa.select(Municipality.slug).where(Municipality.code == code)) == slug

    def test_alblasserdam_has_6_wijken_and_29_buurten(self, cli: FlaskCliRunner) -> None:
        assert run(cli, "import-boundaries", shared("boundaries/alblasserdam_wijken_2023.geojson")) == (
            0, ["6 wijken: 6 added, 0 changed, 0 unchanged; 0 rejected"],
        )  # fmt: skip
        assert run(cli, "import-boundaries", shared("boundaries/alblasserdam_buurten_2023.geojson")) == (
            0, ["29 buurten: 29 added, 0 changed, 0 unchanged; 0 rejected"],
        )  # fmt: skip
        library = Position(51.8647767, 4.657284)
        assert queries.find_neighbourhood_code(queries.get_municipality("alblasserdam"), library) == "BU04820101"

    def test_a_point_in_papendrecht_has_a_municipality_but_no_neighbourhood(
        self, cli: FlaskCliRunner, db_session: Session
    ) -> None:
        for name in ("wijken", "buurten"):
            assert run(cli, "import-boundaries", shared(f"boundaries/drechtsteden_{name}_2023.geojson.gz"))[0] == 0
        assert count(db_session, Neighbourhood) == 42 + 324
        papendrecht = queries.get_municipality("papendrecht")
        market = Position(51.8317, 4.6893)
        point = sa.func.ST_Point(market.lon, market.lat, 4326)
        inside = sa.select(Municipality.slug).where(sa.func.ST_Covers(Municipality.boundary, point))
        assert db_session.scalars(inside).all() == ["papendrecht"]
        assert queries.find_neighbourhood_code(papendrecht, market) is None
        assert db_session.scalars(sa.select(Neighbourhood.code).where(
            sa.func.ST_Covers(Neighbourhood.boundary, point))).all() == []  # fmt: skip

    def test_amsterdam_letter_codes_are_rejected_and_amsterdam_stays_one_municipality(
        self, cli: FlaskCliRunner
    ) -> None:
        code, lines = run(cli, "import-boundaries", shared("boundaries/amsterdam_buurten_2016.geojson.gz"))
        assert code == 1
        assert lines[0] == "481 features of no known level: 0 added, 0 changed, 0 unchanged; 481 rejected"
        assert len(lines) == 2 + 481

    @pytest.mark.slow
    def test_neighbourhoods_of_towns_that_no_longer_exist_are_rejected_one_by_one(self, cli: FlaskCliRunner) -> None:
        code, lines = run(cli, "import-boundaries", shared("boundaries/nl_buurten_2016.geojson.gz"))
        assert code == 0
        assert lines[0] == "12179 buurten: 10863 added, 0 changed, 0 unchanged; 1316 rejected"
        assert sum("is not in the database" in line for line in lines) == 1316


@pytest.mark.slow
def test_real_postcodes_go_in_from_polygons_points_and_pc6(cli: FlaskCliRunner, db_session: Session) -> None:
    polygons = shared("postcodes/nl_pc4_polygons_2024.geojson.gz")
    assert run(cli, "import-postcodes", polygons) == (
        0, ["4061 postcodes: 4061 added, 0 changed, 0 unchanged; 0 rejected"],
    )  # fmt: skip
    assert run(cli, "import-postcodes", polygons)[1] == [
        "4061 postcodes: 0 added, 0 changed, 4061 unchanged; 0 rejected"
    ]
    code, lines = run(cli, "import-postcodes", shared("postcodes/nl_pc4.csv.gz"))
    assert (code, lines[0]) == (0, "4071 postcodes: 0 added, 0 changed, 4061 unchanged; 10 rejected")
    assert lines[2] == "  line 74, lat: is empty"
    assert run(cli, "import-postcodes", shared("postcodes/pc6_sample.csv"))[1] == [
        "645 postcodes: 645 added, 0 changed, 0 unchanged; 0 rejected"
    ]
    outside = sa.select(Postcode.code).where(~sa.func.ST_Covers(Postcode.boundary, Postcode.point))
    assert db_session.scalars(outside).all() == []
    assert count(db_session, Postcode) == 4061 + 645
