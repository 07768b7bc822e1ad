"""What may be stored of a team and what is refused, with nothing stored."""

from uuid import uuid4

import pytest
from shapely import MultiPolygon, Polygon, box
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.build import make_municipality
from tests.staff import make_user
from tests.teams.build import make_neighbourhood, make_team, multi, part
from tests.town import OVERWATER
from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.schedule.values import Hours
from webapp.teams import operations, queries
from webapp.teams.checks import Flaw, TeamRefused
from webapp.teams.facts import Ground, RuleFacts, TeamFacts
from webapp.teams.models import RoutingArea, Team
from webapp.teams.wording import in_english


@pytest.fixture
def town(db_session: Session) -> Municipality:
    return make_municipality()


def sentences(refused: pytest.ExceptionInfo[TeamRefused]) -> dict[str, str]:
    return {flaw.field: in_english(flaw) for flaw in refused.value.flaws}


def test_the_first_team_of_a_town_is_its_triage_team(town: Municipality) -> None:
    first, second = make_team(town, "first"), make_team(town, "second")

    assert (first.is_triage, second.is_triage) == (True, False)
    assert queries.find_triage_team(town) is first


def test_the_mark_of_triage_moves_and_there_is_never_a_second(town: Municipality) -> None:
    first, second = make_team(town, "first"), make_team(town, "second")

    operations.make_triage_team(town, second.id)

    db.session.expire_all()
    assert (first.is_triage, second.is_triage) == (False, True)
    first.is_triage = True
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_triage_team_can_neither_stop_nor_lose_its_mailbox(town: Municipality) -> None:
    team = make_team(town, "first")

    with pytest.raises(TeamRefused) as stopping:
        operations.deactivate_team(town, team.id)
    with pytest.raises(TeamRefused) as losing:
        operations.change_team(town, team.id, TeamFacts("first", "First"))

    assert sentences(stopping)["is_active"].startswith("This team takes what fits nobody else.")
    assert losing.value.flaws == (Flaw.of("email", "triage_mail"),)
    assert team.is_active
    assert team.email == "first@example.org"


@pytest.mark.parametrize(
    ("facts", "kind"), [({"email": None}, "triage_mail"), ({"is_active": False}, "triage_inactive")]
)
def test_who_cannot_be_reached_does_not_become_the_triage_team(
    town: Municipality, facts: dict[str, object], kind: str
) -> None:
    make_team(town, "first")
    team = make_team(town, "second", **facts)  # type: ignore[arg-type]

    with pytest.raises(TeamRefused) as refused:
        operations.make_triage_team(town, team.id)

    assert [flaw.kind for flaw in refused.value.flaws] == [kind]


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"slug": ""}, "slug", "Fill this in."),
        ({"slug": "Team Noord"}, "slug", "Use small letters, digits and dashes only, such as team-north."),
        ({"slug": "first"}, "slug", "Another team is called first already. Choose another short name."),
        ({"name": " "}, "name", "Fill this in."),
        ({"name": "x" * 201}, "name", "This has 201 characters. 200 is the most."),
        ({"name": "a\nb"}, "name", "Write this on one line, without special characters."),
        ({"email": "noord"}, "email", "This is not an e-mail address. Write it like team@example.org."),
        ({"email": "a@b.nl\nBcc: c@d.nl"}, "email", "This is not an e-mail address. Write it like team@example.org."),
        ({"phone": "bel maar"}, "phone", "This is not a phone number. Use digits, such as 078 123 45 67."),
        ({"whatsapp": "06"}, "whatsapp", "This is not a phone number. Use digits, such as 078 123 45 67."),
        ({"hours": ()}, "hours", "Say at least one time in the week when the team works."),
        (
            {"hours": (Hours(0, 540, 720), Hours(0, 660, 1020))},
            "hours",
            "These hours are not right: week 1: Monday 09:00-12:00 and Monday 11:00-17:00 overlap.",
        ),
        ({"answer_days": 0}, "answer_days", "Choose a whole number from 1 to 30."),
        ({"unread_hours": 81}, "unread_hours", "Choose a whole number from 1 to 80."),
        (
            {"deputy_id": uuid4()},
            "deputy",
            "There is no such team in this town to stand in. Choose another team.",
        ),
    ],
)
def test_facts_that_make_no_sense_are_refused_in_a_sentence(
    town: Municipality, facts: dict[str, object], field: str, sentence: str
) -> None:
    make_team(town, "first")

    with pytest.raises(TeamRefused) as refused:
        operations.create_team(town, TeamFacts(**{"slug": "second", "name": "Second", **facts}))  # type: ignore[arg-type]

    assert sentences(refused) == {field: sentence}
    assert len(queries.list_teams(town)) == 1


