"""A table that somebody of the staff has uploaded and not confirmed yet."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.extensions import Base


class ImportUpload(Base):
    """One a user and town, gone after an hour. `table` holds its cells (see stored.py), never the file itself: what was
    dangerous in it is behind us. `shown` is the fingerprint of what the preview said would happen."""

    __tablename__ = "import_upload"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    id: Mapped[UUID] = mapped_column(default=uuid4)
    by_user_id: Mapped[UUID] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"))
    name: Mapped[str]
    table: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    shown: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "by_user_id"),
        Index("ix_import_upload_made_at", "made_at"),
    )
