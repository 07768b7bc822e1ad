"""Merged items and their former addresses, uploads under review, calendars of other programs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MERGED_IS_HIDDEN = "merged_into_id IS NULL OR NOT published"
SLUG_FORM = "slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'"


def upgrade() -> None:
    for table in ("place", "activity"):
        op.add_column(table, sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        op.create_check_constraint(op.f(f"ck_{table}_merged_is_hidden"), table, MERGED_IS_HIDDEN)
    op.create_table(
        "former_address",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "what = 'places' AND place_id IS NOT NULL AND activity_id IS NULL"
            " OR what = 'activities' AND activity_id IS NOT NULL AND place_id IS NULL",
            name=op.f("ck_former_address_one_owner"),
        ),
        sa.CheckConstraint(SLUG_FORM, name=op.f("ck_former_address_slug_form")),
        *owners("former_address"),
        sa.PrimaryKeyConstraint("municipality_id", "what", "slug", name=op.f("pk_former_address")),
    )
    op.create_index("ix_former_address_place", "former_address", ["municipality_id", "place_id"])
    op.create_index("ix_former_address_activity", "former_address", ["municipality_id", "activity_id"])
    op.create_table(
        "merge",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("gone_id", sa.Uuid(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_user_id", sa.Uuid(), nullable=True),
        sa.Column("record", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint("what IN ('places', 'activities')", name=op.f("ck_merge_what")),
        *town_and_user("merge"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_merge")),
    )
    op.create_index("ix_merge_kept", "merge", ["municipality_id", "kept_id"])
    op.create_table(
        "not_same",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("by_user_id", sa.Uuid(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("what IN ('places', 'activities')", name=op.f("ck_not_same_what")),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_not_same_order")),
        *town_and_user("not_same"),
        sa.PrimaryKeyConstraint("municipality_id", "what", "first_id", "second_id", name=op.f("pk_not_same")),
    )
    op.create_table(
        "import_upload",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("by_user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("table", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_import_upload_municipality_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by_user_id"], ["staff_user.id"], name=op.f("fk_import_upload_by_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_import_upload")),
        sa.UniqueConstraint("municipality_id", "by_user_id", name=op.f("uq_import_upload_municipality_id_by_user_id")),
    )
    op.create_index("ix_import_upload_made_at", "import_upload", ["made_at"])
    op.create_table(
        "calendar_feed",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("picks", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("skips_refused", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("by_user_id", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.LargeBinary(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("refused", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.CheckConstraint("num_nonnulls(place_id, activity_id) = 1", name=op.f("ck_calendar_feed_one_owner")),
        *owners("calendar_feed"),
        sa.ForeignKeyConstraint(
            ["by_user_id"], ["staff_user.id"], name=op.f("fk_calendar_feed_by_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("municipality_id", "place_id", name=op.f("uq_calendar_feed_municipality_id_place_id")),
        sa.UniqueConstraint(
            "municipality_id", "activity_id", name=op.f("uq_calendar_feed_municipality_id_activity_id")
        ),
    )
    op.create_index("ix_calendar_feed_next_at", "calendar_feed", ["next_at"])


def owners(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            ["municipality_id", f"{owner}_id"],
            [f"{owner}.municipality_id", f"{owner}.id"],
            name=op.f(f"fk_{table}_municipality_id_{owner}_id"),
            ondelete="CASCADE",
        )
        for owner in ("place", "activity")
    ]


def town_and_user(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f(f"fk_{table}_municipality_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["by_user_id"], ["staff_user.id"], name=op.f(f"fk_{table}_by_user_id"), ondelete="SET NULL"
        ),
    ]


def downgrade() -> None:
    for table in ("calendar_feed", "import_upload", "not_same", "merge", "former_address"):
        op.drop_table(table)
    for table in ("activity", "place"):
        op.drop_constraint(op.f(f"ck_{table}_merged_is_hidden"), table, type_="check")
        op.drop_column(table, "merged_into_id")
