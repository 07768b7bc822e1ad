"""Questions as numbers: what routing has to know of earlier ones to try other rules, and where mails do not arrive.

Nothing else is read: a coordinator may not see what anybody asked.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from webapp.core.geo import Position
from webapp.extensions import db
from webapp.questions.models import Question
from webapp.questions.values import OPEN
from webapp.teams.rules import Asked


def list_asked_since(municipality_id: int, moment: datetime) -> list[tuple[Asked, int]]:
    """Topic, language, rounded point, and neighbourhood or the one in which the postcode lies. The postcode itself is
    locked with the question: near a border it may have gone to another team than its neighbourhood says."""
    facts = (
        Question.topic,
        Question.language,
        func.ST_Y(Question.point),
        func.ST_X(Question.point),
        func.coalesce(Question.neighbourhood_code, Question.area_code),
    )
    rows = db.session.execute(
        select(*facts, func.count())
        .where(Question.municipality_id == municipality_id, Question.received_at >= moment)
        .group_by(*facts)
    )
    return [
        (Asked(topic, language, Position(lat=lat, lon=lon) if lat is not None else None, code), count)
        for topic, language, lat, lon, code, count in rows
    ]


def count_undelivered(municipality_id: int) -> dict[UUID, int]:
    """By team: open questions of which the mail did not arrive there."""
    rows = db.session.execute(
        select(Question.team_id, func.count())
        .where(Question.municipality_id == municipality_id, Question.mail_failed, Question.state.in_(OPEN))
        .group_by(Question.team_id)
    )
    return {row[0]: row[1] for row in rows}
