"""A collection: parts in an order, each a heading or a place or an activity, and one text a language for all of it."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.extensions import Base
from webapp.places.models import SLUG_FORM, TEXT_MAKERS, id_list


class Collection(Base):
    """`former_slugs` lead on to the present one. `is_ladder`: its headings are steps, from light to heavy help."""

    __tablename__ = "collection"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    id: Mapped[UUID] = mapped_column(default=uuid4)
    slug: Mapped[str]
    former_slugs: Mapped[list[str]] = id_list()
    themes: Mapped[list[str]] = id_list()
    position: Mapped[int]
    is_ladder: Mapped[bool] = mapped_column(server_default="false")
    published: Mapped[bool] = mapped_column(server_default="false")

    texts: Mapped[list["CollectionText"]] = relationship(
        lazy="raise_on_sql", order_by="CollectionText.language", cascade="all, delete-orphan", passive_deletes=True
    )
    parts: Mapped[list["CollectionPart"]] = relationship(
        lazy="raise_on_sql", order_by="CollectionPart.position", cascade="all, delete-orphan", passive_deletes=True
    )

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "slug"),
        CheckConstraint(SLUG_FORM, name="slug_form"),
    )


class CollectionText(Base):
    """`words` of the parts, by id of the part: `title` of a heading, `words` of any; version and maker give the state
    of all of it (core/text_states.py)."""

    __tablename__ = "collection_text"

    municipality_id: Mapped[int]
    collection_id: Mapped[UUID]
    language: Mapped[str]
    title: Mapped[str]
    intro: Mapped[str] = mapped_column(server_default="")
    words: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    version: Mapped[int] = mapped_column(server_default="1")
    made_by: Mapped[str] = mapped_column(server_default="person")

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "collection_id", "language"),
        ForeignKeyConstraint(
            ["municipality_id", "collection_id"], ["collection.municipality_id", "collection.id"], ondelete="CASCADE"
        ),
        CheckConstraint(TEXT_MAKERS, name="made_by"),
        CheckConstraint("version > 0", name="version"),
    )


class CollectionPart(Base):
    """A heading has neither place nor activity; what follows it belongs to it, until the next heading."""

    __tablename__ = "collection_part"

    municipality_id: Mapped[int]
    id: Mapped[UUID] = mapped_column(default=uuid4)
    collection_id: Mapped[UUID]
    position: Mapped[int]
    place_id: Mapped[UUID | None]
    activity_id: Mapped[UUID | None]

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        ForeignKeyConstraint(
            ["municipality_id", "collection_id"], ["collection.municipality_id", "collection.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["municipality_id", "place_id"], ["place.municipality_id", "place.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["municipality_id", "activity_id"], ["activity.municipality_id", "activity.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("municipality_id", "collection_id", "place_id"),
        UniqueConstraint("municipality_id", "collection_id", "activity_id"),
        CheckConstraint("place_id IS NULL OR activity_id IS NULL", name="one_thing"),
        Index("ix_collection_part_place", "municipality_id", "place_id"),
        Index("ix_collection_part_activity", "municipality_id", "activity_id"),
    )

    @property
    def is_heading(self) -> bool:
        return self.place_id is None and self.activity_id is None

    @property
    def thing_id(self) -> UUID | None:
        return self.place_id or self.activity_id
