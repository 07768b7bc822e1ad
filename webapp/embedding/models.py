"""The sites that may show a town inside their pages."""

from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.extensions import Base

ORIGIN_FORM = "origin ~ '^https?://[a-z0-9.-]+(:[0-9]+)?$'"


class EmbedOrigin(Base):
    """`name` is whose site it is, for the coordinator."""

    __tablename__ = "embed_origin"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    id: Mapped[UUID] = mapped_column(default=uuid4)
    origin: Mapped[str]
    name: Mapped[str]

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "origin"),
        CheckConstraint(ORIGIN_FORM, name="origin_form"),
    )
