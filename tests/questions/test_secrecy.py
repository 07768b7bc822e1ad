"""What residents and their teams write is found nowhere: in no file of the database, log, mail, job or error page."""

import json
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from tests.build import make_municipality
from tests.faults.site import Web, as_owner, own_database
from tests.messages.workers import QuickWorker, all_settled, wait_for
from tests.page import ONCE, TOKEN, PageClient
from tests.questions.leaks import Search
from tests.questions.visitor import Answer, Visitor, form_of
from tests.staff import csrf_token, make_user, sign_in_by_forms
from tests.teams.build import make_team
from tests.town import BRINKDAM
from webapp.areas.models import Municipality
from webapp.asking import views as asking_views
from webapp.core.bsn import MASK
from webapp.extensions import db
from webapp.mail_settings import MailServer
from webapp.questions.models import Question
from webapp.questions.queries import content_of
from webapp.teams.operations import add_member

ASK = f"/nl/{BRINKDAM}/ask"
API = f"/api/v1/{BRINKDAM}/questions"
INBOX = f"/staff/{BRINKDAM}/questions"
# Words that nobody else writes, short enough for no line of a mail to be broken in them.
QUESTION, NAME, PHONE, POSTCODE, TIME = "Zwaluwstaart", "Kwartelmans", "0698712345", "2951QX", "sperwertijd"
ADDITION, NOTE, TOLD, HANDED, MERGED = "Roodborstje", "Ijsvogelnoot", "Wielewaalwoord", "Grutto-reden", "Koekoeksvraag"
ANSWER, ADDRESS, BSN = "Leeuwerikraad", "putter@vogels.example", "111222333"
BROKEN = "Tapuitenverdriet"  # in questions that could not be stored, or were none
PLANTED = (QUESTION, NAME, PHONE, POSTCODE, TIME, ADDITION, NOTE, TOLD, HANDED, MERGED, ANSWER, ADDRESS, BSN, BROKEN)
TEAM, OTHER_TEAM = "Roerdompteam", "Aalscholverteam"  # not secret: the search has to find them


@dataclass
class Place:
    """Web server, worker and database, and the folders in which they leave something."""

    url: sa.URL
    folder: Path
    web: Web
    server: MailServer
    town: Municipality


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    server = MailServer(folder=tmp_path / "mail")
    # Each statement is written into the log of the database, as the slow ones are in production.
    with own_database("log_min_duration_statement = 0") as url:
        town = make_municipality(BRINKDAM)
        make_team(town, "west", name=TEAM, whatsapp="0612345678")
        make_team(town, "east", name=OTHER_TEAM)
        web = Web(url, server, tmp_path)
        web.start()
        try:
            wait_for(lambda: web.is_up, lambda: web.log)
            yield Place(url, tmp_path, web, server, town)
        finally:
            web.kill()


@pytest.mark.slow
def test_no_word_of_a_question_is_kept_where_it_could_be_read(place: Place) -> None:
    residents, team = Visitor(place.web.port), colleague(place)
    first, by_mail, handed, merged = ask_four(residents)
    add_and_take_along(residents, first)
    read_and_write(team, [question_of(one) for one in (first, by_mail, handed, merged)])
    db.session.rollback()  # what was looked up here must not hold up those who change tables
    fail_in_every_way(place, residents)
    with db.engine.connect() as connection:
        jobs = list(connection.scalars(sa.text("SELECT args::text FROM procrastinate_jobs")))
    assert len(jobs) >= 7, "the mails about four questions, one addition, one answer, one hand-over are still to go"
    deliver(place)

    assert_sealed_and_readable()
    place.web.stop()
    assert_nowhere(place, jobs)


def colleague(place: Place) -> Visitor:
    """Signed in with both steps, in the team that gets everything."""
    user = make_user("team", place.town)
    west = db.session.scalar(sa.text("SELECT id FROM team WHERE slug = 'west'"))
    add_member(place.town, west, user.id)
    db.session.commit()
    visitor = Visitor(place.web.port)
    sign_in_by_forms(visitor, user)  # type: ignore[arg-type]  # it gets and posts as the client of the tests does
    return visitor


# ---------------------------------------------------------------- what is done


