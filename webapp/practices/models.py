"""A practice, who works with it, what it likes to give along, and how often that was used: never for whom."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    UniqueConstraint,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.extensions import Base
from webapp.schedule.models import owner_keys


def _of_practice() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["municipality_id", "practice_id"], ["practice.municipality_id", "practice.id"], ondelete="CASCADE"
    )


class Practice(Base):
    """`code` names it in addresses that anybody may read; `area` is a wijk or buurt by its CBS code, or nothing."""

    __tablename__ = "practice"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    id: Mapped[UUID] = mapped_column(default=uuid4)
    code: Mapped[str]
    name: Mapped[str]
    area: Mapped[str | None]
    is_demo: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (PrimaryKeyConstraint("municipality_id", "id"), UniqueConstraint("code"))


class PracticeMember(Base):
    """Somebody of the role `practice` works with this one."""

    __tablename__ = "practice_member"

    municipality_id: Mapped[int]
    practice_id: Mapped[UUID]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"))

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "practice_id", "user_id"),
        _of_practice(),
        Index("ix_practice_member_user", "user_id"),
    )


class PracticeFavourite(Base):
    """A place or activity that stands first for who gives along from this practice about this theme."""

    __tablename__ = "practice_favourite"

    municipality_id: Mapped[int]
    id: Mapped[UUID] = mapped_column(default=uuid4)
    practice_id: Mapped[UUID]
    theme: Mapped[str]
    place_id: Mapped[UUID | None]
    activity_id: Mapped[UUID | None]

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        _of_practice(),
        *owner_keys(),
        UniqueConstraint("municipality_id", "practice_id", "theme", "place_id", name="uq_practice_favourite_place"),
        UniqueConstraint(
            "municipality_id", "practice_id", "theme", "activity_id", name="uq_practice_favourite_activity"
        ),
    )


class PracticeSheet(Base):
    """Which practice made a sheet, and whether anybody has opened it: for a count, and gone with the sheet."""

    __tablename__ = "practice_sheet"

    municipality_id: Mapped[int]
    code: Mapped[str]
    practice_id: Mapped[UUID]
    is_opened: Mapped[bool] = mapped_column(server_default="false")

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "code"),
        ForeignKeyConstraint(
            ["municipality_id", "code"], ["handout.municipality_id", "handout.code"], ondelete="CASCADE"
        ),
        _of_practice(),
        Index("ix_practice_sheet_practice", "municipality_id", "practice_id"),
    )


class PracticeQuarter(Base):
    """What was counted from this first day of a quarter on. It is told when the quarter is over, and then stays."""

    __tablename__ = "practice_quarter"

    municipality_id: Mapped[int]
    practice_id: Mapped[UUID]
    quarter: Mapped[date] = mapped_column(Date)
    given: Mapped[int] = mapped_column(server_default="0")
    opened: Mapped[int] = mapped_column(server_default="0")
    asked: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "practice_id", "quarter"),
        _of_practice(),
        CheckConstraint("least(given, opened, asked) >= 0", name="counts"),
    )
