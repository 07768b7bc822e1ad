"""A place's or an activity's own calendar, kept by another program."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.crypto import Sealed
from webapp.extensions import Base
from webapp.schedule.models import owner_keys


class CalendarFeed(Base):
    """One an item. Its address is sealed: with many programs who knows it can read the whole calendar.

    `picks` are the events that count (rules.Pick as text), all of them where it is empty. `failures` in a row, with the
    last `problem` as a word of wording.PROBLEMS; until it goes well again the times stay as they were. `refused` is
    what of the last answer could not be kept, as English sentences. `listed` is how many coming dates all of the
    calendar had by its last answer, so that one that is cut off can be told from one that cancels.
    """

    __tablename__ = "calendar_feed"

    municipality_id: Mapped[int]  # checked through the owner, which carries it too
    id: Mapped[UUID] = mapped_column(default=uuid4)
    place_id: Mapped[UUID | None]
    activity_id: Mapped[UUID | None]
    address: Mapped[bytes] = mapped_column(Sealed)
    picks: Mapped[list[str]] = mapped_column(JSONB, server_default="[]")
    skips_refused: Mapped[bool] = mapped_column(server_default="false")
    by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_user.id", ondelete="SET NULL"))
    added_at: Mapped[datetime]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    next_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    told: Mapped[bytes | None]  # a digest of the times that it told last: whether another source has told others since
    failures: Mapped[int] = mapped_column(server_default="0")
    problem: Mapped[str | None]
    refused: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    listed: Mapped[int | None]

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "place_id"),
        UniqueConstraint("municipality_id", "activity_id"),
        *owner_keys(),
        Index("ix_calendar_feed_next_at", "next_at"),
    )
