"""Reading teams, rules and working time, and routing: PostGIS says which areas hold the spot, the rules decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, RowMapping, Uuid, bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from webapp.areas.models import Municipality, Neighbourhood
from webapp.core import clock
from webapp.core.errors import NotFound
from webapp.core.postgis import SRID
from webapp.extensions import db
from webapp.schedule.holidays import closed_days
from webapp.schedule.models import StoredClosure
from webapp.schedule.queries import get_ticks
from webapp.teams import rules
from webapp.teams.models import RoutingArea, RoutingRule, Team, TeamMember
from webapp.teams.rules import Asked, Decision, RuleView, Spot, TeamView, Where

YEARS_AHEAD = 2  # of which the holidays are known

# ---------------------------------------------------------------- teams


def list_teams(municipality: Municipality, *, with_inactive: bool = False) -> Sequence[Team]:
    """By name; the same name by slug."""
    statement = select(Team).where(Team.municipality_id == municipality.id).order_by(Team.name, Team.slug)
    return db.session.scalars(statement if with_inactive else statement.where(Team.is_active)).all()


def get_team(municipality: Municipality, team_id: UUID) -> Team:
    team = db.session.get(Team, (municipality.id, team_id))
    if team is None:
        raise NotFound
    return team


def find_team_by_slug(municipality: Municipality, slug: str) -> Team | None:
    return db.session.scalar(select(Team).where(Team.municipality_id == municipality.id, Team.slug == slug))


def find_triage_team(municipality: Municipality) -> Team | None:
    return db.session.scalar(select(Team).where(Team.municipality_id == municipality.id, Team.is_triage))


def is_reachable(municipality: Municipality) -> bool:
    """Whether any team of the town can get a question; if not, its phone number stands in place of the form."""
    can_be_reached = Team.is_active & Team.email.is_not(None)
    statement = select(Team.id).where(Team.municipality_id == municipality.id, can_be_reached).limit(1)
    return db.session.scalar(statement) is not None


def list_team_ids_of(municipality: Municipality, user_id: UUID) -> Sequence[UUID]:
    """The teams that somebody of the staff works in, inactive ones too: what was asked of them stays theirs."""
    statement = select(TeamMember.team_id).where(
        TeamMember.municipality_id == municipality.id, TeamMember.user_id == user_id
    )
    return db.session.scalars(statement.order_by(TeamMember.team_id)).all()


def list_member_ids(municipality: Municipality, team_id: UUID) -> Sequence[UUID]:
    statement = select(TeamMember.user_id).where(
        TeamMember.municipality_id == municipality.id, TeamMember.team_id == team_id
    )
    return db.session.scalars(statement.order_by(TeamMember.user_id)).all()


@dataclass(frozen=True)
class RuleLine:
    """A rule with what it asks for, to be read by a person."""

    rule: RoutingRule
    team: Team
    areas: Sequence[RoutingArea]


def list_rules(municipality: Municipality) -> list[RuleLine]:
    """In the order of trying."""
    areas: dict[UUID | None, list[RoutingArea]] = {}
    of_rules = select(RoutingArea).where(
        RoutingArea.municipality_id == municipality.id, RoutingArea.rule_id.is_not(None)
    )
    for area in db.session.scalars(of_rules.order_by(RoutingArea.neighbourhood_code, RoutingArea.id)):
        areas.setdefault(area.rule_id, []).append(area)
    same_team = (Team.municipality_id == RoutingRule.municipality_id) & (Team.id == RoutingRule.team_id)
    rows = db.session.execute(
        select(RoutingRule, Team)
        .join(Team, same_team)
        .where(RoutingRule.municipality_id == municipality.id)
        .order_by(RoutingRule.number)
    )
    return [RuleLine(rule, team, areas.get(rule.id, [])) for rule, team in rows]


def list_areas(municipality: Municipality, team_id: UUID) -> Sequence[RoutingArea]:
    """Of a team; chosen neighbourhoods by code, then what was drawn."""
    return db.session.scalars(
        select(RoutingArea)
        .where(RoutingArea.municipality_id == municipality.id, RoutingArea.team_id == team_id)
        .order_by(RoutingArea.neighbourhood_code, RoutingArea.id)
    ).all()


def list_lost_codes(municipality: Municipality) -> Sequence[str]:
    """Wijken and buurten that teams or rules have chosen and that are not there (any more)."""
    is_there = (
        select(Neighbourhood.code)
        .where(Neighbourhood.municipality_id == municipality.id, Neighbourhood.code == RoutingArea.neighbourhood_code)
        .exists()
    )
    chosen = RoutingArea.neighbourhood_code
    return [
        code
        for code in db.session.scalars(
            select(chosen)
            .where(RoutingArea.municipality_id == municipality.id, chosen.is_not(None), ~is_there)
            .distinct()
            .order_by(chosen)
        )
        if code is not None
    ]


# ---------------------------------------------------------------- working time


def get_closed_days(municipality: Municipality, moment: datetime) -> frozenset[date]:
    """On which no team works: the holidays that the town ticked, and closures of the whole town. Dutch days."""
    today = clock.local(moment).date()
    years = range(today.year - 1, today.year + YEARS_AHEAD)
    whole_town = StoredClosure.place_id.is_(None) & StoredClosure.organisation_id.is_(None)
    rows = db.session.execute(
        select(StoredClosure.first_day, StoredClosure.last_day).where(
            StoredClosure.municipality_id == municipality.id,
            StoredClosure.last_day >= today - timedelta(days=7),
            whole_town,
        )
    )
    closures = (first + timedelta(days=number) for first, last in rows for number in range((last - first).days + 1))
    return frozenset(closed_days(years, get_ticks(municipality.id))) | frozenset(closures)


# ---------------------------------------------------------------- routing

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
_LOOK_AT_A_POINT, _LOOK_IN_A_NEIGHBOURHOOD, _LOOK_NOWHERE = (
    text(ground + _SITUATION) for ground in (_AT_A_POINT, _IN_A_NEIGHBOURHOOD, _NOWHERE)
)

# Only teams that may have a say: of a town with thousands of them a handful is read, each by its key (which the
# LIMIT in the laterals makes sure of: the planner takes a recursion for many rows).
_CANDIDATES = text("""
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


