"""Which two were made one, with what it takes to undo it; and which two look alike and are not the same."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from webapp.extensions import Base

WHAT = "what IN ('places', 'activities')"


class Merge(Base):
    """`record` is what the kept one was before and after, and which rows moved along (see operations); no row of the
    two themselves is deleted by a merge."""

    __tablename__ = "merge"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    id: Mapped[UUID] = mapped_column(default=uuid4)
    what: Mapped[str]
    kept_id: Mapped[UUID]
    gone_id: Mapped[UUID]
    merged_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_user.id", ondelete="SET NULL"))
    record: Mapped[dict[str, Any]] = mapped_column(JSONB)

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        CheckConstraint(WHAT, name="what"),
        Index("ix_merge_kept", "municipality_id", "kept_id"),
    )


class NotSame(Base):
    """Somebody looked and said: two. They are not shown again."""

    __tablename__ = "not_same"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    what: Mapped[str]
    first_id: Mapped[UUID]
    second_id: Mapped[UUID]
    by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_user.id", ondelete="SET NULL"))
    noted_at: Mapped[datetime]

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "what", "first_id", "second_id"),
        CheckConstraint(WHAT, name="what"),
        CheckConstraint("first_id < second_id", name="order"),
    )
