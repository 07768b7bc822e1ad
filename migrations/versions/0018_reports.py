"""Who checked what, what was asked of whom, volunteers of neighbourhoods, terms of a town; reports of visitors."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TERMS = {"place": "180", "activity": "90", "line": "30"}


def upgrade() -> None:
    for kind, days in TERMS.items():
        op.add_column("municipality", sa.Column(f"{kind}_term_days", sa.Integer(), server_default=days, nullable=False))
        op.create_check_constraint(
            op.f(f"ck_municipality_{kind}_term"), "municipality", f"{kind}_term_days BETWEEN 7 AND 730"
        )
    op.add_column("municipality", sa.Column("asked_on", sa.Date(), nullable=True))
    op.create_table(
        "item_check",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("by_user_id", sa.Uuid(), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        *owners("item_check"),
        user("item_check"),
        sa.CheckConstraint("how IN ('staff', 'link')", name=op.f("ck_item_check_how")),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_item_check")),
        sa.UniqueConstraint("municipality_id", "place_id", "part", name=op.f("uq_item_check_municipality_id_place_id_part")),
        sa.UniqueConstraint(
            "municipality_id", "activity_id", "part", name=op.f("uq_item_check_municipality_id_activity_id_part")
        ),
    )
    op.create_table(
        "freshness_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.LargeBinary(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        town("freshness_mail"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freshness_mail")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_freshness_mail_token_hash")),
    )
    op.create_index("ix_freshness_mail_recipient", "freshness_mail", ["recipient", "sent_on"])
    op.create_table(
        "freshness_ask",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mail_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_user_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["freshness_mail.id"], name=op.f("fk_freshness_ask_mail_id"), ondelete="CASCADE"
        ),
        *owners("freshness_ask"),
        user("freshness_ask"),
        sa.CheckConstraint("stage BETWEEN 1 AND 4", name=op.f("ck_freshness_ask_stage")),
        sa.CheckConstraint("answer IN ('right', 'changed', 'gone')", name=op.f("ck_freshness_ask_answer")),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_freshness_ask_answered")),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_freshness_ask")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_freshness_ask_token_hash")),
    )
    op.create_index("ix_freshness_ask_place", "freshness_ask", ["municipality_id", "place_id", "asked_on"])
    op.create_index("ix_freshness_ask_activity", "freshness_ask", ["municipality_id", "activity_id", "asked_on"])
    op.create_index("ix_freshness_ask_mail", "freshness_ask", ["mail_id"])
    op.create_table(
        "neighbourhood_volunteer",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("neighbourhood_code", sa.Text(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        town("neighbourhood_volunteer"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_neighbourhood_volunteer")),
    )
    op.create_index(
        "ix_neighbourhood_volunteer_code", "neighbourhood_volunteer", ["municipality_id", "neighbourhood_code"]
    )
    op.create_table(
        "visitor_report",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("wrong", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_user_id", sa.Uuid(), nullable=True),
        *owners("visitor_report"),
        user("visitor_report"),
        sa.CheckConstraint(
            "wrong IN ('closed', 'times', 'address', 'phone', 'other')", name=op.f("ck_visitor_report_wrong")
        ),
        sa.CheckConstraint("state IN ('open', 'solved', 'no_problem')", name=op.f("ck_visitor_report_state")),
        sa.CheckConstraint("(state = 'open') = (solved_at IS NULL)", name=op.f("ck_visitor_report_solved")),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_visitor_report")),
    )
    op.create_index("ix_visitor_report_open", "visitor_report", ["municipality_id", "state", "sent_at"])


def downgrade() -> None:
    for table in ("visitor_report", "neighbourhood_volunteer", "freshness_ask", "freshness_mail", "item_check"):
        op.drop_table(table)
    op.drop_column("municipality", "asked_on")
    for kind in TERMS:
        op.drop_column("municipality", f"{kind}_term_days")


def owners(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Of a place or of an activity, and gone with it."""
    keys = tuple(
        sa.ForeignKeyConstraint(
            ["municipality_id", f"{owner}_id"],
            [f"{owner}.municipality_id", f"{owner}.id"],
            name=op.f(f"fk_{table}_municipality_id_{owner}_id"),
            ondelete="CASCADE",
        )
        for owner in ("place", "activity")
    )
    check = sa.CheckConstraint("num_nonnulls(place_id, activity_id) = 1", name=op.f(f"ck_{table}_one_owner"))
    return (*keys, check)


def town(table: str) -> sa.schema.SchemaItem:
    return sa.ForeignKeyConstraint(
        ["municipality_id"], ["municipality.id"], name=op.f(f"fk_{table}_municipality_id"), ondelete="CASCADE"
    )


def user(table: str) -> sa.schema.SchemaItem:
    return sa.ForeignKeyConstraint(
        ["by_user_id"], ["staff_user.id"], name=op.f(f"fk_{table}_by_user_id"), ondelete="SET NULL"
    )