def route(municipality: Municipality, asked: Asked, moment: datetime) -> Decision:  # noqa: ARG001
    """The one owner and why, in two statements. Raises NoTeam where the town has no team.

    The moment changes nothing so far: a team gets its questions while it is closed too, and reads them when it is back.
    """
    spot, covering, fitting = _situation(municipality, asked)
    teams = _candidates(municipality, asked.topic, spot, covering, [rule.team_id for rule in fitting])
    return rules.decide(asked, spot, teams, fitting)


def _situation(municipality: Municipality, asked: Asked) -> tuple[Spot, list[UUID], list[RuleView]]:
    """Where it is, the teams with an area there, and the rules that have none or one there.

    A position outside the town leaves the neighbourhood that was named, if there is one.
    """
    row = _look(municipality, asked)
    if not row.is_here and asked.position is not None and asked.neighbourhood:
        row = _look(municipality, Asked(neighbourhood=asked.neighbourhood))
    if row.is_here:
        spot = Spot(Where.KNOWN, row.name or "")
    else:
        spot = Spot(Where.OUTSIDE if asked.position is not None else Where.UNKNOWN)
    return spot, list(row.covering), [_rule_view(values) for values in row.rules or ()]


def _look(municipality: Municipality, asked: Asked) -> Row[Any]:
    if asked.position is not None:
        spot = {"lon": asked.position.lon, "lat": asked.position.lat, "srid": SRID}
        return db.session.execute(_LOOK_AT_A_POINT, {"town": municipality.id, **spot}).one()
    if asked.neighbourhood:
        return db.session.execute(
            _LOOK_IN_A_NEIGHBOURHOOD, {"town": municipality.id, "code": asked.neighbourhood}
        ).one()
    return db.session.execute(_LOOK_NOWHERE, {"town": municipality.id}).one()


def _rule_view(values: Sequence[Any]) -> RuleView:
    number, team_id, topics, languages, is_bound = values
    return RuleView(number, UUID(team_id), frozenset(topics), frozenset(languages), is_bound, covers=is_bound)


def _candidates(
    municipality: Municipality, topic: str | None, spot: Spot, covering: list[UUID], named: list[UUID]
) -> list[TeamView]:
    values = {
        "town": municipality.id,
        "topic": topic,
        "is_unclear": spot.where != Where.KNOWN,
        "covering": covering,
        "chosen": [*covering, *named],
    }
    return [_team_view(row) for row in db.session.execute(_CANDIDATES, values).mappings()]


def _team_view(row: RowMapping) -> TeamView:
    return TeamView(**{**row, "topics": frozenset(row["topics"])})