def ask_four(visitor: Visitor) -> list[str]:
    """The paths on which they are followed, with the pass code of each still to be seen."""
    told = {"name": NAME, "postcode": POSTCODE, "best_time": TIME, "for_other": "1"}
    return [
        ask(visitor, question=f"{QUESTION}, mijn nummer is {BSN}.", reply_by="phone", contact=PHONE, **told),
        ask(visitor, question=f"Nog iets over {QUESTION}", reply_by="email", contact=ADDRESS, name=NAME),
        ask(visitor, question=f"{QUESTION} voor een ander", reply_by="whatsapp", contact=PHONE, topic="geld"),
        ask(visitor, question=f"{MERGED} en {QUESTION}", reply_by="none", safe_to_call="1"),
    ]


def ask(visitor: Visitor, **told: str) -> str:
    """Sent at once, as a robot would, and once more as the page then asks; on a busy machine it was not fast enough."""
    action, hidden = form_of(visitor.get(ASK), "/ask")
    wrong = visitor.post(action, {**hidden, **told, "reply_by": ""})
    assert wrong.status_code == 422
    sent = visitor.post(action, {**hidden, **told})
    if sent.status_code == 400:
        action, hidden = form_of(sent, "/ask")
        sent = visitor.post(action, {**hidden, **told})
    assert sent.status_code == 303, sent.text[:500]
    return sent.location


def question_of(path: str) -> Question:
    code = path.partition("?")[0].rpartition("/")[2]
    return db.session.scalars(sa.select(Question).where(Question.code == code)).one()


def add_and_take_along(visitor: Visitor, path: str) -> None:
    page = visitor.get(path)
    assert visitor.post(path.partition("?")[0], {"pass_code": "000000"}).status_code in (200, 403)
    shown = page.text.partition('class="codes__code')[2].partition(">")[2].partition("<")[0]
    opened = visitor.post(path.partition("?")[0], {"pass_code": shown})
    assert QUESTION in opened.text
    for ending, words in (("/add", ""), ("/add", f"{ADDITION} hoort er ook bij"), ("/export", None)):
        action, hidden = form_of(opened, ending)
        answer = visitor.post(action, {**hidden, "words": words})
        assert answer.status_code == (422 if words == "" else 200), ending
        opened = answer if ending == "/add" else opened


def read_and_write(team: Visitor, questions: list[Question]) -> None:
    """Everything that a team can do with words, and a mistake in each."""
    by_phone, by_mail, handed, merged = [f"{INBOX}/{question.id}" for question in questions]
    into = questions[0].id
    east = db.session.scalar(sa.text("SELECT id FROM team WHERE slug = 'east'"))
    for path in (by_phone, by_mail, handed, merged):
        assert QUESTION in team.get(path).text
    step(team, f"{by_phone}/take")
    step(team, f"{by_phone}/note", words=f"{NOTE} voor collega's")
    step(team, f"{by_phone}/answer", 422, words=TOLD, how="")
    step(team, f"{by_phone}/answer", words=f"{TOLD} aan de telefoon", how="phone")
    step(team, f"{by_mail}/answer", words=f"Beste bewoner, {ANSWER} helpt.", how="email")
    step(team, f"{handed}/hand-over", 422, words=HANDED, consent="", team=str(east))
    step(team, f"{handed}/hand-over", words=HANDED, consent="phone", team=str(east))
    step(team, f"{handed}/note", 404, words=NOTE)
    step(team, f"{merged}/merge", into=str(into))
    step(team, f"{by_phone}/close", outcome="told")
    assert team.get(INBOX).status_code == 200


def step(visitor: Visitor, path: str, status: int = 303, **fields: str) -> None:
    token = csrf_token(visitor, "/staff/account")  # type: ignore[arg-type]
    answer = visitor.post(path, {TOKEN: token, ONCE: token_urlsafe(16), **fields})
    assert answer.status_code == status, (path, answer.text[:500])


def fail_in_every_way(place: Place, visitor: Visitor) -> None:
    """A question that is none, and one at which the database fails in its own words: error pages repeat nothing."""
    told: dict[str, Any] = {"question": f"{BROKEN} is groot", "reply_by": "phone", "contact": PHONE, "name": NAME}
    assert_clean(post_json(visitor, {**told, "reply_by": "postduif"}), 422)
    assert_clean(post_json(visitor, {**told, "question": BROKEN * 2_000}), 422)
    assert_clean(post_json(visitor, told, key="geen sleutel"), 400)
    assert_clean(visitor.post_json(API, f'{{"question": "{BROKEN}'.encode(), Idempotency_Key=str(uuid4())), 400)
    assert_clean(visitor.post_json(API, f'"{BROKEN}"'.encode() * 40_000, Idempotency_Key=str(uuid4())), 413)
    assert_clean(visitor.post(f"/nl/{BRINKDAM}/question/bcdfghjkmpqr/add", {"words": BROKEN}), 404)
    # The database tells the whole row that it refuses; or that a table is not there.
    for break_, mend in (
        ("question ADD CONSTRAINT never CHECK (false) NOT VALID", "question DROP CONSTRAINT never"),
        ("outgoing_message ADD CONSTRAINT never CHECK (false) NOT VALID", "outgoing_message DROP CONSTRAINT never"),
        ("question_event RENAME TO away", "away RENAME TO question_event"),
        ("procrastinate_jobs RENAME TO away", "away RENAME TO procrastinate_jobs"),
    ):
        as_owner(place.url, f"ALTER TABLE {break_}")
        assert_clean(post_json(visitor, told), 500)
        as_owner(place.url, f"ALTER TABLE {mend}")


