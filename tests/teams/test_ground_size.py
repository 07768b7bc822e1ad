"""The database keeps how much ground a team has, whatever happens to its areas and to the neighbourhoods it chose."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.build import make_municipality
from tests.teams.build import make_neighbourhood, make_team, multi, part
from tests.town import OVERWATER
from webapp.areas.models import Municipality, Neighbourhood
from webapp.core.postgis import from_area
from webapp.extensions import db
from webapp.teams import operations
from webapp.teams.facts import Ground
from webapp.teams.models import RoutingArea, Team

BUURT, OTHER = "BU99990001", "BU99990002"


@pytest.fixture
def town(db_session: Session) -> Municipality:
    return make_municipality()


def ground(team_id: UUID) -> int | None:
    return db.session.scalar(sa.select(Team.ground_size).where(Team.id == team_id))


def added_up(team_id: UUID) -> int | None:
    """The same, told once more by looking at each piece."""
    sizes = []
    for area in db.session.scalars(sa.select(RoutingArea).where(RoutingArea.team_id == team_id)):
        chosen = db.session.get(Neighbourhood, (area.municipality_id, area.neighbourhood_code))
        sizes.append(area.size or (chosen.size if chosen is not None else 0))
    return sum(sizes) if sizes else None


def check(team: Team) -> int | None:
    db.session.flush()
    db.session.expire_all()
    assert ground(team.id) == added_up(team.id)
    return ground(team.id)


def test_a_team_without_ground_has_none_and_drawn_ground_counts(town: Municipality) -> None:
    everywhere = make_team(town, "everywhere")
    drawn = make_team(town, "drawn", shape=part(0, 0, 0.5, 0.5))

    assert check(everywhere) is None
    small = check(drawn)
    operations.set_areas(town, drawn.id, Ground((), multi(part(0, 0, 1, 0.5))))
    large = check(drawn)
    operations.set_areas(town, drawn.id, Ground((), None))

    assert small is not None
    assert large == pytest.approx(2 * small, rel=0.01)
    assert check(drawn) is None


def test_ground_that_was_chosen_follows_the_borders_of_its_neighbourhood(town: Municipality) -> None:
    buurt = make_neighbourhood(town, BUURT, part(0, 0, 0.5, 0.5))
    team = make_team(town, "chosen", neighbourhoods=[BUURT])
    before = check(team)

    buurt.boundary = from_area(multi(part(0, 0, 0.5, 1)))
    after = check(team)
    db.session.delete(db.session.get_one(Neighbourhood, (town.id, BUURT)))

    assert before is not None
    assert after == pytest.approx(2 * before, rel=0.01)
    assert check(team) == 0  # still bound, to ground that is not there
    make_neighbourhood(town, BUURT, part(0, 0, 0.5, 0.5))
    assert check(team) == before


def test_ground_that_changes_hands_is_taken_from_one_and_given_to_the_other(town: Municipality) -> None:
    make_neighbourhood(town, BUURT, part(0, 0, 0.5, 0.5))
    make_neighbourhood(town, OTHER, part(0.5, 0, 1, 0.5))
    first, second = make_team(town, "first", neighbourhoods=[BUURT, OTHER]), make_team(town, "second")
    whole = check(first)

    db.session.execute(sa.update(RoutingArea).where(RoutingArea.neighbourhood_code == OTHER).values(team_id=second.id))

    parts = check(first), check(second)
    assert None not in (whole, *parts)
    assert sum(part for part in parts if part) == whole
    db.session.execute(sa.update(RoutingArea).where(RoutingArea.team_id == second.id).values(neighbourhood_code=BUURT))
    assert check(second) == parts[0]


def test_ground_of_another_town_with_the_same_code_counts_for_nobody_here(town: Municipality) -> None:
    make_neighbourhood(town, BUURT, part(0, 0, 0.5, 0.5))
    team = make_team(town, "chosen", neighbourhoods=[BUURT])
    before = check(team)

    elsewhere = make_municipality(OVERWATER)
    make_neighbourhood(elsewhere, BUURT, part(0, 0, 1, 1))

    assert check(team) == before
