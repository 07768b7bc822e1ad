"""Debt-help hours, walk-ins, meals, volunteer roles: at a place, elsewhere in the open, or online."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from webapp.core.geo import Position
from webapp.core.postgis import point_column, to_position
from webapp.extensions import Base
from webapp.places.models import (
    MERGED_IS_HIDDEN,
    SLUG_FORM,
    TEXT_MAKERS,
    Organisation,
    Place,
    id_list,
    told_column,
)


class Activity(Base):
    __tablename__ = "activity"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    id: Mapped[UUID] = mapped_column(default=uuid4)
    slug: Mapped[str]
    source: Mapped[str] = mapped_column(server_default="staff")
    external_id: Mapped[str | None]
    place_id: Mapped[UUID | None]
    organisation_id: Mapped[UUID | None]
    kind: Mapped[str]
    online: Mapped[bool] = mapped_column(server_default="false")
    point: Mapped[Any | None] = mapped_column(point_column())  # only where it happens away from its place
    by_appointment: Mapped[bool] = mapped_column(server_default="false")
    free: Mapped[bool] = mapped_column(server_default="false")
    price_cents: Mapped[int | None]
    walkin: Mapped[bool] = mapped_column(server_default="false")
    no_referral: Mapped[bool] = mapped_column(server_default="true")
    volunteer: Mapped[bool] = mapped_column(server_default="false")
    wor: Mapped[bool] = mapped_column(server_default="false")  # fits Welzijn op Recept
    min_age: Mapped[int | None]
    themes: Mapped[list[str]] = id_list()
    groups: Mapped[list[str]] = id_list()
    attributes: Mapped[list[str]] = id_list()
    topics: Mapped[list[str]] = id_list()
    dimensions: Mapped[list[str]] = id_list()
    programmes: Mapped[list[str]] = id_list()
    laws: Mapped[list[str]] = id_list()
    spoken: Mapped[list[str]] = id_list()
    phone: Mapped[str | None]
    email: Mapped[str | None]
    website: Mapped[str | None]
    published: Mapped[bool] = mapped_column(server_default="true")
    checked_on: Mapped[date | None] = mapped_column(Date)
    is_demo: Mapped[bool] = mapped_column(server_default="false")
    merged_into_id: Mapped[UUID | None]  # as of a place
    search: Mapped[Any] = deferred(mapped_column(TSVECTOR, server_default="", nullable=False))  # kept by triggers
    told: Mapped[Any | None] = told_column()

    place: Mapped[Place | None] = relationship(
        primaryjoin="and_(Activity.municipality_id == Place.municipality_id, foreign(Activity.place_id) == Place.id)",
        viewonly=True,
    )
    organisation: Mapped[Organisation | None] = relationship(
        primaryjoin="and_(Activity.municipality_id == Organisation.municipality_id,"
        " foreign(Activity.organisation_id) == Organisation.id)",
        viewonly=True,
    )
    texts: Mapped[list["ActivityText"]] = relationship(
        cascade="all, delete-orphan", order_by="ActivityText.language", passive_deletes=True
    )

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "slug"),
        UniqueConstraint("municipality_id", "source", "external_id"),
        ForeignKeyConstraint(["municipality_id", "place_id"], ["place.municipality_id", "place.id"]),
        ForeignKeyConstraint(
            ["municipality_id", "organisation_id"], ["organisation.municipality_id", "organisation.id"]
        ),
        CheckConstraint(SLUG_FORM, name="slug_form"),
        CheckConstraint(MERGED_IS_HIDDEN, name="merged_is_hidden"),
        CheckConstraint("price_cents > 0 AND NOT free OR price_cents IS NULL", name="price"),
        Index("ix_activity_point", "point", postgresql_using="gist"),
        Index("ix_activity_search", "municipality_id", "search", postgresql_using="gin"),
        Index("ix_activity_themes", "themes", postgresql_using="gin"),
        Index("ix_activity_place", "municipality_id", "place_id"),
    )

    @property
    def position(self) -> Position | None:
        """Its own point where it happens elsewhere, else that of its place."""
        return to_position(self.point) or (self.place.position if self.place else None)


class ActivityText(Base):
    __tablename__ = "activity_text"

    municipality_id: Mapped[int]
    activity_id: Mapped[UUID]
    language: Mapped[str]
    name: Mapped[str]
    summary: Mapped[str] = mapped_column(server_default="")
    description: Mapped[str] = mapped_column(server_default="")
    first_time: Mapped[str] = mapped_column(server_default="")
    contact_role: Mapped[str] = mapped_column(server_default="")
    version: Mapped[int] = mapped_column(server_default="1")  # see core/text_states.py
    made_by: Mapped[str] = mapped_column(server_default="person")

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "activity_id", "language"),
        ForeignKeyConstraint(
            ["municipality_id", "activity_id"],
            ["activity.municipality_id", "activity.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint(TEXT_MAKERS, name="made_by"),
        CheckConstraint("version > 0", name="version"),
    )
