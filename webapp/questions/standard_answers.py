"""Answers that a town keeps ready, in as many languages as somebody wrote them in."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from webapp.core.errors import NotFound
from webapp.core.texts import pick_words
from webapp.extensions import db
from webapp.questions.models import StandardAnswer


@dataclass(frozen=True)
class Ready:
    id: UUID
    name: str
    words: str
    language: str


def list_answers(municipality_id: int, language: str) -> list[Ready]:
    """By name; in the language of the resident, else in Dutch."""
    return [_ready(row, language) for row in list_rows(municipality_id)]


def _ready(row: StandardAnswer, language: str) -> Ready:
    picked = pick_words(row.words, language)
    return Ready(row.id, row.name, picked.words, picked.language)


def list_rows(municipality_id: int) -> list[StandardAnswer]:
    return list(
        db.session.scalars(
            select(StandardAnswer)
            .where(StandardAnswer.municipality_id == municipality_id)
            .order_by(StandardAnswer.name, StandardAnswer.id)
        )
    )


def save_answer(municipality_id: int, answer_id: UUID | None, name: str, words: dict[str, str]) -> StandardAnswer:
    """A new one without an id. Raises NotFound for one of another town."""
    row = get_answer(municipality_id, answer_id) if answer_id else StandardAnswer(municipality_id=municipality_id)
    row.name, row.words = name, {language: text for language, text in words.items() if text}
    db.session.add(row)
    db.session.flush()
    return row


def get_answer(municipality_id: int, answer_id: UUID, *, locks: bool = False) -> StandardAnswer:
    """`locks` for who is about to change it: as it is now, and nobody else's until the commit. Raises NotFound."""
    key = (municipality_id, answer_id)
    row = db.session.get(StandardAnswer, key, with_for_update=True if locks else None, populate_existing=locks)
    if row is None:
        raise NotFound
    return row


def remove_answer(municipality_id: int, answer_id: UUID) -> None:
    """Raises NotFound."""
    db.session.delete(get_answer(municipality_id, answer_id))
    db.session.flush()
