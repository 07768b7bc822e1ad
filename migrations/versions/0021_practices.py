"""GP practices with an account: members, favourites, what was counted."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BEFORE = "role IN ('editor', 'team', 'coordinator', 'admin')"
AFTER = "role IN ('editor', 'team', 'coordinator', 'admin', 'practice')"


def _of_practice(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", "practice_id"],
        ["practice.municipality_id", "practice.id"],
        name=op.f(f"fk_{table}_municipality_id_practice_id"),
        ondelete="CASCADE",
    )


def upgrade() -> None:
    for table in ("membership", "invitation"):
        op.drop_constraint(op.f(f"ck_{table}_role"), table)
        op.create_check_constraint(op.f(f"ck_{table}_role"), table, AFTER)
    op.create_table(
        "practice",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_practice_municipality_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_practice")),
        sa.UniqueConstraint("code", name=op.f("uq_practice_code")),
    )
    op.create_table(
        "practice_member",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        _of_practice("practice_member"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["staff_user.id"], name=op.f("fk_practice_member_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("municipality_id", "practice_id", "user_id", name=op.f("pk_practice_member")),
    )
    op.create_index("ix_practice_member_user", "practice_member", ["user_id"])
    op.create_table(
        "practice_favourite",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("num_nonnulls(place_id, activity_id) = 1", name=op.f("ck_practice_favourite_one_owner")),
        _of_practice("practice_favourite"),
        *(
            sa.ForeignKeyConstraint(
                ["municipality_id", f"{owner}_id"],
                [f"{owner}.municipality_id", f"{owner}.id"],
                name=op.f(f"fk_practice_favourite_municipality_id_{owner}_id"),
                ondelete="CASCADE",
            )
            for owner in ("place", "activity")
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_practice_favourite")),
        *(
            sa.UniqueConstraint(
                "municipality_id", "practice_id", "theme", f"{owner}_id",
                name=op.f(f"uq_practice_favourite_{owner}"),
            )
            for owner in ("place", "activity")
        ),
    )
    op.create_table(
        "practice_sheet",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("is_opened", sa.Boolean(), server_default="false", nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "code"],
            ["handout.municipality_id", "handout.code"],
            name=op.f("fk_practice_sheet_municipality_id_code"),
            ondelete="CASCADE",
        ),
        _of_practice("practice_sheet"),
        sa.PrimaryKeyConstraint("municipality_id", "code", name=op.f("pk_practice_sheet")),
    )
    op.create_index("ix_practice_sheet_practice", "practice_sheet", ["municipality_id", "practice_id"])
    op.create_table(
        "practice_quarter",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("given", sa.Integer(), server_default="0", nullable=False),
        sa.Column("opened", sa.Integer(), server_default="0", nullable=False),
        sa.Column("asked", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("least(given, opened, asked) >= 0", name=op.f("ck_practice_quarter_counts")),
        _of_practice("practice_quarter"),
        sa.PrimaryKeyConstraint("municipality_id", "practice_id", "quarter", name=op.f("pk_practice_quarter")),
    )


def downgrade() -> None:
    """Roles of practices go with them."""
    for table in ("practice_quarter", "practice_sheet", "practice_favourite", "practice_member", "practice"):
        op.drop_table(table)
    for table in ("membership", "invitation"):
        op.execute(f"DELETE FROM {table} WHERE role = 'practice'")
        op.drop_constraint(op.f(f"ck_{table}_role"), table)
        op.create_check_constraint(op.f(f"ck_{table}_role"), table, BEFORE)
