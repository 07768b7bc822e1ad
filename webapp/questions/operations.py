"""A resident's side of a question: asking, adding to it, taking it back."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from webapp.areas.models import Municipality
from webapp.core.crypto import fingerprint, seal, unseal
from webapp.core.limits import hit
from webapp.extensions import db
from webapp.questions import codes, crisis, mails, opening, promising
from webapp.questions.contents import all_told, write_content
from webapp.questions.forgetting import forget
from webapp.questions.models import Question
from webapp.questions.queries import find_by_code, find_by_key
from webapp.questions.recording import is_last_said, record, store
from webapp.questions.routing import asked_of
from webapp.questions.values import CLOSED, NEW, OPEN, WITHDRAWN, NewQuestion, OtherContent, Receipt, Unreachable
from webapp.teams.queries import deadlines_of, get_team
from webapp.teams.routing_queries import Owner, find_owner
from webapp.teams.rules import NoTeam

ADDITIONS = "10/hour"  # to one question: each is a mail to its team


class TooManyAdditions(Exception):
    """More to one question than a person has to say in an hour."""


def find_receipt(town: Municipality, new: NewQuestion, key: UUID) -> Receipt | None:
    """That of the same question, asked before with the same key. Raises OtherContent for the key with other words."""
    earlier = find_by_key(town.id, key)
    if earlier is None:
        return None
    if earlier.fingerprint != fingerprint(all_told(new)) or earlier.pass_code is None:
        raise OtherContent
    return Receipt(
        earlier.id,
        earlier.code,
        unseal(earlier.pass_code),
        earlier.name,
        earlier.received_at,
        earlier.answer_by,
        is_repeated=True,
    )


def ask(town: Municipality, new: NewQuestion, key: UUID, source: str, moment: datetime) -> Receipt:
    """Stores the question, its owner with the reason, and the mail to the team, by one statement.

    The same key with the same words gives the earlier receipt again. Raises OtherContent for the key with other words,
    Unreachable where the town has no team that a question can reach.
    """
    team = _owner(town, new, moment)
    deadlines = deadlines_of(team, team.closed_days, moment)
    pass_code = codes.new_pass_code()
    row = _columns(town, new, moment) | {
        "idempotency_key": key,
        "fingerprint": fingerprint(all_told(new)),
        "pass_code": seal(pass_code),
        "team_id": team.id,
        "area_code": None if new.position or new.neighbourhood else team.area_code or None,
        "reasons": [reason.document for reason in team.reasons],
        "unread_by": deadlines.unread_until,
        "answer_by": deadlines.answer_by,
    }
    steps = {"asked": {"source": source, "masked": new.masked}, "routed": {"reasons": row["reasons"]}}
    mail = mails.first_mail(town, row["id"], row["topic"], team)
    if not store(row, new.position, steps, mail):  # it was asked before, or somebody sent the same at the same moment
        earlier = find_receipt(town, new, key)
        assert earlier is not None  # the conflict says that it is there
        return earlier
    return Receipt(row["id"], row["code"], pass_code, team.name, moment, deadlines.answer_by)


def _owner(town: Municipality, new: NewQuestion, moment: datetime) -> Owner:
    try:
        owner = find_owner(town, asked_of(town, new), moment)
    except NoTeam as error:
        raise Unreachable from error
    if not (owner.is_active and owner.email):
        raise Unreachable
    return owner


def _columns(town: Municipality, new: NewQuestion, moment: datetime) -> dict[str, Any]:
    lines = crisis.crisis_words().lines_for(new.content.question)
    return {
        "municipality_id": town.id,
        "id": uuid4(),
        "code": codes.new_code(),
        "content": seal(write_content(new.content)),
        "topic": new.topic or None,
        "reply_by": new.reply_by,
        "language": new.language,
        "neighbourhood_code": new.neighbourhood or None,
        "place_slug": new.place or None,
        "activity_slug": new.activity or None,
        "for_other": new.for_other,
        "volunteer": new.volunteer,
        "safe_to_call": new.safe_to_call,
        "is_urgent": crisis.is_urgent(lines),
        "received_at": moment,
        "state": NEW,
    }


def open_question(municipality_id: int, code: str, typed: str, visitor: str) -> Question | None:
    """The question when the pass code is right, else None. Each wrong try counts, for the network of the `visitor`
    (see opening.py); a right one forgives them.

    Too many tries look like a wrong code: who tries on learns nothing, and an hour later the right one works again.
    """
    question = find_by_code(municipality_id, code)
    if question is None or question.pass_code is None or not opening.may_try(code, visitor):
        return None
    if not codes.is_same(unseal(question.pass_code), codes.tidy_pass_code(typed)):
        return None
    opening.was_right(code, visitor)
    return question


def add_words(town: Municipality, question: Question, words: str, moment: datetime) -> bool:
    """What a resident adds; an ended question is opened again by it. False for one that was taken back. The same words
    once more, as by a second tap, are the same addition. Raises TooManyAdditions. The caller holds the question locked.
    """
    if question.state == WITHDRAWN or question.forgotten_at is not None:
        return False
    if is_last_said(question, "added", words):
        return True
    if not hit(f"addition:{question.code}", ADDITIONS):
        raise TooManyAdditions
    if question.state not in OPEN:
        question.state, question.closed_at, question.forget_at, question.outcome = NEW, None, None, None
    elif question.answered_at is not None:
        question.state = NEW
    db.session.flush()
    if question.state == NEW:
        question.reached = 0
        promising.renew(town, question, moment)
    record(question, "added", moment, words=words)
    mails.tell_team(town, question.id, question.topic, get_team(town, question.team_id), "added")
    return True


def withdraw(town: Municipality, question: Question, moment: datetime) -> None:
    """Taken back: what was written goes at once, with all that the team wrote about it. Twice is once."""
    if question.state == WITHDRAWN:
        return
    was_open = question.state != CLOSED
    question.state, question.closed_at, question.forget_at = WITHDRAWN, moment, None
    record(question, "withdrawn", moment)
    forget(question, moment)
    if was_open:
        mails.tell_team(town, question.id, question.topic, get_team(town, question.team_id), "withdrawn")
