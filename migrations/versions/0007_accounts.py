"""Staff accounts, their roles, invitations, recovery codes and sign-ins; and how often something may happen."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ROLE = "role IN ('editor', 'team', 'coordinator', 'admin')"
TOWN = "municipality_id IS NOT NULL OR role = 'admin'"


def upgrade() -> None:
    op.create_table(
        "staff_user",
        _id(),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password", sa.Text()),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("fs_uniquifier", sa.Text(), nullable=False),
        sa.Column("tf_totp_secret", sa.Text()),
        sa.Column("totp_last_counter", sa.Integer()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), server_default="nl", nullable=False),
        _moment("created_at", server_default=sa.text("now()")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_staff_user_email_form")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_user")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_user_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_staff_user_fs_uniquifier")),
    )
    op.create_table(
        "membership",
        _id(),
        _user(),
        _municipality(),
        sa.Column("role", sa.Text(), nullable=False),
        _moment("created_at", server_default=sa.text("now()")),
        sa.CheckConstraint(ROLE, name=op.f("ck_membership_role")),
        sa.CheckConstraint(TOWN, name=op.f("ck_membership_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index("uq_membership_town", "membership", ["municipality_id", "role", "user_id"], unique=True)
    op.create_index("ix_membership_user", "membership", ["user_id"])
    op.create_index(
        "uq_membership_everywhere", "membership", ["user_id", "role"], unique=True,
        postgresql_where=sa.text("municipality_id IS NULL"),
    )  # fmt: skip
    op.create_table(
        "invitation",
        _id(),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        _municipality(),
        sa.Column("invited_by", sa.Uuid()),
        _moment("created_at", server_default=sa.text("now()")),
        _moment("expires_at"),
        _moment("accepted_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["staff_user.id"], name=op.f("fk_invitation_invited_by"), ondelete="SET NULL"
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_invitation_email_form")),
        sa.CheckConstraint(ROLE, name=op.f("ck_invitation_role")),
        sa.CheckConstraint(TOWN, name=op.f("ck_invitation_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index("ix_invitation_municipality", "invitation", ["municipality_id", "email"])
    op.create_table(
        "recovery_code",
        _user(),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_table(
        "sign_in",
        _id(),
        _user(),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("browser", sa.Text(), server_default="", nullable=False),
        sa.Column("system", sa.Text(), server_default="", nullable=False),
        _moment("started_at"),
        _moment("last_seen_at"),
        _moment("ended_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    op.create_index("ix_sign_in_user", "sign_in", ["user_id", "last_seen_at"])
    op.create_table(
        "rate_limit",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        _moment("empty_at"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_limit")),
        prefixes=["UNLOGGED"],
    )
    op.create_index("ix_rate_limit_empty_at", "rate_limit", ["empty_at"])


def downgrade() -> None:
    for table in ("rate_limit", "sign_in", "recovery_code", "invitation", "membership", "staff_user"):
        op.drop_table(table)


def _id() -> sa.Column:
    return sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False)


def _user() -> sa.Column:
    return sa.Column("user_id", sa.Uuid(), sa.ForeignKey("staff_user.id", ondelete="CASCADE"), nullable=False)


def _municipality() -> sa.Column:
    return sa.Column("municipality_id", sa.Integer(), sa.ForeignKey("municipality.id", ondelete="CASCADE"))


def _moment(name: str, *, nullable: bool = False, server_default: sa.TextClause | None = None) -> sa.Column:
    return sa.Column(name, sa.TIMESTAMP(timezone=True), nullable=nullable, server_default=server_default)
