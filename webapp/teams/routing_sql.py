"""The two statements of routing: what holds the spot (one for each way to name a spot), and which teams have a say."""

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

_POINT = "ST_SetSRID(ST_MakePoint(:lon, :lat), :srid)"

# The pieces of ground that hold the spot: drawn ones, and wijken and buurten that were chosen.
_AT_A_POINT = f"""
    WITH town AS (
        SELECT boundary IS NULL OR ST_Covers(boundary, {_POINT}) AS is_here FROM municipality WHERE id = :town
    ), here AS MATERIALIZED (
        SELECT code, name, level FROM neighbourhood
        WHERE municipality_id = :town AND ST_Covers(boundary, {_POINT})
    ), covering AS MATERIALIZED (
        SELECT team_id, rule_id FROM routing_area WHERE municipality_id = :town AND ST_Covers(area, {_POINT})
        UNION
        SELECT team_id, rule_id FROM here
        JOIN routing_area ON municipality_id = :town AND neighbourhood_code = here.code
    )
"""

# Of a neighbourhood only its outline is known: who serves more than half of it, with all pieces together, serves it.
_IN_A_NEIGHBOURHOOD = """
    WITH here AS MATERIALIZED (
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
    WITH here AS (SELECT NULL AS code, NULL AS name, NULL AS level WHERE false), town AS (SELECT false AS is_here),
    covering AS (SELECT CAST(NULL AS uuid) AS team_id, CAST(NULL AS uuid) AS rule_id WHERE false)
"""

_SITUATION = """
    SELECT (SELECT is_here FROM town) AS is_here,
        (SELECT name FROM here ORDER BY level, code LIMIT 1) AS name,  -- a buurt before its wijk
        ARRAY(SELECT team_id FROM covering WHERE team_id IS NOT NULL) AS covering,
        (SELECT jsonb_agg(jsonb_build_array(number, team_id, topics, languages, is_bound))
         FROM (
            SELECT number, team_id, topics, languages, EXISTS (
                SELECT FROM routing_area WHERE municipality_id = :town AND rule_id = routing_rule.id
            ) AS is_bound
            FROM routing_rule WHERE municipality_id = :town AND (id IN (SELECT rule_id FROM covering) OR NOT EXISTS (
                SELECT FROM routing_area WHERE municipality_id = :town AND rule_id = routing_rule.id
            ))
         ) AS fitting
        ) AS rules
"""
LOOK_AT_A_POINT, LOOK_IN_A_NEIGHBOURHOOD, LOOK_NOWHERE = (
    text(ground + _SITUATION) for ground in (_AT_A_POINT, _IN_A_NEIGHBOURHOOD, _NOWHERE)
)

# Only teams that may have a say: of a town with thousands of them a handful is read, each by its key (which the
# LIMIT in the laterals makes sure of: the planner takes a recursion for many rows).
CANDIDATES = text("""
    WITH RECURSIVE first AS (
        SELECT id, deputy_id FROM team WHERE municipality_id = :town AND is_triage
        UNION ALL
        SELECT id, deputy_id FROM team WHERE municipality_id = :town AND id = ANY(:chosen)
        UNION ALL
        SELECT id, deputy_id FROM team
        WHERE municipality_id = :town AND :topic = ANY(topics) AND (:is_unclear OR NOT EXISTS (
            SELECT FROM routing_area WHERE municipality_id = :town AND team_id = team.id
        ))
        UNION ALL
        (SELECT id, deputy_id FROM team WHERE municipality_id = :town AND is_active AND email IS NOT NULL
         ORDER BY slug LIMIT 1)
    ), wanted AS (
        SELECT id, deputy_id FROM first
        UNION
        SELECT deputy.id, deputy.deputy_id FROM wanted, LATERAL (
            SELECT id, deputy_id FROM team WHERE municipality_id = :town AND id = wanted.deputy_id LIMIT 1
        ) AS deputy
    )
    SELECT team.*, ground.size IS NOT NULL AS is_bound, team.id = ANY(:covering) AS covers,
        coalesce(ground.size, 0) AS size
    FROM wanted, LATERAL (
        SELECT id, slug, name, is_triage, is_active, email IS NOT NULL AS has_mail, deputy_id, topics
        FROM team WHERE municipality_id = :town AND id = wanted.id LIMIT 1
    ) AS team, LATERAL (
        SELECT CAST(sum(coalesce(piece.size, chosen.size, 0)) AS bigint) AS size
        FROM routing_area AS piece
        LEFT JOIN neighbourhood AS chosen ON chosen.municipality_id = :town AND chosen.code = piece.neighbourhood_code
        WHERE piece.municipality_id = :town AND piece.team_id = team.id
    ) AS ground
""").bindparams(bindparam("covering", type_=ARRAY(Uuid)), bindparam("chosen", type_=ARRAY(Uuid)))
