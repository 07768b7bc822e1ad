"""The team's side of a question: read, take, answer, note, hand over, merge, close. Each step is written down.

The caller has made sure that the question is one of the reader's team (`queries.get_for_teams`).
"""

from datetime import datetime, timedelta
from uuid import UUID

from webapp.areas.models import Municipality
from webapp.core.errors import BadRequest, NotFound
from webapp.core.words import _
from webapp.extensions import db
from webapp.questions import mails, promising
from webapp.questions.forgetting import retention_days
from webapp.questions.models import Question
from webapp.questions.queries import content_of
from webapp.questions.recording import is_last_said, record, record_access
from webapp.questions.values import (
    ANSWERED,
    CLOSED,
    EMAIL,
    NEW,
    OPEN,
    OUTCOMES,
    READ,
    TAKEN,
    WAITING,
    Content,
)
from webapp.teams.queries import get_team

ANSWER_BY_HAND = ("phone", "visit", "whatsapp", "here")  # what is recorded; "email" is sent by the product


def read(question: Question, user_id: UUID, moment: datetime) -> Content | None:
    """What was told, for its team; the first reading ends the waiting for a reader. Every reading is written down."""
    record_access(question, user_id, "read", moment)
    if question.state == NEW:
        question.state, question.read_at = READ, question.read_at or moment
        record(question, "read", moment, by=user_id)
        db.session.flush()
    return content_of(question)


def take(question: Question, user_id: UUID, moment: datetime) -> None:
    """Somebody works on it, so that no two do. Taken over from a colleague it is written down too."""
    _must_be_open(question)
    if question.taken_by == user_id:
        return
    if question.state in (NEW, READ):
        question.state, question.read_at = TAKEN, question.read_at or moment
    question.taken_by = user_id
    db.session.flush()
    record(question, "taken", moment, by=user_id)


def put_back(question: Question, user_id: UUID, moment: datetime) -> None:
    """Free for a colleague."""
    _must_be_open(question)
    if question.taken_by is None:
        return
    question.taken_by = None
    if question.state == TAKEN:
        question.state = READ
    db.session.flush()
    record(question, "put_back", moment, by=user_id)


def answer(town: Municipality, question: Question, user_id: UUID, how: str, words: str, moment: datetime) -> None:
    """By mail from the product, or what was said by phone, at a visit, in a message, or readable with the pass code.

    `words` stand on the page of the resident; a mail goes only where the resident asked for one.
    """
    _must_be_open(question)
    if words and question.state == ANSWERED and is_last_said(question, "answered", words, user_id):
        return  # a second tap: no second mail
    if how == EMAIL:
        _mail(town, question, words)
    elif how not in ANSWER_BY_HAND:
        raise BadRequest(_("Choose how you answered."))
    question.state, question.answered_at = ANSWERED, moment
    question.read_at = question.read_at or moment
    question.taken_by = question.taken_by or user_id
    db.session.flush()
    record(question, "answered", moment, by=user_id, words=words, how=how)


def _mail(town: Municipality, question: Question, words: str) -> None:
    content = content_of(question)
    if content is None or question.reply_by != EMAIL or not content.contact:
        raise BadRequest(_("There is no e-mail address with this question. Answer in another way."))
    if not words:
        raise BadRequest(_("Write your answer first."))
    mails.answer_resident(town, question, get_team(town, question.team_id), content, words)


def note(question: Question, user_id: UUID, words: str, moment: datetime) -> None:
    """For colleagues of the same team."""
    if not words:
        raise BadRequest(_("Write your note first."))
    _must_be_kept(question)
    if is_last_said(question, "noted", words, user_id):
        return
    record(question, "noted", moment, by=user_id, words=words)


def hand_over(
    town: Municipality, question: Question, user_id: UUID, to: UUID, consent: str, words: str, moment: datetime
) -> None:
    """To another team, with what the resident said about it. From here on the former team reads nothing any more.

    `consent` is how the resident agreed: phone, visit, mail. Raises NotFound for a team of another town.
    """
    _must_be_open(question)
    team = get_team(town, to)
    if consent not in ("phone", "visit", "mail"):
        raise BadRequest(_("Ask the resident first, and say how the resident agreed."))
    if team.id == question.team_id:
        raise BadRequest(_("This team has the question already. Choose another team."))
    if not (team.is_active and team.email):
        raise BadRequest(_("This team cannot be reached. Choose another team."))
    record(question, "given_away", moment, by=user_id, to=team.name)
    question.reached = 0
    _move(town, question, to, moment)
    record(question, "handed_over", moment, by=user_id, words=words, consent=consent)
    mails.tell_team(town, question.id, question.topic, team, "handed_over")


def move(town: Municipality, question: Question, to: UUID, moment: datetime, why: str) -> None:
    """By the product itself: who does not read or cannot be reached is no owner. `why`: unread or undelivered."""
    _move(town, question, to, moment)
    record(question, "escalated", moment, why=why)


def _move(town: Municipality, question: Question, to: UUID, moment: datetime) -> None:
    question.team_id, question.taken_by, question.mail_failed = to, None, False
    if question.state in WAITING:
        question.state = NEW
    db.session.flush()
    promising.renew(town, question, moment)


def merge(question: Question, into: Question, user_id: UUID, moment: datetime) -> None:
    """Two questions of one person: this one ends, its words stay readable from the other as long as they are kept."""
    _must_be_open(question)
    _must_be_open(into)
    if question.id == into.id:
        raise BadRequest(_("A question cannot be merged with itself."))
    content = content_of(question)
    record(into, "merged_in", moment, by=user_id, words=content.question if content else "", code=question.code)
    question.merged_into = into.id
    record(question, "merged", moment, by=user_id, into=into.code)
    _end(question, moment, None)


def close(question: Question, user_id: UUID, outcome: str, moment: datetime) -> None:
    """With what came of it; from here the days of keeping count."""
    _must_be_open(question)
    if outcome not in OUTCOMES:
        raise BadRequest(_("Choose what came of it."))
    record(question, "closed", moment, by=user_id, outcome=outcome)
    _end(question, moment, outcome)


def take_up_again(town: Municipality, question: Question, moment: datetime, message: UUID) -> None:
    """The mail with the answer did not arrive: the question waits for an answer once more, also where it was closed
    meanwhile. To its team as if it were new."""
    record(question, "answer_undelivered", moment, message=str(message))
    question.state, question.answered_at = NEW, None
    question.closed_at = question.forget_at = question.outcome = None
    question.reached = 0
    db.session.flush()
    promising.renew(town, question, moment)
    mails.tell_team(town, question.id, question.topic, get_team(town, question.team_id), "answer_undelivered")


def close_by_itself(question: Question, moment: datetime) -> None:
    """An answered question from which nothing more was heard."""
    record(question, "closed", moment)
    _end(question, moment, "told")


def _end(question: Question, moment: datetime, outcome: str | None) -> None:
    question.state, question.closed_at, question.outcome = CLOSED, moment, outcome
    question.forget_at = moment + timedelta(days=retention_days(question.municipality_id, question.topic))
    db.session.flush()


def _must_be_open(question: Question) -> None:
    if question.state not in OPEN:
        raise BadRequest(_("This question is finished. It can only be read."))


def _must_be_kept(question: Question) -> None:
    if question.forgotten_at is not None:
        raise NotFound
