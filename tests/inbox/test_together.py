"""Two colleagues at once, each with a connection of their own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError, local
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from tests.build import make_municipality
from tests.conftest import running_application
from tests.database import cloned_database
from tests.page import PageClient
from tests.questions.build import make_question
from tests.staff import csrf_token, make_user, sign_in
from tests.teams.build import make_team
from webapp.areas.queries import get_municipality
from webapp.core import clock
from webapp.extensions import db
from webapp.questions import tickets
from webapp.questions.models import Question
from webapp.questions.queries import list_told
from webapp.teams import operations
from webapp.teams.queries import list_teams

LIST = "/staff/brinkdam/questions"


def test_merging_each_into_the_other_at_once_locks_nobody_out() -> None:
    with cloned_database() as url, running_application(url) as app:
        with app.app_context():
            one, other = _two_questions()
            clients = [_colleague(app), _colleague(app)]
            posts = [
                (client, _form(client, *pair))
                for client, pair in zip(clients, [(one, other), (other, one)], strict=True)
            ]
        with _waiting_for_each_other(app), ThreadPoolExecutor(2) as both:
            answers = list(both.map(lambda post: post[0].post(**post[1]).status_code, posts))

        assert sorted(answers) == [303, 422], "the second one hears that the question is finished"
        with app.app_context():
            merged = {question.id: question.merged_into for question in db.session.scalars(sa.select(Question))}
            db.session.remove()
    assert merged in ({one: other, other: None}, {one: None, other: one})


def _two_questions() -> tuple[UUID, UUID]:
    town = make_municipality()
    make_team(town, "brink")
    db.session.commit()
    ids = [make_question(town, clock.now(), topic="geld")[0].id for _number in range(2)]
    return ids[0], ids[1]


def _colleague(app: Flask) -> PageClient:
    town = get_municipality("brinkdam")
    user = make_user("team", town)
    operations.add_member(town, list_teams(town)[0].id, user.id)
    db.session.commit()
    client = app.test_client()
    assert isinstance(client, PageClient)
    return sign_in(client, user)


def _form(client: PageClient, question: UUID, into: UUID) -> dict[str, object]:
    token = csrf_token(client, f"{LIST}/{question}")
    return {"path": f"{LIST}/{question}/merge", "data": {"csrf_token": token, "into": str(into)}}


@contextmanager
def _waiting_for_each_other(app: Flask) -> Iterator[None]:
    """After its first lock (a resident: once the question was read) each gives the other a second to get as far: what
    makes a deadlock certain."""
    meeting, met = Barrier(2), local()

    def wait(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if ("FOR UPDATE" in statement or "question.code =" in statement) and not getattr(met, "once", False):
            met.once = True
            with suppress(BrokenBarrierError):
                meeting.wait(timeout=1)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "after_cursor_execute", wait)
    try:
        yield
    finally:
        sa.event.remove(engine, "after_cursor_execute", wait)


def test_a_resident_who_adds_something_while_it_is_finished_is_heard() -> None:
    """Both hold the question at once: whoever comes second sees what the first one did."""
    with cloned_database() as url, running_application(url) as app:
        with app.app_context():
            town = make_municipality()
            make_team(town, "brink")
            db.session.commit()
            question, receipt = make_question(town, clock.now(), topic="geld")
            id_ = question.id
            client, path = _colleague(app), f"{LIST}/{id_}"
            token = csrf_token(client, path)
            opened = tickets.new_opening(receipt.code)
        posts = [
            (client, f"{path}/close", {"csrf_token": token, "outcome": "told"}),
            (app.test_client(), f"/nl/brinkdam/question/{receipt.code}/add", {"opened": opened, "words": "Nog iets."}),
        ]
        with _waiting_for_each_other(app), ThreadPoolExecutor(2) as both:
            statuses = list(both.map(lambda post: post[0].post(post[1], data=post[2]).status_code, posts))
        with app.app_context():
            stored = db.session.scalars(sa.select(Question)).one()
            kinds = [told.kind for told in list_told(stored.municipality_id, id_) if told.kind in ("added", "closed")]
            end = (stored.state, stored.closed_at is None)
            db.session.remove()

    assert statuses == [303, 200]
    assert (kinds, end) in [(["added", "closed"], ("closed", False)), (["closed", "added"], ("new", True))]
