"""What happens to a question that nobody reads, that cannot be told, or that is over."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from tests.build import make_municipality
from tests.questions.build import WORDS, make_question
from tests.staff import make_user
from tests.teams.build import make_team
from webapp.accounts.models import StaffUser
from webapp.areas.models import Municipality
from webapp.core.crypto import unseal
from webapp.extensions import db
from webapp.messages.models import OutgoingMessage
from webapp.questions import rounds
from webapp.questions.answering import answer, close
from webapp.questions.forgetting import set_retention
from webapp.questions.models import Question, QuestionEvent
from webapp.questions.queries import content_of, list_told
from webapp.teams import operations
from webapp.teams.models import Team

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # a Tuesday, 10:30 in the Netherlands


@pytest.fixture
def town(db_session: Session) -> Iterator[Municipality]:
    with time_machine.travel(MOMENT, tick=False):
        yield make_municipality()


@pytest.fixture
def teams(town: Municipality) -> tuple[Team, Team]:
    """The first is owner of everything, the second its deputy."""
    second = make_team(town, "kade", topics=["taal-digitaal"])
    first = make_team(town, "brink", deputy_id=second.id)
    operations.make_triage_team(town, first.id)
    make_user("coordinator", town, email="coordinator@brinkdam.example")
    db.session.commit()
    return first, second


def mails(kind: str) -> list[str]:
    found = db.session.scalars(sa.select(OutgoingMessage).where(OutgoingMessage.kind == kind))
    return [unseal(mail.recipient) for mail in found]


def kinds(question: Question) -> list[str]:
    return [told.kind for told in list_told(question.municipality_id, question.id)]


def test_unread_it_goes_to_the_deputy_then_the_coordinator_is_told(
    town: Municipality, teams: tuple[Team, Team]
) -> None:
    first, second = teams
    question, _receipt = make_question(town, MOMENT)
    assert question.unread_by is not None
    rounds.escalate(question.unread_by - timedelta(seconds=1))
    assert question.team_id == first.id

    rounds.escalate(question.unread_by)
    assert (question.team_id, question.reached) == (second.id, rounds.DEPUTY)
    assert mails("question") == [first.email, second.email]
    assert mails("coordinator") == []

    rounds.escalate(question.unread_by)
    assert (question.team_id, question.reached) == (second.id, rounds.COORDINATOR)
    assert mails("coordinator") == ["coordinator@brinkdam.example"]


def test_unread_counts_working_hours_only(town: Municipality, teams: tuple[Team, Team]) -> None:
    friday_evening = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
    question, _receipt = make_question(town, friday_evening)

    assert rounds.escalate(datetime(2026, 11, 29, 20, 0, tzinfo=UTC)) == 0
    assert question.unread_by is not None
    assert question.unread_by > datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def test_read_in_time_nothing_moves(town: Municipality, teams: tuple[Team, Team]) -> None:
    question, _receipt = make_question(town, MOMENT)
    question.state, question.read_at = "read", MOMENT
    db.session.flush()

    assert rounds.escalate(MOMENT + timedelta(days=9)) == 0


@pytest.mark.parametrize("state", ["failed", "bounced"])
def test_a_mail_that_does_not_arrive_tells_deputy_and_coordinator_once(
    town: Municipality, teams: tuple[Team, Team], state: str
) -> None:
    question, _receipt = make_question(town, MOMENT)
    db.session.execute(sa.update(OutgoingMessage).values(state=state, next_attempt_at=None, settled_at=MOMENT))

    assert rounds.pass_undelivered(MOMENT) == 1
    assert question.team_id == teams[1].id
    assert mails("question")[-1] == teams[1].email
    assert mails("coordinator") == ["coordinator@brinkdam.example"]
    assert rounds.pass_undelivered(MOMENT) == 0
    assert kinds(question).count("undelivered") == 1


def test_where_there_is_no_coordinator_the_triage_team_hears_it(town: Municipality, teams: tuple[Team, Team]) -> None:
    db.session.execute(sa.update(StaffUser).values(active=False))
    question, _receipt = make_question(town, MOMENT)
    for _step in range(2):
        assert question.unread_by is not None
        rounds.escalate(question.unread_by)

    assert mails("coordinator") == [teams[0].email]


@pytest.mark.parametrize("state", ["failed", "bounced"])
@pytest.mark.parametrize("is_closed", [False, True])
def test_an_answer_that_does_not_arrive_is_no_answer(
    town: Municipality, teams: tuple[Team, Team], state: str, *, is_closed: bool
) -> None:
    user = make_user("team", town)
    question, _receipt = make_question(town, MOMENT, reply_by="email", contact="noor@example.org")
    answer(town, question, user.id, "email", "Kom maandag langs.", MOMENT)
    if is_closed:
        close(question, user.id, "told", MOMENT)
    assert rounds.take_up_unanswered(MOMENT) == 0
    settle("answer", state)

    assert rounds.take_up_unanswered(MOMENT + timedelta(minutes=5)) == 1
    assert (question.state, question.answered_at, question.closed_at, question.forget_at) == ("new", None, None, None)
    assert question.unread_by is not None
    assert question.unread_by > MOMENT
    assert kinds(question)[-1] == "answer_undelivered"
    assert mails("question") == [teams[0].email] * 2
    assert rounds.take_up_unanswered(MOMENT) == 0

    answer(town, question, user.id, "phone", "Gebeld.", MOMENT + timedelta(hours=1))
    assert rounds.take_up_unanswered(MOMENT + timedelta(hours=2)) == 0
    assert question.state == "answered"


def test_an_answer_that_went_wrong_once_and_was_given_again_is_an_answer(
    town: Municipality, teams: tuple[Team, Team]
) -> None:
    user = make_user("team", town)
    question, _receipt = make_question(town, MOMENT, reply_by="email", contact="noor@example.org")
    answer(town, question, user.id, "email", "Kom maandag langs.", MOMENT)
    answer(town, question, user.id, "phone", "Gebeld.", MOMENT + timedelta(minutes=1))
    settle("answer", "bounced")

    assert rounds.take_up_unanswered(MOMENT + timedelta(minutes=5)) == 0


def settle(kind: str, state: str) -> None:
    of_kind = sa.update(OutgoingMessage).where(OutgoingMessage.kind == kind)
    db.session.execute(of_kind.values(state=state, next_attempt_at=None, settled_at=MOMENT))


def test_content_goes_when_its_days_are_over_and_the_count_stays(town: Municipality, teams: tuple[Team, Team]) -> None:
    set_retention(town.id, "geld", 7)
    user = make_user("team", town)
    short, _receipt = make_question(town, MOMENT, topic="geld")
    long, _other = make_question(town, MOMENT)
    for question in (short, long):
        close(question, user.id, "helped", MOMENT)

    assert rounds.forget_ended(MOMENT + timedelta(days=6, hours=23)) == 0
    assert rounds.forget_ended(MOMENT + timedelta(days=7)) == 1
    db.session.refresh(short, ["content"])
    assert short.content is None
    assert short.topic == "geld"
    kept = content_of(long)
    assert kept is not None
    assert kept.question == WORDS
    assert rounds.forget_ended(MOMENT + timedelta(days=30)) == 1


def test_an_answer_without_another_word_ends_by_itself(town: Municipality, teams: tuple[Team, Team]) -> None:
    question, _receipt = make_question(town, MOMENT)
    question.state, question.answered_at = "answered", MOMENT
    db.session.flush()

    assert rounds.close_answered(MOMENT + timedelta(days=27)) == 0
    assert rounds.close_answered(MOMENT + timedelta(days=28)) == 1
    assert question.state == "closed"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM question_event",
        "UPDATE question_event SET kind = 'read'",
        "UPDATE question_event SET at = now()",
        'UPDATE question_event SET facts = \'{"how": "phone"}\'',
        "UPDATE question_event SET content = 'x' WHERE content IS NULL",
    ],
)
def test_the_history_only_grows(town: Municipality, teams: tuple[Team, Team], statement: str) -> None:
    make_question(town, MOMENT)

    with pytest.raises(sa.exc.DBAPIError, match="only grows"), db.session.begin_nested():
        db.session.execute(sa.text(statement))


def test_with_its_town_everything_goes(town: Municipality, teams: tuple[Team, Team]) -> None:
    question, _receipt = make_question(town, MOMENT)
    rounds.escalate(question.unread_by or MOMENT)
    db.session.commit()
    db.session.execute(sa.delete(OutgoingMessage))
    db.session.execute(sa.text("DELETE FROM question WHERE municipality_id = :town"), {"town": town.id})

    assert db.session.scalar(sa.select(sa.func.count()).select_from(QuestionEvent)) == 0
