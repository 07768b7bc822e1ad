"""How many coming dates a calendar had, so that one that is cut off is known; and what imports said about checks is on
record as a check."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

HOW = "ck_item_check_how"


def upgrade() -> None:
    op.add_column("calendar_feed", sa.Column("listed", sa.Integer(), nullable=True))
    op.drop_constraint(op.f(HOW), "item_check", type_="check")
    op.create_check_constraint(op.f(HOW), "item_check", "how IN ('staff', 'link', 'import')")
    for owner in ("place", "activity"):
        op.execute(f"""
            INSERT INTO item_check (municipality_id, id, {owner}_id, part, checked_on, how)
            SELECT municipality_id, gen_random_uuid(), id, 'facts', checked_on, 'import'
            FROM {owner} WHERE checked_on IS NOT NULL
            ON CONFLICT (municipality_id, {owner}_id, part) DO UPDATE
            SET checked_on = excluded.checked_on, by_user_id = NULL, how = 'import'
            WHERE item_check.checked_on < excluded.checked_on
        """)  # noqa: S608 - two fixed names
        op.execute(f"""
            UPDATE {owner} SET checked_on = item_check.checked_on
            FROM item_check
            WHERE item_check.municipality_id = {owner}.municipality_id AND item_check.{owner}_id = {owner}.id
                AND item_check.part = 'facts' AND item_check.checked_on IS DISTINCT FROM {owner}.checked_on
        """)  # noqa: S608


def downgrade() -> None:
    op.execute("DELETE FROM item_check WHERE how = 'import'")
    op.drop_constraint(op.f(HOW), "item_check", type_="check")
    op.create_check_constraint(op.f(HOW), "item_check", "how IN ('staff', 'link')")
    op.drop_column("calendar_feed", "listed")
