"""Writing down what happened: one way to add to the life of a question and to the list of who read it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from webapp.core.crypto import seal
from webapp.core.statements import planned_once
from webapp.extensions import db
from webapp.questions.models import Question, QuestionAccess, QuestionEvent


def record(
    question: Question, kind: str, moment: datetime, *, words: str = "", by: UUID | None = None, **facts: Any
) -> None:
    """`words` are sealed; `facts` are not, and never hold words of a person."""
    db.session.execute(insert(QuestionEvent).values(_row(question, kind, moment, words, by, facts)))


_TOGETHER = planned_once("""
    INSERT INTO question_event (municipality_id, question_id, team_id, at, kind, facts)
    SELECT :town, :question, :team, CAST(:at AS timestamptz), step.kind, step.facts
    FROM unnest(CAST(:kinds AS text[]), CAST(:facts AS jsonb[])) WITH ORDINALITY AS step (kind, facts, number)
    ORDER BY step.number
""")


def record_together(
    town_id: int, question_id: UUID, team_id: UUID, moment: datetime, steps: Mapping[str, dict[str, Any]]
) -> None:
    """Steps of the product itself at one moment, in this order: kind → facts. One statement instead of several."""
    values = {"town": town_id, "question": question_id, "team": team_id, "at": moment, "kinds": list(steps)}
    db.session.execute(_TOGETHER, values | {"facts": [json.dumps(facts) for facts in steps.values()]})


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
