"""Forgetting: what was written goes, the shell that counts stays. Also what the database keeps of its history."""

from datetime import datetime

from sqlalchemy import select, update

from webapp.extensions import db
from webapp.messages.operations import forget_about
from webapp.questions.models import Question, QuestionEvent, QuestionRetention
from webapp.questions.recording import record

KEPT_DAYS = 30  # after the end of a question, where the town says nothing else


def retention_days(municipality_id: int, topic: str | None) -> int:
    """How long the content of an ended question is kept: what the town says for its topic, for all, else 30 days."""
    days: dict[str, int] = {
        row.topic: row.days
        for row in db.session.execute(
            select(QuestionRetention.topic, QuestionRetention.days).where(
                QuestionRetention.municipality_id == municipality_id, QuestionRetention.topic.in_(("", topic or ""))
            )
        )
    }
    return days.get(topic or "", days.get("", KEPT_DAYS))


def set_retention(municipality_id: int, topic: str, days: int) -> None:
    """For questions that end from now on; "" is every topic without days of its own."""
    db.session.merge(QuestionRetention(municipality_id=municipality_id, topic=topic, days=days))
    db.session.flush()


def forget(question: Question, moment: datetime) -> None:
    """Words, contact, codes and roughly where it came from; what the team wrote about it too. It cannot be undone."""
    question.content = None
    question.pass_code = None
    question.fingerprint = None
    question.point = None
    question.neighbourhood_code = None
    question.area_code = None
    question.place_slug = None
    question.activity_slug = None
    question.safe_to_call = None
    question.reasons = []
    question.is_urgent = False
    question.forgotten_at = moment
    db.session.execute(
        update(QuestionEvent)
        .where(
            QuestionEvent.municipality_id == question.municipality_id,
            QuestionEvent.question_id == question.id,
        )
        .values(content=None, facts={})
    )
    _forget_elsewhere(question)
    db.session.flush()
    record(question, "forgotten", moment)


def _forget_elsewhere(question: Question) -> None:
    """Its mails, and its words in the question with which it was merged."""
    forget_about(str(question.id))
    if question.merged_into is not None:
        db.session.execute(
            update(QuestionEvent)
            .where(
                QuestionEvent.municipality_id == question.municipality_id,
                QuestionEvent.question_id == question.merged_into,
                QuestionEvent.kind == "merged_in",
                QuestionEvent.facts["code"].astext == question.code,
            )
            .values(content=None)
        )