def test_a_team_does_not_stand_in_for_itself(town: Municipality) -> None:
    team = make_team(town, "first")

    with pytest.raises(TeamRefused) as refused:
        operations.change_team(town, team.id, TeamFacts("first", "First", "a@example.org", deputy_id=team.id))

    assert refused.value.flaws == (Flaw.of("deputy", "deputy_self"),)


def test_a_team_of_another_town_is_not_there(town: Municipality) -> None:
    stranger = make_team(make_municipality(OVERWATER), "stranger")
    team = make_team(town, "first")

    with pytest.raises(NotFound):
        operations.set_topics(town, stranger.id, ["geld"])
    with pytest.raises(NotFound):
        operations.deactivate_team(town, stranger.id)
    with pytest.raises(TeamRefused):
        operations.change_team(town, team.id, TeamFacts("first", "First", "a@example.org", deputy_id=stranger.id))
    with pytest.raises(TeamRefused):
        operations.set_rules(town, [RuleFacts(stranger.id, topics=["geld"])])


def test_the_same_again_changes_nothing(town: Municipality) -> None:
    make_neighbourhood(town, "BU90010101", part(0, 0, 0.5, 0.5))
    team = make_team(town, "first")
    facts = TeamFacts("first", "First", "first@example.org")
    ground = Ground(["BU90010101"], multi(part(0.5, 0.5, 1, 1)))
    rules = [RuleFacts(team.id, ["geld"], ["ar"], ground), RuleFacts(team.id, ["eten"])]

    def tell() -> list[bool]:
        return [
            operations.change_team(town, team.id, facts),
            operations.set_topics(town, team.id, ["geld", "eten"]),
            operations.set_areas(town, team.id, ground),
            operations.set_rules(town, rules),
        ]

    assert tell() == [False, True, True, True]
    assert tell() == [False, False, False, False]
    assert [line.rule.topics for line in queries.list_rules(town)] == [["geld"], ["eten"]]
    assert operations.set_rules(town, rules[::-1])
    assert [line.rule.topics for line in queries.list_rules(town)] == [["eten"], ["geld"]]


BOW_TIE = Polygon([(5.11, 52.11), (5.12, 52.12), (5.12, 52.11), (5.11, 52.12)])
INVALID_HOLE = Polygon(part(0.1, 0.1, 0.4, 0.4).exterior.coords, [part(0.6, 0.6, 0.8, 0.8).exterior.coords])


@pytest.mark.parametrize(
    ("ground", "sentence"),
    [
        (Ground(["BU90019999"]), "There is no wijk or buurt BU90019999 in this town."),
        (
            Ground(shape=multi(BOW_TIE)),
            "The line of this area crosses itself near 5.11500, 52.11500. Draw it anew.",
        ),
        (Ground(shape=multi(box(5.11, 52.11, 5.11, 52.12))), "This area has no ground. Draw it anew."),
        (Ground(shape=MultiPolygon()), "This area has no ground. Draw it anew."),
        (
            Ground(shape=multi(box(5.25, 52.11, 5.26, 52.12))),
            "This area lies outside Brinkdam. Draw it inside the town.",
        ),
        (
            Ground(shape=multi(box(5.19, 52.11, 5.22, 52.12))),
            "This area lies outside Brinkdam. Draw it inside the town.",
        ),
    ],
)
def test_an_area_that_makes_no_sense_is_refused_and_the_old_one_stays(
    town: Municipality, ground: Ground, sentence: str
) -> None:
    make_neighbourhood(town, "BU90010101", part(0, 0, 0.5, 0.5))
    team = make_team(town, "first", neighbourhoods=["BU90010101"])

    with pytest.raises(TeamRefused) as refused:
        operations.set_areas(town, team.id, ground)

    assert list(sentences(refused).values()) == [sentence]
    assert [area.neighbourhood_code for area in queries.list_areas(town, team.id)] == ["BU90010101"]


