"""Facts once, texts per language. Arrays hold ids of the taxonomy: a filter is one index, a page no extra query."""

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
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from webapp.core.geo import Position
from webapp.core.postgis import point_column, to_position
from webapp.extensions import Base

SLUG_FORM = "slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'"
# The Dutch text is what the others follow: a person answers for it.
TEXT_MAKERS = "made_by = 'person' OR made_by = 'machine' AND language <> 'nl'"
MERGED_IS_HIDDEN = "merged_into_id IS NULL OR NOT published"
WHEELCHAIR = ("yes", "limited", "no", "unknown")


def id_list() -> Any:
    """A list of taxonomy ids or language codes, empty unless told."""
    return mapped_column(ARRAY(Text), server_default="{}")


def told_column() -> Any:
    """What its source said last (remembered.py); read by who imports only."""
    return deferred(mapped_column(JSONB(none_as_null=True)))


class Organisation(Base):
    __tablename__ = "organisation"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    id: Mapped[UUID] = mapped_column(default=uuid4)
    slug: Mapped[str]
    name: Mapped[str]
    provider_type: Mapped[str] = mapped_column(server_default="professioneel")
    phone: Mapped[str | None]
    email: Mapped[str | None]
    website: Mapped[str | None]
    quality_label: Mapped[str | None]
    quality_label_until: Mapped[date | None] = mapped_column(Date)
    quality_label_url: Mapped[str | None]
    is_demo: Mapped[bool] = mapped_column(server_default="false")

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "slug"),
        CheckConstraint(SLUG_FORM, name="slug_form"),
    )


class OrganisationEditor(Base):
    """Somebody of the staff who keeps what this organisation offers true; with `publishes`, without a review."""

    __tablename__ = "organisation_editor"

    municipality_id: Mapped[int]
    organisation_id: Mapped[UUID]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"))
    publishes: Mapped[bool] = mapped_column(server_default="false")

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "organisation_id", "user_id"),
        ForeignKeyConstraint(
            ["municipality_id", "organisation_id"],
            ["organisation.municipality_id", "organisation.id"],
            ondelete="CASCADE",
        ),
        Index("ix_organisation_editor_user", "user_id"),
    )


class Place(Base):
    """A public place, or a phone line or website (a kind without a pin). Secret places have no row, see SECRET_KIND."""

    __tablename__ = "place"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    id: Mapped[UUID] = mapped_column(default=uuid4)
    slug: Mapped[str]
    source: Mapped[str] = mapped_column(server_default="staff")
    external_id: Mapped[str | None]
    organisation_id: Mapped[UUID | None]
    kind: Mapped[str]
    point: Mapped[Any | None] = mapped_column(point_column())
    neighbourhood_code: Mapped[str | None]
    street: Mapped[str | None]
    house_number: Mapped[str | None]
    postcode: Mapped[str | None]
    city: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    website: Mapped[str | None]
    opening_hours_note: Mapped[str | None]
    wheelchair: Mapped[str] = mapped_column(server_default="unknown")
    free: Mapped[bool] = mapped_column(server_default="false")
    walkin: Mapped[bool] = mapped_column(server_default="false")
    themes: Mapped[list[str]] = id_list()
    groups: Mapped[list[str]] = id_list()
    attributes: Mapped[list[str]] = id_list()
    topics: Mapped[list[str]] = id_list()
    spoken: Mapped[list[str]] = id_list()
    attribution: Mapped[str | None]
    published: Mapped[bool] = mapped_column(server_default="true")
    checked_on: Mapped[date | None] = mapped_column(Date)
    is_demo: Mapped[bool] = mapped_column(server_default="false")
    merged_into_id: Mapped[UUID | None]  # the other one of two that were the same; kept for history, never public
    search: Mapped[Any] = deferred(mapped_column(TSVECTOR, server_default="", nullable=False))  # kept by triggers
    told: Mapped[Any | None] = told_column()

    organisation: Mapped[Organisation | None] = relationship(
        primaryjoin="and_(Place.municipality_id == Organisation.municipality_id,"
        " foreign(Place.organisation_id) == Organisation.id)",
        viewonly=True,
    )
    texts: Mapped[list["PlaceText"]] = relationship(
        cascade="all, delete-orphan", order_by="PlaceText.language", passive_deletes=True
    )

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "slug"),
        UniqueConstraint("municipality_id", "source", "external_id"),
        ForeignKeyConstraint(
            ["municipality_id", "organisation_id"], ["organisation.municipality_id", "organisation.id"]
        ),
        CheckConstraint(SLUG_FORM, name="slug_form"),
        CheckConstraint("kind <> 'geheim'", name="no_secret_place"),
        CheckConstraint("wheelchair IN ('yes', 'limited', 'no', 'unknown')", name="wheelchair"),
        CheckConstraint(MERGED_IS_HIDDEN, name="merged_is_hidden"),
        Index("ix_place_point", "point", postgresql_using="gist"),
        Index("ix_place_search", "municipality_id", "search", postgresql_using="gin"),
        Index("ix_place_themes", "themes", postgresql_using="gin"),
        Index("ix_place_kind", "municipality_id", "kind"),
    )

    @property
    def position(self) -> Position | None:
        return to_position(self.point)


class PlaceText(Base):
    """What a visitor reads, in one language; version and maker give its state."""

    __tablename__ = "place_text"

    municipality_id: Mapped[int]
    place_id: Mapped[UUID]
    language: Mapped[str]
    name: Mapped[str]
    summary: Mapped[str] = mapped_column(server_default="")
    description: Mapped[str] = mapped_column(server_default="")
    getting_there: Mapped[str] = mapped_column(server_default="")
    version: Mapped[int] = mapped_column(server_default="1")  # see core/text_states.py
    made_by: Mapped[str] = mapped_column(server_default="person")

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "place_id", "language"),
        ForeignKeyConstraint(
            ["municipality_id", "place_id"], ["place.municipality_id", "place.id"], ondelete="CASCADE"
        ),
        CheckConstraint(TEXT_MAKERS, name="made_by"),
        CheckConstraint("version > 0", name="version"),
    )


class FormerAddress(Base):
    """A slug that a place or an activity had once, or that was of another one merged into it. It points at the thing
    and never at another address, so there are no chains and no circles. No new thing gets such a slug."""

    __tablename__ = "former_address"

    municipality_id: Mapped[int]  # checked through the owner, which carries it too
    what: Mapped[str]
    slug: Mapped[str]
    place_id: Mapped[UUID | None]
    activity_id: Mapped[UUID | None]

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "what", "slug"),
        ForeignKeyConstraint(
            ["municipality_id", "place_id"], ["place.municipality_id", "place.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["municipality_id", "activity_id"], ["activity.municipality_id", "activity.id"], ondelete="CASCADE"
        ),
        CheckConstraint(
            "what = 'places' AND place_id IS NOT NULL AND activity_id IS NULL"
            " OR what = 'activities' AND activity_id IS NOT NULL AND place_id IS NULL",
            name="one_owner",
        ),
        CheckConstraint(SLUG_FORM, name="slug_form"),
        Index("ix_former_address_place", "municipality_id", "place_id"),
        Index("ix_former_address_activity", "municipality_id", "activity_id"),
    )
