"""Who serves what ground, for one topic: the gaps in which nobody does, and where equal teams overlap."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.teams.checks import MOST_RULES

MIN_SQUARE_METRES = 1.0  # what is less is the rounding of coordinates along a shared border


@dataclass(frozen=True)
class Patch:
    """A piece of the town. `team_ids` are those that overlap there, by slug; `geojson` is a Polygon or MultiPolygon
    in degrees, longitude first, with 7 decimals (1 cm)."""

    square_metres: float
    geojson: str
    team_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Served:
    """The ground on which a question about the topic comes to this team before all others, but for those that share it
    on equal terms (see list_overlaps). `rule` is the number of the rule that says so. No ground and no `geojson`:
    others go first everywhere; None: the whole town, whose outline is not known."""

    team_id: UUID
    rule: int | None
    square_metres: float | None
    geojson: str


# `rank` as in rules._how_specific: 1 names the topic in an area, 2 names it in the whole town, 3 helps with everything
# in an area. A rule without a language gives its ground to its team before all of them.
_SERVED = """
    WITH town AS (SELECT boundary FROM municipality WHERE id = :town), pieces AS (
        SELECT owner.team_id, owner.rule_id, coalesce(owner.area, chosen.boundary) AS piece
        FROM routing_area AS owner
        LEFT JOIN neighbourhood AS chosen ON chosen.municipality_id = :town AND chosen.code = owner.neighbourhood_code
        WHERE owner.municipality_id = :town
    ), of_teams AS (
        SELECT id, slug, CASE WHEN :topic = ANY(topics) THEN 1 ELSE 3 END AS rank, ST_Union(piece) AS ground
        FROM team JOIN pieces ON pieces.team_id = team.id
        WHERE municipality_id = :town AND is_active AND (topics = '{}' OR :topic = ANY(topics))
        GROUP BY id, slug, topics
        UNION ALL
        SELECT id, slug, 2, (SELECT boundary FROM town) FROM team
        WHERE municipality_id = :town AND is_active AND :topic = ANY(topics) AND NOT EXISTS (
            SELECT FROM routing_area WHERE municipality_id = :town AND team_id = team.id
        )
    ), of_rules AS (
        SELECT rule.number, rule.team_id, coalesce(
            ST_Union(piece), CASE WHEN count(*) FILTER (WHERE pieces.rule_id IS NOT NULL) = 0 THEN town.boundary END
        ) AS ground, count(*) FILTER (WHERE pieces.rule_id IS NOT NULL) = 0 AS is_everywhere
        FROM town, routing_rule AS rule
        JOIN team ON team.municipality_id = :town AND team.id = rule.team_id AND team.is_active
        LEFT JOIN pieces ON pieces.rule_id = rule.id
        WHERE rule.municipality_id = :town AND rule.languages = '{}'
            AND (rule.topics = '{}' OR :topic = ANY(rule.topics))
        GROUP BY rule.id, rule.number, rule.team_id, town.boundary
    )
"""

_GAPS = text(
    _SERVED
    + """
    SELECT ST_Area(CAST(gap AS geography)) AS square_metres, ST_AsGeoJSON(gap, 7) AS geojson
    FROM (
        SELECT (ST_Dump(coalesce(ST_Difference(boundary, served), boundary))).geom AS gap
        FROM town, (
            SELECT ST_Union(ground) AS served
            FROM (SELECT ground FROM of_teams UNION ALL SELECT ground FROM of_rules) AS all_ground
        ) AS everywhere
    ) AS gaps
    WHERE ST_Dimension(gap) = 2 AND ST_Area(CAST(gap AS geography)) >= :least
    ORDER BY square_metres DESC, geojson
    """
)

_OVERLAPS = text(
    _SERVED
    + """
    , pairs AS (
        SELECT one.id AS first, other.id AS second, one.slug AS slug, other.slug AS other_slug, ST_CollectionExtract(
            coalesce(
                ST_Intersection(ST_Intersection(one.ground, other.ground), town.boundary),
                ST_Intersection(one.ground, other.ground)
            ), 3
        ) AS shared
        FROM of_teams AS one
        JOIN of_teams AS other ON one.slug < other.slug AND one.rank = other.rank AND one.ground && other.ground
        CROSS JOIN town
    )
    SELECT ST_Area(CAST(shared AS geography)) AS square_metres, ST_AsGeoJSON(shared, 7) AS geojson, first, second
    FROM pairs WHERE ST_Area(CAST(shared AS geography)) >= :least
    ORDER BY square_metres DESC, slug, other_slug
    """
)

# Rules go before teams, each before those after it; the outline drawn to 5 m and 1 m is to be looked at.
_GROUNDS = text(
    _SERVED
    + """
    , claims AS (
        SELECT number - :most_rules AS rank, team_id, number AS rule, ground, is_everywhere, '' AS slug FROM of_rules
        UNION ALL
        SELECT rank, id, NULL, ground, rank = 2, slug FROM of_teams
    ), won AS (
        SELECT rank, team_id, rule, slug, ground IS NULL AS is_unknown, ST_CollectionExtract(ST_Difference(
            coalesce(ST_Intersection(ground, town.boundary), ground),
            coalesce((SELECT ST_Union(ground) FROM claims AS before WHERE before.rank < claims.rank),
                     ST_GeomFromText('POLYGON EMPTY', ST_SRID(ground)))
        ), 3) AS ground
        FROM claims, town WHERE ground IS NOT NULL OR is_everywhere
    )
    SELECT team_id, rule, CASE WHEN is_unknown THEN NULL ELSE ST_Area(CAST(ground AS geography)) END AS square_metres,
        coalesce(ST_AsGeoJSON(ST_SimplifyPreserveTopology(ground, 0.00005), 5), '') AS geojson
    FROM won ORDER BY rank, slug
    """
)


def list_served(municipality: Municipality, topic: str) -> list[Served]:
    """Rules in their order, then teams: who names the topic in an area, who names it, who helps with everything. An
    empty topic is that of questions without one. Rules for some languages only are left out."""
    values = {"town": municipality.id, "topic": topic, "most_rules": MOST_RULES + 1}
    return [_served(row) for row in db.session.execute(_GROUNDS, values)]


def _served(row: Row[Any]) -> Served:
    if row.square_metres is not None and row.square_metres < MIN_SQUARE_METRES:
        return Served(row.team_id, row.rule, 0.0, "")
    return Served(row.team_id, row.rule, row.square_metres, row.geojson)


def list_gaps(municipality: Municipality, topic: str) -> list[Patch]:
    """Connected pieces of the town whose questions about this topic go to the triage team for want of another; the
    largest first. None where the outline of the town is not known."""
    values = {"town": municipality.id, "topic": topic, "least": MIN_SQUARE_METRES}
    return [Patch(row.square_metres, row.geojson) for row in db.session.execute(_GAPS, values)]


def list_overlaps(municipality: Municipality, topic: str) -> list[Patch]:
    """Ground that two teams serve on equal terms, so that only size or name tells who gets a question; the largest
    first, one for each two teams. A team for the topic above a team for everything is no overlap but meant so."""
    values = {"town": municipality.id, "topic": topic, "least": MIN_SQUARE_METRES}
    return [
        Patch(row.square_metres, row.geojson, (row.first, row.second)) for row in db.session.execute(_OVERLAPS, values)
    ]
