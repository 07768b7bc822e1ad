"""Making sheets, and forgetting them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.handouts.items import Item
from webapp.handouts.models import Handout
from webapp.questions.codes import new_code

LIVES = timedelta(days=90)
A_TIME = 500  # rows


def make_handout(town: Municipality, items: Sequence[Item], language: str, topic: str, moment: datetime) -> Handout:
    """Of one to three things. Its code is chance alone: 2⁴⁹ addresses, and it says nothing about who has it."""
    handout = Handout(
        municipality_id=town.id,
        code=new_code(),
        language=language,
        topic=topic or None,
        items=[item.as_document() for item in items],
        expires_at=moment + LIVES,
    )
    db.session.add(handout)
    db.session.flush()
    return handout


def forget_expired(moment: datetime) -> int:
    """The number of sheets that went, at most A_TIME. The caller commits."""
    old = select(Handout.municipality_id, Handout.code).where(Handout.expires_at <= moment).limit(A_TIME).subquery()
    gone = delete(Handout).where(Handout.municipality_id == old.c.municipality_id, Handout.code == old.c.code)
    return len(db.session.execute(gone.returning(Handout.code)).all())