def post_json(visitor: Visitor, told: dict[str, Any], key: str = "") -> Answer:
    return visitor.post_json(API, json.dumps(told).encode(), Idempotency_Key=key or str(uuid4()))


def assert_clean(answer: Answer, status: int) -> None:
    assert answer.status_code == status, answer.text[:500]
    assert not Search(PLANTED).in_bytes(answer.text.encode())


def deliver(place: Place) -> None:
    worker = QuickWorker(place.url, place.server, place.folder)
    try:
        wait_for(all_settled, lambda: worker.log)
        assert worker.stop() == 0
    finally:
        worker.kill()


# ---------------------------------------------------------------- where it is looked for


def assert_sealed_and_readable() -> None:
    """Nothing was found because nothing was kept? The words are there, for who has the key; but for the BSN."""
    db.session.expire_all()
    told = [content_of(question) for question in db.session.scalars(sa.select(Question).order_by(Question.received_at))]
    words = " ".join(f"{content.question} {content.name} {content.contact}" for content in told if content)
    for word in (QUESTION, NAME, PHONE, ADDRESS, MERGED, MASK):
        assert word in words, word
    assert BSN not in words


def assert_nowhere(place: Place, jobs: list[str]) -> None:
    search, control = Search(PLANTED), Search([TEAM])
    with db.engine.connect() as connection:
        assert not list(search.in_rows(connection))
        assert "team" in {where for _word, where in control.in_rows(connection)}
    [data] = as_owner(place.url, "SHOW data_directory")
    as_owner(place.url, "CHECKPOINT")
    assert not set(search.in_files(Path(data)))
    assert {word for word, _where in control.in_files(Path(data))} == {TEAM}
    log = "".join(path.read_text() for path in Path(data, "log").iterdir())
    assert "INSERT INTO question" in log, "the database wrote its statements down"
    assert "never" in log
    assert not search.in_bytes("\n".join(jobs).encode())
    assert not search.in_bytes(place.web.log.encode())
    assert "unexpected error" in place.web.log
    assert not search.in_bytes((place.folder / "worker.log").read_bytes())
    assert_only_the_answer_is_mailed(place.server.folder, search)


def assert_only_the_answer_is_mailed(folder: Path | None, search: Search) -> None:
    """The answer with the name, to the address that the resident gave for it; no other mail holds a word."""
    assert folder is not None
    mails = sorted(folder.glob("*.eml"))
    found = {mail: search.in_bytes(mail.read_bytes()) for mail in mails}
    assert Counter(frozenset(words) for words in found.values() if words) == {frozenset({ANSWER, NAME, ADDRESS}): 1}
    [answer] = [mail.read_text() for mail, words in found.items() if words]
    assert f"To: {ADDRESS}" in answer
    assert sum(TEAM in mail.read_text() or OTHER_TEAM in mail.read_text() for mail in mails) == len(mails)


def test_an_error_with_words_in_it_leaves_none_in_the_log(
    demo: PageClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake of ours: an error that repeats what it could not read, from deep down."""

    def stumble(*_arguments: Any) -> None:
        try:
            int(f"{QUESTION} van {NAME}")
        except ValueError as error:
            raise RuntimeError(f"could not store {NAME}") from error

    monkeypatch.setattr(asking_views, "store", stumble)
    told = {"question": QUESTION, "reply_by": "none", "name": NAME}
    answer = demo.post("/api/v1/alblasserdam/questions", json=told, headers={"Idempotency-Key": str(uuid4())})

    assert answer.status_code == 500
    written = logging.Formatter().format(caplog.records[-1])
    assert "RuntimeError" in written
    assert "in stumble" in written
    for word in (QUESTION, NAME):
        assert word not in written
        assert word not in caplog.text
        assert word not in answer.text
