"""What the database holds: which tables, how many rows, and a number that changes with any of them."""

from collections.abc import Iterator

from sqlalchemy import Connection, Row, text

from webapp.backup.rules import Stock, Table

EXTENSIONS = ("postgis", "pg_trgm", "unaccent", "btree_gin")
# Not those of an extension: they come with it.
_RELATIONS = text("""
    SELECT relname AS name, quote_ident(nspname) || '.' || quote_ident(relname) AS quoted, relkind AS kind
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'S', 'v', 'm') AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
    ORDER BY relname
""")
# The rows in whatever order: a sum of a part of the hash of each.
_TABLE = """
    SELECT count(*) AS rows,
           coalesce(sum(('x' || left(encode(sha256(convert_to(one::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint), 0)
               AS hash
    FROM {table} AS one
"""
_SEQUENCE = "SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM {sequence}"
# The same letters for the same value, whoever asks; and as much time as it takes.
_PREPARE = text("""
    SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO', true),
           set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
           set_config('extra_float_digits', '1', true), set_config('statement_timeout', '0', true),
           set_config('idle_in_transaction_session_timeout', '0', true)
""")


def server_version(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) // 10000


def is_empty(connection: Connection) -> bool:
    return not list(_relations(connection, "rpSvm"))


def list_missing_extensions(connection: Connection) -> list[str]:
    present = set(connection.scalars(text("SELECT extname FROM pg_extension")))
    return [name for name in EXTENSIONS if name not in present]


def find_migration(connection: Connection) -> str | None:
    if not connection.scalar(text("SELECT to_regclass('alembic_version') IS NOT NULL")):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def take_stock(connection: Connection) -> Stock:
    """Of what this transaction sees."""
    connection.execute(_PREPARE)
    tables = {}
    for relation in _relations(connection, "r"):
        row = connection.exec_driver_sql(_TABLE.format(table=relation.quoted)).one()
        tables[relation.name] = Table(row.rows, str(row.hash))
    sequences = {
        relation.name: connection.exec_driver_sql(_SEQUENCE.format(sequence=relation.quoted)).scalar_one()
        for relation in _relations(connection, "S")
    }
    return Stock(server_version(connection), tables, sequences)


def export_snapshot(connection: Connection) -> str:
    """For pg_dump, which then sees what this transaction sees."""
    return str(connection.scalar(text("SELECT pg_export_snapshot()")))


def _relations(connection: Connection, kinds: str) -> Iterator[Row[str, str, str]]:
    return (row for row in connection.execute(_RELATIONS) if row.kind in kinds)
