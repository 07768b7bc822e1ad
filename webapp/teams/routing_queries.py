"""Routing: PostGIS says which areas hold the spot, the rules decide."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.schedule.values import Hours
from webapp.taxonomy.rules import known, terms
from webapp.teams import rules
from webapp.teams.models import hours_of
from webapp.teams.routing_sql import LOOK_AT_A_POINT, LOOK_IN_A_NEIGHBOURHOOD, LOOK_NOWHERE
from webapp.teams.rules import Asked, Decision, Reason, RuleView, Spot, TeamView, Where

NEIGHBOURHOOD_CODE = re.compile(r"WK[0-9]{6}|BU[0-9]{8}")


@dataclass(frozen=True)
class Owner:
    """The team that gets a question, as far as asking needs it; `reasons` say why it is this one."""

    id: UUID
    name: str
    email: str | None
    is_active: bool
    working_hours: tuple[Hours, ...]
    answer_days: int
    unread_hours: int
    reasons: tuple[Reason, ...]


def find_owner(municipality: Municipality, asked: Asked) -> Owner:
    """The one owner and why, in one statement. Raises NoTeam where the town has no team.

    A finer topic counts as its theme, a word that nobody knows as none. A team gets its questions while it is closed
    too, and reads them when it is back.
    """
    situation = _look(municipality, asked)
    decision = situation.decide(asked)
    team = next(team for team in situation.teams if team["id"] == str(decision.team_id))
    told = {name: team[name] for name in ("name", "email", "is_active", "answer_days", "unread_hours")}
    return Owner(id=decision.team_id, working_hours=hours_of(team["hours"]), reasons=decision.reasons, **told)


def route(municipality: Municipality, asked: Asked) -> Decision:
    """As `find_owner`, without what else is known of the team."""
    return _look(municipality, asked).decide(asked)


def route_all(municipality: Municipality, questions: Iterable[Asked]) -> list[Decision]:
    """As `route` does each of them, but what is alike is read once. Raises NoTeam."""
    look = cache(lambda place: _look(municipality, place))
    return [look(replace(asked, lang="")).decide(asked) for asked in questions]


@dataclass(frozen=True)
class _Situation:
    """Where it is, the rules that have no area or one there, and the teams that have a say."""

    spot: Spot
    rules: Sequence[RuleView]
    teams: Sequence[Mapping[str, Any]]

    def decide(self, asked: Asked) -> Decision:
        views = [_team_view(team) for team in self.teams]
        return rules.decide(replace(asked, topic=_theme_of(asked.topic)), self.spot, views, self.rules)


def _theme_of(topic: str | None) -> str | None:
    if topic is None or known("theme", topic):
        return topic
    finer = terms("topic").get(topic)
    return finer.theme if finer else None


def _look(municipality: Municipality, asked: Asked) -> _Situation:
    """A position outside the town leaves the neighbourhood that was named, if there is one."""
    row = _read(municipality, asked)
    if not row.is_here and asked.position is not None and asked.neighbourhood:
        row = _read(municipality, replace(asked, position=None))
    if row.is_here:
        spot = Spot(Where.KNOWN, row.name or "")
    else:
        spot = Spot(Where.OUTSIDE if asked.position is not None else Where.UNKNOWN)
    return _Situation(spot, [_rule_view(rule) for rule in row.rules or ()], row.teams or ())


def _read(municipality: Municipality, asked: Asked) -> Row[Any]:
    values = {"town": municipality.id, "topic": _theme_of(asked.topic)}
    if asked.position is not None:
        spot = {"lon": asked.position.lon, "lat": asked.position.lat}
        return db.session.execute(LOOK_AT_A_POINT, values | spot).one()
    if asked.neighbourhood and NEIGHBOURHOOD_CODE.fullmatch(asked.neighbourhood):
        return db.session.execute(LOOK_IN_A_NEIGHBOURHOOD, values | {"code": asked.neighbourhood}).one()
    return db.session.execute(LOOK_NOWHERE, values).one()


def _rule_view(row: Mapping[str, Any]) -> RuleView:
    return RuleView(
        row["number"],
        UUID(row["team_id"]),
        frozenset(row["topics"]),
        frozenset(row["languages"]),
        row["is_bound"],
        covers=row["is_bound"],
    )


def _team_view(row: Mapping[str, Any]) -> TeamView:
    told = {name: row[name] for name in ("slug", "name", "is_triage", "is_active", "is_bound", "covers", "size")}
    return TeamView(
        id=UUID(row["id"]),
        has_mail=row["email"] is not None,
        deputy_id=UUID(row["deputy_id"]) if row["deputy_id"] else None,
        topics=frozenset(row["topics"]),
        **told,
    )
