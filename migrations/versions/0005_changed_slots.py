"""A slot says whether it was moved, from or to where, or is extra.

The columns of stored slots stay empty until the worker writes what the schedules say, so it is told to do so at once.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CHECKS = {
    "change": "change IN ('moved', 'added', 'otherwise')",
    "elsewhere": "(change IS NOT DISTINCT FROM 'moved') = (elsewhere IS NOT NULL)",
}
REFRESH_AT_ONCE = "UPDATE heartbeat SET slots_refreshed_on = NULL"


def upgrade() -> None:
    op.add_column("slot", sa.Column("change", sa.Text(), nullable=True))
    op.add_column("slot", sa.Column("elsewhere", TIMESTAMP(timezone=True), nullable=True))
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_slot_{name}"), "slot", condition)
    op.execute(REFRESH_AT_ONCE)


def downgrade() -> None:
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_slot_{name}"), "slot", type_="check")
    op.drop_column("slot", "elsewhere")
    op.drop_column("slot", "change")
