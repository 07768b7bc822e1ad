"""A photo of one place or one activity, and the pictures of it in several widths: apart, so that a list of photos reads
no pictures."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from webapp.extensions import Base
from webapp.schedule.models import owner_keys


class Photo(Base):
    """`alt` holds words per language, `width` and `height` are those of the largest picture. Not public until somebody
    who may publish has looked at it."""

    __tablename__ = "photo"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    id: Mapped[UUID] = mapped_column(default=uuid4)
    place_id: Mapped[UUID | None]
    activity_id: Mapped[UUID | None]
    position: Mapped[int]
    alt: Mapped[dict[str, str]] = mapped_column(JSONB)
    credit: Mapped[str] = mapped_column(server_default="")
    width: Mapped[int]
    height: Mapped[int]
    is_public: Mapped[bool] = mapped_column(server_default="false")
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff_user.id", ondelete="SET NULL"))
    added_at: Mapped[datetime]

    pictures: Mapped[list["PhotoPicture"]] = relationship(
        cascade="all, delete-orphan", order_by="PhotoPicture.width", passive_deletes=True
    )

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        UniqueConstraint("id"),  # its address names no town
        *owner_keys(),
        CheckConstraint("alt ? 'nl'", name="alt"),
        CheckConstraint("width > 0 AND height > 0", name="size"),
        Index("ix_photo_place", "municipality_id", "place_id"),
        Index("ix_photo_activity", "municipality_id", "activity_id"),
    )


class PhotoPicture(Base):
    """One file as it is served."""

    __tablename__ = "photo_picture"

    municipality_id: Mapped[int]
    photo_id: Mapped[UUID]
    kind: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "photo_id", "kind", "width"),
        ForeignKeyConstraint(
            ["municipality_id", "photo_id"], ["photo.municipality_id", "photo.id"], ondelete="CASCADE"
        ),
        CheckConstraint("kind IN ('webp', 'jpg')", name="kind"),
        Index("ix_photo_picture_photo", "photo_id"),
    )
