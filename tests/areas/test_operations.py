"""What the database holds after an import."""

import json
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.areas.build import Json, bow_tie, collection, district, drawn, feature, neighbourhood, square, town
from webapp.areas import operations, queries
from webapp.areas.boundaries import gather
from webapp.areas.geojson import GeoJson
from webapp.areas.models import ContentVersion, Municipality, Neighbourhood, Postcode
from webapp.areas.postcodes import read_postcodes
from webapp.areas.report import Report
from webapp.core.errors import ImportRefused
from webapp.core.geo import Position
from webapp.core.postgis import to_area

MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def load(*features: Json) -> Report:
    return operations.import_boundaries(gather(GeoJson([json.dumps(collection(*features))]).features()))


def load_postcodes(text: str) -> Report:
    return operations.import_postcodes(read_postcodes([text]))


def load_postcode_polygon(code: str, **more: object) -> Report:
    return load_postcodes(json.dumps(collection(feature(pc4=code, **more))))


def the_town(slug: str = "alblasserdam") -> Municipality:
    return queries.get_municipality(slug)


def neighbourhood_codes(session: Session) -> list[str]:
    return list(session.scalars(sa.select(Neighbourhood.code).order_by(Neighbourhood.code)))


def test_a_town_with_its_districts_and_neighbourhoods_goes_in_together(db_session: Session) -> None:
    report = load(neighbourhood(), district(), town())
    assert [str(tally) for tally in report.tallies] == [
        "1 municipality: 1 added, 0 changed, 0 unchanged; 0 rejected",
        "1 wijk: 1 added, 0 changed, 0 unchanged; 0 rejected",
        "1 buurt: 1 added, 0 changed, 0 unchanged; 0 rejected",
    ]
    assert neighbourhood_codes(db_session) == ["BU04820101", "WK048201"]
    assert (the_town().name, the_town().attribution, the_town().opened_at) == ("Alblasserdam", operations.CBS, None)


def test_the_same_file_twice_changes_nothing(db_session: Session) -> None:
    features = [town(geometry=bow_tie()), district(), neighbourhood()]
    load(*features)
    version = db_session.scalar(sa.select(ContentVersion.version))
    report = load(*features)
    assert [(tally.added, tally.changed, tally.unchanged) for tally in report.tallies] == [(0, 0, 1)] * 3
    assert db_session.scalar(sa.select(ContentVersion.version)) == version


def test_only_what_differs_is_changed(db_session: Session) -> None:
    load(town(), district("WK048201"), district("WK048202"))
    report = load(town(name="Alblasserwaard"), district("WK048201"), district("WK048202", square(4.7)))
    assert [(tally.changed, tally.unchanged) for tally in report.tallies] == [(1, 0), (1, 1)]


def test_a_town_keeps_its_slug_team_and_opening_when_its_boundary_changes(db_session: Session) -> None:
    load(drawn("gemeente", "GM0482", "Alblasserdam"))
    before = the_town()
    assert before.is_approximate
    before.team_name, before.is_demo, before.opened_at = "Team Alblasserdam", True, MOMENT
    db_session.flush()
    load(town(name="Nieuw-Alblasserdam"))
    after = the_town()
    assert (after.name, after.team_name, after.is_demo, after.opened_at) == (
        "Nieuw-Alblasserdam", "Team Alblasserdam", True, MOMENT,
    )  # fmt: skip
    assert not after.is_approximate


def test_real_neighbourhoods_replace_the_drawn_ones(db_session: Session) -> None:
    load(
        drawn("gemeente", "GM0482"),
        drawn("wijk", "WK048209"),
        drawn("buurt", "BU04820101"),
        drawn("buurt", "BU04820109"),
    )
    load(town("GM0590", "Papendrecht"), drawn("buurt", "BU05900001"))
    report = load(neighbourhood("BU04820101"))
    assert neighbourhood_codes(db_session) == ["BU04820101", "BU05900001"]
    assert report.notes == (
        "2 approximate wijken and buurten of GM0482 removed, real ones are here now: BU04820109, WK048209",
    )


def test_a_real_boundary_of_the_town_alone_leaves_the_drawn_neighbourhoods(db_session: Session) -> None:
    load(drawn("gemeente", "GM0482"), drawn("buurt", "BU04820101"))
    load(town())
    assert neighbourhood_codes(db_session) == ["BU04820101"]


def test_a_drawing_never_replaces_a_real_boundary(db_session: Session) -> None:
    load(town(), neighbourhood())
    report = load(drawn("gemeente", "GM0482"), drawn("buurt", "BU04820101"), drawn("wijk", "WK048201"))
    assert [tally.rejected for tally in report.tallies] == [1, 1, 1]
    assert report.has_failed
    assert not the_town().is_approximate
    assert neighbourhood_codes(db_session) == ["BU04820101"]


