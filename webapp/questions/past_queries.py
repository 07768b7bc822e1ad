"""What routing has to know of earlier questions, and how often: for trying out other rules. Nothing else is read: a
coordinator may not see what anybody asked."""

from datetime import datetime

from sqlalchemy import func, select

from webapp.core.geo import Position
from webapp.extensions import db
from webapp.questions.models import Question
from webapp.teams.rules import Asked


def list_asked_since(municipality_id: int, moment: datetime) -> list[tuple[Asked, int]]:
    """Topic, language, rounded point and neighbourhood. A postcode is locked with the question, so that a question with
    a postcode only comes from an unknown place here."""
    facts = (
        Question.topic,
        Question.language,
        func.ST_Y(Question.point),
        func.ST_X(Question.point),
        Question.neighbourhood_code,
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
