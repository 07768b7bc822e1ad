"""Teams of a town, where and with what they help, who works in them, and the town's own rules for questions."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, deferred, mapped_column

from webapp.areas.models import SIZE
from webapp.core.postgis import area_column
from webapp.extensions import Base
from webapp.schedule.document import from_document
from webapp.schedule.values import Hours
from webapp.teams.facts import ANSWER_DAYS, UNREAD_HOURS


def _ids() -> Any:
    """Ids of the taxonomy or language codes; empty: no condition."""
    return mapped_column(ARRAY(Text), server_default="{}")


class Team(Base):
    """`hours` is the week as a schedule document, `answer_days` the promise in working days, `unread_hours` how many
    working hours a question may lie unread. The mailbox is the team's, of no person. `ground_size` is that of all its
    areas together, NULL without any; the database keeps it by triggers.
    """

    __tablename__ = "team"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    id: Mapped[UUID] = mapped_column(default=uuid4)
    slug: Mapped[str]
    name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    address: Mapped[str | None]
    whatsapp: Mapped[str | None]
    hours: Mapped[dict[str, Any]] = mapped_column(JSONB)
    answer_days: Mapped[int] = mapped_column(server_default=str(ANSWER_DAYS))
    unread_hours: Mapped[int] = mapped_column(server_default=str(UNREAD_HOURS))
    deputy_id: Mapped[UUID | None]
    topics: Mapped[list[str]] = _ids()
    is_triage: Mapped[bool] = mapped_column(server_default="false")
    is_active: Mapped[bool] = mapped_column(server_default="true")
    is_demo: Mapped[bool] = mapped_column(server_default="false")
    ground_size: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "slug"),
        ForeignKeyConstraint(["municipality_id", "deputy_id"], ["team.municipality_id", "team.id"]),
        CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="slug_form"),
        CheckConstraint("deputy_id <> id", name="deputy"),
        CheckConstraint("is_active OR NOT is_triage", name="triage_is_active"),
        CheckConstraint("answer_days > 0 AND unread_hours > 0", name="limits"),
        Index("uq_team_triage", "municipality_id", unique=True, postgresql_where=text("is_triage")),
        # For who asks: nobody waits for a look at each of thousands of teams.
        Index("ix_team_topics", "municipality_id", "topics", postgresql_using="gin"),
        Index(
            "ix_team_everywhere",
            "municipality_id",
            "topics",
            postgresql_using="gin",
            postgresql_where=text("ground_size IS NULL"),
        ),
        Index("ix_team_whatsapp", "municipality_id", postgresql_where=text("is_active AND whatsapp IS NOT NULL")),
    )

    @property
    def working_hours(self) -> tuple[Hours, ...]:
        return hours_of(self.hours)


def hours_of(document: Mapping[str, Any]) -> tuple[Hours, ...]:
    """The periods of the week in a schedule document."""
    return tuple(period for weekly in from_document(document).weekly for period in weekly.hours)


class RoutingRule(Base):
    """One line of the town's own: what has to be so (empty: anything), and which team then gets the question.

    Rules are tried in the order of `number`; the first that fits decides.
    """

    __tablename__ = "routing_rule"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    id: Mapped[UUID] = mapped_column(default=uuid4)
    number: Mapped[int]
    topics: Mapped[list[str]] = _ids()
    languages: Mapped[list[str]] = _ids()
    team_id: Mapped[UUID]

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        # Deferred, so that an order can change line by line.
        UniqueConstraint("municipality_id", "number", deferrable=True, initially="DEFERRED"),
        ForeignKeyConstraint(["municipality_id", "team_id"], ["team.municipality_id", "team.id"], ondelete="CASCADE"),
        Index("ix_routing_rule_team", "municipality_id", "team_id"),
    )


class RoutingArea(Base):
    """A piece of ground of a team or of a rule: a polygon of its own, or a wijk or buurt that was chosen.

    A chosen code outlives its neighbourhood, so that an import of new borders takes nothing from a team in silence:
    it covers nothing until the code is back, and `queries.list_lost_codes` names it.
    """

    __tablename__ = "routing_area"

    municipality_id: Mapped[int]  # checked through the owner, which carries it too
    id: Mapped[int] = mapped_column(BigInteger, Identity())
    team_id: Mapped[UUID | None]
    rule_id: Mapped[UUID | None]
    neighbourhood_code: Mapped[str | None]
    area: Mapped[Any | None] = deferred(mapped_column(area_column()))
    size: Mapped[int | None] = mapped_column(BigInteger, Computed(SIZE.format("area"), persisted=True))

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "id"),
        ForeignKeyConstraint(["municipality_id", "team_id"], ["team.municipality_id", "team.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["municipality_id", "rule_id"], ["routing_rule.municipality_id", "routing_rule.id"], ondelete="CASCADE"
        ),
        CheckConstraint("num_nonnulls(team_id, rule_id) = 1", name="one_owner"),
        CheckConstraint("num_nonnulls(neighbourhood_code, area) = 1", name="one_kind"),
        Index("ix_routing_area_team", "municipality_id", "team_id"),
        Index("ix_routing_area_rule", "municipality_id", "rule_id"),
        Index("ix_routing_area_code", "municipality_id", "neighbourhood_code"),
        Index("ix_routing_area_area", "area", postgresql_using="gist"),
    )


class TeamMember(Base):
    """Somebody of the staff who reads the questions of this team."""

    __tablename__ = "team_member"

    municipality_id: Mapped[int]
    team_id: Mapped[UUID]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"))

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "team_id", "user_id"),
        ForeignKeyConstraint(["municipality_id", "team_id"], ["team.municipality_id", "team.id"], ondelete="CASCADE"),
        Index("ix_team_member_user", "user_id"),
    )
