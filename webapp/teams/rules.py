"""Which team gets a question, and why. Pure: values in, exactly one owner out, always.

First the town's own rules in their order, then the teams by topic and area, the most specific first, else the triage
team. Who cannot be reached hands over to a deputy, and at the end of the deputies stands the triage team.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from webapp.core.geo import Position


class NoTeam(LookupError):
    """The town has no team at all."""


@dataclass(frozen=True)
class Asked:
    """What is known of a question before anybody reads it. `topic` is a theme of the taxonomy, `lang` ISO 639-1,
    `neighbourhood` a CBS code of a wijk or buurt; a position says more than a neighbourhood."""

    topic: str | None = None
    lang: str = "nl"
    position: Position | None = None
    neighbourhood: str | None = None


class Where(StrEnum):
    KNOWN = "known"
    OUTSIDE = "outside"  # of this town
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Spot:
    """Where a question comes from; `name` of the neighbourhood, empty when there is none or nobody knows."""

    where: Where = Where.UNKNOWN
    name: str = ""


@dataclass(frozen=True)
class TeamView:
    """A team as far as it matters here. `size` is how much ground all its areas cover, in any unit.

    Without topics it helps with everything in its areas; without areas it serves the whole town with its topics; with
    neither it gets questions by a rule, as deputy or as triage team only.
    """

    id: UUID
    slug: str
    name: str
    is_triage: bool = False
    is_active: bool = True
    has_mail: bool = True
    deputy_id: UUID | None = None
    topics: frozenset[str] = frozenset()
    is_bound: bool = False  # to areas
    covers: bool = False  # one of its areas covers the spot
    size: int = 0

    @property
    def is_reachable(self) -> bool:
        return self.is_active and self.has_mail


@dataclass(frozen=True)
class RuleView:
    """One line of the town: what has to be so (an empty set: anything), and the team that then gets it."""

    number: int  # from 1, in the order of trying
    team_id: UUID
    topics: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    is_bound: bool = False
    covers: bool = False


@dataclass(frozen=True)
class Reason:
    """One step of a decision as data, to be kept with the question; `webapp.teams.wording` says it in words."""

    kind: str
    names: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, kind: str, **names: str) -> "Reason":
        return cls(kind, tuple(sorted(names.items())))

    @property
    def document(self) -> dict[str, str]:
        """As JSON can keep it."""
        return {**dict(self.names), "kind": self.kind}

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> "Reason":
        names = {key: str(value) for key, value in document.items() if key != "kind"}
        return cls.of(str(document["kind"]), **names)


@dataclass(frozen=True)
class Decision:
    team_id: UUID
    reasons: tuple[Reason, ...]


def decide(asked: Asked, spot: Spot, teams: Sequence[TeamView], rules: Sequence[RuleView] = ()) -> Decision:
    """Exactly one owner, the same one however the teams are ordered. Raises NoTeam for a town without any."""
    by_id = {team.id: team for team in sorted(teams, key=_by_name)}
    if not by_id:
        raise NoTeam
    triage = next((team for team in by_id.values() if team.is_triage), next(iter(by_id.values())))
    chosen, reasons = _by_rule(asked, spot, by_id, rules) or _by_team(asked, spot, by_id) or _unclaimed(triage)
    owner, detour = _reach(chosen, triage, by_id)
    return Decision(owner.id, (*_facts(asked, spot), *reasons, *detour))


def _by_name(team: TeamView) -> tuple[str, UUID]:
    return team.slug, team.id


def _facts(asked: Asked, spot: Spot) -> Iterator[Reason]:
    """What the choice rests on."""
    yield Reason.of("about", topic=asked.topic) if asked.topic else Reason.of("no_topic")
    if spot.where == Where.OUTSIDE:
        yield Reason.of("from_outside")
    elif spot.where == Where.UNKNOWN:
        yield Reason.of("from_unknown")
    elif spot.name:
        yield Reason.of("from", place=spot.name)


Choice = tuple[TeamView, list[Reason]]


def _by_rule(asked: Asked, spot: Spot, teams: Mapping[UUID, TeamView], rules: Sequence[RuleView]) -> Choice | None:
    """The first that fits. One that names a team of which nothing is known is passed over."""
    for rule in sorted(rules, key=lambda rule: rule.number):
        if rule.team_id in teams and _fits(rule, asked, spot):
            team = teams[rule.team_id]
            language = [Reason.of("language", lang=asked.lang)] if rule.languages else []
            return team, [*language, Reason.of("rule", number=str(rule.number), team=team.name)]
    return None


def _fits(rule: RuleView, asked: Asked, spot: Spot) -> bool:
    return (
        (not rule.topics or asked.topic in rule.topics)
        and (not rule.languages or asked.lang in rule.languages)
        and (not rule.is_bound or (rule.covers and spot.where == Where.KNOWN))
    )


def _by_team(asked: Asked, spot: Spot, teams: Mapping[UUID, TeamView]) -> Choice | None:
    if spot.where == Where.KNOWN:
        fitting = [team for team in teams.values() if _serves(team, asked.topic)]
        return _first_of(sorted(fitting, key=_how_specific), "smaller_area") if fitting else None
    # Without a place the topic alone decides; the widest area is the likeliest to hold where it was asked.
    fitting = [team for team in teams.values() if asked.topic in team.topics]
    return _first_of(sorted(fitting, key=_how_wide), "larger_area") if fitting else None


def _serves(team: TeamView, topic: str | None) -> bool:
    if team.is_bound:
        return team.covers and (not team.topics or topic in team.topics)
    return topic in team.topics


def _how_specific(team: TeamView) -> tuple[bool, bool, int, int, str, UUID]:
    """Who names the topic before who helps with everything; then an area before the whole town; then what is less."""
    return not team.topics, not team.is_bound, team.size, len(team.topics), *_by_name(team)


def _how_wide(team: TeamView) -> tuple[bool, int, int, str, UUID]:
    return team.is_bound, -team.size, len(team.topics), *_by_name(team)


def _first_of(teams: Sequence[TeamView], by_size: str) -> Choice:
    first, *others = teams
    reasons = [Reason.of(_kind_of(first), team=first.name)]
    equal = [team for team in others if _kind_of(team) == _kind_of(first)]
    if equal:
        reasons.append(Reason.of(_advantage(first, equal[0], by_size), team=first.name, other=equal[0].name))
    return first, reasons


def _kind_of(team: TeamView) -> str:
    if not team.topics:
        return "all_here"
    return "topic_here" if team.is_bound else "topic_everywhere"


def _advantage(first: TeamView, other: TeamView, by_size: str) -> str:
    if first.size != other.size:
        return by_size
    return "fewer_topics" if len(first.topics) < len(other.topics) else "first_by_name"


def _unclaimed(triage: TeamView) -> Choice:
    return triage, [Reason.of("triage", team=triage.name)]


# ---------------------------------------------------------------- who can be reached


def _reach(chosen: TeamView, triage: TeamView, teams: Mapping[UUID, TeamView]) -> Choice:
    """The chosen team, else the first of its deputies that can be reached, else the triage team and its deputies.

    Where nobody can be reached, the triage team keeps it: a question without an owner would be lost.
    """
    reasons: list[Reason] = []
    seen: set[UUID] = set()
    found = _follow(chosen, teams, seen, reasons)
    if found is None and triage.id not in seen:
        reasons.append(Reason.of("triage_instead", team=triage.name))
        found = _follow(triage, teams, seen, reasons)
    if found is None:
        found = next((team for team in teams.values() if team.is_reachable), None)
        reasons.append(Reason.of("anybody", team=found.name) if found else Reason.of("nobody", team=triage.name))
    return found or triage, reasons


def takers(teams: Iterable[TeamView]) -> dict[UUID, UUID | None]:
    """Who gets what is for each team: itself, else the first of its deputies that can be reached. None: nobody but the
    triage team."""
    by_id = {team.id: team for team in teams}
    found = {id_: _follow(team, by_id, set(), []) for id_, team in by_id.items()}
    return {id_: taker.id if taker else None for id_, taker in found.items()}


def _follow(
    team: TeamView | None, teams: Mapping[UUID, TeamView], seen: set[UUID], reasons: list[Reason]
) -> TeamView | None:
    """Along the deputies, each once: two that stand in for each other do no harm."""
    while team is not None and team.id not in seen:
        if team.is_reachable:
            return team
        seen.add(team.id)
        reasons.append(Reason.of("no_mail" if team.is_active else "inactive", team=team.name))
        deputy = teams.get(team.deputy_id) if team.deputy_id else None
        if deputy is not None and deputy.id not in seen:
            reasons.append(Reason.of("deputy", team=deputy.name, other=team.name))
        team = deputy
    return None
