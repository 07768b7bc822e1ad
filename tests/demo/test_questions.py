"""The inbox of a demonstration shows every state, with invented questions that say so; loaded once."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from tests.build import make_municipality
from tests.page import PageClient, text_of
from tests.staff import signed_in_client
from webapp.accounts.models import StaffUser
from webapp.accounts.rules import TEAM
from webapp.areas.queries import get_open_municipality
from webapp.demo.operations import CONTENT
from webapp.demo.questions import join_teams, load_questions
from webapp.extensions import db
from webapp.questions.models import Question
from webapp.questions.queries import content_of
from webapp.questions.values import STATES

FOLDER = CONTENT / "alblasserdam"


def test_every_state_is_there_and_every_word_says_that_it_is_an_example(demo: PageClient) -> None:
    town, moment = get_open_municipality("alblasserdam"), datetime.now(UTC)
    client = signed_in_client(TEAM, town)
    user = db.session.scalars(select(StaffUser)).one()
    join_teams(town, FOLDER, user)

    number = load_questions(town, FOLDER, user, moment)
    assert load_questions(town, FOLDER, user, moment) == 0

    questions = db.session.scalars(select(Question)).all()
    assert len(questions) == number
    assert {question.state for question in questions} == set(STATES)
    assert any(question.is_urgent for question in questions)
    assert any(question.answer_by and question.answer_by < moment for question in questions)
    for question in questions:
        content = content_of(question)
        assert content is None or content.question.startswith("Voorbeeld:")
    db.session.commit()
    listed = client.page("/staff/alblasserdam/questions").query(".inbox__row")
    assert len(listed) == 6
    assert "Kijk hier eerst naar" in text_of(listed[0])


def test_a_real_town_gets_none(demo: PageClient) -> None:
    town = make_municipality(is_demo=False)

    with pytest.raises(ValueError, match="no demonstration"):
        load_questions(town, FOLDER, StaffUser(), datetime.now(UTC))
