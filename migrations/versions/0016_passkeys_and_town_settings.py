"""Passkeys of staff; what an invitation is about; what a town sets for itself."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

EMPTY = {
    "home_themes": postgresql.ARRAY(sa.Text()),
    "theme_labels": postgresql.JSONB(),
    "ask_texts": postgresql.JSONB(),
    "colours": postgresql.JSONB(),
}
OPTIONAL = {
    "logo": sa.LargeBinary(),
    "logo_digest": sa.Text(),
    "logo_width": sa.Integer(),
    "logo_height": sa.Integer(),
}


def upgrade() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("signed", sa.BigInteger(), nullable=False),
        sa.Column("transports", postgresql.ARRAY(sa.TEXT()), server_default="{}", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("used_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("copied_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["staff_user.id"], name=op.f("fk_passkey_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index("ix_passkey_user", "passkey", ["user_id"])
    op.add_column("invitation", sa.Column("about", sa.Uuid(), nullable=True))
    for name, kind in EMPTY.items():
        op.add_column("municipality", sa.Column(name, kind, server_default="{}", nullable=False))
    op.add_column("municipality", sa.Column("takes_whatsapp", sa.Boolean(), server_default="true", nullable=False))
    for name, kind in OPTIONAL.items():
        op.add_column("municipality", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for name in (*OPTIONAL, "takes_whatsapp", *EMPTY):
        op.drop_column("municipality", name)
    op.drop_column("invitation", "about")
    op.drop_table("passkey")
