"""What visitors reported. Their words and address are sealed and go some time after it was solved."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.crypto import Sealed
from webapp.extensions import Base
from webapp.schedule.models import owner_keys


class VisitorReport(Base):
    __tablename__ = "visitor_report"

    municipality_id: Mapped[int]
    id: Mapped[UUID] = mapped_column(default=uuid4)
    place_id: Mapped[UUID | None]
    activity_id: Mapped[UUID | None]
    wrong: Mapped[str]
    language: Mapped[str]
    words: Mapped[bytes | None] = mapped_column(Sealed)
    email: Mapped[bytes | None] = mapped_column(Sealed)
    sent_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(server_default="open")
    solved_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_user.id", ondelete="SET NULL"))

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        *owner_keys(),
        CheckConstraint("wrong IN ('closed', 'times', 'address', 'phone', 'other')", name="wrong"),
        CheckConstraint("state IN ('open', 'solved', 'no_problem')", name="state"),
        CheckConstraint("(state = 'open') = (solved_at IS NULL)", name="solved"),
        Index("ix_visitor_report_open", "municipality_id", "state", "sent_at"),
    )
