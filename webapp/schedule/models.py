"""Schedules and what closes them, as they were told; slots: when something is open, as moments in UTC.

Slots are the one truth behind "open now", "today" and the feed; they follow from the rest and are never written apart.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    PrimaryKeyConstraint,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from webapp.extensions import Base
from webapp.schedule.expansion import APPOINTMENT, OPEN
from webapp.schedule.values import CANCELLED

__all__ = ["APPOINTMENT", "CANCELLED", "OPEN"]
ONE_OWNER = "num_nonnulls(place_id, activity_id) = 1"
MOVED_FROM_SOMEWHERE = "(change IS NOT DISTINCT FROM 'moved') = (elsewhere IS NOT NULL)"
OF_A_PLACE, OF_AN_ACTIVITY = text("place_id IS NOT NULL"), text("activity_id IS NOT NULL")


def _words() -> Any:
    """A short text per language code."""
    return mapped_column(JSONB, server_default="{}")


def _of(owner: str) -> ForeignKeyConstraint:
    """The row goes when its owner goes."""
    return ForeignKeyConstraint(
        ["municipality_id", f"{owner}_id"], [f"{owner}.municipality_id", f"{owner}.id"], ondelete="CASCADE"
    )


def owner_keys(name: str = "one_owner") -> tuple[Any, ...]:
    """Of a row that belongs to a place or an activity (`place_id`, `activity_id`), to exactly one, and goes with it;
    `name` is that of the check."""
    return _of("place"), _of("activity"), CheckConstraint(ONE_OWNER, name=name)


class StoredSchedule(Base):
    """Of exactly one place or one activity. `source_text` is what an import or the demonstration said, in its own
    words, so that saying the same again changes nothing; None for what was made by hand.
    """

    __tablename__ = "schedule"

    municipality_id: Mapped[int]  # checked through the owner, which carries it too
    id: Mapped[int] = mapped_column(BigInteger, Identity(), autoincrement=True)
    place_id: Mapped[UUID | None]
    activity_id: Mapped[UUID | None]
    document: Mapped[dict[str, Any]] = mapped_column(JSONB)
    source_text: Mapped[str | None]

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "place_id"),
        UniqueConstraint("municipality_id", "activity_id"),
        *owner_keys(),
    )


class StoredClosure(Base):
    """Days on which a place, an organisation or (neither) the whole town is closed."""

    __tablename__ = "closure"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    id: Mapped[int] = mapped_column(BigInteger, Identity())
    place_id: Mapped[UUID | None]
    organisation_id: Mapped[UUID | None]
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    reason: Mapped[dict[str, str]] = _words()

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        _of("place"),
        _of("organisation"),
        CheckConstraint("num_nonnulls(place_id, organisation_id) <= 1", name="one_subject"),
        CheckConstraint("first_day <= last_day", name="order"),
        Index("ix_closure_days", "municipality_id", "last_day"),
    )


class TownHoliday(Base):
    """Where a town differs from the usual: this holiday closes its doors, or does not."""

    __tablename__ = "town_holiday"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    holiday: Mapped[str]
    closed: Mapped[bool]

    __table_args__ = (PrimaryKeyConstraint("municipality_id", "holiday"),)


class SchoolBreak(Base):
    __tablename__ = "school_break"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    reason: Mapped[dict[str, str]] = _words()

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "first_day"),
        CheckConstraint("first_day <= last_day", name="order"),
    )


class Slot(Base):
    """Belongs to exactly one place or one activity. A cancelled slot stays, with its reason per language.

    `change` (moved, added, otherwise) and `elsewhere` as in webapp.schedule.expansion.Slot.
    """

    __tablename__ = "slot"

    municipality_id: Mapped[int]  # checked through the owner, which carries it too
    id: Mapped[int] = mapped_column(BigInteger, Identity())
    place_id: Mapped[UUID | None]
    activity_id: Mapped[UUID | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(server_default=OPEN)
    reason: Mapped[dict[str, str]] = _words()
    note: Mapped[dict[str, str]] = _words()
    change: Mapped[str | None]
    elsewhere: Mapped[datetime | None]

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        *owner_keys(),
        CheckConstraint("starts_at < ends_at", name="order"),
        # So that "open now" needs to look back no further than this, by index.
        CheckConstraint("ends_at <= starts_at + interval '26 hours'", name="length"),
        CheckConstraint("status IN ('open', 'appointment', 'cancelled')", name="status"),
        CheckConstraint("change IN ('moved', 'added', 'otherwise')", name="change"),
        CheckConstraint(MOVED_FROM_SOMEWHERE, name="elsewhere"),
        Index("ix_slot_time", "municipality_id", "starts_at"),
        Index("ix_slot_place", "municipality_id", "place_id", "starts_at", postgresql_where=OF_A_PLACE),
        Index("ix_slot_activity", "municipality_id", "activity_id", "starts_at", postgresql_where=OF_AN_ACTIVITY),
    )


class Heartbeat(Base):
    """That the background worker lives: one row a kind of worker, written each minute."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(primary_key=True)
    beat_at: Mapped[datetime]
    slots_refreshed_on: Mapped[date | None]
