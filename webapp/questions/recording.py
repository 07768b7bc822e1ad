"""Writing down what happened: one way to add to the life of a question and to the list of who read it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text

from webapp.core.crypto import seal, unseal
from webapp.core.geo import Position
from webapp.core.jobs import DEFERRING
from webapp.core.postgis import SRID
from webapp.core.statements import Made
from webapp.extensions import db
from webapp.messages.operations import QUEUED
from webapp.questions.models import Question, QuestionAccess, QuestionEvent


def record(
    question: Question, kind: str, moment: datetime, *, words: str = "", by: UUID | None = None, **facts: Any
) -> None:
    """`words` are sealed; `facts` are not, and never hold words of a person."""
    db.session.execute(insert(QuestionEvent).values(_row(question, kind, moment, words, by, facts)))


_COLUMNS = (
    "municipality_id", "id", "code", "pass_code", "idempotency_key", "fingerprint", "content", "topic", "reply_by",
    "language", "neighbourhood_code", "area_code", "place_slug", "activity_slug", "for_other", "volunteer",
    "safe_to_call", "is_urgent", "team_id", "reasons", "state", "received_at", "unread_by", "answer_by",
)  # fmt: skip
# A question, how its life begins and the mail to its team, with the job of that: in one journey to the database, and
# one transaction. Nothing of it where the key is there already.
_STORE = Made(
    text(f"""
    WITH stored AS (
        INSERT INTO question ({", ".join(_COLUMNS)}, point)
        VALUES (
            {", ".join(f":{name}" for name in _COLUMNS)},
            ST_SetSRID(ST_MakePoint(CAST(:lon AS float8), CAST(:lat AS float8)), {SRID})
        )
        ON CONFLICT (municipality_id, idempotency_key) DO NOTHING
        RETURNING municipality_id, id, team_id, received_at
    ), begun AS (
        INSERT INTO question_event (municipality_id, question_id, team_id, at, kind, facts)
        SELECT stored.municipality_id, stored.id, stored.team_id, stored.received_at, step.kind, step.facts
        FROM stored,
            unnest(CAST(:kinds AS text[]), CAST(:facts AS jsonb[])) WITH ORDINALITY AS step (kind, facts, number)
        ORDER BY step.number
    ), {QUEUED.format(FROM="stored")}
    SELECT (SELECT {DEFERRING} FROM queued) FROM stored
""")
)


def store(
    columns: Mapping[str, Any],
    position: Position | None,
    steps: Mapping[str, dict[str, Any]],
    mail: Mapping[str, Any],
) -> bool:
    """A new question with its first steps, in this order: kind → facts, and its mail, as `new_mail` gives it. False,
    and nothing is stored, where the town has a question with its key already: also one that came in at the same
    moment."""
    spot = {"lon": position.lon, "lat": position.lat} if position is not None else {"lon": None, "lat": None}
    told = {**columns, "reasons": json.dumps(columns["reasons"]), **spot}
    begin = {"kinds": list(steps), "facts": [json.dumps(facts) for facts in steps.values()]}
    return bool(_STORE.ask({**told, **begin, **mail}))


def is_last_said(question: Question, kind: str, words: str, by: UUID | None = None) -> bool:
    """Whether the last step of this question was just this: who taps twice means it once. Under a lock."""
    last = db.session.execute(
        select(QuestionEvent.kind, QuestionEvent.by_user, QuestionEvent.content)
        .where(QuestionEvent.municipality_id == question.municipality_id, QuestionEvent.question_id == question.id)
        .order_by(QuestionEvent.id.desc())
        .limit(1)
    ).one_or_none()
    return (
        last is not None
        and (last.kind, last.by_user) == (kind, by)
        and last.content is not None
        and unseal(last.content) == words
    )


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
