"""The municipality is the tenant: every row that belongs to a town carries `municipality_id` first in its key."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, CheckConstraint, Computed, Date, ForeignKey, Index, LargeBinary, Text, func, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, column_property, deferred, mapped_column

from webapp.core.geo import Position
from webapp.core.postgis import area_column, point_column, to_position
from webapp.extensions import Base

DISTRICT = "wijk"
NEIGHBOURHOOD = "buurt"
# Planar, in 1e-10 square degrees (about 0.76 m² here): whole numbers, so that sums do not depend on their order. To be
# compared within one town only.
SIZE = "CAST(round(ST_Area({}) * 1e10) AS bigint)"


class Municipality(Base):
    """A CBS gemeente. `opened_at` is set when residents may see it: the whole country can be loaded, one town open."""

    __tablename__ = "municipality"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    boundary: Mapped[Any | None] = deferred(mapped_column(area_column()))
    west: Mapped[float | None] = mapped_column(Computed("ST_XMin(boundary)", persisted=True))
    south: Mapped[float | None] = mapped_column(Computed("ST_YMin(boundary)", persisted=True))
    east: Mapped[float | None] = mapped_column(Computed("ST_XMax(boundary)", persisted=True))
    north: Mapped[float | None] = mapped_column(Computed("ST_YMax(boundary)", persisted=True))
    opened_at: Mapped[datetime | None]
    team_name: Mapped[str | None]
    team_phone: Mapped[str | None]
    team_address: Mapped[str | None]
    intro: Mapped[dict[str, str]] = mapped_column(JSONB, server_default="{}")
    attribution: Mapped[str | None]
    is_approximate: Mapped[bool] = mapped_column(server_default="false")
    is_demo: Mapped[bool] = mapped_column(server_default="false")
    # What the coordinator sets; empty means: as everywhere.
    home_themes: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")  # those shown, in this order
    theme_labels: Mapped[dict[str, dict[str, str]]] = mapped_column(JSONB, server_default="{}")
    ask_texts: Mapped[dict[str, dict[str, str]]] = mapped_column(JSONB, server_default="{}")
    takes_whatsapp: Mapped[bool] = mapped_column(server_default="true")
    colours: Mapped[dict[str, str]] = mapped_column(JSONB, server_default="{}")
    # How many days something counts as right after somebody checked it (freshness); a line is by phone or online.
    place_term_days: Mapped[int] = mapped_column(server_default="180")
    activity_term_days: Mapped[int] = mapped_column(server_default="90")
    line_term_days: Mapped[int] = mapped_column(server_default="30")
    asked_on: Mapped[date | None] = mapped_column(Date)  # the day of the last round of mails
    logo: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    logo_digest: Mapped[str | None]
    logo_width: Mapped[int | None]  # pixels
    logo_height: Mapped[int | None]

    if TYPE_CHECKING:
        seen_version: Mapped[int]  # of its content when the row was read: for a reader, in one query with the town

    __table_args__ = (
        CheckConstraint("code ~ '^GM[0-9]{4}$'", name="code_form"),
        CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="slug_form"),
        CheckConstraint("place_term_days BETWEEN 7 AND 730", name="place_term"),
        CheckConstraint("activity_term_days BETWEEN 7 AND 730", name="activity_term"),
        CheckConstraint("line_term_days BETWEEN 7 AND 730", name="line_term"),
        Index("ix_municipality_boundary", "boundary", postgresql_using="gist"),
    )


class Neighbourhood(Base):
    """A CBS wijk (district) or buurt (neighbourhood proper); a buurt's code starts with its wijk's digits."""

    __tablename__ = "neighbourhood"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[str]
    name: Mapped[str]
    boundary: Mapped[Any] = deferred(mapped_column(area_column(), nullable=False))
    size: Mapped[int] = mapped_column(BigInteger, Computed(SIZE.format("boundary"), persisted=True))
    is_approximate: Mapped[bool] = mapped_column(server_default="false")

    __table_args__ = (
        CheckConstraint(
            "(level = 'wijk' AND code ~ '^WK[0-9]{6}$') OR (level = 'buurt' AND code ~ '^BU[0-9]{8}$')",
            name="code_form",
        ),
        Index("ix_neighbourhood_boundary", "boundary", postgresql_using="gist"),
    )

    @property
    def district_code(self) -> str:
        """The code of the wijk this lies in, by the nesting of CBS codes."""
        return f"WK{self.code[2:8]}"


class Postcode(Base):
    """National reference data: PC4 (2951) with its area where known, PC6 (2951AB) as a point. No town owns it."""

    __tablename__ = "postcode"

    code: Mapped[str] = mapped_column(primary_key=True)
    city: Mapped[str | None]
    point: Mapped[Any] = mapped_column(point_column(), nullable=False)
    boundary: Mapped[Any | None] = deferred(mapped_column(area_column()))

    __table_args__ = (
        CheckConstraint("code ~ '^[1-9][0-9]{3}([A-Z]{2})?$'", name="code_form"),
        Index("ix_postcode_point", "point", postgresql_using="gist"),
        Index("ix_postcode_boundary", "boundary", postgresql_using="gist"),
    )

    @property
    def position(self) -> Position:
        position = to_position(self.point)
        assert position is not None  # the column is not nullable
        return position


class ContentVersion(Base):
    """Counts up whenever something a visitor can see changes, by triggers, so that no writer can forget it."""

    __tablename__ = "content_version"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(server_default="1")


Municipality.seen_version = column_property(
    func.coalesce(
        select(ContentVersion.version).where(ContentVersion.municipality_id == Municipality.id).scalar_subquery(), 0
    ),
    deferred=True,
)
