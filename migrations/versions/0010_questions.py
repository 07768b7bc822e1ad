"""Questions of residents: sealed content, a life that only grows, and who read what."""

import geoalchemy2
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.TIMESTAMP(timezone=True)

# The rows stay as they were written. Sealed words may be sealed anew or forgotten, and forgotten facts are empty.
# Only with the whole question, when its town is removed, do they go.
ONLY_GROWS = """
CREATE FUNCTION question_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM question WHERE municipality_id = OLD.municipality_id AND id = OLD.question_id) THEN
            RAISE EXCEPTION 'The history of a question only grows.';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_TABLE_NAME = 'question_event'
        AND (NEW.municipality_id, NEW.id, NEW.question_id, NEW.at, NEW.kind)
            = (OLD.municipality_id, OLD.id, OLD.question_id, OLD.at, OLD.kind)
        AND (NEW.by_user, NEW.team_id) IS NOT DISTINCT FROM (OLD.by_user, OLD.team_id)
        AND NEW.facts IN (OLD.facts, '{}'::jsonb)
        AND (NEW.content IS NULL OR OLD.content IS NOT NULL)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The history of a question only grows.';
END $$
"""


def upgrade() -> None:
    _create_question()
    _create_event()
    _create_access()
    op.create_table(
        "question_retention",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), server_default="", nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.CheckConstraint("days BETWEEN 0 AND 3650", name=op.f("ck_question_retention_days")),
        _of_town("question_retention"),
        sa.PrimaryKeyConstraint("municipality_id", "topic", name=op.f("pk_question_retention")),
    )
    op.create_table(
        "standard_answer",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("words", JSONB(), nullable=False),
        _of_town("standard_answer"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_standard_answer")),
    )
    op.execute(ONLY_GROWS)
    for table in ("question_event", "question_access"):
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION question_only_grows()"
        )


def downgrade() -> None:
    for table in ("standard_answer", "question_retention", "question_access", "question_event"):
        op.drop_table(table)
    op.execute("DROP FUNCTION question_only_grows()")
    op.drop_table("question")


def _of_town(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id"], ["municipality.id"], name=op.f(f"fk_{table}_municipality_id"), ondelete="CASCADE"
    )


def _of_question(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", "question_id"],
        ["question.municipality_id", "question.id"],
        name=op.f(f"fk_{table}_municipality_id_question_id"),
        ondelete="CASCADE",
    )


def _create_question() -> None:
    op.create_table(
        "question",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("pass_code", sa.LargeBinary()),
        sa.Column("idempotency_key", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary()),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("topic", sa.Text()),
        sa.Column("reply_by", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("point", geoalchemy2.Geometry("POINT", srid=4326, spatial_index=False)),
        sa.Column("neighbourhood_code", sa.Text()),
        sa.Column("place_slug", sa.Text()),
        sa.Column("activity_slug", sa.Text()),
        sa.Column("for_other", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("volunteer", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("safe_to_call", sa.Boolean()),
        sa.Column("is_urgent", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("reasons", JSONB(), server_default="[]", nullable=False),
        sa.Column("reached", sa.Integer(), server_default="0", nullable=False),
        sa.Column("taken_by", sa.Uuid()),
        sa.Column("state", sa.Text(), server_default="new", nullable=False),
        sa.Column("mail_failed", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("outcome", sa.Text()),
        sa.Column("merged_into", sa.Uuid()),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("unread_by", MOMENT),
        sa.Column("answer_by", MOMENT),
        sa.Column("read_at", MOMENT),
        sa.Column("answered_at", MOMENT),
        sa.Column("closed_at", MOMENT),
        sa.Column("forget_at", MOMENT),
        sa.Column("forgotten_at", MOMENT),
        sa.CheckConstraint(
            "reply_by IN ('visit', 'phone', 'email', 'whatsapp', 'none')", name=op.f("ck_question_reply_by")
        ),
        sa.CheckConstraint(
            "state IN ('new', 'read', 'taken', 'answered', 'closed', 'withdrawn')", name=op.f("ck_question_state")
        ),
        sa.CheckConstraint("reached BETWEEN 0 AND 2", name=op.f("ck_question_reached")),
        sa.CheckConstraint(
            "(state IN ('closed', 'withdrawn')) = (closed_at IS NOT NULL)", name=op.f("ck_question_closed_at")
        ),
        sa.CheckConstraint("content IS NOT NULL OR forgotten_at IS NOT NULL", name=op.f("ck_question_content")),
        _of_town("question"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "team_id"],
            ["team.municipality_id", "team.id"],
            name=op.f("fk_question_municipality_id_team_id"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_question")),
        sa.UniqueConstraint("code", name=op.f("uq_question_code")),
        sa.UniqueConstraint("municipality_id", "idempotency_key", name=op.f("uq_question_municipality_id_idempotency_key")),
    )
    op.create_index("ix_question_team", "question", ["municipality_id", "team_id", "state"])
    op.create_index("ix_question_received", "question", ["municipality_id", "received_at"])
    op.create_index("ix_question_unread", "question", ["unread_by"], postgresql_where=sa.text("state = 'new'"))
    op.create_index("ix_question_forget", "question", ["forget_at"], postgresql_where=sa.text("forgotten_at IS NULL"))
    op.create_index("ix_question_point", "question", ["point"], postgresql_using="gist")


def _create_event() -> None:
    op.create_table(
        "question_event",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("by_user", sa.Uuid()),
        sa.Column("team_id", sa.Uuid()),
        sa.Column("facts", JSONB(), server_default="{}", nullable=False),
        sa.Column("content", sa.LargeBinary()),
        _of_question("question_event"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_question_event")),
    )
    op.create_index("ix_question_event_question", "question_event", ["municipality_id", "question_id"])


def _create_access() -> None:
    op.create_table(
        "question_access",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        _of_question("question_access"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_question_access")),
    )
    op.create_index("ix_question_access_question", "question_access", ["municipality_id", "question_id"])
