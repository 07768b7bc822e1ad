"""Two coordinators, or two tabs, with the same team or rule: nobody overwrites the other unseen."""

from typing import Any

import pytest

from tests.coordinating.build import TEAMS, alblasserdam, coordinator
from tests.coordinating.test_teams import FACTS, find
from tests.page import PageClient, one, parse, text_of
from tests.staff import submit
from webapp.extensions import db
from webapp.teams.queries import RuleLine, list_rules

RULES = f"{TEAMS}/rules"


@pytest.fixture
def client(demo: PageClient) -> PageClient:
    return coordinator()


def edition(client: PageClient, path: str) -> str:
    return str(one(client.page(path), "input[name=edition]").attrs["value"])


def of_team(**told: Any) -> dict[str, Any]:
    return FACTS | {"slug": "samen-doen", **told}


def test_what_two_changed_of_a_team_comes_together_and_one_part_of_both_is_asked_about(client: PageClient) -> None:
    path = f"{TEAMS}/{find('samen-doen').id}"
    assert submit(client, path, **of_team()).status_code == 303
    opened = edition(client, path)
    assert submit(client, path, **of_team(phone="078 111 11 11", topics=["geld"])).status_code == 303

    assert submit(client, path, **of_team(address="Dorpsstraat 1"), edition=opened).status_code == 303
    team = find("samen-doen")
    assert (team.phone, team.address, team.topics) == ("078 111 11 11", "Dorpsstraat 1", ["geld"])

    late = submit(client, path, **of_team(phone="078 222 22 22", topics=["eten"]), edition=opened)
    page = parse(late.text)
    assert late.status_code == 409
    assert "078 111 11 11" in text_of(one(page, "#phone-problem"))
    assert one(page, "#phone").attrs["value"] == "078 222 22 22"
    assert [box.attrs["value"] for box in page.query("input[name=topics][checked]")] == ["eten"]
    assert one(page, "#address").attrs["value"] == "Dorpsstraat 1", "what only the other changed stands there"
    assert find("samen-doen").phone == "078 111 11 11"

    again = str(one(page, "input[name=edition]").attrs["value"])
    chosen = of_team(phone="078 222 22 22", address="Dorpsstraat 1", topics=["eten"])
    assert submit(client, path, **chosen, edition=again).status_code == 303
    assert find("samen-doen").phone == "078 222 22 22"


def rules() -> list[RuleLine]:
    db.session.expire_all()
    return list(list_rules(alblasserdam()))


def test_a_rule_keeps_the_place_that_another_gave_it(client: PageClient) -> None:
    line = rules()[0]
    path = f"{RULES}/{line.rule.id}"
    opened = edition(client, path)
    facts = {"do": "save", "team": str(line.team.id), "place": "1", "topics": ["geld"]}
    assert submit(client, f"{path}/move", form_page=path, to="down").status_code == 303

    assert submit(client, path, **facts, edition=opened).status_code == 303

    assert (rules()[1].rule.id, rules()[1].rule.topics) == (line.rule.id, ["geld"])


def test_two_who_change_the_same_of_a_rule_are_asked(client: PageClient) -> None:
    line = rules()[0]
    path = f"{RULES}/{line.rule.id}"
    opened = edition(client, path)
    facts = {"do": "save", "team": str(line.team.id), "place": "1"}
    assert submit(client, path, **facts, topics=["geld"]).status_code == 303

    late = submit(client, path, **facts, topics=["eten"], edition=opened)

    assert late.status_code == 409
    assert one(parse(late.text), "#topics-problem")
    assert rules()[0].rule.topics == ["geld"]
