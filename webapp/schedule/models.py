"""Slots: when something is open, as moments in UTC. The one truth behind "open now", "today" and the feed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Identity,
    Index,
    PrimaryKeyConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.extensions import Base

OPEN = "open"
CANCELLED = "cancelled"


class Slot(Base):
    """Belongs to exactly one place or one activity. A cancelled slot stays, with its reason per language."""

    __tablename__ = "slot"

    municipality_id: Mapped[int]  # checked through the owner, which carries it too
    id: Mapped[int] = mapped_column(BigInteger, Identity())
    place_id: Mapped[UUID | None]
    activity_id: Mapped[UUID | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(server_default=OPEN)
    note: Mapped[str | None]

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        ForeignKeyConstraint(
            ["municipality_id", "place_id"], ["place.municipality_id", "place.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["municipality_id", "activity_id"],
            ["activity.municipality_id", "activity.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("num_nonnulls(place_id, activity_id) = 1", name="one_owner"),
        CheckConstraint("starts_at < ends_at", name="order"),
        # So that "open now" needs to look back no further than this, by index.
        CheckConstraint("ends_at <= starts_at + interval '26 hours'", name="length"),
        Index("ix_slot_time", "municipality_id", "starts_at"),
        CheckConstraint("status IN ('open', 'cancelled')", name="status"),
        Index(
            "ix_slot_place", "municipality_id", "place_id", "starts_at", postgresql_where=text("place_id IS NOT NULL")
        ),
        Index(
            "ix_slot_activity",
            "municipality_id",
            "activity_id",
            "starts_at",
            postgresql_where=text("activity_id IS NOT NULL"),
        ),
    )


class Heartbeat(Base):
    """That the background worker lives: one row a kind of worker, written each minute."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(primary_key=True)
    beat_at: Mapped[datetime]
    slots_refreshed_on: Mapped[date | None]
