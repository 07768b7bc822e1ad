"""Teams with their areas, topics and members, and the rules of a town for who gets a question."""

import geoalchemy2
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SIZE = "CAST(round(ST_Area({}) * 1e10) AS bigint)"


def upgrade() -> None:
    op.add_column(
        "neighbourhood",
        sa.Column("size", sa.BigInteger(), sa.Computed(SIZE.format("boundary"), persisted=True), nullable=False),
    )
    _create_team()
    _create_routing_rule()
    _create_routing_area()
    op.create_table(
        "team_member",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        _of("team_member", "team", "team"),
        sa.ForeignKeyConstraint(["user_id"], ["staff_user.id"], name=op.f("fk_team_member_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("municipality_id", "team_id", "user_id", name=op.f("pk_team_member")),
    )
    op.create_index("ix_team_member_user", "team_member", ["user_id"])


def _create_team() -> None:
    lines = ("email", "phone", "address", "whatsapp")
    op.create_table(
        "team",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in lines),
        sa.Column("hours", JSONB(), nullable=False),
        sa.Column("answer_days", sa.Integer(), server_default="2", nullable=False),
        sa.Column("unread_hours", sa.Integer(), server_default="8", nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=True),
        sa.Column("topics", ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("is_triage", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("is_demo", sa.Boolean(), server_default="false", nullable=False),
        _in_a_town("team"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "deputy_id"],
            ["team.municipality_id", "team.id"],
            name=op.f("fk_team_municipality_id_deputy_id"),
        ),
        sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name=op.f("ck_team_slug_form")),
        sa.CheckConstraint("deputy_id <> id", name=op.f("ck_team_deputy")),
        sa.CheckConstraint("is_active OR NOT is_triage", name=op.f("ck_team_triage_is_active")),
        sa.CheckConstraint("answer_days > 0 AND unread_hours > 0", name=op.f("ck_team_limits")),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_team")),
        sa.UniqueConstraint("municipality_id", "slug", name=op.f("uq_team_municipality_id_slug")),
    )
    op.create_index(
        "uq_team_triage", "team", ["municipality_id"], unique=True, postgresql_where=sa.text("is_triage")
    )


def _create_routing_rule() -> None:
    op.create_table(
        "routing_rule",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("topics", ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("languages", ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        _in_a_town("routing_rule"),
        _of("routing_rule", "team", "team"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_routing_rule")),
        sa.UniqueConstraint(
            "municipality_id",
            "number",
            name=op.f("uq_routing_rule_municipality_id_number"),
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_routing_rule_team", "routing_rule", ["municipality_id", "team_id"])


def _create_routing_area() -> None:
    area = geoalchemy2.Geometry("MULTIPOLYGON", srid=4326, spatial_index=False)
    op.create_table(
        "routing_area",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("rule_id", sa.Uuid(), nullable=True),
        sa.Column("neighbourhood_code", sa.Text(), nullable=True),
        sa.Column("area", area, nullable=True),
        sa.Column("size", sa.BigInteger(), sa.Computed(SIZE.format("area"), persisted=True), nullable=True),
        _of("routing_area", "team", "team"),
        _of("routing_area", "rule", "routing_rule"),
        sa.CheckConstraint("num_nonnulls(team_id, rule_id) = 1", name=op.f("ck_routing_area_one_owner")),
        sa.CheckConstraint("num_nonnulls(neighbourhood_code, area) = 1", name=op.f("ck_routing_area_one_kind")),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_routing_area")),
    )
    for name, column in (("team", "team_id"), ("rule", "rule_id"), ("code", "neighbourhood_code")):
        op.create_index(f"ix_routing_area_{name}", "routing_area", ["municipality_id", column])
    op.create_index("ix_routing_area_area", "routing_area", ["area"], postgresql_using="gist")


def _in_a_town(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id"], ["municipality.id"], name=op.f(f"fk_{table}_municipality_id"), ondelete="CASCADE"
    )


def _of(table: str, owner: str, owner_table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", f"{owner}_id"],
        [f"{owner_table}.municipality_id", f"{owner_table}.id"],
        name=op.f(f"fk_{table}_municipality_id_{owner}_id"),
        ondelete="CASCADE",
    )


def downgrade() -> None:
    for table in ("team_member", "routing_area", "routing_rule", "team"):
        op.drop_table(table)
    op.drop_column("neighbourhood", "size")
