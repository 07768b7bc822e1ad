"""Teams: what is wrong is seen at once, what is filled in is kept, and only through the operations of teams."""

from typing import Any

import pytest
from sqlalchemy import update

from tests.coordinating.build import TEAMS, alblasserdam, coordinator
from tests.page import PageClient, one, parse, text_of, texts
from tests.staff import make_user, submit
from webapp.accounts.rules import EDITOR, TEAM
from webapp.extensions import db
from webapp.teams import operations
from webapp.teams.facts import Ground, RuleFacts
from webapp.teams.models import RoutingArea, Team
from webapp.teams.queries import find_team_by_slug, list_areas, list_member_ids

NEW = f"{TEAMS}/new"
FACTS = {
    "name": "Team Polder",
    "slug": "polder",
    "email": "polder@alblasserdam.example",
    "phone": "",
    "whatsapp": "06 12345678",
    "address": "",
    "hours": "Mo-Th 09:00-17:00; Fr 09:00-12:30",
    "answer_days": "3",
    "unread_hours": "6",
    "deputy": "",
    "topics": ["geld", "eten"],
    "neighbourhoods": ["WK048205"],
}


@pytest.fixture
def client(demo: PageClient) -> PageClient:
    return coordinator()


def find(slug: str) -> Team:
    db.session.expire_all()
    team = find_team_by_slug(alblasserdam(), slug)
    assert team is not None
    return team


def send(client: PageClient, path: str, form_page: str = "", **told: Any) -> Any:
    """From the page of the form itself, where there is one."""
    own = path if client.get(path).status_code == 200 else NEW
    return submit(client, path, form_page or own, **told)


def row(client: PageClient, name: str) -> str:
    (found,) = [text for text in texts(client.page(TEAMS), ".inbox__row") if text.startswith(name)]
    return found


def codes(team: Team) -> list[str | None]:
    return [area.neighbourhood_code for area in list_areas(alblasserdam(), team.id)]


def test_the_list_tells_what_each_team_does(client: PageClient) -> None:
    told = row(client, "Team Het Brughuis")

    assert "Krijgt wat bij niemand anders past" in told
    assert "brughuis@alblasserdam.example" in told
    assert "maandag–donderdag 09:00–17:00; vrijdag 09:00–12:30" in told
    assert "Vervanger Team Centrum en Kinderdijk" in told
    assert "Niemand zit in dit team." in told
    assert "Onderwerpen Geld, schulden en post" in row(client, "Team Geld en papieren")


def test_the_list_tells_what_is_wrong(client: PageClient) -> None:
    town, team = alblasserdam(), find("centrum-en-kinderdijk")
    member = make_user(TEAM, town, name="Anouk")
    operations.add_member(town, team.id, member.id)
    db.session.execute(
        update(RoutingArea).where(RoutingArea.neighbourhood_code == "WK048201").values(neighbourhood_code="WK048299")
    )
    db.session.execute(update(Team).where(Team.id == find("samen-doen").id).values(email=None))
    db.session.commit()

    told = row(client, "Team Centrum en Kinderdijk")

    assert "WK048299 is geen wijk of buurt van deze gemeente meer." in told
    assert "Leden Anouk" in told
    assert "Niemand zit in dit team." not in told
    assert "Dit team is niet bereikbaar" in row(client, "Team Samen doen")


def test_a_team_is_created_with_all_that_was_filled_in(client: PageClient) -> None:
    town = alblasserdam()
    member, editor = make_user(TEAM, town), make_user(EDITOR, town)
    deputy = str(find("het-brughuis").id)

    answer = send(client, NEW, **FACTS | {"deputy": deputy, "members": [str(member.id), str(editor.id)]})

    assert (answer.status_code, answer.location) == (303, TEAMS)
    team = find("polder")
    assert (team.name, team.email, team.whatsapp, team.phone) == (
        "Team Polder",
        "polder@alblasserdam.example",
        "06 12345678",
        None,
    )
    assert (team.answer_days, team.unread_hours, str(team.deputy_id)) == (3, 6, deputy)
    assert team.topics == ["eten", "geld"]
    assert codes(team) == ["WK048205"]
    assert list(list_member_ids(town, team.id)) == [member.id]
    assert "vrijdag 09:00–12:30" in row(client, "Team Polder")


