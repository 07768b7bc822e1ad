"""Routing, through the database: positions, neighbourhoods, borders and holes; who is there and who can be reached."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from shapely import MultiPolygon
from sqlalchemy import delete, event
from sqlalchemy.orm import Session

from tests.build import make_municipality
from tests.teams.build import make_neighbourhood, make_team, multi, part, with_hole
from tests.town import BRINK, OVERWATER, QUAY
from webapp.areas.models import Municipality, Neighbourhood
from webapp.core.geo import Position
from webapp.extensions import db
from webapp.schedule.closing import WHOLE_TOWN, close, tick_holiday
from webapp.schedule.values import Closure
from webapp.teams import operations, queries
from webapp.teams.facts import Ground, RuleFacts
from webapp.teams.models import Team
from webapp.teams.routing_queries import route
from webapp.teams.rules import Asked, Decision, NoTeam

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
WEST, EAST = Position(lat=52.15, lon=5.11), Position(lat=52.15, lon=5.19)


@pytest.fixture
def town(db_session: Session) -> Municipality:
    town = make_municipality()
    make_neighbourhood(town, "WK900101", part(0, 0, 0.5, 1), "West")
    make_neighbourhood(town, "WK900102", part(0.5, 0, 1, 1), "Oost")
    make_neighbourhood(town, "BU90010101", part(0, 0, 0.5, 0.4), "Zuidwest")
    make_neighbourhood(town, "BU90010102", part(0, 0.4, 0.5, 1), "Noordwest")
    make_team(town, "triage")
    return town


def ask(town: Municipality, topic: str | None = None, **facts: object) -> Decision:
    return route(town, Asked(topic=topic, **facts))  # type: ignore[arg-type]


def owner(town: Municipality, decision: Decision) -> str:
    return queries.get_team(town, decision.team_id).slug


def kinds(decision: Decision) -> list[str]:
    return [reason.kind for reason in decision.reasons]


def test_a_place_inside_a_chosen_neighbourhood_leads_to_its_team(town: Municipality) -> None:
    make_team(town, "west", neighbourhoods=["WK900101"])

    decision = ask(town, "geld", position=WEST)

    assert owner(town, decision) == "west"
    assert [reason.document for reason in decision.reasons] == [
        {"kind": "about", "topic": "geld"}, {"kind": "from", "place": "Noordwest"}, {"kind": "all_here", "team": "West"}
    ]  # fmt: skip
    assert owner(town, ask(town, "geld", position=EAST)) == "triage"


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        (BRINK, "triage"),  # in the hole
        (Position(lat=52.15, lon=5.14), "ring"),  # on the rim of the hole
        (Position(lat=52.14, lon=5.14), "ring"),  # on its corner
        (Position(lat=52.15, lon=5.13), "ring"),
        (Position(lat=52.15, lon=5.12), "ring"),  # on the outer rim
        (Position(lat=52.15, lon=5.1199999), "triage"),
    ],
)
def test_holes_and_rims(town: Municipality, position: Position, expected: str) -> None:
    ring = with_hole(part(0.2, 0.2, 0.8, 0.8), part(0.4, 0.4, 0.6, 0.6))
    make_team(town, "ring", shape=ring)

    assert owner(town, ask(town, position=position)) == expected


def test_on_a_border_of_two_the_smaller_area_wins_and_says_so(town: Municipality) -> None:
    make_team(town, "large", shape=part(0, 0, 0.5, 1))
    make_team(town, "small", shape=part(0.5, 0.2, 0.9, 0.8))

    border = part(0.5, 0, 1, 1).bounds[0]

    decision = ask(town, position=Position(lat=52.15, lon=border))

    assert owner(town, decision) == "small"
    assert decision.reasons[-1].document == {"kind": "smaller_area", "team": "Small", "other": "Large"}


def test_of_several_pieces_all_count_for_how_large_an_area_is(town: Municipality) -> None:
    make_team(town, "two-pieces", shape=MultiPolygon([part(0, 0, 0.6, 0.6), part(0.7, 0.7, 1, 1)]))
    make_team(town, "one-piece", shape=part(0, 0, 0.62, 0.62))

    assert owner(town, ask(town, position=BRINK)) == "one-piece"


@pytest.mark.parametrize("position", [QUAY, Position(lat=53.5, lon=4.0)])
def test_a_place_outside_the_town_or_at_sea_is_routed_by_topic(town: Municipality, position: Position) -> None:
    make_team(town, "money", topics=["geld"])
    make_team(town, "everywhere", shape=part(0, 0, 1.4, 1))

    decision = ask(town, "geld", position=position)
    assert (owner(town, decision), kinds(decision)) == ("money", ["about", "from_outside", "topic_everywhere"])
    assert owner(town, ask(town, "eten", position=position)) == "triage"


def test_outside_the_town_the_neighbourhood_that_was_named_counts(town: Municipality) -> None:
    make_team(town, "west", neighbourhoods=["WK900101"])

    assert owner(town, ask(town, position=QUAY, neighbourhood="BU90010101")) == "west"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("BU90010101", "south"),  # chosen itself
        ("BU90010102", "most"),  # a drawn area holds most of it
        ("WK900101", "most"),
        ("WK900102", "triage"),  # the drawn area holds a sliver of it
        ("BU90019999", "triage"),  # not here
        ("nonsense", "triage"),
        ("BU90010101\0", "triage"),
    ],
)
def test_a_neighbourhood_goes_to_who_serves_more_than_half_of_it(town: Municipality, code: str, expected: str) -> None:
    make_team(town, "south", neighbourhoods=["BU90010101"])
    make_team(town, "most", shape=part(0, 0.3, 0.6, 1))

    assert owner(town, ask(town, neighbourhood=code)) == expected


def test_the_pieces_of_one_team_count_together_for_a_neighbourhood(town: Municipality) -> None:
    make_team(town, "pieces", neighbourhoods=["BU90010101"], shape=part(0, 0.35, 0.5, 0.6))

    assert owner(town, ask(town, neighbourhood="WK900101")) == "pieces"


def test_a_town_without_an_outline_holds_every_place(db_session: Session) -> None:
    town = make_municipality("vaag", code="GM9009", boundary=None)
    make_team(town, "triage")
    make_team(town, "here", shape=part(0, 0, 1, 1))

    assert owner(town, ask(town, position=BRINK)) == "here"


def test_rules_on_topic_area_and_language_go_first(town: Municipality) -> None:
    west = make_team(town, "west", neighbourhoods=["WK900101"])
    money, arabic = make_team(town, "money", topics=["geld"]), make_team(town, "arabic")
    rules = [
        RuleFacts(arabic.id, languages=["ar"], ground=Ground(["WK900102"])),
        RuleFacts(west.id, topics=["geld"], ground=Ground(shape=multi(part(0.6, 0, 1, 0.5)))),
    ]
    operations.set_rules(town, rules)

    assert owner(town, ask(town, "geld", position=WEST)) == money.slug
    assert owner(town, ask(town, "geld", position=Position(lat=52.12, lon=5.19))) == "west"
    decision = ask(town, "geld", position=EAST, lang="ar")
    assert owner(town, decision) == "arabic"
    assert kinds(decision) == ["about", "from", "language", "rule"]
    assert owner(town, ask(town, "geld", lang="ar")) == "money"


def test_a_finer_topic_counts_as_its_theme_and_an_unknown_word_as_none(town: Municipality) -> None:
    make_team(town, "money", topics=["geld"])

    assert owner(town, ask(town, "schuldhulp")) == "money"
    for word in ("onzin", "", "geld\0"):
        assert kinds(ask(town, word))[0] == "no_topic"


def test_who_was_deactivated_hands_over_along_the_deputies(town: Municipality) -> None:
    last = make_team(town, "last")
    second = make_team(town, "second", email=None, deputy_id=last.id)
    make_team(town, "first", neighbourhoods=["WK900101"], deputy_id=second.id, is_active=False)

    decision = ask(town, position=WEST)

    assert owner(town, decision) == "last"
    assert kinds(decision)[2:] == ["all_here", "inactive", "deputy", "no_mail", "deputy"]


def test_teams_of_the_next_town_are_never_asked(town: Municipality) -> None:
    other = make_municipality(OVERWATER)
    make_team(other, "other-triage")
    make_team(other, "other", topics=["geld"], shape=part(1, 0, 2, 1))

    assert owner(town, ask(town, "geld", position=QUAY)) == "triage"
    assert owner(other, ask(other, "geld", position=QUAY)) == "other"


def test_a_town_without_teams_has_nobody_to_ask(db_session: Session) -> None:
    town = make_municipality()

    assert not queries.is_reachable(town)
    with pytest.raises(NoTeam):
        ask(town, position=BRINK)


def test_a_town_is_reachable_while_one_team_has_a_mailbox(town: Municipality) -> None:
    assert queries.is_reachable(town)
    db.session.query(Team).update({"email": None})
    db.session.flush()
    assert not queries.is_reachable(town)


def test_a_neighbourhood_that_is_gone_is_named_and_takes_nothing_else_along(town: Municipality) -> None:
    team = make_team(town, "west", neighbourhoods=["BU90010101", "BU90010102"])
    db.session.execute(delete(Neighbourhood).where(Neighbourhood.code == "BU90010101"))

    assert queries.list_lost_codes(town) == ["BU90010101"]
    assert owner(town, ask(town, position=WEST)) == "west"
    assert len(queries.list_areas(town, team.id)) == 2


@pytest.mark.parametrize("facts", [{"position": WEST}, {"neighbourhood": "WK900101"}, {}])
def test_routing_takes_one_statement(town: Municipality, facts: dict[str, object]) -> None:
    make_team(town, "west", neighbourhoods=["WK900101"])
    _ = town.id
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        ask(town, "geld", **facts)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)

    assert len(seen) == 1


def test_the_days_on_which_nobody_works_are_ticked_holidays_and_closures_of_the_town(town: Municipality) -> None:
    before = queries.get_closed_days(town, MOMENT)
    tick_holiday(town.id, "good-friday", True)
    tick_holiday(town.id, "ascension", False)
    close(town.id, WHOLE_TOWN, Closure(date(2026, 12, 30), date(2026, 12, 31), {"nl": "Dicht"}))

    after = queries.get_closed_days(town, MOMENT)

    assert date(2026, 12, 25) in before & after
    assert after - before == {
        date(2025, 4, 18),
        date(2026, 4, 3),
        date(2027, 3, 26),
        date(2026, 12, 30),
        date(2026, 12, 31),
    }
    assert date(2027, 5, 6) in before - after


def test_deadlines_follow_the_working_time_of_the_team_and_the_town(town: Municipality) -> None:
    team = queries.list_teams(town)[0]
    before_christmas = datetime(2026, 12, 24, 15, 0, tzinfo=UTC)  # a Thursday, 16:00 in the Netherlands

    deadlines = queries.get_deadlines(town, team, before_christmas)

    assert deadlines.unread_until == datetime(2026, 12, 28, 15, 0, tzinfo=UTC)
    assert deadlines.answer_by == datetime(2026, 12, 29, 16, 0, tzinfo=UTC)


def test_a_town_that_is_closed_for_years_still_has_deadlines(town: Municipality) -> None:
    close(town.id, WHOLE_TOWN, Closure(date(2026, 11, 1), date(2028, 11, 1), {"nl": "Dicht"}))

    deadlines = queries.get_deadlines(town, queries.list_teams(town)[0], MOMENT)

    assert MOMENT < deadlines.unread_until < deadlines.answer_by


def test_teams_are_listed_by_name_and_inactive_ones_on_demand(town: Municipality) -> None:
    make_team(town, "b", name="Anna")
    make_team(town, "a", name="Bram", is_active=False)

    assert [team.name for team in queries.list_teams(town)] == ["Anna", "Triage"]
    assert [team.name for team in queries.list_teams(town, with_inactive=True)] == ["Anna", "Bram", "Triage"]
    assert queries.find_team_by_slug(town, "a") is not None
    assert isinstance(queries.list_teams(town)[0].id, UUID)
