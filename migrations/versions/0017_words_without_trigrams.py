"""The words of a town are looked through in the process; nobody asks their index of letters any more."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_search_word_trgm", table_name="search_word")


def downgrade() -> None:
    op.create_index(
        "ix_search_word_trgm",
        "search_word",
        ["municipality_id", "word"],
        postgresql_using="gin",
        postgresql_ops={"word": "gin_trgm_ops"},
    )
