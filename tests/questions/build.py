"""Questions to test with, asked by the product's own operation."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.questions.models import Question
from webapp.questions.operations import ask
from webapp.questions.values import Content, NewQuestion, Receipt

WORDS = "Ik kom niet rond. Kan iemand met mij meekijken?"


def asked(**told: Any) -> NewQuestion:
    """`question`, `name`, `contact`, `postcode`, `best_time` go into the content."""
    content = {
        name: told.pop(name) for name in ("question", "name", "contact", "postcode", "best_time") if name in told
    }
    return NewQuestion(Content(**{"question": WORDS, **content}), **told)


def make_question(
    town: Municipality, moment: datetime, *, key: UUID | None = None, **told: Any
) -> tuple[Question, Receipt]:
    receipt = ask(town, asked(**told), key or uuid4(), "web", moment)
    db.session.commit()
    question = db.session.get(Question, (town.id, receipt.question_id))
    assert question is not None
    return question, receipt
