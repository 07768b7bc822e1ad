"""How much ground each team has, kept by the database: to add it up for every question takes longer than to route it."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

CHANGES = (("insert", "NEW"), ("delete", "OLD"), ("update", "NEW"), ("update", "OLD"))

# NULL without any ground. A chosen neighbourhood that is not there (any more) is a piece without size.
MEASURE = """
    UPDATE team SET ground_size = measured.size
    FROM (SELECT owner.municipality_id, owner.id, (
              SELECT CAST(sum(coalesce(piece.size, chosen.size, 0)) AS bigint)
              FROM routing_area AS piece
              LEFT JOIN neighbourhood AS chosen
                  ON chosen.municipality_id = piece.municipality_id AND chosen.code = piece.neighbourhood_code
              WHERE piece.municipality_id = owner.municipality_id AND piece.team_id = owner.id
          ) AS size FROM team AS owner WHERE (owner.municipality_id, owner.id) IN ({owners})) AS measured
    WHERE (team.municipality_id, team.id) = (measured.municipality_id, measured.id)
        AND team.ground_size IS DISTINCT FROM measured.size
"""
OWNERS = {
    "routing_area": "SELECT municipality_id, team_id FROM changed",
    "neighbourhood": """
        SELECT piece.municipality_id, piece.team_id FROM changed
        JOIN routing_area AS piece
            ON piece.municipality_id = changed.municipality_id AND piece.neighbourhood_code = changed.code
    """,
}


def upgrade() -> None:
    op.add_column("team", sa.Column("ground_size", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_team_everywhere",
        "team",
        ["municipality_id", "topics"],
        postgresql_using="gin",
        postgresql_where=sa.text("ground_size IS NULL"),
    )
    for table, owners in OWNERS.items():
        op.execute(
            f"CREATE FUNCTION measure_by_{table}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN {MEASURE.format(owners=owners)}; RETURN NULL; END $$"
        )
        for event, rows in CHANGES:
            op.execute(
                f"CREATE TRIGGER measure_{event}_{rows.lower()} AFTER {event.upper()} ON {table}"
                f" REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION measure_by_{table}()"
            )
    op.execute(MEASURE.format(owners="SELECT municipality_id, team_id FROM routing_area"))


def downgrade() -> None:
    for table in OWNERS:
        for event, rows in CHANGES:
            op.execute(f"DROP TRIGGER measure_{event}_{rows.lower()} ON {table}")
        op.execute(f"DROP FUNCTION measure_by_{table}()")
    op.drop_index("ix_team_everywhere", "team")
    op.drop_column("team", "ground_size")
