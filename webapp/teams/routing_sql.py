"""The statement of routing, one for each way to name a spot: what holds it, which rules and which teams have a say.

Teams that have a say about any of the topics are read: which of them gets a question is for the rules. With them comes
when no team works, of which a promise is made.
"""

from sqlalchemy import text

from webapp.core.postgis import SRID
from webapp.core.statements import Made
from webapp.teams import closed

# The pieces of ground that hold the spot: drawn ones, and wijken and buurten that were chosen. Of drawn ones all towns
# are asked: a handful lies there, where a town may have thousands.
_AT_A_POINT = """
    town AS (
        SELECT boundary IS NULL OR ST_Covers(boundary, {point}) AS is_here FROM municipality WHERE id = :town
    ), here AS MATERIALIZED (
        SELECT code, name, level FROM neighbourhood
        WHERE municipality_id = :town AND ST_Covers(boundary, {point})
    ), drawn AS MATERIALIZED (
        SELECT municipality_id, team_id, rule_id FROM routing_area WHERE ST_Covers(area, {point})
    ), covering AS MATERIALIZED (
        SELECT team_id, rule_id FROM drawn WHERE municipality_id = :town
        UNION
        SELECT team_id, rule_id FROM here
        JOIN routing_area ON municipality_id = :town AND neighbourhood_code = here.code
    )
"""

# Of a neighbourhood only its outline is known: who serves more than half of it, with all pieces together, serves it.
_IN_A_NEIGHBOURHOOD = """
    here AS MATERIALIZED (
        SELECT code, name, level, boundary FROM neighbourhood WHERE municipality_id = :town AND code = :code
    ), town AS (SELECT EXISTS (SELECT FROM here) AS is_here), pieces AS (
        SELECT team_id, rule_id, area AS piece FROM here
        JOIN routing_area ON municipality_id = :town AND area && here.boundary
        UNION ALL
        SELECT team_id, rule_id, part.boundary FROM here
        JOIN neighbourhood AS part ON part.municipality_id = :town AND part.boundary && here.boundary
        JOIN routing_area ON routing_area.municipality_id = :town AND neighbourhood_code = part.code
    ), covering AS MATERIALIZED (
        SELECT team_id, rule_id FROM pieces, here GROUP BY team_id, rule_id, here.boundary
        HAVING ST_Area(ST_Intersection(ST_Union(piece), here.boundary)) > ST_Area(here.boundary) / 2
    )
"""

_NOWHERE = """
    here AS (SELECT NULL AS code, NULL AS name, NULL AS level WHERE false), town AS (SELECT false AS is_here),
    covering AS (SELECT CAST(NULL AS uuid) AS team_id, CAST(NULL AS uuid) AS rule_id WHERE false)
"""

# Only teams that may have a say: of a town with thousands of them a handful is read, each by its key (which the
# LIMIT in the laterals makes sure of: the planner takes a recursion for many rows).
_SITUATION = f"""
    , fitting AS MATERIALIZED (
        SELECT number, team_id, topics, languages, is_bound
        FROM routing_rule, LATERAL (SELECT EXISTS (
            SELECT FROM routing_area WHERE municipality_id = :town AND rule_id = routing_rule.id
        ) AS is_bound) AS ground
        WHERE municipality_id = :town AND (NOT is_bound OR id IN (SELECT rule_id FROM covering))
    ), first AS (  /* an array, of which the planner expects ten: it would expect thousands of rows */
        SELECT ARRAY(
            SELECT id FROM team WHERE municipality_id = :town AND is_triage
            UNION ALL
            SELECT team_id FROM covering WHERE team_id IS NOT NULL
            UNION ALL
            SELECT team_id FROM fitting
            UNION ALL
            SELECT id FROM team
            WHERE municipality_id = :town AND topics && CAST(:topics AS text[]) AND ground_size IS NULL
            UNION ALL
            SELECT id FROM team
            WHERE municipality_id = :town AND topics && CAST(:topics AS text[]) AND ground_size IS NOT NULL
                AND NOT (SELECT is_here FROM town)
            UNION ALL
            (SELECT id FROM team WHERE municipality_id = :town AND is_active AND email IS NOT NULL
             ORDER BY slug LIMIT 1)
        ) AS ids
    ), wanted AS (
        SELECT team.id, team.deputy_id FROM first, unnest(first.ids) AS given (id), LATERAL (
            SELECT id, deputy_id FROM team WHERE municipality_id = :town AND id = given.id LIMIT 1
        ) AS team
        UNION
        SELECT deputy.id, deputy.deputy_id FROM wanted, LATERAL (
            SELECT id, deputy_id FROM team WHERE municipality_id = :town AND id = wanted.deputy_id LIMIT 1
        ) AS deputy
    ), candidates AS (
        SELECT team.*, ground_size IS NOT NULL AS is_bound, coalesce(ground_size, 0) AS size,
            EXISTS (SELECT FROM covering WHERE covering.team_id = team.id) AS covers
        FROM wanted, LATERAL (
            SELECT id, slug, name, is_triage, is_active, email, deputy_id, topics, hours, answer_days, unread_hours,
                ground_size
            FROM team WHERE municipality_id = :town AND id = wanted.id LIMIT 1
        ) AS team
    )
    SELECT (SELECT is_here FROM town) AS is_here,
        (SELECT name FROM here ORDER BY level, code LIMIT 1) AS name,  /* a buurt before its wijk */
        (SELECT code FROM here ORDER BY level, code LIMIT 1) AS code,
        (SELECT jsonb_agg(fitting) FROM fitting) AS rules,
        (SELECT jsonb_agg(candidates) FROM candidates) AS teams,
        {closed.COLUMNS}
"""


def _look(ground: str) -> str:
    return f"WITH RECURSIVE {ground} {_SITUATION}"


def _at(lon: str, lat: str) -> str:
    return _AT_A_POINT.format(point=f"ST_SetSRID(ST_MakePoint({lon}, {lat}), {SRID})")


LOOK_AT_A_POINT = Made(text(_look(_at(":lon", ":lat"))))
LOOK_IN_A_NEIGHBOURHOOD = Made(text(_look(_IN_A_NEIGHBOURHOOD)))
LOOK_NOWHERE = Made(text(_look(_NOWHERE)))
# Of many points, in their order.
LOOK_AT_POINTS = Made(
    text(f"""
    SELECT found.* FROM unnest(CAST(:lons AS float8[]), CAST(:lats AS float8[]))
        WITH ORDINALITY AS spot (lon, lat, number), LATERAL ({_look(_at("spot.lon", "spot.lat"))}) AS found
    ORDER BY number
""")
)
