"""Who serves what ground, for one topic: the gaps in which nobody does, and where equal teams overlap."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.teams.checks import MOST_RULES
from webapp.teams.queries import list_teams
from webapp.teams.rules import TeamView, takers

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
    others go first everywhere; None: the whole town, whose outline is not known. `instead_of` is the team whose ground
    it is, where that takes no questions now."""

    team_id: UUID
    instead_of: UUID | None
    rule: int | None
    square_metres: float | None
    geojson: str


# `rank` as in rules._how_specific: 1 names the topic in an area, 2 names it in the whole town, 3 helps with everything
# in an area. A rule without a language gives its ground to its team before all of them. `taker` is who gets what is for
# the team (rules.takers): none where nobody but the triage team can, which leaves a gap.
_SERVED = """
    WITH town AS (SELECT boundary FROM municipality WHERE id = :town), pieces AS (
        SELECT owner.team_id, owner.rule_id, coalesce(owner.area, chosen.boundary) AS piece,
            coalesce(owner.size, chosen.size) AS size
        FROM routing_area AS owner
        LEFT JOIN neighbourhood AS chosen ON chosen.municipality_id = :town AND chosen.code = owner.neighbourhood_code
        WHERE owner.municipality_id = :town
    ), takers AS (
        SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:takers AS uuid[])) AS known (team_id, taker)
    ), of_teams AS (
        SELECT id, taker, slug, cardinality(topics) AS topics, CAST(sum(size) AS bigint) AS size,
            CASE WHEN :topic = ANY(topics) THEN 1 ELSE 3 END AS rank, ST_Union(piece) AS ground
        FROM team JOIN pieces ON pieces.team_id = team.id JOIN takers ON takers.team_id = team.id
        WHERE municipality_id = :town AND (topics = '{}' OR :topic = ANY(topics))
        GROUP BY id, taker, slug, topics
        UNION ALL
        SELECT id, taker, slug, cardinality(topics), 0, 2, (SELECT boundary FROM town)
        FROM team JOIN takers ON takers.team_id = team.id
        WHERE municipality_id = :town AND :topic = ANY(topics) AND NOT EXISTS (
            SELECT FROM routing_area WHERE municipality_id = :town AND team_id = team.id
        )
    ), of_rules AS (
        SELECT rule.number, rule.team_id, takers.taker, coalesce(
            ST_Union(piece), CASE WHEN count(*) FILTER (WHERE pieces.rule_id IS NOT NULL) = 0 THEN town.boundary END
        ) AS ground, count(*) FILTER (WHERE pieces.rule_id IS NOT NULL) = 0 AS is_everywhere
        FROM town, routing_rule AS rule
        JOIN takers ON takers.team_id = rule.team_id
        LEFT JOIN pieces ON pieces.rule_id = rule.id
        WHERE rule.municipality_id = :town AND rule.languages = '{}'
            AND (rule.topics = '{}' OR :topic = ANY(rule.topics))
        GROUP BY rule.id, rule.number, rule.team_id, takers.taker, town.boundary
    )
"""

# One after the other as routing tries them (rules._how_specific); where the first of them has nobody is a gap too.
_GAPS = text(
    _SERVED
    + """
    , claims AS (
        SELECT number - :most_rules AS turn, taker, ground FROM of_rules
        UNION ALL
        SELECT row_number() OVER (ORDER BY rank, size, topics, slug), taker, ground FROM of_teams
    ), lost AS (
        SELECT ST_Union(coalesce(ST_Difference(ground, (
            SELECT ST_Union(ground) FROM claims AS before WHERE before.turn < claims.turn AND before.taker IS NOT NULL
        )), ground)) AS ground FROM claims WHERE taker IS NULL
    ), served AS (
        SELECT coalesce(ST_Difference(ST_Union(claims.ground), lost.ground), ST_Union(claims.ground)) AS ground
        FROM lost, claims GROUP BY lost.ground
    )
    SELECT ST_Area(CAST(gap AS geography)) AS square_metres, ST_AsGeoJSON(gap, 7) AS geojson
    FROM (
        SELECT (ST_Dump(coalesce(ST_Difference(boundary, (SELECT ground FROM served)), boundary))).geom AS gap FROM town
    ) AS gaps
    WHERE ST_Dimension(gap) = 2 AND ST_Area(CAST(gap AS geography)) >= :least
    ORDER BY square_metres DESC, geojson
    """
)

