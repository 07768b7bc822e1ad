"""What staff typed into a form while their sign-in ended; where a question by postcode comes from; faster routing."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_draft",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["staff_user.id"], name=op.f("fk_staff_draft_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "action", name=op.f("pk_staff_draft")),
    )
    op.create_index("ix_staff_draft_kept", "staff_draft", ["kept_at"])
    op.add_column("question", sa.Column("area_code", sa.Text(), nullable=True))
    op.create_index("ix_team_topics", "team", ["municipality_id", "topics"], postgresql_using="gin")
    op.create_index(
        "ix_team_whatsapp", "team", ["municipality_id"], postgresql_where=sa.text("is_active AND whatsapp IS NOT NULL")
    )


def downgrade() -> None:
    op.drop_index("ix_team_whatsapp", "team")
    op.drop_index("ix_team_topics", "team")
    op.drop_column("question", "area_code")
    op.drop_table("staff_draft")