def test_a_hole_outside_its_area_and_too_many_points_are_refused(town: Municipality) -> None:
    team = make_team(town, "first")
    winding = Polygon([(5.11 + number / 1e7, 52.11 + (number % 2) / 1000) for number in range(20_001)])

    for shape, kind in ((INVALID_HOLE, "area_invalid"), (winding, "area_large")):
        with pytest.raises(TeamRefused) as refused:
            operations.set_areas(town, team.id, Ground(shape=multi(shape)))
        assert [flaw.kind for flaw in refused.value.flaws] == [kind]
        assert in_english(refused.value.flaws[0])


def test_an_area_that_runs_a_little_over_the_border_is_kept_as_it_was_drawn(town: Municipality) -> None:
    shape = multi(box(5.18, 52.11, 5.21, 52.12))
    team = make_team(town, "first", shape=shape)

    assert operations.set_areas(town, team.id, Ground(shape=shape)) is False


@pytest.mark.parametrize(
    ("facts", "field", "kind"),
    [
        ({}, "1.rule", "rule_empty"),
        ({"topics": ["geldzorgen"]}, "1.topics", "topic"),
        ({"languages": ["Arabisch"]}, "1.languages", "language"),
        ({"ground": Ground(["BU90019999"])}, "1.neighbourhoods", "neighbourhood"),
    ],
)
def test_a_rule_that_makes_no_sense_is_told_with_its_number(
    town: Municipality, facts: dict[str, object], field: str, kind: str
) -> None:
    team = make_team(town, "first")

    with pytest.raises(TeamRefused) as refused:
        operations.set_rules(town, [RuleFacts(team.id, **facts)])  # type: ignore[arg-type]

    assert [(flaw.field, flaw.kind) for flaw in refused.value.flaws] == [(field, kind)]
    assert queries.list_rules(town) == []


def test_rules_are_added_at_the_end_and_keep_their_numbers_without_gaps(town: Municipality) -> None:
    team = make_team(town, "first")
    ids = [operations.add_rule(town, RuleFacts(team.id, [topic])).id for topic in ("geld", "eten", "veilig")]

    operations.order_rules(town, [ids[2], ids[0], ids[1]])
    assert [(line.rule.number, line.rule.topics) for line in queries.list_rules(town)] == [
        (1, ["veilig"]), (2, ["geld"]), (3, ["eten"])
    ]  # fmt: skip
    operations.remove_rule(town, ids[0])
    assert [(line.rule.number, line.rule.topics) for line in queries.list_rules(town)] == [
        (1, ["veilig"]), (2, ["eten"])
    ]  # fmt: skip
    for wrong in ([ids[2]], [ids[2], ids[2]], [ids[2], ids[1], ids[0]]):
        with pytest.raises(TeamRefused):
            operations.order_rules(town, wrong)


def test_members_are_of_one_team_of_one_town(town: Municipality) -> None:
    team, other = make_team(town, "first"), make_team(town, "second")
    anna, bram = make_user("team", town).id, make_user("team", town).id

    for user in (anna, anna, bram):
        operations.add_member(town, team.id, user)
    operations.add_member(town, other.id, anna)
    operations.remove_member(town, team.id, bram)

    assert queries.list_team_ids_of(town, anna) == sorted([team.id, other.id])
    assert queries.list_team_ids_of(make_municipality(OVERWATER), anna) == []
    assert queries.list_member_ids(town, team.id) == [anna]


def test_what_belongs_to_a_town_goes_with_it(town: Municipality) -> None:
    team = make_team(town, "first", shape=part(0, 0, 1, 1))
    make_team(town, "second", deputy_id=team.id)
    operations.set_rules(town, [RuleFacts(team.id, ["geld"], ground=Ground(shape=multi(part(0, 0, 1, 1))))])

    db.session.expire_all()
    db.session.delete(town)
    db.session.flush()

    assert db.session.scalars(select(Team)).all() == []
    assert db.session.scalars(select(RoutingArea)).all() == []
