"""What the database keeps right by itself: content versions, the neighbourhood of a place, outlines as GeoJSON."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Tables whose rows a visitor can see; each has a municipality_id.
VISIBLE = ("organisation", "place", "place_text", "activity", "activity_text", "slot", "neighbourhood")
EVENTS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}

BUMP = """
CREATE FUNCTION bump_content_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO content_version (municipality_id)
    SELECT DISTINCT changed.municipality_id FROM changed
    JOIN municipality ON municipality.id = changed.municipality_id
    ON CONFLICT (municipality_id) DO UPDATE SET version = content_version.version + 1;
    RETURN NULL;
END $$
"""

BUMP_MUNICIPALITY = """
CREATE FUNCTION bump_own_content_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO content_version (municipality_id) VALUES (NEW.id)
    ON CONFLICT (municipality_id) DO UPDATE SET version = content_version.version + 1;
    RETURN NULL;
END $$
"""

# The smallest area that covers the point: a buurt where there is one, else the wijk.
NEIGHBOURHOOD_AT = """
CREATE FUNCTION neighbourhood_at(town integer, place_point geometry) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT code FROM neighbourhood
    WHERE municipality_id = town AND ST_Covers(boundary, place_point)
    ORDER BY level = 'wijk', code LIMIT 1
$$
"""

SET_NEIGHBOURHOOD = """
CREATE FUNCTION set_neighbourhood() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.neighbourhood_code := neighbourhood_at(NEW.municipality_id, NEW.point);
    RETURN NEW;
END $$
"""

RESET_NEIGHBOURHOODS = """
CREATE FUNCTION reset_neighbourhoods() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE place SET neighbourhood_code = found.code
    FROM (SELECT p.municipality_id, p.id, neighbourhood_at(p.municipality_id, p.point) AS code
          FROM place p WHERE p.municipality_id IN (SELECT municipality_id FROM changed)) AS found
    WHERE (place.municipality_id, place.id) = (found.municipality_id, found.id)
      AND place.neighbourhood_code IS DISTINCT FROM found.code;
    RETURN NULL;
END $$
"""

# GeoJSON of one area. Simplified to about 5 m and written with 5 decimals (1 m): to look at, not a legal boundary.
OUTLINE = """
CREATE FUNCTION outline(level text, code text, name text, approximate boolean, boundary geometry)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT '{"type":"Feature","geometry":' || ST_AsGeoJSON(ST_SimplifyPreserveTopology(boundary, 0.00005), 5)
        || ',"properties":'
        || json_build_object('level', level, 'code', code, 'name', name, 'approximate', approximate)::text || '}'
$$
"""


def upgrade() -> None:
    for function in (BUMP, BUMP_MUNICIPALITY, NEIGHBOURHOOD_AT, SET_NEIGHBOURHOOD, RESET_NEIGHBOURHOODS, OUTLINE):
        op.execute(function)
    for table in VISIBLE:
        for event, rows in EVENTS.items():
            _statement_trigger(f"bump_{event}", table, event, rows, "bump_content_version")
    for event, rows in EVENTS.items():
        _statement_trigger(f"reset_{event}", "neighbourhood", event, rows, "reset_neighbourhoods")
    op.execute(
        "CREATE TRIGGER bump AFTER INSERT OR UPDATE ON municipality"
        " FOR EACH ROW EXECUTE FUNCTION bump_own_content_version()"
    )
    op.execute(
        "CREATE TRIGGER set_neighbourhood BEFORE INSERT OR UPDATE OF point, municipality_id ON place"
        " FOR EACH ROW EXECUTE FUNCTION set_neighbourhood()"
    )


def _statement_trigger(name: str, table: str, event: str, rows: str, function: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table}"
        f" REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    )


def downgrade() -> None:
    for table in VISIBLE:
        for event in EVENTS:
            op.execute(f"DROP TRIGGER bump_{event} ON {table}")
    for event in EVENTS:
        op.execute(f"DROP TRIGGER reset_{event} ON neighbourhood")
    op.execute("DROP TRIGGER bump ON municipality")
    op.execute("DROP TRIGGER set_neighbourhood ON place")
    for function in (
        "bump_content_version()",
        "bump_own_content_version()",
        "neighbourhood_at(integer, geometry)",
        "set_neighbourhood()",
        "reset_neighbourhoods()",
        "outline(text, text, text, boolean, geometry)",
    ):
        op.execute(f"DROP FUNCTION {function}")
