"""The teams of the demonstration town: invented, complete, and with a gap to look at."""

import pytest

from tests.page import PageClient
from webapp.areas.models import Municipality
from webapp.areas.queries import find_municipality
from webapp.core.geo import Position
from webapp.teams import queries
from webapp.teams.ground_queries import list_gaps, list_overlaps
from webapp.teams.routing_queries import route
from webapp.teams.rules import Asked


@pytest.fixture
def town(demo: PageClient) -> Municipality:
    town = find_municipality("alblasserdam")
    assert town is not None
    return town


def test_all_are_marked_and_no_mailbox_is_real(town: Municipality) -> None:
    teams = queries.list_teams(town, with_inactive=True)

    assert len(teams) == 7
    assert all(team.is_demo and team.email and team.email.endswith(".example") for team in teams)
    assert queries.is_reachable(town)
    assert queries.list_lost_codes(town) == []


@pytest.mark.parametrize(
    ("asked", "owner"),
    [
        (Asked("geld", position=Position(51.866, 4.652)), "geld-en-papieren"),
        (Asked("praten-steun", position=Position(51.866, 4.652)), "centrum-en-kinderdijk"),
        (Asked("praten-steun", position=Position(51.868, 4.670)), "blokweer-en-souburgh"),
        (Asked("praten-steun", position=Position(51.848, 4.670)), "het-brughuis"),
        (Asked("praten-steun", neighbourhood="WK048204"), "blokweer-en-souburgh"),
        (Asked("veilig", position=Position(51.868, 4.670)), "het-brughuis"),
        (Asked("gezin", "uk"), "nieuw-in-nederland"),
        (Asked(), "het-brughuis"),
    ],
)
def test_questions_find_their_team(town: Municipality, asked: Asked, owner: str) -> None:
    decision = route(town, asked)

    assert queries.get_team(town, decision.team_id).slug == owner


def test_there_is_a_gap_and_no_overlap(town: Municipality) -> None:
    assert list_gaps(town, "praten-steun")
    assert list_gaps(town, "geld") == []
    assert list_overlaps(town, "praten-steun") == []
