"""Every version of a place or an activity, drafts too; and what a source said last of each."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OPEN = "state IN ('draft', 'review', 'sent_back')"


def upgrade() -> None:
    for owner in ("place", "activity"):
        op.add_column(owner, sa.Column("told", postgresql.JSONB(), nullable=True))
    op.create_table(
        "item_version",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("document", postgresql.JSONB(), nullable=False),
        sa.Column("edits", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("made_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("by_user", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("reviewed_by_user", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("num_nonnulls(place_id, activity_id) = 1", name=op.f("ck_item_version_one_item")),
        sa.CheckConstraint(
            "state IN ('draft', 'review', 'sent_back', 'published', 'superseded', 'dropped')",
            name=op.f("ck_item_version_state"),
        ),
        sa.CheckConstraint("number > 0 AND base < number", name=op.f("ck_item_version_number")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "place_id"],
            ["place.municipality_id", "place.id"],
            name=op.f("fk_item_version_municipality_id_place_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "activity_id"],
            ["activity.municipality_id", "activity.id"],
            name=op.f("fk_item_version_municipality_id_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by_user"], ["staff_user.id"], name=op.f("fk_item_version_by_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_user"], ["staff_user.id"], name=op.f("fk_item_version_reviewed_by_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_item_version")),
        sa.UniqueConstraint(
            "municipality_id", "place_id", "number", name=op.f("uq_item_version_municipality_id_place_id_number")
        ),
        sa.UniqueConstraint(
            "municipality_id", "activity_id", "number", name=op.f("uq_item_version_municipality_id_activity_id_number")
        ),
    )
    for owner in ("place", "activity"):
        op.create_index(
            f"ix_item_version_{owner}_now",
            "item_version",
            ["municipality_id", f"{owner}_id"],
            unique=True,
            postgresql_where=sa.text(f"state = 'published' AND {owner}_id IS NOT NULL"),
        )
        op.create_index(
            f"ix_item_version_{owner}_open",
            "item_version",
            ["municipality_id", f"{owner}_id", "by_user"],
            unique=True,
            postgresql_where=sa.text(f"{OPEN} AND {owner}_id IS NOT NULL"),
        )
    op.create_index(
        "ix_item_version_waiting", "item_version", ["municipality_id", "made_at"], postgresql_where=sa.text(OPEN)
    )
    op.create_index("ix_item_version_by_user", "item_version", ["by_user"])
    op.create_index("ix_item_version_reviewed_by_user", "item_version", ["reviewed_by_user"])


def downgrade() -> None:
    op.drop_table("item_version")
    for owner in ("place", "activity"):
        op.drop_column(owner, "told")
