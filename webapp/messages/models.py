"""One mail and what became of it."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from webapp.core.crypto import Sealed
from webapp.extensions import Base
from webapp.messages.rules import QUEUED


class OutgoingMessage(Base):
    """`recipient`, `subject` and `body` are sealed, and gone some time after it was settled. `about` is the id of what
    the mail is about, `kind` a word of the room that wrote it. `error` is a word of ours with the server's code."""

    __tablename__ = "outgoing_message"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    kind: Mapped[str]
    about: Mapped[str | None]
    mail_id: Mapped[str] = mapped_column(unique=True)  # the Message-ID without < and >, the same at every attempt
    recipient: Mapped[bytes | None] = deferred(mapped_column(Sealed))
    subject: Mapped[bytes | None] = deferred(mapped_column(Sealed))
    body: Mapped[bytes | None] = deferred(mapped_column(Sealed))
    state: Mapped[str] = mapped_column(default=QUEUED, server_default=QUEUED)
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    error: Mapped[str | None]
    queued_at: Mapped[datetime]
    attempted_at: Mapped[datetime | None]
    next_attempt_at: Mapped[datetime | None]  # while it is queued, and only then
    settled_at: Mapped[datetime | None]  # sent, failed or bounced

    __table_args__ = (
        CheckConstraint("state IN ('queued', 'sent', 'failed', 'bounced')", name="state"),
        CheckConstraint(
            "(state = 'queued') = (next_attempt_at IS NOT NULL) AND (state = 'queued') = (settled_at IS NULL)",
            name="moments",
        ),
        Index("ix_outgoing_message_queued", "next_attempt_at", postgresql_where=text("state = 'queued'")),
        Index(
            "ix_outgoing_message_undelivered",
            "kind",
            "settled_at",
            postgresql_where=text("state IN ('failed', 'bounced')"),
        ),
        Index("ix_outgoing_message_kept", "settled_at", postgresql_where=text("body IS NOT NULL")),
        Index("ix_outgoing_message_town", "municipality_id", "queued_at"),
        Index("ix_outgoing_message_about", "about"),
    )
