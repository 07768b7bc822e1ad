"""Gaps and overlaps on squares that can be reckoned by hand."""

import json

import pytest
import shapely
from shapely import MultiPolygon
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from tests.build import make_municipality
from tests.teams.build import make_neighbourhood, make_team, multi, part, with_hole
from webapp.areas.models import Municipality
from webapp.teams import operations, queries
from webapp.teams.facts import Ground, RuleFacts
from webapp.teams.ground_queries import Patch, list_gaps, list_overlaps, list_served

# A square of a tenth of a degree at 52.15 north: 6,846 m by 11,127 m along the ellipsoid.
TOWN_SQUARE_METRES = 76.18e6
HOLE = part(0.4, 0.4, 0.6, 0.6)
RING = with_hole(part(0.2, 0.2, 0.8, 0.8), HOLE)


@pytest.fixture
def town(db_session: Session) -> Municipality:
    town = make_municipality()
    make_neighbourhood(town, "WK900101", part(0, 0, 0.5, 1))
    make_team(town, "triage")
    return town


def same(patch: Patch, expected: BaseGeometry) -> bool:
    found = shape(json.loads(patch.geojson))
    return shapely.symmetric_difference(found, expected).area < 1e-12 and found.is_valid


def share(patch: Patch) -> float:
    """Of the town."""
    return patch.square_metres / TOWN_SQUARE_METRES


def test_without_teams_the_whole_town_is_a_gap(town: Municipality) -> None:
    (gap,) = list_gaps(town, "geld")

    assert same(gap, part(0, 0, 1, 1))
    assert share(gap) == pytest.approx(1, rel=0.001)


def test_the_hole_of_a_team_is_a_gap_and_so_is_what_lies_around_it(town: Municipality) -> None:
    make_team(town, "ring", shape=RING)

    around, hole = list_gaps(town, "geld")

    assert same(around, shapely.difference(part(0, 0, 1, 1), part(0.2, 0.2, 0.8, 0.8)))
    assert same(hole, HOLE)
    assert share(hole) == pytest.approx(0.04, rel=0.002)


@pytest.mark.parametrize(
    "facts",
    [
        {"topics": ["geld"]},  # the whole town
        {"topics": ["geld"], "shape": part(0, 0, 1, 1)},
        {"shape": part(0, 0, 1, 1)},
        {"neighbourhoods": ["WK900101"], "shape": part(0.5, 0, 1, 1)},  # the two touch
        {"shape": part(-0.1, -0.1, 1.1, 1.1)},
    ],
)
def test_who_serves_the_whole_town_leaves_no_gap(town: Municipality, facts: dict[str, object]) -> None:
    make_team(town, "all", **facts)  # type: ignore[arg-type]

    assert list_gaps(town, "geld") == []


@pytest.mark.parametrize(
    "facts",
    [
        {"topics": ["eten"]},
        {"topics": ["eten"], "shape": part(0, 0, 1, 1)},
        {"topics": ["geld"], "is_active": False},
        {"shape": part(0, 0, 1, 1), "is_active": False},
        {},  # neither topics nor areas
    ],
)
def test_another_topic_and_an_inactive_team_fill_no_gap(town: Municipality, facts: dict[str, object]) -> None:
    make_team(town, "other", **facts)  # type: ignore[arg-type]

    assert [same(gap, part(0, 0, 1, 1)) for gap in list_gaps(town, "geld")] == [True]


def test_a_rule_fills_a_gap_unless_it_is_for_one_language(town: Municipality) -> None:
    team = queries.list_teams(town)[0]
    west, hole = Ground(["WK900101"]), Ground(shape=multi(HOLE))

    operations.set_rules(town, [RuleFacts(team.id, ["geld"], ["ar"], west), RuleFacts(team.id, ["eten"], (), west)])
    assert [same(gap, part(0, 0, 1, 1)) for gap in list_gaps(town, "geld")] == [True]
    operations.set_rules(town, [RuleFacts(team.id, ["geld"], (), west), RuleFacts(team.id, (), (), hole)])
    rest = shapely.difference(part(0.5, 0, 1, 1), HOLE)
    assert [same(gap, rest) for gap in list_gaps(town, "geld")] == [True]
    operations.set_rules(town, [RuleFacts(team.id, ["geld"])])
    assert list_gaps(town, "geld") == []


def test_two_equal_teams_overlap_where_both_serve_and_not_in_a_hole(town: Municipality) -> None:
    ring, right = make_team(town, "ring", shape=RING), make_team(town, "right", shape=part(0.5, 0, 1, 1))

    (overlap,) = list_overlaps(town, "geld")

    assert same(overlap, shapely.intersection(RING, part(0.5, 0, 1, 1)))
    assert overlap.team_ids == (right.id, ring.id)
    assert share(overlap) == pytest.approx(0.18 - 0.02, rel=0.002)


