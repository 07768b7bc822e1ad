"""Collections by the coordinator, and the sites that may show a town inside their pages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

SLUG_FORM = "slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'"
ORIGIN_FORM = "origin ~ '^https?://[a-z0-9.-]+(:[0-9]+)?$'"
VISIBLE = ("collection", "collection_text", "collection_part")
EVENTS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}


def upgrade() -> None:
    op.create_table(
        "collection",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("former_slugs", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("themes", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_ladder", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("published", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint(SLUG_FORM, name=op.f("ck_collection_slug_form")),
        of_town("collection"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_collection")),
        sa.UniqueConstraint("municipality_id", "slug", name=op.f("uq_collection_municipality_id_slug")),
    )
    op.create_table(
        "collection_text",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("intro", sa.Text(), server_default="", nullable=False),
        sa.Column("words", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("made_by", sa.Text(), server_default="person", nullable=False),
        sa.CheckConstraint(
            "made_by = 'person' OR made_by = 'machine' AND language <> 'nl'", name=op.f("ck_collection_text_made_by")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_collection_text_version")),
        of("collection_text", "collection"),
        sa.PrimaryKeyConstraint("municipality_id", "collection_id", "language", name=op.f("pk_collection_text")),
    )
    op.create_table(
        "collection_part",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("place_id IS NULL OR activity_id IS NULL", name=op.f("ck_collection_part_one_thing")),
        *(of("collection_part", owner) for owner in ("collection", "place", "activity")),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_collection_part")),
        *(
            sa.UniqueConstraint(
                "municipality_id",
                "collection_id",
                f"{owner}_id",
                name=op.f(f"uq_collection_part_municipality_id_collection_id_{owner}_id"),
            )
            for owner in ("place", "activity")
        ),
    )
    for owner in ("place", "activity"):
        op.create_index(f"ix_collection_part_{owner}", "collection_part", ["municipality_id", f"{owner}_id"])
    for table in VISIBLE:
        for event, rows in EVENTS.items():
            op.execute(
                f"CREATE TRIGGER bump_{event} AFTER {event.upper()} ON {table}"
                f" REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION bump_content_version()"
            )
    op.create_table(
        "embed_origin",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint(ORIGIN_FORM, name=op.f("ck_embed_origin_origin_form")),
        of_town("embed_origin"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_embed_origin")),
        sa.UniqueConstraint("municipality_id", "origin", name=op.f("uq_embed_origin_municipality_id_origin")),
    )


def of_town(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id"], ["municipality.id"], name=op.f(f"fk_{table}_municipality_id"), ondelete="CASCADE"
    )


def of(table: str, owner: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", f"{owner}_id"],
        [f"{owner}.municipality_id", f"{owner}.id"],
        name=op.f(f"fk_{table}_municipality_id_{owner}_id"),
        ondelete="CASCADE",
    )


def downgrade() -> None:
    for table in ("embed_origin", "collection_part", "collection_text", "collection"):
        op.drop_table(table)
