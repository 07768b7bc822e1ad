"""Versions of places and activities: each row is a whole document, and only its state changes afterwards."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    PrimaryKeyConstraint,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from webapp.extensions import Base
from webapp.schedule.models import owner_keys

IS_OPEN = "state IN ('draft', 'review', 'sent_back')"


def _one_published(owner: str) -> Index:
    return Index(
        f"ix_item_version_{owner}_now",
        "municipality_id",
        f"{owner}_id",
        unique=True,
        postgresql_where=text(f"state = 'published' AND {owner}_id IS NOT NULL"),
    )


def _one_open(owner: str) -> Index:
    """Of each author."""
    return Index(
        f"ix_item_version_{owner}_open",
        "municipality_id",
        f"{owner}_id",
        "by_user",
        unique=True,
        postgresql_where=text(f"{IS_OPEN} AND {owner}_id IS NOT NULL"),
    )


class ItemVersion(Base):
    """Of exactly one place or one activity. `base` is the number of the version that it was made from; `edits` says per
    language how a text was changed (rules.HOW); `what` names the change (wording.py); without `by_user` a machine did.
    """

    __tablename__ = "item_version"

    municipality_id: Mapped[int]  # checked through the item, which carries it too
    id: Mapped[int] = mapped_column(BigInteger, Identity(), autoincrement=True)
    place_id: Mapped[UUID | None]
    activity_id: Mapped[UUID | None]
    number: Mapped[int]
    state: Mapped[str]
    base: Mapped[int | None]
    document: Mapped[dict[str, Any]] = mapped_column(JSONB)
    edits: Mapped[dict[str, str]] = mapped_column(JSONB, server_default="{}")
    what: Mapped[str]
    made_at: Mapped[datetime]
    by_user: Mapped[UUID | None] = mapped_column(ForeignKey("staff_user.id", ondelete="SET NULL"))
    reviewed_at: Mapped[datetime | None]
    reviewed_by_user: Mapped[UUID | None] = mapped_column(ForeignKey("staff_user.id", ondelete="SET NULL"))
    note: Mapped[str | None]

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "place_id", "number"),
        UniqueConstraint("municipality_id", "activity_id", "number"),
        *owner_keys("one_item"),
        CheckConstraint(
            "state IN ('draft', 'review', 'sent_back', 'published', 'superseded', 'dropped')", name="state"
        ),
        CheckConstraint("number > 0 AND base < number", name="number"),
        _one_published("place"),
        _one_published("activity"),
        _one_open("place"),
        _one_open("activity"),
        Index("ix_item_version_waiting", "municipality_id", "made_at", postgresql_where=text(IS_OPEN)),
        Index("ix_item_version_by_user", "by_user"),
        Index("ix_item_version_reviewed_by_user", "reviewed_by_user"),
    )
