"""Who checked what, what was asked of whom, and the volunteers who look around their neighbourhood."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.crypto import Sealed
from webapp.extensions import Base
from webapp.schedule.models import owner_keys

FACTS = "facts"  # a part that is no language


class ItemCheck(Base):
    """The last time that somebody said a part of an item is right: its facts, or its text in one language. When it was
    edited stands in its versions and is another matter. `how`: staff, link, import.
    The date of the facts is that of the item, which is kept there too for the lists: whoever writes one writes both."""

    __tablename__ = "item_check"

    municipality_id: Mapped[int]
    id: Mapped[UUID] = mapped_column(default=uuid4)
    place_id: Mapped[UUID | None]
    activity_id: Mapped[UUID | None]
    part: Mapped[str]
    checked_on: Mapped[date] = mapped_column(Date)
    by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_user.id", ondelete="SET NULL"))
    how: Mapped[str]

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        *owner_keys(),
        UniqueConstraint("municipality_id", "place_id", "part"),
        UniqueConstraint("municipality_id", "activity_id", "part"),
        CheckConstraint("how IN ('staff', 'link', 'import')", name="how"),
    )


class FreshnessMail(Base):
    """One mail that asked. Whom is a fingerprint: enough to know when that address last had one."""

    __tablename__ = "freshness_mail"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    recipient: Mapped[bytes] = mapped_column(LargeBinary)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    language: Mapped[str]
    sent_on: Mapped[date] = mapped_column(Date)
    expires_at: Mapped[datetime]

    __table_args__ = (Index("ix_freshness_mail_recipient", "recipient", "sent_on"),)


class FreshnessAsk(Base):
    """One item in one mail, with a link that can be used once. An answer that asks for work is open until handled."""

    __tablename__ = "freshness_ask"

    municipality_id: Mapped[int]
    id: Mapped[UUID] = mapped_column(default=uuid4)
    mail_id: Mapped[UUID] = mapped_column(ForeignKey("freshness_mail.id", ondelete="CASCADE"))
    place_id: Mapped[UUID | None]
    activity_id: Mapped[UUID | None]
    stage: Mapped[int]
    asked_on: Mapped[date] = mapped_column(Date)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    words: Mapped[bytes | None] = mapped_column(Sealed)
    handled_at: Mapped[datetime | None]
    by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_user.id", ondelete="SET NULL"))

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        *owner_keys(),
        CheckConstraint("stage BETWEEN 1 AND 4", name="stage"),
        CheckConstraint("answer IN ('right', 'changed', 'gone')", name="answer"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        Index("ix_freshness_ask_place", "municipality_id", "place_id", "asked_on"),
        Index("ix_freshness_ask_activity", "municipality_id", "activity_id", "asked_on"),
        Index("ix_freshness_ask_mail", "mail_id"),
    )


class NeighbourhoodVolunteer(Base):
    """Somebody who looks whether things in one neighbourhood are still right, asked when nobody else answered."""

    __tablename__ = "neighbourhood_volunteer"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    id: Mapped[UUID] = mapped_column(default=uuid4)
    neighbourhood_code: Mapped[str]
    name: Mapped[bytes] = mapped_column(Sealed)
    email: Mapped[bytes] = mapped_column(Sealed)
    language: Mapped[str]

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        Index("ix_neighbourhood_volunteer_code", "municipality_id", "neighbourhood_code"),
    )
