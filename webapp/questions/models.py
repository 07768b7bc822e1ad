"""A question with its life. What can lead to a person is sealed in `content`; the rest sorts, routes and counts.

The life of a question (`question_event`) and who read it (`question_access`) only grow: the database refuses to change
or delete a row, but for the sealed words, which can be sealed anew or forgotten.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, deferred, mapped_column

from webapp.core.crypto import Sealed
from webapp.core.geo import Position
from webapp.core.postgis import point_column, to_position
from webapp.extensions import Base


class Question(Base):
    __tablename__ = "question"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    id: Mapped[UUID] = mapped_column(default=uuid4)
    code: Mapped[str] = mapped_column(unique=True)
    pass_code: Mapped[bytes | None] = deferred(mapped_column(Sealed))  # sealed
    idempotency_key: Mapped[UUID]
    fingerprint: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))  # keyed: of what was told

    content: Mapped[bytes | None] = deferred(mapped_column(Sealed))  # sealed: words, name, contact, postcode, time
    topic: Mapped[str | None]
    reply_by: Mapped[str]
    language: Mapped[str]
    point: Mapped[Any | None] = mapped_column(point_column())  # rounded to 100 m
    neighbourhood_code: Mapped[str | None]
    area_code: Mapped[str | None]  # the buurt or wijk of a postcode, or of the place asked beside
    place_slug: Mapped[str | None]
    activity_slug: Mapped[str | None]
    for_other: Mapped[bool] = mapped_column(server_default="false")
    volunteer: Mapped[bool] = mapped_column(server_default="false")
    safe_to_call: Mapped[bool | None]
    is_urgent: Mapped[bool] = mapped_column(server_default="false")

    team_id: Mapped[UUID]
    reasons: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")  # of the routing, in data
    reached: Mapped[int] = mapped_column(server_default="0")  # 0 its team, 1 the deputy, 2 the coordinator
    taken_by: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(server_default="new")
    mail_failed: Mapped[bool] = mapped_column(server_default="false")  # the present team was not reached by mail
    outcome: Mapped[str | None]
    merged_into: Mapped[UUID | None]
    received_at: Mapped[datetime]
    unread_by: Mapped[datetime | None]  # then the next one is told
    answer_by: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    forget_at: Mapped[datetime | None]  # of the content; set at closing
    forgotten_at: Mapped[datetime | None]

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "idempotency_key"),
        ForeignKeyConstraint(["municipality_id", "team_id"], ["team.municipality_id", "team.id"]),
        CheckConstraint("reply_by IN ('visit', 'phone', 'email', 'whatsapp', 'none')", name="reply_by"),
        CheckConstraint("state IN ('new', 'read', 'taken', 'answered', 'closed', 'withdrawn')", name="state"),
        CheckConstraint("reached BETWEEN 0 AND 2", name="reached"),
        CheckConstraint("(state IN ('closed', 'withdrawn')) = (closed_at IS NOT NULL)", name="closed_at"),
        CheckConstraint("content IS NOT NULL OR forgotten_at IS NOT NULL", name="content"),
        Index("ix_question_team", "municipality_id", "team_id", "state"),
        Index("ix_question_received", "municipality_id", "received_at"),
        Index("ix_question_unread", "unread_by", postgresql_where="state = 'new'"),
        Index("ix_question_forget", "forget_at", postgresql_where="forgotten_at IS NULL"),
        Index("ix_question_point", "point", postgresql_using="gist"),
    )

    @property
    def position(self) -> Position | None:
        return to_position(self.point)


class QuestionEvent(Base):
    """One step: what, when, by whom of the staff (nobody: the resident or the product itself), for which team."""

    __tablename__ = "question_event"

    municipality_id: Mapped[int]
    id: Mapped[int] = mapped_column(BigInteger, Identity())
    question_id: Mapped[UUID]
    at: Mapped[datetime]
    kind: Mapped[str]
    by_user: Mapped[UUID | None]
    team_id: Mapped[UUID | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")  # never words of a person
    content: Mapped[bytes | None] = deferred(mapped_column(Sealed))  # sealed: an answer, a note, an addition

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        ForeignKeyConstraint(
            ["municipality_id", "question_id"], ["question.municipality_id", "question.id"], ondelete="CASCADE"
        ),
        Index("ix_question_event_question", "municipality_id", "question_id"),
    )


class QuestionAccess(Base):
    """Who of the staff read what, and when."""

    __tablename__ = "question_access"

    municipality_id: Mapped[int]
    id: Mapped[int] = mapped_column(BigInteger, Identity())
    question_id: Mapped[UUID]
    user_id: Mapped[UUID]
    at: Mapped[datetime]
    what: Mapped[str]

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        ForeignKeyConstraint(
            ["municipality_id", "question_id"], ["question.municipality_id", "question.id"], ondelete="CASCADE"
        ),
        Index("ix_question_access_question", "municipality_id", "question_id"),
    )


class QuestionRetention(Base):
    """How many days the content of an ended question is kept, by topic; "" holds for every other one of the town."""

    __tablename__ = "question_retention"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    topic: Mapped[str] = mapped_column(server_default="")
    days: Mapped[int]

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "topic"),
        CheckConstraint("days BETWEEN 0 AND 3650", name="days"),
    )


class StandardAnswer(Base):
    """Words that a team sends often, by language; no resident is in them."""

    __tablename__ = "standard_answer"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    id: Mapped[UUID] = mapped_column(default=uuid4)
    name: Mapped[str]
    words: Mapped[dict[str, str]] = mapped_column(JSONB)

    __table_args__ = (PrimaryKeyConstraint("municipality_id", "id"),)
