"""Teams and photos stand on pages too: what changes in them is another version of the town."""

from alembic import op

revision = "0025"
down_revision = "0023"
branch_labels = None
depends_on = None

VISIBLE = ("photo", "team")
EVENTS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}


def upgrade() -> None:
    for table in VISIBLE:
        for event, rows in EVENTS.items():
            op.execute(
                f"CREATE TRIGGER bump_{event} AFTER {event.upper()} ON {table}"
                f" REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION bump_content_version()"
            )


def downgrade() -> None:
    for table in VISIBLE:
        for event in EVENTS:
            op.execute(f"DROP TRIGGER bump_{event} ON {table}")
