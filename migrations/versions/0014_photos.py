"""Photos of places and activities, in several widths."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "photo",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid()),
        sa.Column("activity_id", sa.Uuid()),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alt", postgresql.JSONB(), nullable=False),
        sa.Column("credit", sa.Text(), server_default="", nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("is_public", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("added_by", sa.Uuid()),
        sa.Column("added_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("num_nonnulls(place_id, activity_id) = 1", name=op.f("ck_photo_one_owner")),
        sa.CheckConstraint("alt ? 'nl'", name=op.f("ck_photo_alt")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_photo_size")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_photo_municipality_id"), ondelete="CASCADE"
        ),
        *(
            sa.ForeignKeyConstraint(
                ["municipality_id", f"{owner}_id"],
                [f"{owner}.municipality_id", f"{owner}.id"],
                name=op.f(f"fk_photo_municipality_id_{owner}_id"),
                ondelete="CASCADE",
            )
            for owner in ("place", "activity")
        ),
        sa.ForeignKeyConstraint(["added_by"], ["staff_user.id"], name=op.f("fk_photo_added_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_photo")),
        sa.UniqueConstraint("id", name=op.f("uq_photo_id")),
    )
    op.create_index("ix_photo_place", "photo", ["municipality_id", "place_id"])
    op.create_index("ix_photo_activity", "photo", ["municipality_id", "activity_id"])
    op.create_table(
        "photo_picture",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('webp', 'jpg')", name=op.f("ck_photo_picture_kind")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "photo_id"],
            ["photo.municipality_id", "photo.id"],
            name=op.f("fk_photo_picture_municipality_id_photo_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "photo_id", "kind", "width", name=op.f("pk_photo_picture")),
    )
    op.create_index("ix_photo_picture_photo", "photo_picture", ["photo_id"])
    # What is compressed already is not compressed once more.
    op.execute("ALTER TABLE photo_picture ALTER COLUMN content SET STORAGE EXTERNAL")


def downgrade() -> None:
    op.drop_table("photo_picture")
    op.drop_table("photo")
