"""A question that is only tried: the same team and the same reasons as a real one."""

from urllib.parse import urlencode
from uuid import uuid4

import pytest
from flask import current_app
from sqlalchemy import func, select, update

from tests.coordinating.build import TEAMS, alblasserdam, coordinator, middle_of
from tests.page import PageClient, one, parse, text_of, texts
from tests.questions.build import asked
from webapp.core import clock
from webapp.extensions import db
from webapp.questions.models import Question
from webapp.questions.operations import ask
from webapp.teams.models import Team
from webapp.teams.queries import get_team


@pytest.fixture
def client(demo: PageClient) -> PageClient:
    return coordinator()


def tried(client: PageClient, **told: str) -> str:
    page = client.page(f"{TEAMS}/try?{urlencode({'try': '1', **told})}")
    return text_of(one(page, ".answer"))


def test_before_anything_is_tried_there_is_a_form_only(client: PageClient) -> None:
    page = client.page(f"{TEAMS}/try")

    assert not page.query(".answer")
    assert [field.attrs["name"] for field in page.query("form.form input, form.form select")] == [
        "topic",
        "postcode",
        "neighbourhood",
        "point",
        "question_language",
        "try",
    ]


def test_the_team_the_reasons_and_the_time_are_told(client: PageClient) -> None:
    told = tried(client, topic="geld", neighbourhood="WK048203")

    assert "Team Geld en papieren" in told
    assert "De vraag gaat over: Geld" in told
    assert "woensdag 25 november" in told  # one working day after that Tuesday


def test_english_staff_read_english(demo: PageClient) -> None:
    told = tried(coordinator(language="en"), topic="veilig", neighbourhood="WK048203")

    assert "This question goes to Team Het Brughuis." in told
    assert "Rule 1 of the town says: this is for Team Het Brughuis." in told


@pytest.mark.parametrize(
    ("told", "team"),
    [
        ({"neighbourhood": "WK048201"}, "Team Centrum en Kinderdijk"),
        ({"neighbourhood": "WK048203"}, "Team Blokweer en Souburgh"),
        ({"neighbourhood": "WK048203", "question_language": "ar"}, "Team Nieuw in Nederland"),
        ({"topic": "veilig", "question_language": "ar"}, "Team Het Brughuis"),
        ({}, "Team Het Brughuis"),
    ],
)
def test_it_says_what_becomes_of_a_real_question(client: PageClient, told: dict[str, str], team: str) -> None:
    town = alblasserdam()
    real = {("language" if name == "question_language" else name): value for name, value in told.items()}

    said = tried(client, **told)
    with current_app.test_request_context(TEAMS):  # its mail is a page of its own
        receipt = ask(town, asked(**real), uuid4(), "web", clock.now())

    question = db.session.get_one(Question, (town.id, receipt.question_id))
    assert get_team(town, question.team_id).name == team
    assert team in said.split(".")[0]


def test_a_point_counts_before_a_neighbourhood(client: PageClient) -> None:
    elsewhere = tried(client, point="52.370,4.895", neighbourhood="WK048203")

    assert "Team Blokweer en Souburgh" in elsewhere  # outside the town, so the neighbourhood speaks
    inside = f"{middle_of('WK048201').lat},{middle_of('WK048201').lon}"
    assert "Team Centrum en Kinderdijk" in tried(client, point=inside, neighbourhood="WK048203").split(".")[0]


@pytest.mark.parametrize(
    ("told", "complaint"),
    [
        ({"postcode": "29"}, "#postcode-problem"),
        ({"point": "hier"}, "#point-problem"),
        ({"point": "nan,4.6"}, "#point-problem"),
        ({"point": "95,4.6"}, "#point-problem"),
        ({"topic": "schulden?"}, "#topic-problem"),
        ({"postcode": "9999ZZ"}, "#postcode-problem"),
        ({"neighbourhood": "BU99999999", "topic": "x"}, "#neighbourhood-problem"),
        ({"question_language": "xx"}, "#question_language-problem"),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field_and_stays(
    client: PageClient, told: dict[str, str], complaint: str
) -> None:
    answer = client.get(f"{TEAMS}/try?{urlencode({'try': '1', 'neighbourhood': 'WK048203', **told})}")

    assert answer.status_code == 422
    page = parse(answer.text)
    assert texts(page, complaint)
    chosen = one(page, "option[value=WK048203]").attrs.get("selected") is not None
    assert chosen == ("neighbourhood" not in told)
    assert not page.query(".answer")


def test_without_a_team_that_can_be_reached_it_says_what_residents_see(client: PageClient) -> None:
    db.session.execute(update(Team).values(email=None))
    db.session.commit()

    page = client.page(f"{TEAMS}/try?try=1&topic=geld")

    assert not page.query(".answer")
    assert "Bewoners zien een telefoonnummer" in text_of(one(page, ".notice"))


def test_trying_keeps_nothing(client: PageClient) -> None:
    before = db.session.scalar(select(func.count()).select_from(Question))

    tried(client, topic="geld")

    assert db.session.scalar(select(func.count()).select_from(Question)) == before


def test_a_stranger_to_the_words_does_no_harm(client: PageClient) -> None:
    answer = client.get(f"{TEAMS}/try?{urlencode({'try': '1', 'point': '<script>alert(1)</script>'})}")

    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
