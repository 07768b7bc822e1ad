"""A question that somebody asks with a sheet in the hand: the team knows how it came, and nobody which sheet."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.page import PageClient, one, parse, text_of
from webapp.extensions import db
from webapp.inbox.wording import step_label
from webapp.questions.models import Question, QuestionEvent

API = "/api/v1/alblasserdam/questions"
ASK = "/nl/alblasserdam/ask"
TOLD = {"topic": "geld", "reply_by": "none", "activity": "inloop-geld-en-post", "question": "Wie helpt mij met post?"}


def facts_of_the_question() -> dict[str, object]:
    return dict(db.session.scalars(select(QuestionEvent.facts).where(QuestionEvent.kind == "asked")).one())


def send(client: PageClient, **told: str) -> int:
    form = parse(client.get(ASK).text)
    stamp = one(form, "input[name=opened]").attrs["value"] or ""
    answer = client.post(ASK, data={**TOLD, "opened": stamp, "again": "1", **told})
    return answer.status_code


def test_the_team_sees_that_it_came_through_a_practice(demo: PageClient) -> None:
    assert send(demo, through="practice") == 303

    facts = facts_of_the_question()
    assert facts["source"] == "practice"
    assert step_label("asked", facts) != step_label("asked", {"source": "web"})
    question = db.session.scalars(select(Question)).one()
    assert (question.topic, question.activity_slug) == ("geld", "inloop-geld-en-post")


@pytest.mark.parametrize(
    ("told", "source"),
    [("practice", "practice"), ("practice-bcdfghjk", "practice"), ("<script>", "api"), (["practice"], "api")],
)
def test_what_a_phone_kept_and_sent_later_is_marked_too(demo: PageClient, told: object, source: str) -> None:
    sent = demo.post(API, json={**TOLD, "through": told}, headers={"Idempotency-Key": str(uuid4())})

    assert sent.status_code == 201
    facts = facts_of_the_question()
    assert facts["source"] == source
    assert "bcdfghjk" not in str(facts)


def test_only_who_came_so_is_marked(demo: PageClient) -> None:
    assert send(demo, through="<script>") == 303
    assert facts_of_the_question()["source"] == "web"


def test_what_is_wrong_keeps_the_mark_and_all_that_was_typed(demo: PageClient) -> None:
    answer = demo.post(ASK, data={**TOLD, "through": "practice", "reply_by": "email", "contact": "geen adres"})

    assert answer.status_code == 422
    page = parse(answer.text)
    assert one(page, "form.ask input[name=through]").attrs["value"] == "practice"
    assert "Wie helpt mij met post?" in text_of(one(page, "textarea"))
