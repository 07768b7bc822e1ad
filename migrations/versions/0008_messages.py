"""Mail that goes out, with its recipient and its text sealed; and the tables of the job queue."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

QUEUE = Path(__file__).resolve().parents[1] / "procrastinate-3.10.0.sql"
WITHOUT_QUEUE = """
DO $$
DECLARE
    ours regprocedure;
BEGIN
    FOR ours IN
        SELECT oid FROM pg_proc
        WHERE starts_with(proname::text, 'procrastinate_') AND pronamespace = current_schema()::regnamespace
    LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', ours);  -- with its triggers
    END LOOP;
END;
$$;
DROP TABLE procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs, procrastinate_workers;
DROP TYPE procrastinate_job_to_defer_v1, procrastinate_job_event_type, procrastinate_job_status;
"""


def upgrade() -> None:
    _run(QUEUE.read_text(encoding="utf-8"))
    moment = postgresql.TIMESTAMP(timezone=True)
    op.create_table(
        "outgoing_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("mail_id", sa.Text(), nullable=False),
        sa.Column("recipient", sa.LargeBinary(), nullable=True),
        sa.Column("subject", sa.LargeBinary(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.Text(), server_default="queued", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("queued_at", moment, nullable=False),
        sa.Column("attempted_at", moment, nullable=True),
        sa.Column("next_attempt_at", moment, nullable=True),
        sa.Column("settled_at", moment, nullable=True),
        sa.CheckConstraint("state IN ('queued', 'sent', 'failed', 'bounced')", name=op.f("ck_outgoing_message_state")),
        sa.CheckConstraint(
            "(state = 'queued') = (next_attempt_at IS NOT NULL) AND (state = 'queued') = (settled_at IS NULL)",
            name=op.f("ck_outgoing_message_moments"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_outgoing_message_municipality_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_message")),
        sa.UniqueConstraint("mail_id", name=op.f("uq_outgoing_message_mail_id")),
    )
    op.create_index(
        "ix_outgoing_message_queued",
        "outgoing_message",
        ["next_attempt_at"],
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index(
        "ix_outgoing_message_undelivered",
        "outgoing_message",
        ["kind", "settled_at"],
        postgresql_where=sa.text("state IN ('failed', 'bounced')"),
    )
    op.create_index(
        "ix_outgoing_message_kept",
        "outgoing_message",
        ["settled_at"],
        postgresql_where=sa.text("body IS NOT NULL"),
    )
    op.create_index("ix_outgoing_message_town", "outgoing_message", ["municipality_id", "queued_at"])
    op.create_index("ix_outgoing_message_about", "outgoing_message", ["about"])


def downgrade() -> None:
    op.drop_table("outgoing_message")
    _run(WITHOUT_QUEUE)


def _run(statements: str) -> None:
    """As they stand: SQLAlchemy would take the per cent signs for parameters."""
    op.get_bind().connection.driver_connection.execute(statements)
