"""Forgetting: what was written goes, the shell that counts stays. Also what the database keeps of its history."""

from datetime import datetime

from sqlalchemy import update

from webapp.extensions import db
from webapp.questions.models import Question, QuestionEvent
from webapp.questions.recording import record


def forget(question: Question, moment: datetime) -> None:
    """Words, contact, codes and roughly where it came from; what the team wrote about it too. It cannot be undone."""
    question.content = None
    question.pass_code = None
    question.fingerprint = None
    question.point = None
    question.neighbourhood_code = None
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
    db.session.flush()
    record(question, "forgotten", moment)
