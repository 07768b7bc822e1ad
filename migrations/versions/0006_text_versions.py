"""The state of a text becomes what it follows from: the version of the Dutch text that it tells, and who made it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MAKERS = "made_by = 'person' OR made_by = 'machine' AND language <> 'nl'"
# Only where a translation is behind does the Dutch text, and what keeps up with it, have a second version.
FROM_STATES = """
UPDATE {owner}_text AS t SET
    made_by = CASE WHEN state = 'machine' AND language <> 'nl' THEN 'machine' ELSE 'person' END,
    version = CASE WHEN (state <> 'outdated' OR language = 'nl') AND EXISTS (
        SELECT FROM {owner}_text AS o WHERE o.municipality_id = t.municipality_id AND o.{owner}_id = t.{owner}_id
        AND o.state = 'outdated' AND o.language <> 'nl'
    ) THEN 2 ELSE 1 END
WHERE state <> 'checked' OR EXISTS (
    SELECT FROM {owner}_text AS o WHERE o.municipality_id = t.municipality_id AND o.{owner}_id = t.{owner}_id
    AND o.state = 'outdated'
)
"""
TO_STATES = """
UPDATE {owner}_text AS t SET state = CASE WHEN version < coalesce((
    SELECT version FROM {owner}_text AS o WHERE o.municipality_id = t.municipality_id AND o.{owner}_id = t.{owner}_id
    AND o.language = 'nl'
), 1) THEN 'outdated' WHEN made_by = 'machine' THEN 'machine' ELSE 'checked' END
WHERE version <> 1 OR made_by <> 'person' OR EXISTS (
    SELECT FROM {owner}_text AS o WHERE o.municipality_id = t.municipality_id AND o.{owner}_id = t.{owner}_id
    AND o.version <> 1
)
"""


def upgrade() -> None:
    for owner in ("place", "activity"):
        table = f"{owner}_text"
        op.add_column(table, sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        op.add_column(table, sa.Column("made_by", sa.Text(), server_default="person", nullable=False))
        op.execute(FROM_STATES.format(owner=owner))
        op.drop_constraint(op.f(f"ck_{table}_state"), table)
        op.drop_column(table, "state")
        op.create_check_constraint(op.f(f"ck_{table}_made_by"), table, MAKERS)
        op.create_check_constraint(op.f(f"ck_{table}_version"), table, "version > 0")


def downgrade() -> None:
    for owner in ("place", "activity"):
        table = f"{owner}_text"
        op.add_column(table, sa.Column("state", sa.Text(), server_default="checked", nullable=False))
        op.execute(TO_STATES.format(owner=owner))
        op.drop_constraint(op.f(f"ck_{table}_version"), table)
        op.drop_constraint(op.f(f"ck_{table}_made_by"), table)
        op.drop_column(table, "made_by")
        op.drop_column(table, "version")
        op.create_check_constraint(
            op.f(f"ck_{table}_state"), table, "state IN ('checked', 'machine', 'outdated')"
        )
