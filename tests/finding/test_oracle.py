"""Lists, order, totals and the number at each choice, against plain Python, in towns by chance."""

from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy.orm import Session

from tests.build import make_municipality, make_place
from tests.finding import oracle
from tests.finding.random_town import make_asked, make_things, store
from tests.town import BRINK, BRINKDAM, OVERWATER
from webapp.core.geo import Position
from webapp.finding.count_queries import count_activities, count_places, total_activities, total_places
from webapp.finding.queries import list_activities, list_places, list_places_near
from webapp.finding.rules import Filters

MOMENTS = (
    datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    datetime(2026, 3, 28, 22, 30, tzinfo=UTC),  # the clock goes forward in the night
    datetime(2026, 10, 24, 22, 0, tzinfo=UTC),  # midnight, and the day that begins has 25 hours
)
QUESTIONS = 60  # for each type in each town
PRODUCT = {
    True: (list_places, count_places, total_places),
    False: (list_activities, count_activities, total_activities),
}


def filters_of(asked: oracle.Asked, page: int = 1) -> Filters:
    near = asked.get("near")
    return Filters(**{**asked, "near": Position(*near) if near else None, "page": page})


@pytest.mark.parametrize("seed", range(6))
def test_the_product_answers_as_plain_python(db_session: Session, seed: int) -> None:
    chance = Random(seed)
    moment = MOMENTS[seed % len(MOMENTS)]
    things = make_things(chance, moment, places=30, activities=40)
    town = store(BRINKDAM, things)
    store(OVERWATER, make_things(chance, moment, places=5, activities=5))  # must never show up

    for is_place in (True, False):
        own = [thing for thing in things if thing.is_place == is_place]
        listing, counting, totalling = PRODUCT[is_place]
        for _ in range(QUESTIONS):
            asked, language = make_asked(chance, is_place=is_place), chance.choice(["nl", "en"])
            filters = filters_of(asked)
            expected = oracle.listed(own, asked, language, moment)
            found = listing(town, filters, language, moment, filters.near, limit=100)
            counts = counting(town, filters, moment)

            assert [one.thing.id for one in found] == [thing.id for thing in expected], asked
            assert counts.total == totalling(town, filters, moment) == len(expected), asked
            assert counts.marked == sum(thing.where is not None for thing in expected), asked
            assert counts.by == oracle.choices(own, asked, moment), asked
            for one, thing in zip(found, expected, strict=True):
                if filters.near and thing.where:
                    assert one.distance_m == pytest.approx(oracle.metres(asked["near"], thing.where), abs=0.001)
                else:
                    assert one.distance_m is None


def test_the_closest_by_metres_is_not_the_closest_by_degrees(db_session: Session) -> None:
    town = make_municipality()
    make_place(town, "noord", position=Position(BRINK.lat + 0.008, BRINK.lon))  # 890 m
    make_place(town, "oost", position=Position(BRINK.lat, BRINK.lon + 0.010))  # 685 m

    assert [one.thing.slug for one in list_places_near(town, BRINK, None, 2)] == ["oost", "noord"]


@pytest.mark.parametrize("seed", range(3))
def test_the_closest_are_those_of_all_that_are_the_closest(db_session: Session, seed: int) -> None:
    """From a doorstep among them, from the edge, and from far out, where nothing lies around."""
    things = make_things(Random(seed), MOMENTS[0], places=60, activities=0)
    town = store(BRINKDAM, things)
    shown = [(one.where, one.id) for one in things if one.where and one.published]
    for spot in (shown[0][0], (BRINK.lat, BRINK.lon), (BRINK.lat + 0.02, BRINK.lon), (BRINK.lat + 0.2, BRINK.lon)):
        closest = sorted(oracle.metres(spot, where) for where, _id in shown)
        for limit in (1, 3, 20):
            found = list_places_near(town, Position(*spot), None, limit)

            assert [one.distance_m for one in found] == pytest.approx(closest[:limit], abs=0.001)
            assert {one.thing.id for one in found} <= {id_ for _where, id_ in shown}


@pytest.mark.parametrize("seed", range(2))
def test_the_pages_of_a_list_are_the_whole_list_once(db_session: Session, seed: int) -> None:
    chance = Random(seed)
    things = make_things(chance, MOMENTS[0], places=45, activities=30)
    town = store(BRINKDAM, things)

    for is_place in (True, False):
        own = [thing for thing in things if thing.is_place == is_place]
        for asked in ({}, {"near": (52.171, 5.163)}, {"walkin": True}, {"open": "week"}):
            expected = oracle.listed(own, asked, "nl", MOMENTS[0])
            pages = [filters_of(asked, page) for page in range(1, 2 + len(expected) // 7)]
            found = [
                one.thing.id
                for filters in pages
                for one in PRODUCT[is_place][0](town, filters, "nl", MOMENTS[0], filters.near, limit=7)
            ]

            assert found == [thing.id for thing in expected], asked
