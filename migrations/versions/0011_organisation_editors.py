"""Which of the staff edit for which organisation."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisation_editor",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("publishes", sa.Boolean(), server_default="false", nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "organisation_id"],
            ["organisation.municipality_id", "organisation.id"],
            name=op.f("fk_organisation_editor_municipality_id_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["staff_user.id"], name=op.f("fk_organisation_editor_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("municipality_id", "organisation_id", "user_id", name=op.f("pk_organisation_editor")),
    )
    op.create_index("ix_organisation_editor_user", "organisation_editor", ["user_id"])


def downgrade() -> None:
    op.drop_table("organisation_editor")
