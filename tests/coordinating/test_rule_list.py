"""Rules: listed, added, changed, put in order, removed, and tried over 90 days without a trace."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import current_app

from tests.coordinating.build import TEAMS, alblasserdam, coordinator, middle_of
from tests.page import PageClient, one, parse, text_of, texts
from tests.questions.build import WORDS, make_question
from tests.staff import submit
from tests.teams.build import multi
from tests.town import QUAY
from webapp.areas.models import Municipality
from webapp.areas.queries import find_neighbourhood_code
from webapp.areas.whereabouts import find_postcode
from webapp.core import clock
from webapp.core.postgis import to_area
from webapp.extensions import db
from webapp.questions.forgetting import forget
from webapp.questions.models import Question
from webapp.taxonomy.rules import terms
from webapp.teams import operations
from webapp.teams.facts import Ground, RuleFacts
from webapp.teams.models import RoutingRule
from webapp.teams.queries import RuleLine, find_team_by_slug, list_rules
from webapp.teams.routing_queries import route, route_all
from webapp.teams.rules import Asked

RULES, NEW = f"{TEAMS}/rules", f"{TEAMS}/rules/new"


@pytest.fixture
def client(demo: PageClient) -> PageClient:
    return coordinator()


def team_id(slug: str) -> str:
    team = find_team_by_slug(alblasserdam(), slug)
    assert team is not None
    return str(team.id)


def stored() -> list[tuple[str, list[str], list[str]]]:
    db.session.expire_all()
    return [(line.team.slug, line.rule.topics, line.rule.languages) for line in list_rules(alblasserdam())]


def first() -> RuleLine:
    return list_rules(alblasserdam())[0]


def send(client: PageClient, path: str, form_page: str = "", **told: Any) -> Any:
    """From the page of the form itself, where there is one."""
    own = path if client.get(path).status_code == 200 else NEW
    return submit(client, path, form_page or own, **told)


def ask(town: Municipality, number: int, *, days_ago: int = 1, **told: Any) -> None:
    with current_app.test_request_context(TEAMS):
        for _number in range(number):
            make_question(town, clock.now() - timedelta(days=days_ago), **told)


def table(answer: Any) -> list[tuple[str, ...]]:
    rows = parse(answer.text).query(".moves tbody tr")
    return [tuple(text_of(cell) for cell in row.query("th, td")) for row in rows]


def summary(answer: Any) -> str:
    return text_of(one(parse(answer.text), ".tried__summary"))


# ---------------------------------------------------------------- list and change


def test_the_rules_are_told_in_words_and_in_order(client: PageClient) -> None:
    told = texts(client.page(RULES), ".rules li p")

    assert told[0].startswith("Regel 1: Team Het Brughuis")
    assert "over Veilig" in told[0]
    assert told[1].startswith("Regel 2: Team Nieuw in Nederland")
    assert "Arabisch" in told[1]


def test_a_rule_is_added_in_its_place(client: PageClient) -> None:
    answer = send(client, NEW, do="save", team=team_id("samen-doen"), place="1", topics=["eten"], languages=["pl"])

    assert answer.status_code == 303
    assert stored()[0] == ("samen-doen", ["eten"], ["pl"])
    assert [slug for slug, _topics, _languages in stored()[1:]] == ["het-brughuis", "nieuw-in-nederland"]


def test_a_rule_is_changed_and_keeps_what_was_drawn_for_it(client: PageClient) -> None:
    town = alblasserdam()
    shape = to_area(town.boundary)
    rule = operations.add_rule(town, RuleFacts(first().team.id, topics=["eten"], ground=Ground(shape=multi(shape))))
    db.session.commit()
    path = f"{RULES}/{rule.id}"
    assert one(client.page(path), "input[name=drawn]").attrs.get("checked") is not None

    facts = {"do": "save", "team": team_id("samen-doen"), "place": "2", "topics": ["geld"]}
    assert send(client, path, drawn="1", **facts).status_code == 303

    line = list_rules(alblasserdam())[1]
    assert (line.team.slug, line.rule.topics, line.rule.id) == ("samen-doen", ["geld"], rule.id)
    assert len(line.areas) == 1
    assert send(client, path, **facts).status_code == 303
    assert list_rules(alblasserdam())[1].areas == []


def test_up_and_down_work_by_a_button_each(client: PageClient) -> None:
    before = stored()

    assert send(client, f"{RULES}/{first().rule.id}/move", to="down").status_code == 303
    assert stored() == [before[1], before[0]]
    assert send(client, f"{RULES}/{list_rules(alblasserdam())[1].rule.id}/move", to="up").status_code == 303
    assert stored() == before


def test_a_rule_is_removed(client: PageClient) -> None:
    assert send(client, f"{RULES}/{first().rule.id}/remove").status_code == 303

    assert [slug for slug, _topics, _languages in stored()] == ["nieuw-in-nederland"]


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"team": ""}, "#team-problem"),
        ({"team": "00000000-0000-0000-0000-000000000000"}, "#team-problem"),
        ({"place": "vooraan"}, "#place-problem"),
        ({"place": "0"}, "#place-problem"),
        ({"place": "9" * 5000}, ""),
        ({"topics": ["schulden?"]}, "#topics-problem"),
        ({"languages": ["klingon"]}, "#languages-problem"),
        ({"neighbourhoods": ["WK999999"]}, "#neighbourhoods-problem"),
        ({"topics": [], "languages": []}, ".notice--wrong"),
    ],
)
@pytest.mark.parametrize("do", ["save", "try"])
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    client: PageClient, do: str, wrong: dict[str, Any], where: str
) -> None:
    before = stored()
    told = {"team": team_id("samen-doen"), "place": "2", "topics": ["eten"], "languages": ["pl"], **wrong}

    answer = send(client, NEW, do=do, **told)

    if where:
        assert answer.status_code == 422
        page = parse(answer.text)
        assert texts(page, where)
        for topic in set(told["topics"]) & {"eten"}:
            assert one(page, f"input[name=topics][value={topic}]").attrs.get("checked") is not None
        assert stored() == before
    else:
        assert answer.status_code in (200, 303)  # beyond the end is the end


def test_a_neighbourhood_that_is_gone_can_be_let_go(client: PageClient) -> None:
    page = parse(send(client, NEW, do="save", team=team_id("samen-doen"), place="1", neighbourhoods=["WK048299"]).text)

    assert one(page, "input[value=WK048299]").attrs.get("checked") is not None
    assert "bestaat niet meer" in text_of(page.query("#neighbourhoods-problem")[0].parent)


# ---------------------------------------------------------------- dry run


def test_a_dry_run_counts_by_topic_and_team_and_keeps_nothing(client: PageClient) -> None:
    town, before = alblasserdam(), stored()
    ask(town, 6, topic="geld")
    ask(town, 3, topic="gezin")
    ask(town, 5, topic="eten")
    ask(town, 7, topic="geld", days_ago=91)

    answer = send(client, NEW, do="try", team=team_id("samen-doen"), place="1", topics=["geld", "gezin"])

    assert answer.status_code == 200
    assert table(answer) == [
        ("Geld, schulden en post", "Team Geld en papieren", "Team Samen doen", "6"),
        (texts(parse(answer.text), ".moves tbody th")[1], "Team Kind en gezin", "Team Samen doen", "minder dan 5"),
    ]
    assert summary(answer) == ("Vragen in de laatste 90 dagen: 14. Naar een ander team gaan er dan: meer dan 6.")
    assert stored() == before
    checked = parse(answer.text).query("input[name=topics][checked]")
    assert {field.attrs["value"] for field in checked} == {"geld", "gezin"}


def test_another_order_and_a_rule_less_can_be_tried(client: PageClient) -> None:
    town = alblasserdam()
    ask(town, 5, topic="veilig", language="ar")
    line, before = first(), stored()
    path = f"{RULES}/{line.rule.id}"
    facts = {"team": str(line.team.id), "topics": line.rule.topics}

    later = send(client, path, do="try", place="2", **facts)
    without = send(client, path, do="try_without", place="1", **facts)
    same = send(client, path, do="try", place="1", **facts)

    assert [row[1:] for row in table(later)] == [("Team Het Brughuis", "Team Nieuw in Nederland", "5")]
    assert table(without) == table(later)
    assert table(same) == []
    assert "Geen enkele" in summary(same)
    assert stored() == before
    assert db.session.get(RoutingRule, (town.id, line.rule.id)) is not None


def test_without_questions_there_is_nothing_to_compare(client: PageClient) -> None:
    answer = send(client, NEW, do="try", team=team_id("samen-doen"), place="1", topics=["geld"])

    assert "vroeg niemand iets" in summary(answer)


def test_many_are_routed_as_each_of_them_is(client: PageClient) -> None:
    town = alblasserdam()
    places: list[dict[str, Any]] = [
        {},
        {"position": middle_of("WK048203")},
        {"neighbourhood": "WK048201"},
        {"position": QUAY},
    ]
    all_asked = [
        Asked(topic=topic, lang=lang, **place)
        for topic in (None, "schulden", "x", *terms("theme"))
        for lang in ("nl", "ar")
        for place in places
    ]

    assert route_all(town, all_asked) == [route(town, asked) for asked in all_asked]


def test_places_count_by_rounded_point_and_by_neighbourhood(client: PageClient) -> None:
    town = alblasserdam()
    ask(town, 5, position=middle_of("WK048203"))
    ask(town, 5, neighbourhood="WK048203")
    ask(town, 5, neighbourhood="WK048201")

    answer = send(client, NEW, do="try", team=team_id("samen-doen"), place="1", neighbourhoods=["WK048203"])

    assert table(answer) == [("geen onderwerp", "Team Blokweer en Souburgh", "Team Samen doen", "10")]


def test_a_postcode_counts_by_the_neighbourhood_in_which_it_lies(client: PageClient) -> None:
    town = alblasserdam()
    found = find_postcode("2951AB", town)
    assert found is not None
    code = find_neighbourhood_code(town, found.position)
    assert code is not None
    ask(town, 5, postcode="2951AB")

    answer = send(client, NEW, do="try", team=team_id("samen-doen"), place="1", neighbourhoods=[f"WK{code[2:8]}"])

    assert [row[-1] for row in table(answer)] == ["5"]
    stored = db.session.scalars(sa.select(Question).where(Question.area_code == code)).all()
    assert len(stored) == 5
    forget(stored[0], clock.now())
    assert stored[0].area_code is None


def test_a_coordinator_never_comes_near_what_was_asked(client: PageClient) -> None:
    town = alblasserdam()
    ask(town, 5, topic="geld", name="Roosje", contact="06 12345678", reply_by="phone", postcode="2951AB")
    statements: list[str] = []

    def watch(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    sa.event.listen(sa.Engine, "before_cursor_execute", watch)
    try:
        pages = [
            client.get(RULES),
            client.get(f"{TEAMS}/map?topic=geld"),
            client.get(f"{TEAMS}/grounds.geojson?topic=geld"),
            client.get(f"{TEAMS}/try?try=1&topic=geld"),
            send(client, NEW, do="try", team=team_id("samen-doen"), place="1", topics=["geld"]),
        ]
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", watch)

    asking = [statement for statement in statements if "question" in statement.lower()]
    assert len(asking) == 1
    columns = set(re.findall(r"question\.(\w+)", asking[0]))
    assert columns == {
        "topic", "language", "point", "neighbourhood_code", "area_code", "municipality_id", "received_at",
    }  # fmt: skip
    for page in pages:
        assert page.status_code == 200
        for word in (WORDS, "Roosje", "12345678", "2951AB"):
            assert word not in page.text
    assert client.get(f"/staff/{town.slug}/questions").status_code == 404
