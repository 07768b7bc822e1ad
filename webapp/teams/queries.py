"""Reading teams, rules and working time, and routing: PostGIS says which areas hold the spot, the rules decide."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, RowMapping, select

from webapp.areas.models import Municipality, Neighbourhood
from webapp.core import clock
from webapp.core.errors import NotFound
from webapp.core.postgis import SRID
from webapp.extensions import db
from webapp.schedule.holidays import closed_days
from webapp.schedule.models import StoredClosure
from webapp.schedule.queries import get_ticks
from webapp.taxonomy.rules import known, terms
from webapp.teams import rules
from webapp.teams.models import RoutingArea, RoutingRule, Team, TeamMember
from webapp.teams.routing_sql import CANDIDATES, LOOK_AT_A_POINT, LOOK_IN_A_NEIGHBOURHOOD, LOOK_NOWHERE
from webapp.teams.rules import Asked, Decision, RuleView, Spot, TeamView, Where
from webapp.teams.working_time import NeverOpen, add_working_time, answer_by

YEARS_AHEAD = 2  # of which the holidays are known
NEIGHBOURHOOD_CODE = re.compile(r"WK[0-9]{6}|BU[0-9]{8}")

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


@dataclass(frozen=True)
class Reach:
    """How residents reach the teams of a town: not at all (then its phone number stands in place of the form), with a
    form, also by WhatsApp."""

    is_reachable: bool
    has_whatsapp: bool


def get_reach(municipality: Municipality) -> Reach:
    """In one statement, of which a town with thousands of teams notices nothing."""
    active = select(Team.id).where(Team.municipality_id == municipality.id, Team.is_active)
    by_mail, by_whatsapp = (active.where(column.is_not(None)).exists() for column in (Team.email, Team.whatsapp))
    has_mail, has_whatsapp = db.session.execute(select(by_mail, by_whatsapp)).one()
    return Reach(has_mail, has_whatsapp and municipality.takes_whatsapp)


def is_reachable(municipality: Municipality) -> bool:
    """Whether any team of the town can get a question."""
    return get_reach(municipality).is_reachable


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


def get_rule(municipality: Municipality, rule_id: UUID) -> RoutingRule:
    rule = db.session.get(RoutingRule, (municipality.id, rule_id))
    if rule is None:
        raise NotFound
    return rule


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


@dataclass(frozen=True)
class Deadlines:
    """UTC: when an answer is there at the latest, and until when a question may lie unread."""

    answer_by: datetime
    unread_until: datetime


def get_deadlines(municipality: Municipality, team: Team, moment: datetime) -> Deadlines:
    """Of a question that comes in at this moment. Where all days are closed for more than a year ahead, the closures do
    not count: a question needs a day on which somebody asks after it."""
    try:
        return _deadlines(team, get_closed_days(municipality, moment), moment)
    except NeverOpen:
        return _deadlines(team, (), moment)


def _deadlines(team: Team, closed: Collection[date], moment: datetime) -> Deadlines:
    hours, unread_minutes = team.working_hours, team.unread_hours * 60
    return Deadlines(
        answer_by(hours, closed, moment, team.answer_days), add_working_time(hours, closed, moment, unread_minutes)
    )


# ---------------------------------------------------------------- routing


def route(municipality: Municipality, asked: Asked, moment: datetime) -> Decision:  # noqa: ARG001
    """The one owner and why, in two statements. Raises NoTeam where the town has no team.

    A finer topic counts as its theme, a word that nobody knows as none. The moment changes nothing so far: a team gets
    its questions while it is closed too, and reads them when it is back.
    """
    asked = replace(asked, topic=_theme_of(asked.topic))
    spot, covering, fitting = _situation(municipality, asked)
    teams = _candidates(municipality, asked.topic, spot, covering, [rule.team_id for rule in fitting])
    return rules.decide(asked, spot, teams, fitting)


def route_all(municipality: Municipality, questions: Iterable[Asked]) -> list[Decision]:
    """As `route` does each of them, but each place and each circle of teams is read once. Raises NoTeam."""
    look = cache(lambda place: _situation(municipality, place))
    read = cache(lambda topic, spot, covering, named: _candidates(municipality, topic, spot, covering, named))
    decisions = []
    for question in questions:
        asked = replace(question, topic=_theme_of(question.topic))
        spot, covering, fitting = look(Asked(position=asked.position, neighbourhood=asked.neighbourhood))
        teams = read(asked.topic, spot, tuple(covering), tuple(rule.team_id for rule in fitting))
        decisions.append(rules.decide(asked, spot, teams, fitting))
    return decisions


def _theme_of(topic: str | None) -> str | None:
    if topic is None or known("theme", topic):
        return topic
    finer = terms("topic").get(topic)
    return finer.theme if finer else None


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
        return db.session.execute(LOOK_AT_A_POINT, {"town": municipality.id, **spot}).one()
    if asked.neighbourhood and NEIGHBOURHOOD_CODE.fullmatch(asked.neighbourhood):
        return db.session.execute(LOOK_IN_A_NEIGHBOURHOOD, {"town": municipality.id, "code": asked.neighbourhood}).one()
    return db.session.execute(LOOK_NOWHERE, {"town": municipality.id}).one()


def _rule_view(values: Sequence[Any]) -> RuleView:
    number, team_id, topics, languages, is_bound = values
    return RuleView(number, UUID(team_id), frozenset(topics), frozenset(languages), is_bound, covers=is_bound)


def _candidates(
    municipality: Municipality, topic: str | None, spot: Spot, covering: Sequence[UUID], named: Sequence[UUID]
) -> list[TeamView]:
    values = {
        "town": municipality.id,
        "topic": topic,
        "is_unclear": spot.where != Where.KNOWN,
        "covering": list(covering),
        "chosen": [*covering, *named],
    }
    return [_team_view(row) for row in db.session.execute(CANDIDATES, values).mappings()]


def _team_view(row: RowMapping) -> TeamView:
    return TeamView(**{**row, "topics": frozenset(row["topics"])})
