"""Changing teams: what may be is checked first, and nothing is stored of what may not."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update

from webapp.accounts.joining import on_leave
from webapp.accounts.models import StaffUser
from webapp.accounts.rules import TEAM
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.schedule.document import to_document
from webapp.schedule.values import Schedule, Weekly
from webapp.teams.checks import MOST_RULES, Flaw, TeamRefused, check_rule, check_team, check_topics
from webapp.teams.facts import EVERYWHERE, Ground, RuleFacts, TeamFacts
from webapp.teams.ground import check_ground, has_ground, write_ground
from webapp.teams.models import RoutingArea, RoutingRule, Team, TeamMember
from webapp.teams.queries import find_team_by_slug, find_triage_team, get_rule, get_team

LOCK_SPACE = 4823  # keeps our advisory locks apart from those of other users of the database

# ---------------------------------------------------------------- teams


def create_team(municipality: Municipality, facts: TeamFacts) -> Team:
    """The first team of a town is its triage team. Raises TeamRefused."""
    lock_teams(municipality)
    is_first = find_triage_team(municipality) is None
    _refuse([*check_team(facts), *_check_here(municipality, facts, None), *_check_triage_mail(facts, is_first)])
    team = Team(municipality_id=municipality.id, is_triage=is_first, **_columns(facts))
    db.session.add(team)
    db.session.flush()
    return team


def change_team(municipality: Municipality, team_id: UUID, facts: TeamFacts) -> bool:
    """Whether anything became otherwise. Raises TeamRefused, NotFound."""
    lock_teams(municipality)
    team = get_team(municipality, team_id)
    _refuse([
        *check_team(facts),
        *_check_here(municipality, facts, team_id),
        *_check_triage_mail(facts, team.is_triage),
    ])  # fmt: skip
    columns = _columns(facts)
    changed = {name: value for name, value in columns.items() if getattr(team, name) != value}
    for name, value in changed.items():
        setattr(team, name, value)
    db.session.flush()
    return bool(changed)


def make_triage_team(municipality: Municipality, team_id: UUID) -> None:
    """In place of the one before. Raises TeamRefused, NotFound."""
    lock_teams(municipality)
    team = get_team(municipality, team_id)
    if team.is_triage:
        return
    if not team.is_active:
        raise TeamRefused([Flaw.of("is_triage", "triage_inactive")])
    if team.email is None:
        raise TeamRefused([Flaw.of("email", "triage_mail")])
    # One after the other: there is never more than one.
    of_town = update(Team).where(Team.municipality_id == municipality.id)
    db.session.execute(of_town.where(Team.is_triage).values(is_triage=False))
    db.session.execute(of_town.where(Team.id == team_id).values(is_triage=True))
    db.session.flush()


def deactivate_team(municipality: Municipality, team_id: UUID) -> None:
    """It gets no more questions: they go to its deputy. Raises TeamRefused, NotFound."""
    lock_teams(municipality)
    team = get_team(municipality, team_id)
    if team.is_triage:
        raise TeamRefused([Flaw.of("is_active", "triage_active")])
    team.is_active = False
    db.session.flush()


def activate_team(municipality: Municipality, team_id: UUID) -> None:
    get_team(municipality, team_id).is_active = True
    db.session.flush()


def set_topics(municipality: Municipality, team_id: UUID, topics: Collection[str]) -> bool:
    """Themes of the taxonomy; empty: everything in its areas. Raises TeamRefused, NotFound."""
    team = get_team(municipality, team_id)
    _refuse(check_topics(topics))
    if team.topics == sorted(set(topics)):
        return False
    team.topics = sorted(set(topics))
    db.session.flush()
    return True


def set_areas(municipality: Municipality, team_id: UUID, ground: Ground = EVERYWHERE) -> bool:
    """In place of those there are; empty: bound to no area. Raises TeamRefused, NotFound."""
    lock_teams(municipality)
    get_team(municipality, team_id)
    _refuse(check_ground(municipality, ground))
    if has_ground(municipality, RoutingArea.team_id == team_id, ground):
        return False
    write_ground(municipality, ground, team_id=team_id)
    return True


def add_member(municipality: Municipality, team_id: UUID, user_id: UUID) -> None:
    """Raises NotFound."""
    get_team(municipality, team_id)
    if db.session.get(TeamMember, (municipality.id, team_id, user_id)) is None:
        db.session.add(TeamMember(municipality_id=municipality.id, team_id=team_id, user_id=user_id))
        db.session.flush()


def remove_member(municipality: Municipality, team_id: UUID, user_id: UUID) -> None:
    member = db.session.get(TeamMember, (municipality.id, team_id, user_id))
    if member is not None:
        db.session.delete(member)
        db.session.flush()


# ---------------------------------------------------------------- rules


def set_rules(municipality: Municipality, wanted: Sequence[RuleFacts]) -> bool:
    """All rules of the town in the order of trying, in place of those there are. Raises TeamRefused; the fields of
    its flaws begin with the number of the rule, as in `2.topics`."""
    lock_teams(municipality)
    if len(wanted) > MOST_RULES:
        raise TeamRefused([Flaw.of("rules", "rules_many", most=MOST_RULES)])
    _refuse(
        Flaw(f"{number}.{flaw.field}", flaw.kind, flaw.names)
        for number, facts in enumerate(wanted, start=1)
        for flaw in _check_rule(municipality, facts)
    )
    stored = db.session.scalars(
        select(RoutingRule).where(RoutingRule.municipality_id == municipality.id).order_by(RoutingRule.number)
    ).all()
    if len(stored) == len(wanted) and all(map(_is_same_rule, [municipality] * len(stored), stored, wanted)):
        return False
    db.session.execute(delete(RoutingRule).where(RoutingRule.municipality_id == municipality.id))
    db.session.expire_all()
    for number, facts in enumerate(wanted, start=1):
        _add_rule(municipality, number, facts)
    return True


def add_rule(municipality: Municipality, facts: RuleFacts) -> RoutingRule:
    """Tried after all others. Raises TeamRefused."""
    lock_teams(municipality)
    of_town = RoutingRule.municipality_id == municipality.id
    number = (db.session.scalar(select(func.max(RoutingRule.number)).where(of_town)) or 0) + 1
    flaws = [Flaw.of("rules", "rules_many", most=MOST_RULES)] if number > MOST_RULES else []
    _refuse([*flaws, *_check_rule(municipality, facts)])
    return _add_rule(municipality, number, facts)


def change_rule(municipality: Municipality, rule_id: UUID, facts: RuleFacts) -> RoutingRule:
    """It keeps its place in the order. Raises TeamRefused, NotFound."""
    lock_teams(municipality)
    rule = get_rule(municipality, rule_id)
    _refuse(_check_rule(municipality, facts))
    for name, value in _rule_columns(facts).items():
        setattr(rule, name, value)
    db.session.flush()
    write_ground(municipality, facts.ground, rule_id=rule_id)
    return rule


def remove_rule(municipality: Municipality, rule_id: UUID) -> None:
    """Those after it move up."""
    lock_teams(municipality)
    kept = [id_ for id_ in _list_rule_ids(municipality) if id_ != rule_id]
    db.session.execute(
        delete(RoutingRule).where(RoutingRule.municipality_id == municipality.id, RoutingRule.id == rule_id)
    )
    _number(municipality, kept)


def order_rules(municipality: Municipality, rule_ids: Sequence[UUID]) -> None:
    """Raises TeamRefused where these are not all rules, each once: somebody else changed them meanwhile."""
    lock_teams(municipality)
    if sorted(rule_ids) != sorted(_list_rule_ids(municipality)):
        raise TeamRefused([Flaw.of("rules", "rules_order")])
    _number(municipality, rule_ids)


def _list_rule_ids(municipality: Municipality) -> Sequence[UUID]:
    of_town = RoutingRule.municipality_id == municipality.id
    return db.session.scalars(select(RoutingRule.id).where(of_town).order_by(RoutingRule.number)).all()


def _number(municipality: Municipality, rule_ids: Sequence[UUID]) -> None:
    for number, rule_id in enumerate(rule_ids, start=1):
        is_it = (RoutingRule.municipality_id == municipality.id) & (RoutingRule.id == rule_id)
        db.session.execute(update(RoutingRule).where(is_it).values(number=number))


def _add_rule(municipality: Municipality, number: int, facts: RuleFacts) -> RoutingRule:
    rule = RoutingRule(municipality_id=municipality.id, number=number, **_rule_columns(facts))
    db.session.add(rule)
    db.session.flush()
    write_ground(municipality, facts.ground, rule_id=rule.id)
    return rule


def _rule_columns(facts: RuleFacts) -> dict[str, Any]:
    topics, languages = sorted(set(facts.topics)), sorted(set(facts.languages))
    return {"team_id": facts.team_id, "topics": topics, "languages": languages}


def _is_same_rule(municipality: Municipality, rule: RoutingRule, facts: RuleFacts) -> bool:
    same = all(getattr(rule, name) == value for name, value in _rule_columns(facts).items())
    return same and has_ground(municipality, RoutingArea.rule_id == rule.id, facts.ground)


# ---------------------------------------------------------------- what may be


def lock_teams(municipality: Municipality) -> None:
    """One that changes the teams of a town at a time, until the transaction ends; readers are not held up."""
    db.session.execute(select(func.pg_advisory_xact_lock(LOCK_SPACE, municipality.id)))


def hold_teams(municipality: Municipality) -> None:
    """For a form that is about to be saved, before anything is changed: what was read before is read anew, and nobody
    else changes teams or rules of this town until the commit."""
    lock_teams(municipality)
    db.session.expire_all()


def _refuse(flaws: Iterable[Flaw]) -> None:
    if found := list(flaws):
        raise TeamRefused(found)


def _columns(facts: TeamFacts) -> dict[str, Any]:
    week = Schedule(weekly=(Weekly(tuple(sorted(facts.hours))),))
    return {**vars(facts), "hours": to_document(week)}


def _check_here(municipality: Municipality, facts: TeamFacts, team_id: UUID | None) -> Iterable[Flaw]:
    same = find_team_by_slug(municipality, facts.slug)
    if same is not None and same.id != team_id:
        yield Flaw.of("slug", "slug_taken", slug=facts.slug)
    if facts.deputy_id is not None and facts.deputy_id == team_id:
        yield Flaw.of("deputy", "deputy_self")
    elif facts.deputy_id is not None and not _is_team(municipality, facts.deputy_id):
        yield Flaw.of("deputy", "deputy_unknown")


def _check_triage_mail(facts: TeamFacts, is_triage: bool) -> list[Flaw]:
    return [Flaw.of("email", "triage_mail")] if is_triage and facts.email is None else []


def _check_rule(municipality: Municipality, facts: RuleFacts) -> list[Flaw]:
    is_known = _is_team(municipality, facts.team_id)
    unknown = [] if is_known else [Flaw.of("team", "team_unknown")]
    return [*check_rule(facts), *unknown, *check_ground(municipality, facts.ground)]


def _is_team(municipality: Municipality, team_id: UUID) -> bool:
    return db.session.get(Team, (municipality.id, team_id)) is not None


def _leave(user: StaffUser, role: str, municipality_id: int) -> None:
    if role == TEAM:
        db.session.execute(
            delete(TeamMember).where(TeamMember.municipality_id == municipality_id, TeamMember.user_id == user.id)
        )


on_leave(_leave)