def test_what_only_touches_does_not_overlap(town: Municipality) -> None:
    make_team(town, "left", neighbourhoods=["WK900101"])
    make_team(town, "right", shape=part(0.5, 0, 1, 1))

    assert list_overlaps(town, "geld") == []


def test_a_team_for_the_topic_and_one_for_everything_do_not_overlap(town: Municipality) -> None:
    make_team(town, "all", shape=part(0, 0, 1, 1))
    make_team(town, "money", topics=["geld"], shape=part(0, 0, 0.5, 0.5))
    make_team(town, "money-town", topics=["geld"])

    assert list_overlaps(town, "geld") == []
    make_team(town, "money-too", topics=["geld", "eten"])
    (overlap,) = list_overlaps(town, "geld")
    assert same(overlap, part(0, 0, 1, 1))


def test_only_ground_of_the_town_counts(town: Municipality) -> None:
    make_team(town, "one", shape=part(0.7, 0, 1.2, 1))
    make_team(town, "two", shape=MultiPolygon([part(0.8, 0, 1.1, 0.4), part(0.8, 0.6, 1.1, 1)]))

    (overlap,) = list_overlaps(town, "geld")

    assert same(overlap, MultiPolygon([part(0.8, 0, 1, 0.4), part(0.8, 0.6, 1, 1)]))


def test_three_teams_on_one_spot_are_told_two_by_two(town: Municipality) -> None:
    teams = [make_team(town, slug, shape=part(0, 0, 0.5, 0.5)) for slug in ("a", "b", "c")]

    pairs = {patch.team_ids for patch in list_overlaps(town, "geld")}

    assert pairs == {(teams[0].id, teams[1].id), (teams[0].id, teams[2].id), (teams[1].id, teams[2].id)}


def test_without_an_outline_there_are_overlaps_but_no_gaps(db_session: Session) -> None:
    town = make_municipality("vaag", code="GM9009", boundary=None)
    make_team(town, "a", shape=part(0, 0, 0.5, 0.5))
    make_team(town, "b", shape=part(0.2, 0, 0.5, 0.5))
    make_team(town, "c", topics=["geld"])

    assert list_gaps(town, "geld") == []
    assert [same(patch, part(0.2, 0, 0.5, 0.5)) for patch in list_overlaps(town, "geld")] == [True]


def served(town: Municipality, topic: str = "geld") -> list[tuple[str, int | None, float]]:
    """Slug, rule and share of the town."""
    slugs = {team.id: team.slug for team in queries.list_teams(town)}
    return [
        (slugs[one.team_id], one.rule, round((one.square_metres or 0) / TOWN_SQUARE_METRES, 3))
        for one in list_served(town, topic)
    ]


def test_who_names_the_topic_in_an_area_goes_before_who_names_it_and_that_before_who_helps_with_everything(
    town: Municipality,
) -> None:
    make_team(town, "west", neighbourhoods=["WK900101"])
    make_team(town, "hart", topics=["geld"], shape=HOLE)
    assert served(town) == [("hart", None, 0.04), ("west", None, 0.48)]

    make_team(town, "geld", topics=["geld"])
    assert served(town) == [("hart", None, 0.04), ("geld", None, 0.96), ("west", None, 0)]


def test_a_rule_goes_before_all_teams_and_after_the_rules_before_it(town: Municipality) -> None:
    west, hart = make_team(town, "west", neighbourhoods=["WK900101"]), make_team(town, "hart")
    operations.add_rule(town, RuleFacts(hart.id, topics=["geld"], ground=Ground(shape=multi(HOLE))))
    operations.add_rule(town, RuleFacts(west.id, topics=["geld"]))
    operations.add_rule(town, RuleFacts(hart.id, topics=["geld"], languages=["ar"]))

    assert served(town) == [("hart", 1, 0.04), ("west", 2, 0.96), ("west", None, 0)]
    assert served(town, "gezin") == [("west", None, 0.5)]


def test_what_nobody_serves_is_a_gap_and_nothing_is_both(town: Municipality) -> None:
    make_team(town, "west", neighbourhoods=["WK900101"])
    make_team(town, "ring", topics=["geld"], shape=RING)

    won = shapely.union_all([shape(json.loads(one.geojson)) for one in list_served(town, "geld")])
    gaps = shapely.union_all([shape(json.loads(gap.geojson)) for gap in list_gaps(town, "geld")])

    assert shapely.intersection(won, gaps).area < 1e-9
    assert shapely.symmetric_difference(shapely.union(won, gaps), part(0, 0, 1, 1)).area < 1e-9


def test_without_an_outline_the_whole_town_is_served_of_unknown_size(db_session: Session) -> None:
    town = make_municipality(boundary=None)
    make_team(town, "geld", topics=["geld"])

    (found,) = list_served(town, "geld")

    assert (found.square_metres, found.geojson) == (None, "")
