"""Schedules as documents, closures, the town's holidays and school breaks; slots get a reason and words per language."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("schedule", "closure", "town_holiday", "school_break")
EVENTS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}
OWNERS = ("place", "activity")

# What was told before had its own rules about holidays, and by appointment there was no open door.
KEEP = """
INSERT INTO schedule (municipality_id, {owner}_id, document, source_text)
SELECT municipality_id, id,
       jsonb_build_object('version', 1, 'expression', opening_hours, 'closed_on_holidays', false) || {more},
       opening_hours
FROM {owner} WHERE opening_hours IS NOT NULL
"""
MORE = {
    "place": "'{}'::jsonb",
    "activity": "CASE WHEN by_appointment THEN '{\"by_appointment\": true}'::jsonb ELSE '{}'::jsonb END",
}
# Of a schedule that was made in another way there is no such text; the old product knew nothing like it.
GIVE_BACK = """
UPDATE {owner} SET opening_hours = coalesce(document->>'expression', source_text)
FROM schedule
WHERE schedule.municipality_id = {owner}.municipality_id AND schedule.{owner}_id = {owner}.id
  AND coalesce(document->>'expression', source_text) NOT LIKE '{{%'
"""


def upgrade() -> None:
    _create_tables()
    for owner in OWNERS:
        op.execute(KEEP.format(owner=owner, more=MORE[owner]))
        op.drop_column(owner, "opening_hours")
    op.add_column("slot", sa.Column("reason", JSONB(), server_default="{}", nullable=False))
    op.drop_constraint(op.f("ck_slot_status"), "slot", type_="check")
    op.create_check_constraint(op.f("ck_slot_status"), "slot", "status IN ('open', 'appointment', 'cancelled')")
    op.execute(
        "ALTER TABLE slot ALTER COLUMN note TYPE jsonb"
        " USING CASE WHEN note IS NULL THEN '{}' ELSE jsonb_build_object('nl', note) END"
    )
    op.execute("UPDATE slot SET reason = note, note = '{}' WHERE status = 'cancelled' AND note <> '{}'")
    op.alter_column("slot", "note", server_default="{}", nullable=False)
    for table in TABLES:
        for event, rows in EVENTS.items():
            op.execute(
                f"CREATE TRIGGER bump_{event} AFTER {event.upper()} ON {table}"
                f" REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION bump_content_version()"
            )


def _create_tables() -> None:
    op.create_table(
        "schedule",
        *_key(),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("document", JSONB(), nullable=False),
        sa.Column("source_text", sa.Text(), nullable=True),
        _of("schedule", "place"),
        _of("schedule", "activity"),
        sa.CheckConstraint("num_nonnulls(place_id, activity_id) = 1", name=op.f("ck_schedule_one_owner")),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_schedule")),
        sa.UniqueConstraint("municipality_id", "place_id", name=op.f("uq_schedule_municipality_id_place_id")),
        sa.UniqueConstraint("municipality_id", "activity_id", name=op.f("uq_schedule_municipality_id_activity_id")),
    )
    op.create_table(
        "closure",
        *_key(),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        *_days(),
        _in_a_town("closure"),
        _of("closure", "place"),
        _of("closure", "organisation"),
        sa.CheckConstraint("num_nonnulls(place_id, organisation_id) <= 1", name=op.f("ck_closure_one_subject")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_closure_order")),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_closure")),
    )
    op.create_index("ix_closure_days", "closure", ["municipality_id", "last_day"])
    op.create_table(
        "town_holiday",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("holiday", sa.Text(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        _in_a_town("town_holiday"),
        sa.PrimaryKeyConstraint("municipality_id", "holiday", name=op.f("pk_town_holiday")),
    )
    op.create_table(
        "school_break",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        *_days(),
        _in_a_town("school_break"),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_school_break_order")),
        sa.PrimaryKeyConstraint("municipality_id", "first_day", name=op.f("pk_school_break")),
    )


def _key() -> list[sa.Column]:
    return [
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
    ]


def _days() -> list[sa.Column]:
    return [
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", JSONB(), server_default="{}", nullable=False),
    ]


def _of(table: str, owner: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", f"{owner}_id"],
        [f"{owner}.municipality_id", f"{owner}.id"],
        name=op.f(f"fk_{table}_municipality_id_{owner}_id"),
        ondelete="CASCADE",
    )


def _in_a_town(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id"], ["municipality.id"], name=op.f(f"fk_{table}_municipality_id"), ondelete="CASCADE"
    )


def downgrade() -> None:
    for owner in OWNERS:
        op.add_column(owner, sa.Column("opening_hours", sa.Text(), nullable=True))
        op.execute(GIVE_BACK.format(owner=owner))
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("DELETE FROM slot WHERE status = 'appointment'")
    op.drop_constraint(op.f("ck_slot_status"), "slot", type_="check")
    op.create_check_constraint(op.f("ck_slot_status"), "slot", "status IN ('open', 'cancelled')")
    op.alter_column("slot", "note", server_default=None, nullable=True)
    op.execute(
        "ALTER TABLE slot ALTER COLUMN note TYPE text"
        " USING coalesce(CASE WHEN status = 'cancelled' THEN reason->>'nl' END, note->>'nl')"
    )
    op.drop_column("slot", "reason")
