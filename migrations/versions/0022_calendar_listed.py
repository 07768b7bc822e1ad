"""How many coming dates a calendar had, so that one that is cut off is known."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("calendar_feed", sa.Column("listed", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("calendar_feed", "listed")