def test_what_a_form_shows_can_be_sent_back_without_changing_anything(client: PageClient) -> None:
    town, team = alblasserdam(), find("geld-en-papieren")
    member = make_user(TEAM, town)
    operations.add_member(town, team.id, member.id)
    db.session.commit()
    path = f"{TEAMS}/{team.id}"
    columns = [column.name for column in Team.__table__.columns]
    before = {name: getattr(find("geld-en-papieren"), name) for name in columns}

    form = one(client.page(path), "form.form")
    told: dict[str, Any] = {field.attrs["name"]: field.attrs.get("value") or "" for field in form.query("input.input")}
    for box in form.query("input[type=checkbox][checked]"):
        told.setdefault(box.attrs["name"], []).append(box.attrs["value"])
    told["deputy"] = one(form, "option[selected]").attrs["value"]
    answer = send(client, path, **told)

    assert answer.status_code == 303, texts(parse(answer.text), ".problem")
    after = find("geld-en-papieren")
    assert {name: getattr(after, name) for name in columns} == before
    assert list(list_member_ids(town, team.id)) == [member.id]


def test_a_deputy_or_a_rule_that_rests_is_not_lost_by_saving(client: PageClient) -> None:
    town, resting = alblasserdam(), find("centrum-en-kinderdijk")
    operations.deactivate_team(town, resting.id)
    rule = operations.add_rule(town, RuleFacts(resting.id, topics=["eten"]))
    db.session.commit()

    for path in (f"{TEAMS}/{find('het-brughuis').id}", f"{TEAMS}/rules/{rule.id}"):
        chosen = one(client.page(path), "option[selected]")
        assert chosen.attrs["value"] == str(resting.id)
        assert "neemt nu geen vragen aan" in text_of(chosen)


def test_a_team_is_changed_and_a_member_leaves(client: PageClient) -> None:
    town, team = alblasserdam(), find("samen-doen")
    member = make_user(TEAM, town)
    operations.add_member(town, team.id, member.id)
    operations.set_areas(town, team.id, Ground(["WK048201"]))
    db.session.commit()

    answer = send(client, f"{TEAMS}/{team.id}", **FACTS | {"slug": "samen-doen", "neighbourhoods": []})

    assert answer.status_code == 303
    team = find("samen-doen")
    assert team.name == "Team Polder"
    assert codes(team) == []
    assert list(list_member_ids(town, team.id)) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 250),
        ("slug", "Team Polder"),
        ("slug", "het-brughuis"),
        ("email", "geen adres"),
        ("phone", "bel maar"),
        ("whatsapp", "1"),
        ("hours", "elke dag van negen tot vijf"),
        ("hours", ""),
        ("answer_days", "0"),
        ("answer_days", "veel"),
        ("unread_hours", "9" * 200),
        ("deputy", "x"),
        ("topics", ["schulden?"]),
        ("neighbourhoods", ["WK999999"]),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    client: PageClient, field: str, value: Any
) -> None:
    answer = send(client, NEW, **FACTS | {field: value})

    assert answer.status_code == 422
    page = parse(answer.text)
    assert len(page.query(".problem")) == 1
    assert texts(page, f"#{field}-problem")
    for name in ("name", "slug", "email", "whatsapp", "hours", "answer_days", "unread_hours"):
        assert one(page, f"#{name}").attrs["value"] == (value if name == field else FACTS[name])
    assert one(page, "input[value=eten]").attrs.get("checked") is not None or field == "topics"
    assert find_team_by_slug(alblasserdam(), "polder") is None


def test_all_that_is_wrong_is_said_at_once(client: PageClient) -> None:
    answer = send(client, NEW, **FACTS | {"name": "", "hours": "?", "answer_days": "x", "topics": ["y"]})

    assert len(parse(answer.text).query(".problem")) == 4


def test_a_team_stops_and_starts_but_for_the_last_resort(client: PageClient) -> None:
    path = f"{TEAMS}/{find('samen-doen').id}"
    assert send(client, f"{path}/state", to="inactive").status_code == 303
    assert not find("samen-doen").is_active
    assert "Dit team neemt nu geen vragen aan." in row(client, "Team Samen doen")
    assert send(client, f"{path}/state", to="triage").status_code == 422
    assert send(client, f"{path}/state", to="active").status_code == 303
    assert send(client, f"{path}/state", to="triage").status_code == 303
    assert find("samen-doen").is_triage

    answer = send(client, f"{path}/state", to="inactive")

    assert answer.status_code == 422
    assert "Kies daarvoor eerst een ander team" in text_of(one(parse(answer.text), ".notice--wrong"))
    assert find("samen-doen").is_active
    assert send(client, f"{path}/state", to="boos").status_code == 404


def test_the_staff_home_leads_here_for_coordinators_only(demo: PageClient) -> None:
    assert TEAMS in [link.attrs["href"] for link in coordinator().page("/staff/").query("main a")]
    assert TEAMS not in [link.attrs["href"] for link in coordinator(TEAM).page("/staff/").query("main a")]


def test_other_roles_find_nothing(demo: PageClient) -> None:
    for role in (TEAM, EDITOR):
        other = coordinator(role)
        for path in ("", "/map", "/grounds.geojson", "/try", "/rules", "/rules/new", "/new"):
            assert other.get(TEAMS + path).status_code == 404
