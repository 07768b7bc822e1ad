"""Pairs are found by what a person would compare, in one town only, and quickly in a large one."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.build import make_activity, make_municipality, make_place
from tests.staff import make_user
from tests.town import BRINKDAM, OVERWATER
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.geo import Position
from webapp.core.postgis import SRID
from webapp.extensions import db
from webapp.merging.operations import merge, note_two
from webapp.merging.queries import list_pairs, list_places_like
from webapp.merging.rules import reasons

HERE, NEAR, FAR = Position(52.15, 5.15), Position(52.1504, 5.1504), Position(52.12, 5.12)


@pytest.fixture
def town(db_session: Session) -> Municipality:
    return make_municipality(BRINKDAM)


def found(town: Municipality, what: str = "places") -> list[set[UUID]]:
    return [{pair.first, pair.second} for pair in list_pairs(town, what)]


@pytest.mark.parametrize(
    ("one", "other", "is_found"),
    [
        ({"name": "Stichting De Brink"}, {"name": "de brink", "position": NEAR}, True),
        ({"name": "Café Zonnebloem"}, {"name": "Cafe Zonnebloem", "position": NEAR}, True),
        ({"name": "De Brink"}, {"name": "De Brink", "position": FAR}, False),
        ({"name": "De Brink", "phone": "+31 10 1234567"},
         {"name": "De Brink", "position": FAR, "phone": "0101234567"}, True),
        (
            {"name": "Buurthuis Brink", "website": "https://www.brink.nl/"},
            {"name": "Brink", "position": None, "website": "http://brink.nl", "email": "A@brink.nl"},
            False,
        ),
        ({"name": "Yogaschool Lotus", "postcode": "2951AB", "house_number": "1"},
         {"name": "Fietsenmaker Jansen", "postcode": "2951AB", "house_number": "1"}, False),
        ({"name": "De Brink", "position": None}, {"name": "De Brink", "position": None}, True),
    ],
    ids=["abbreviated", "accents", "a chain", "its number", "one word", "neighbours", "phone lines"],
)  # fmt: skip
def test_two_that_a_person_would_compare(
    town: Municipality, one: dict[str, object], other: dict[str, object], is_found: bool
) -> None:
    first, second = (make_place(town, **{"position": HERE, **facts}) for facts in (one, other))  # type: ignore[arg-type]

    assert found(town) == ([{first.id, second.id}] if is_found else [])


def test_of_another_town_nothing_is_found(town: Municipality) -> None:
    other = make_municipality(OVERWATER)
    make_place(town, "De Brink", position=None, phone="0101234567")
    make_place(other, "De Brink", position=None, phone="0101234567")

    assert found(town) == found(other) == []


def test_a_switchboard_says_nothing(town: Municipality) -> None:
    for number in range(13):
        make_place(town, f"Loket {chr(97 + number) * 5}", position=None, phone="14 010")

    assert found(town) == []


def test_activities_at_one_place_by_name_and_times(town: Municipality) -> None:
    place = make_place(town)
    one = make_activity(town, "Koffie-inloop", place=place, opening_hours="Mo 10:00-12:00")
    other = make_activity(town, "Koffie inloop", place=place, opening_hours="Mo 10:00-12:00")
    make_activity(town, "Schaken", place=place, opening_hours="Mo 10:00-12:00")

    [pair] = list_pairs(town, "activities")

    assert {pair.first, pair.second} == {one.id, other.id}
    assert set(reasons(pair.likeness)) == {"same_name", "address", "times"}


def test_what_was_judged_is_not_asked_again(town: Municipality) -> None:
    a, b, c = (make_place(town, "De Brink") for _ in range(3))
    by = make_user("coordinator", town).id
    assert len(found(town)) == 3

    note_two(town, "places", b.id, a.id, by=by, now=clock.now())
    assert {frozenset(pair) for pair in found(town)} == {frozenset({a.id, c.id}), frozenset({b.id, c.id})}
    merge(town, "places", a.id, c.id, {}, by=by, now=clock.now())
    assert found(town) == []


def test_what_is_about_to_come_in_is_compared_too(town: Municipality) -> None:
    place = make_place(town, "De Brink", position=HERE, phone="0101234567")
    told = {
        "kind": "buurthuis",
        "name": "Buurthuis de Brink",
        "lat": HERE.lat,
        "lon": HERE.lon,
        "phone": "+31101234567",
    }
    other = {"kind": "buurthuis", "name": "Iets anders"}

    alike = list_places_like(town, [{"key": 2, **told}, {"key": 3, **other}])

    assert [(key, [one.place_id for one in of_key]) for key, of_key in alike.items()] == [(2, [place.id])]


def test_a_large_town_is_compared_by_keys_and_nearness_only(town: Municipality) -> None:
    """3,000 places: each with everything would be 4.5 million pairs, past every limit of a statement."""
    db.session.execute(
        text("""
        WITH many AS (
            INSERT INTO place (municipality_id, id, slug, kind, point, phone)
            SELECT :town, gen_random_uuid(), 'p' || n, 'buurthuis',
                ST_SetSRID(ST_MakePoint(5.1 + (n % 55) * 0.0018, 52.1 + (n / 55) * 0.0018), :srid),
                '010' || (1000000 + n)
            FROM generate_series(1, 3000) AS n RETURNING municipality_id, id, slug
        )
        INSERT INTO place_text (municipality_id, place_id, language, name)
        SELECT municipality_id, id, 'nl', md5(slug) FROM many
        """),
        {"town": town.id, "srid": SRID},
    )
    twin = db.session.execute(text("SELECT id FROM place WHERE slug = 'p1500'")).scalar_one()
    db.session.execute(
        text("UPDATE place_text SET name = (SELECT name FROM place_text WHERE place_id = :twin) WHERE place_id = "
             "(SELECT id FROM place WHERE slug = 'p1501')"),
        {"twin": twin},
    )  # fmt: skip
    db.session.execute(text("SET LOCAL statement_timeout = '5s'"))

    pairs = list_pairs(town, "places")

    assert len(pairs) == 1
    assert twin in (pairs[0].first, pairs[0].second)
