"""Routing: PostGIS says which areas hold the spot, the rules decide."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, cached_property, partial
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.geo import Position
from webapp.schedule.values import Hours
from webapp.taxonomy.rules import known, terms
from webapp.teams import rules
from webapp.teams.closed import ClosedRow, days_of, since
from webapp.teams.models import hours_of
from webapp.teams.routing_sql import LOOK_AT_A_POINT, LOOK_AT_POINTS, LOOK_IN_A_NEIGHBOURHOOD, LOOK_NOWHERE
from webapp.teams.rules import Asked, Decision, Reason, RuleView, Spot, TeamView, Where

AT_A_TIME = 1_000  # points in one statement
NEIGHBOURHOOD_CODE = re.compile(r"WK[0-9]{6}|BU[0-9]{8}")


@dataclass(frozen=True)
class Owner:
    """The team that gets a question, as far as asking needs it; `reasons` say why it is this one. `area_code` is the
    buurt or wijk in which the place lies, or empty. On `closed_days` no team of the town works."""

    id: UUID
    name: str
    email: str | None
    is_active: bool
    working_hours: tuple[Hours, ...]
    answer_days: int
    unread_hours: int
    reasons: tuple[Reason, ...]
    area_code: str
    closed_days: frozenset[date]


def find_owner(municipality: Municipality, asked: Asked, moment: datetime) -> Owner:
    """The one owner and why, in one statement. Raises NoTeam where the town has no team.

    A finer topic counts as its theme, a word that nobody knows as none. A team gets its questions while it is closed
    too, and reads them when it is back.
    """
    situation = _look(municipality, asked, moment)
    decision = situation.decide(asked)
    team = next(team for team in situation.teams if team["id"] == str(decision.team_id))
    told = {name: team[name] for name in ("name", "email", "is_active", "answer_days", "unread_hours")}
    return Owner(
        id=decision.team_id,
        working_hours=hours_of(team["hours"]),
        reasons=decision.reasons,
        area_code=situation.area_code,
        closed_days=days_of(situation.closed, moment),
        **told,
    )


def route(municipality: Municipality, asked: Asked) -> Decision:
    """As `find_owner`, without what else is known of the team."""
    return _look(municipality, asked, clock.now()).decide(asked)


def route_all(municipality: Municipality, questions: Sequence[Asked]) -> list[Decision]:
    """As `route` does each of them, but each place is looked at once, a thousand in one statement. Raises NoTeam."""
    topics = list({theme for asked in questions if (theme := _theme_of(asked.topic)) is not None})
    places = list(dict.fromkeys((asked.position, asked.neighbourhood) for asked in questions))
    situations = dict(_situations(municipality, places, topics))
    return [situations[asked.position, asked.neighbourhood].decide(asked) for asked in questions]


Place = tuple[Position | None, str | None]


def _situations(
    municipality: Municipality, places: Sequence[Place], topics: Sequence[str]
) -> Iterator[tuple[Place, "_Situation"]]:
    town = _values(municipality, topics, clock.now())
    look_in = cache(lambda code: _read(town, None, code))
    rows = _read_points(town, [position for position, _code in places if position is not None])
    for position, code in places:
        row = next(rows) if position is not None else look_in(code)
        yield (position, code), _situation(row, position, partial(look_in, code) if code else None)


@dataclass(frozen=True)
class _Situation:
    """Where it is, the rules that have no area or one there, and the teams that have a say."""

    spot: Spot
    rules: Sequence[RuleView]
    teams: Sequence[Mapping[str, Any]]
    area_code: str
    closed: ClosedRow

    @cached_property
    def _views(self) -> Sequence[TeamView]:
        return [_team_view(team) for team in self.teams]

    def decide(self, asked: Asked) -> Decision:
        return rules.decide(replace(asked, topic=_theme_of(asked.topic)), self.spot, self._views, self.rules)


def _theme_of(topic: str | None) -> str | None:
    if topic is None or known("theme", topic):
        return topic
    finer = terms("topic").get(topic)
    return finer.theme if finer else None


def _look(municipality: Municipality, asked: Asked, moment: datetime) -> _Situation:
    theme = _theme_of(asked.topic)
    town = _values(municipality, [theme] if theme is not None else [], moment)
    row = _read(town, asked.position, asked.neighbourhood)
    look_in = partial(_read, town, None, asked.neighbourhood)
    return _situation(row, asked.position, look_in if asked.neighbourhood else None)


def _situation(row: Row[Any], position: Position | None, look_in: Callable[[], Row[Any]] | None) -> _Situation:
    """A position outside the town leaves the neighbourhood that was named, if there is one."""
    if not row.is_here and position is not None and look_in is not None:
        row = look_in()
    if row.is_here:
        spot = Spot(Where.KNOWN, row.name or "")
    else:
        spot = Spot(Where.OUTSIDE if position is not None else Where.UNKNOWN)
    found = [_rule_view(rule) for rule in row.rules or ()]
    return _Situation(spot, found, row.teams or (), row.code or "", row)


def _values(municipality: Municipality, topics: Sequence[str], moment: datetime) -> dict[str, Any]:
    return {"town": municipality.id, "topics": list(topics), "since": since(moment)}


def _read(town: Mapping[str, Any], position: Position | None, code: str | None) -> Row[Any]:
    if position is not None:
        return LOOK_AT_A_POINT.ask({**town, "lon": position.lon, "lat": position.lat})[0]
    if code and NEIGHBOURHOOD_CODE.fullmatch(code):
        return LOOK_IN_A_NEIGHBOURHOOD.ask({**town, "code": code})[0]
    return LOOK_NOWHERE.ask(town)[0]


def _read_points(town: Mapping[str, Any], positions: Sequence[Position]) -> Iterator[Row[Any]]:
    for start in range(0, len(positions), AT_A_TIME):
        some = positions[start : start + AT_A_TIME]
        spots = {"lons": [position.lon for position in some], "lats": [position.lat for position in some]}
        yield from LOOK_AT_POINTS.ask({**town, **spots})


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
