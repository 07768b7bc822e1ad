"""A sheet that somebody took along: what stood on it, and until when its address works. Nothing about who took it, who
gave it or where it was made; the language is that of the sheet."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from webapp.extensions import Base


class Handout(Base):
    """`items` as in items.py: they outlive what they are about, so that the sheet can say what became of it."""

    __tablename__ = "handout"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    code: Mapped[str]
    language: Mapped[str]
    topic: Mapped[str | None]  # a theme, for a question about it
    items: Mapped[list[Any]] = mapped_column(JSONB)
    expires_at: Mapped[datetime]

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "code"),
        UniqueConstraint("code"),
        CheckConstraint("jsonb_array_length(items) BETWEEN 1 AND 3", name="items"),
        Index("ix_handout_expires", "expires_at"),
    )
