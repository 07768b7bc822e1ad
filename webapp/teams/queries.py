"""Reading teams, rules and working time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import bindparam, select, text

from webapp.areas.models import Municipality, Neighbourhood
from webapp.core.errors import NotFound
from webapp.core.statements import Made
from webapp.extensions import db
from webapp.schedule.values import Hours
from webapp.teams import closed
from webapp.teams.models import RoutingArea, RoutingRule, Team, TeamMember
from webapp.teams.working_time import NeverOpen, add_working_time, answer_by

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


_ACTIVE = select(Team.id).where(Team.municipality_id == bindparam("town"), Team.is_active)
_REACH = Made(
    select(
        _ACTIVE.where(Team.email.is_not(None)).exists().label("by_mail"),
        _ACTIVE.where(Team.whatsapp.is_not(None)).exists().label("by_whatsapp"),
    )
)


def get_reach(municipality: Municipality) -> Reach:
    """In one statement, of which a town with thousands of teams notices nothing."""
    found = _REACH.ask({"town": municipality.id})[0]
    return Reach(found.by_mail, found.by_whatsapp and municipality.takes_whatsapp)


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

_CLOSED = Made(text(f"SELECT {closed.COLUMNS}"))


def get_closed_days(municipality: Municipality, moment: datetime) -> frozenset[date]:
    """On which no team works: the holidays that the town ticked, and closures of the whole town. Dutch days."""
    row = _CLOSED.ask({"town": municipality.id, "since": closed.since(moment)})[0]
    return closed.days_of(row, moment)


class AtWork(Protocol):
    """What a promise rests on: the week, working days until an answer, working hours until it is read."""

    @property
    def working_hours(self) -> tuple[Hours, ...]: ...
    @property
    def answer_days(self) -> int: ...
    @property
    def unread_hours(self) -> int: ...


@dataclass(frozen=True)
class Deadlines:
    """UTC: when an answer is there at the latest, and until when a question may lie unread."""

    answer_by: datetime
    unread_until: datetime


def get_deadlines(municipality: Municipality, team: AtWork, moment: datetime) -> Deadlines:
    """Of a question that comes in at this moment."""
    return deadlines_of(team, get_closed_days(municipality, moment), moment)


def deadlines_of(team: AtWork, closed_days: frozenset[date], moment: datetime) -> Deadlines:
    """Where all days are closed for more than a year ahead, the closures do not count: a question needs a day on which
    somebody asks after it."""
    try:
        return _deadlines(team, closed_days, moment)
    except NeverOpen:
        return _deadlines(team, frozenset(), moment)


def _deadlines(team: AtWork, closed_days: frozenset[date], moment: datetime) -> Deadlines:
    hours, unread_minutes = team.working_hours, team.unread_hours * 60
    return Deadlines(
        answer_by(hours, closed_days, moment, team.answer_days),
        add_working_time(hours, closed_days, moment, unread_minutes),
    )
