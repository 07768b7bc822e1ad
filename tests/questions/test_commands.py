"""`flask questions …`, with a moved clock: what was written goes, what counts stays."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from tests.build import make_municipality
from tests.questions.build import WORDS, make_question
from tests.staff import make_user
from tests.teams.build import make_team
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.messages.models import OutgoingMessage
from webapp.questions.answering import answer, close, merge, note
from webapp.questions.models import Question, QuestionAccess, QuestionEvent
from webapp.questions.queries import content_of
from webapp.teams import operations

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # a Tuesday


@pytest.fixture
def town(db_session: Session) -> Iterator[Municipality]:
    with time_machine.travel(MOMENT, tick=False):
        town = make_municipality()
        team = make_team(town, "brink")
        operations.make_triage_team(town, team.id)
        db.session.commit()
        yield town


@pytest.fixture
def worker(town: Municipality) -> UUID:
    user_id: UUID = make_user("team", town, email="tom@brinkdam.example").id
    return user_id


def run(cli: FlaskCliRunner, *words: str, after: timedelta = timedelta()) -> str:
    with time_machine.travel(MOMENT + after, tick=False):
        result = cli.invoke(args=["questions", *words])
    db.session.expire_all()
    assert result.exit_code == 0, result.output
    return str(result.output)


def sealed(question: Question) -> int:
    """How many sealed words are left of it, its mails included."""
    events = db.session.scalar(
        sa.select(sa.func.count(QuestionEvent.content)).where(QuestionEvent.question_id == question.id)
    )
    mails = db.session.scalar(
        sa.select(sa.func.count(OutgoingMessage.body)).where(
            OutgoingMessage.about == str(question.id), OutgoingMessage.kind == "answer"
        )
    )
    return (events or 0) + (mails or 0)


@pytest.mark.parametrize(("topic", "days"), [("", 30), ("geld", 7)])
def test_what_was_written_is_gone_after_its_days_and_the_counts_stay(
    town: Municipality, worker: UUID, cli: FlaskCliRunner, topic: str, days: int
) -> None:
    run(cli, "retention", "--town", town.slug, "--topic", "geld", "--days", "7")
    question, _receipt = make_question(town, MOMENT, topic=topic, reply_by="email", contact="noor@voorbeeld.example")
    answer(town, question, worker, "email", "Kom gerust langs.", MOMENT)
    note(question, worker, "Gebeld.", MOMENT)
    close(question, worker, "helped", MOMENT)
    db.session.commit()

    assert run(cli, "forget", after=timedelta(days=days, minutes=-1)) == "0 erased\n"
    assert content_of(question) is not None
    assert run(cli, "forget", after=timedelta(days=days)) == "1 erased\n"

    assert content_of(question) is None
    assert sealed(question) == 0
    assert (question.topic or "", question.state, question.outcome) == (topic, "closed", "helped")
    assert question.received_at == question.closed_at == MOMENT
    kinds = db.session.scalars(sa.select(QuestionEvent.kind)).all()
    assert {"asked", "answered", "noted", "closed", "forgotten"} <= set(kinds)


def test_one_question_is_erased_on_request_with_its_history_and_its_mails(
    town: Municipality, worker: UUID, cli: FlaskCliRunner
) -> None:
    question, _receipt = make_question(town, MOMENT, reply_by="email", contact="noor@voorbeeld.example")
    other, _receipt = make_question(town, MOMENT)
    answer(town, question, worker, "email", "Kom gerust langs.", MOMENT)
    db.session.commit()

    assert run(cli, "forget", "--code", question.code, "--town", town.slug) == f"{question.code} erased\n"

    assert content_of(question) is None
    assert sealed(question) == 0
    assert question.state == "withdrawn"
    assert content_of(other) is not None


def test_erasing_also_takes_what_another_question_took_over(
    town: Municipality, worker: UUID, cli: FlaskCliRunner
) -> None:
    question, _receipt = make_question(town, MOMENT)
    into, _receipt = make_question(town, MOMENT, question="Nog een vraag van mij.")
    merge(question, into, worker, MOMENT)
    db.session.commit()
    assert sealed(into) == 1

    run(cli, "forget", "--code", question.code, "--town", town.slug)

    assert sealed(into) == 0
    assert content_of(into) is not None


def test_the_export_holds_all_that_is_kept(town: Municipality, worker: UUID, cli: FlaskCliRunner) -> None:
    question, _receipt = make_question(town, MOMENT, name="Noor", topic="geld")
    note(question, worker, "Gebeld.", MOMENT)
    db.session.commit()

    document = json.loads(run(cli, "export", question.code, "--town", town.slug))

    assert document["told"] == {"question": WORDS, "name": "Noor"}
    assert document["topic"] == "geld"
    assert "Gebeld." in [step["words"] for step in document["steps"]]
    assert not db.session.scalars(sa.select(QuestionAccess)).all()


def test_late_ones_are_listed_without_a_word(town: Municipality, worker: UUID, cli: FlaskCliRunner) -> None:
    late, _receipt = make_question(town, MOMENT, topic="geld")
    done, _receipt = make_question(town, MOMENT)
    answer(town, done, worker, "phone", "Gebeld.", MOMENT)
    db.session.commit()

    assert run(cli, "list-late") == ""
    told = run(cli, "list-late", after=timedelta(days=10)).rstrip("\n").split("\t")

    assert told[:5] == [town.slug, late.code, "new", "brink", "geld"]
    assert len(told) == 6


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("forget", "--code", "abc"), "belong together"),
        (("forget", "--code", "abc", "--town", "brinkdam"), "has no question 'abc'"),
        (("export", "abc", "--town", "nergens"), "There is no town 'nergens'"),
        (("retention", "--town", "brinkdam", "--topic", "maan", "--days", "3"), "There is no theme 'maan'"),
        (("retention", "--town", "brinkdam", "--days", "-1"), "-1 is not in the range"),
    ],
)
def test_what_cannot_be_done_is_said(
    town: Municipality, cli: FlaskCliRunner, words: tuple[str, ...], said: str
) -> None:
    result = cli.invoke(args=["questions", *words])

    assert result.exit_code != 0
    assert said in result.output
