"""The inbox of a team, as its staff use it: list, read, take, answer, note, hand over, merge, finish."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.build import make_municipality
from tests.page import PageClient, one, parse, text_of
from tests.questions.build import WORDS, make_question
from tests.staff import csrf_token, make_user, sign_in
from tests.teams.build import make_team
from webapp.accounts.models import StaffUser
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.crypto import unseal
from webapp.extensions import db
from webapp.messages.models import OutgoingMessage
from webapp.questions.models import Question
from webapp.questions.operations import withdraw
from webapp.questions.queries import list_accesses, list_told
from webapp.questions.values import Receipt
from webapp.teams import operations
from webapp.teams.models import Team

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LIST = "/staff/brinkdam/questions"


@pytest.fixture
def town(db_session: Session) -> Iterator[Municipality]:
    with time_machine.travel(MOMENT, tick=False):
        yield make_municipality()


@pytest.fixture
def team(town: Municipality) -> Team:
    return make_team(town, "brink")


@pytest.fixture
def user(town: Municipality, team: Team) -> StaffUser:
    user = make_user("team", town)
    operations.add_member(town, team.id, user.id)
    db.session.commit()
    return user


@pytest.fixture
def staff_client(client: PageClient, user: StaffUser) -> PageClient:
    return sign_in(client, user)


def ask(town: Municipality, **told: Any) -> tuple[Question, Receipt]:
    return make_question(
        town, clock.now(), **{"topic": "geld", "reply_by": "email", "contact": "noor@example.org", **told}
    )


def act(client: PageClient, question: Question, what: str, **told: str) -> Any:
    path = f"{LIST}/{question.id}"
    return client.post(f"{path}/{what}", data={"csrf_token": csrf_token(client, path), **told})


def kinds(question: Question) -> list[str]:
    return [told.kind for told in list_told(question.municipality_id, question.id)]


def test_the_list_shows_subjects_and_no_words(town: Municipality, staff_client: PageClient) -> None:
    ask(town)
    ask(town, topic="", question="Ik wil niet meer leven")
    page = staff_client.page(LIST)

    rows = [row.to_text() for row in page.query(".inbox__row")]
    assert len(rows) == 2
    assert "Kijk hier eerst naar" in rows[0]
    assert WORDS not in page.to_text()
    assert "niet meer leven" not in page.to_text()


def test_reading_is_written_down_before_it_is_shown(
    town: Municipality, staff_client: PageClient, user: StaffUser
) -> None:
    question, _receipt = ask(town)
    page = staff_client.page(f"{LIST}/{question.id}")

    assert WORDS in page.to_text()
    assert question.state == "read"
    assert [(one.user_id, one.what) for one in list_accesses(town.id, question.id)] == [(user.id, "read")]


def test_taken_and_put_back(town: Municipality, staff_client: PageClient, user: StaffUser) -> None:
    question, _receipt = ask(town)

    assert act(staff_client, question, "take").status_code == 303
    assert (question.state, question.taken_by) == ("taken", user.id)
    act(staff_client, question, "put-back")
    assert (question.state, question.taken_by) == ("read", None)


def test_an_answer_by_mail_goes_to_the_resident_and_nowhere_else(town: Municipality, staff_client: PageClient) -> None:
    question, _receipt = ask(town)
    act(staff_client, question, "answer", words="Kom maandag langs.", how="email")

    mail = db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == "answer")).one()
    assert unseal(mail.recipient) == "noor@example.org"
    assert "Kom maandag langs." in unseal(mail.body)
    assert question.state == "answered"
    others = db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == "question")).all()
    assert others
    assert all(WORDS not in unseal(one.body) + unseal(one.subject) for one in others)


def test_a_second_tap_sends_no_second_mail_and_other_words_do(town: Municipality, staff_client: PageClient) -> None:
    question, _receipt = ask(town)
    for words in ("Kom langs.", "Kom langs.", "Kom langs. Of bel.", "Kom langs."):
        assert act(staff_client, question, "answer", words=words, how="email").status_code == 303
    for words in ("Belt terug", "Belt terug"):
        assert act(staff_client, question, "note", words=words).status_code == 303

    sent = db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == "answer")).all()
    assert len(sent) == 3
    assert kinds(question).count("answered") == 3
    assert kinds(question).count("noted") == 1


@pytest.mark.parametrize("what", ["answer", "note", "hand-over"])
def test_a_service_number_is_hidden_before_it_is_stored_or_sent(
    town: Municipality, staff_client: PageClient, what: str
) -> None:
    question, _receipt = ask(town)
    other = make_team(town, "geldhulp")
    told = {"words": "Ik heb 111 222 333 genoteerd", "how": "email", "team": str(other.id), "consent": "phone"}

    answer = act(staff_client, question, what, **told)

    assert "leek" in text_of(one(staff_client.page(answer.location), ".notice[role=status]"))
    assert [said.words for said in list_told(town.id, question.id) if said.words] == ["Ik heb ••••••••• genoteerd"]
    mails = db.session.scalars(select(OutgoingMessage)).all()
    assert all("222" not in unseal(mail.body) for mail in mails)


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("answer", {"words": "Dag", "how": ""}),
        ("answer", {"words": "Dag", "how": "pigeon"}),
        ("answer", {"words": "", "how": "email"}),
        ("note", {"words": " "}),
        ("note", {"words": "a" * 4001}),
        ("close", {"outcome": "rich"}),
        ("hand-over", {"team": "", "consent": "phone"}),
        ("merge", {"into": ""}),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    town: Municipality, staff_client: PageClient, what: str, told: dict[str, str]
) -> None:
    question, _receipt = ask(town)
    answer = act(staff_client, question, what, **told)

    assert answer.status_code == 422
    assert parse(answer.text).query("[role=alert]")
    forms = parse(answer.text).query(f"form[action$='/{what}']")
    for form in forms:  # none where there is no other team and no other question
        assert form.query(".field__error"), "said beside the field"
        if "words" in told:
            assert text_of(form.query("textarea")[0]) == told["words"].strip()
    assert kinds(question)[-1] == "read"


def test_handed_over_with_consent_the_former_team_sees_nothing_more(
    town: Municipality, staff_client: PageClient
) -> None:
    question, _receipt = ask(town)
    other = make_team(town, "geldhulp")

    assert act(staff_client, question, "hand-over", team=str(other.id), words="Spoed").status_code == 422
    told = {"team": str(other.id), "consent": "phone", "words": "Spoed"}
    assert act(staff_client, question, "hand-over", **told).status_code == 303
    assert staff_client.get(f"{LIST}/{question.id}").status_code == 404
    assert question.team_id == other.id
    assert question.state == "new"


def test_two_questions_of_one_person_become_one(town: Municipality, staff_client: PageClient) -> None:
    first, _receipt = ask(town)
    second, _other = ask(town, question="Ik vroeg dit gisteren ook.")
    act(staff_client, second, "merge", into=str(first.id))

    assert (second.state, second.merged_into) == ("closed", first.id)
    assert "Ik vroeg dit gisteren ook." in staff_client.page(f"{LIST}/{first.id}").to_text()


def test_finished_it_is_kept_for_thirty_days(town: Municipality, staff_client: PageClient) -> None:
    question, _receipt = ask(town)
    act(staff_client, question, "close", outcome="helped")

    assert question.forget_at is not None
    assert (question.forget_at - MOMENT).days == 30
    assert question.code in staff_client.page(f"{LIST}?ended=1").to_text()


def test_news_is_a_number_that_moves(town: Municipality, staff_client: PageClient) -> None:
    before = staff_client.get(f"{LIST}/change").json
    ask(town)

    assert staff_client.get(f"{LIST}/change").json != before


def test_taken_back_its_words_are_gone_from_the_question_it_was_merged_with(
    town: Municipality, staff_client: PageClient
) -> None:
    first, _receipt = ask(town)
    second, _other = ask(town, question="Ik vroeg dit gisteren ook.")
    act(staff_client, second, "merge", into=str(first.id))
    withdraw(town, second, MOMENT)
    db.session.commit()

    page = staff_client.page(f"{LIST}/{first.id}").to_text()
    assert "Ik vroeg dit gisteren ook." not in page
    assert WORDS in page