def test_a_neighbourhood_of_an_unknown_town_is_rejected(db_session: Session) -> None:
    report = load(town(), neighbourhood("BU05900001"))
    assert [str(problem) for problem in report.problems] == [
        "line 1, feature 2, gemeentecode: municipality GM0590 is not in the database; import it first"
    ]
    assert not report.has_failed


def test_rejections_come_in_the_order_of_the_file(db_session: Session) -> None:
    report = load(neighbourhood("BU05900001"), feature(), district("WK059000"), town(), town())
    assert [problem.column for problem in report.problems] == [
        "feature 1, gemeentecode",
        "feature 2, properties",
        "feature 3, gemeentecode",
        "feature 5, gemeentecode",
    ]


def test_land_and_water_of_one_code_become_one_area(db_session: Session) -> None:
    report = load(town(water="JA", geometry=square(4.67)), town(water="NEE", geometry=square(4.66)))
    assert not report.rejections
    west, _, east, _ = to_area(the_town().boundary).bounds
    assert (west, east) == pytest.approx((4.66, 4.68))


def test_repaired_and_skipped_features_are_counted(db_session: Session) -> None:
    report = load(town(geometry=bow_tie()), feature(level="water", name="De Noord"))
    assert report.notes == (
        "1 outline repaired: the source crosses itself",
        "1 feature skipped: no gemeente, wijk or buurt",
    )


def test_two_towns_of_one_name_get_slugs_of_their_own(db_session: Session) -> None:
    load(town("GM0373", "Bergen (NH.)"), town("GM0893", "Bergen (L.)"), town("GM0001", "Bergen"))
    load(town("GM0002", "Bergen"))
    slugs = db_session.scalars(sa.select(Municipality.slug).order_by(Municipality.code)).all()
    assert slugs == ["bergen", "bergen-gm0002", "bergen-nh", "bergen-l"]


def test_a_refused_town_leaves_the_database_as_it_was(db_session: Session) -> None:
    with pytest.raises(ImportRefused, match="GM0482"):
        operations.import_town(gather([]), "GM0482", MOMENT)
    assert db_session.scalar(sa.select(sa.func.count()).select_from(Municipality)) == 0


def test_a_town_is_opened_once(db_session: Session) -> None:
    load(town())
    assert operations.open_municipality(the_town(), MOMENT)
    assert not operations.open_municipality(the_town(), datetime(2027, 1, 1, tzinfo=UTC))
    assert the_town().opened_at == MOMENT


def test_a_point_is_found_in_the_imported_neighbourhood(db_session: Session) -> None:
    load(town(), district(), neighbourhood(geometry=square(size=0.005)))
    assert queries.find_neighbourhood_code(the_town(), Position(51.862, 4.662)) == "BU04820101"
    assert queries.find_neighbourhood_code(the_town(), Position(51.868, 4.668)) == "WK048201"
    assert queries.find_neighbourhood_code(the_town(), Position(51.9, 4.668)) is None


def test_postcodes_go_in_once(db_session: Session) -> None:
    text = "pc4,plaats,lat,lon\n2951,Alblasserdam,51.8647,4.6573\n2952,,51.87,4.66\n"
    assert str(load_postcodes(text).tallies[0]) == "2 postcodes: 2 added, 0 changed, 0 unchanged; 0 rejected"
    assert str(load_postcodes(text).tallies[0]) == "2 postcodes: 0 added, 0 changed, 2 unchanged; 0 rejected"


def test_a_list_of_points_does_not_move_a_postcode_that_has_its_polygon(db_session: Session) -> None:
    load_postcode_polygon("2951")
    point = db_session.get_one(Postcode, "2951").position
    report = load_postcodes("pc4,plaats,lat,lon\n2951,Alblasserdam,51.9,4.7\n")
    postcode = db_session.get_one(Postcode, "2951")
    assert report.tallies[0].changed == 1
    assert (postcode.city, postcode.position) == ("Alblasserdam", point)
    assert postcode.boundary is not None


def test_a_polygon_replaces_a_point_and_keeps_a_known_city(db_session: Session) -> None:
    load_postcodes("pc4,plaats,lat,lon\n2951,Alblasserdam,51.9,4.7\n")
    load_postcode_polygon("2951")
    postcode = db_session.get_one(Postcode, "2951")
    assert postcode.city == "Alblasserdam"
    assert to_area(postcode.boundary).contains(to_area(postcode.point))
    assert load_postcode_polygon("2951").tallies[0].unchanged == 1