_OVERLAPS = text(
    _SERVED
    + """
    , pairs AS (
        SELECT one.taker AS first, other.taker AS second, one.slug AS slug, other.slug AS other_slug,
            ST_CollectionExtract(coalesce(
                ST_Intersection(ST_Intersection(one.ground, other.ground), town.boundary),
                ST_Intersection(one.ground, other.ground)
            ), 3
        ) AS shared
        FROM of_teams AS one
        JOIN of_teams AS other ON one.slug < other.slug AND one.rank = other.rank AND one.ground && other.ground
            AND one.taker <> other.taker
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
        SELECT number - :most_rules AS rank, team_id, taker, number AS rule, ground, is_everywhere, '' AS slug
        FROM of_rules
        UNION ALL
        SELECT rank, id, taker, NULL, ground, rank = 2, slug FROM of_teams
    ), won AS (
        SELECT rank, team_id, taker, rule, slug, ground IS NULL AS is_unknown, ST_CollectionExtract(ST_Difference(
            coalesce(ST_Intersection(ground, town.boundary), ground),
            coalesce((SELECT ST_Union(ground) FROM claims AS before WHERE before.rank < claims.rank),
                     ST_GeomFromText('POLYGON EMPTY', ST_SRID(ground)))
        ), 3) AS ground
        FROM claims, town WHERE ground IS NOT NULL OR is_everywhere
    )
    SELECT taker AS team_id, nullif(team_id, taker) AS instead_of, rule,
        CASE WHEN is_unknown THEN NULL ELSE ST_Area(CAST(ground AS geography)) END AS square_metres,
        coalesce(ST_AsGeoJSON(ST_SimplifyPreserveTopology(ground, 0.00005), 5), '') AS geojson
    FROM won WHERE taker IS NOT NULL ORDER BY rank, slug
    """
)


def list_served(municipality: Municipality, topic: str) -> list[Served]:
    """Rules in their order, then teams: who names the topic in an area, who names it, who helps with everything. An
    empty topic is that of questions without one. Rules for some languages only are left out."""
    return [_served(row) for row in db.session.execute(_GROUNDS, _values(municipality, topic))]


def _values(municipality: Municipality, topic: str) -> dict[str, Any]:
    views = [
        TeamView(team.id, team.slug, team.name, False, team.is_active, team.email is not None, team.deputy_id)
        for team in list_teams(municipality, with_inactive=True)
    ]
    known = takers(views)
    return {
        "town": municipality.id,
        "topic": topic,
        "most_rules": MOST_RULES + 1,
        "least": MIN_SQUARE_METRES,
        "ids": list(known),
        "takers": list(known.values()),
    }


def _served(row: Row[Any]) -> Served:
    if row.square_metres is not None and row.square_metres < MIN_SQUARE_METRES:
        return Served(row.team_id, row.instead_of, row.rule, 0.0, "")
    return Served(row.team_id, row.instead_of, row.rule, row.square_metres, row.geojson)


def list_gaps(municipality: Municipality, topic: str) -> list[Patch]:
    """Connected pieces of the town whose questions about this topic go to the triage team for want of another; the
    largest first. None where the outline of the town is not known."""
    values = _values(municipality, topic)
    return [Patch(row.square_metres, row.geojson) for row in db.session.execute(_GAPS, values)]


def list_overlaps(municipality: Municipality, topic: str) -> list[Patch]:
    """Ground that two teams serve on equal terms, so that only size or name tells who gets a question; the largest
    first, one for each two teams. A team for the topic above a team for everything is no overlap but meant so."""
    values = _values(municipality, topic)
    return [
        Patch(row.square_metres, row.geojson, (row.first, row.second)) for row in db.session.execute(_OVERLAPS, values)
    ]
