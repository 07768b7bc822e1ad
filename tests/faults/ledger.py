"""The ledger rule: in the end every question that was taken is there once, as it was asked, and its team has its mail;
none that was not taken is half there."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from tests.build import make_municipality
from tests.faults.askers import TAKEN_BEFORE, Asked, Crowd
from tests.faults.site import Site
from tests.teams.build import make_team
from tests.town import BRINKDAM
from webapp.core.job_runner import CONCURRENCY
from webapp.extensions import db
from webapp.questions.models import Question
from webapp.questions.queries import content_of

API = f"/api/v1/{BRINKDAM}/questions"
TOPICS = {"": "wijkteam", "geld": "schulden", "eten": "voedsel"}  # and the team that gets it
# Each of these may take a mail along that was delivered and not yet written down: it is sent once more.
DOUBLE = ("kill the worker", "crash the database", "restart the database", "stop the mail server", "drop")
LINK = re.compile(rf"/staff/{BRINKDAM}/questions/([0-9a-f-]{{36}})")


def open_town() -> None:
    town = make_municipality(BRINKDAM)
    for topic, team in TOPICS.items():
        make_team(town, team, topics=[topic] if topic else [])
    db.session.remove()


def assert_each_was_answered(asked: list[Asked]) -> None:
    """With success, but for who gave up before."""
    for one in asked:
        assert one.is_taken or one.patience == 1, one
        assert set(one.statuses) <= {0, 200, 201, 503}, one
        assert one.statuses.count(201) <= 1, one


def repeat(crowd: Crowd, asked: list[Asked]) -> None:
    """Asked again with the same key, a question that was taken gives the same codes."""
    for one in asked:
        if one.is_taken:
            assert crowd.send(one) == TAKEN_BEFORE
            assert len(one.codes) == 1, one


def assert_stored_once_and_whole(asked: list[Asked], answered: Collection[UUID] = ()) -> dict[UUID, str]:
    """Gives the id of each stored question with the address of the team that it belongs to. `answered` are those that
    their team answered and finished."""
    town_id = db.session.scalar(sa.text("SELECT id FROM municipality"))
    assert town_id is not None
    keys = Counter(db.session.scalars(sa.select(Question.idempotency_key)))
    assert set(keys.values()) == {1}
    assert {one.key for one in asked if one.is_taken} <= keys.keys() <= {one.key for one in asked}
    stored = {}
    for one in asked:
        question = db.session.scalar(sa.select(Question).filter_by(municipality_id=town_id, idempotency_key=one.key))
        if question is not None:
            assert_is_what_was_asked(question, one)
            stored[question.id] = f"{TOPICS[one.body.get('topic', '')]}@example.org"
    assert_nothing_stands_alone(stored, answered)
    return stored


def assert_is_what_was_asked(question: Question, asked: Asked) -> None:
    content = content_of(question)
    assert content is not None
    assert content.question == asked.body["question"]
    assert (question.topic or "") == asked.body.get("topic", "")
    for answer in asked.answers:
        assert answer["code"] == question.code


def assert_nothing_stands_alone(stored: dict[UUID, str], answered: Collection[UUID]) -> None:
    """Each question with its events and its one mail; no event and no mail without a question."""
    events: defaultdict[UUID, list[str]] = defaultdict(list)
    for row in rows("SELECT question_id, kind FROM question_event ORDER BY id"):
        events[row.question_id].append(row.kind)
    assert events == {
        question: ["asked", "routed", *(["read", "answered", "closed"] if question in answered else [])]
        for question in stored
    }, (dict(events), answered)
    # At some hours of the day the worker also asks editors whether all is still right.
    mails = rows("SELECT about, kind, state, settled_at, attempts FROM outgoing_message WHERE kind <> 'freshness'")
    about = Counter(UUID(mail.about) for mail in mails)
    assert about == Counter(list(stored)), (about, mails)
    assert {(mail.kind, mail.state) for mail in mails} == {("question", "sent")}
    assert all(mail.settled_at is not None and mail.attempts >= 1 for mail in mails)


def assert_told(site: Site, stored: dict[UUID, str], caused: Counter[str]) -> None:
    """Each question arrived at its own team, at least once, and at nobody else."""
    arrived: defaultdict[UUID, list[str]] = defaultdict(list)
    for mail, envelope in zip(site.mail.box.received, site.mail.box.envelopes, strict=True):
        for link in LINK.findall(mail.get_content()):
            arrived[UUID(link)] += envelope.rcpt_tos
    assert {question: set(teams) for question, teams in arrived.items()} == {
        question: {team} for question, team in stored.items()
    }
    doubled = sum(len(teams) - 1 for teams in arrived.values())
    print(f"{len(stored)} questions, {doubled} mails that came twice")
    assert doubled <= sum(caused[trouble] for trouble in DOUBLE) * CONCURRENCY


def rows(statement: str) -> list[sa.Row[Any]]:
    return list(db.session.execute(sa.text(statement)).all())
