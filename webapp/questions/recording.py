"""Writing down what happened: one way to add to the life of a question and to the list of who read it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from webapp.core.crypto import seal
from webapp.extensions import db
from webapp.questions.models import Question, QuestionAccess, QuestionEvent


def record(
    question: Question, kind: str, moment: datetime, *, words: str = "", by: UUID | None = None, **facts: Any
) -> None:
    """`words` are sealed; `facts` are not, and never hold words of a person."""
    db.session.execute(insert(QuestionEvent).values(_row(question, kind, moment, words, by, facts)))


def record_together(question: Question, moment: datetime, steps: Mapping[str, dict[str, Any]]) -> None:
    """Steps of the product itself at one moment, in this order: kind → facts. One statement instead of several."""
    rows = [_row(question, kind, moment, "", None, facts) for kind, facts in steps.items()]
    db.session.execute(insert(QuestionEvent).values(rows))


def _row(
    question: Question, kind: str, moment: datetime, words: str, by: UUID | None, facts: dict[str, Any]
) -> dict[str, Any]:
    return {
        "municipality_id": question.municipality_id,
        "question_id": question.id,
        "at": moment,
        "kind": kind,
        "by_user": by,
        "team_id": question.team_id,
        "facts": facts,
        "content": seal(words) if words else None,
    }


def record_access(question: Question, user_id: UUID, what: str, moment: datetime) -> None:
    db.session.execute(
        insert(QuestionAccess).values(
            municipality_id=question.municipality_id, question_id=question.id, user_id=user_id, at=moment, what=what
        )
    )
