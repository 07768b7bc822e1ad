"""A file of teams goes in as a whole or not at all: half a set of teams would send questions astray."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from webapp.areas.geojson import GeoJson
from webapp.areas.models import Municipality
from webapp.areas.reading import read_text
from webapp.core.errors import ImportRefused, RowProblem
from webapp.extensions import db
from webapp.teams import operations
from webapp.teams.checks import TeamRefused
from webapp.teams.facts import RuleFacts
from webapp.teams.models import Team
from webapp.teams.queries import find_team_by_slug
from webapp.teams.team_file import Entries, RuleEntry, TeamEntry, read_areas, read_entries
from webapp.teams.wording import in_english

MAX_BYTES = 10_000_000
ADDED, CHANGED, UNCHANGED = "added", "changed", "unchanged"
Step = Callable[[TeamEntry], bool]


class TeamsRefused(ImportRefused):
    """`problems` in the order of the file."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(["Nothing was kept:", *(f"  {problem}" for problem in self.problems)]))


@dataclass
class Outcome:
    teams: Counter[str] = field(default_factory=Counter)
    rules: int | None = None  # None: the file says nothing about them
    rules_changed: bool = False
    unused: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        counts = ", ".join(f"{self.teams[word]} {word}" for word in (ADDED, CHANGED, UNCHANGED))
        yield f"{self.teams.total()} teams: {counts}"
        if self.rules is not None:
            yield f"{self.rules} rules: {'replaced' if self.rules_changed else 'unchanged'}"
        yield from (f"area {name!a} is in the file, but no team and no rule uses it" for name in self.unused)


def import_teams(
    municipality: Municipality, file: Path, areas: Path | None = None, *, is_demo: bool = False
) -> Outcome:
    """Teams that the file does not name stay as they are; its rules, if it has any, take the place of all rules.

    Raises ImportRefused, and of it TeamsRefused with what is wrong by line and name; then nothing is kept.
    """
    shapes, problems = read_areas(GeoJson(read_text(areas, MAX_BYTES)).features()) if areas else ({}, [])
    if problems:
        raise TeamsRefused(problems)
    entries = read_entries("".join(read_text(file, MAX_BYTES)), shapes)
    with db.session.begin_nested():
        if not entries.problems:
            outcome = _Import(municipality, entries, is_demo).run()
        if entries.problems:
            raise TeamsRefused(entries.problems)
    return outcome


class _Import:
    def __init__(self, municipality: Municipality, entries: Entries, is_demo: bool) -> None:
        self._municipality = municipality
        self._entries = entries
        self._is_demo = is_demo
        self._done: dict[str, str] = {}

    def run(self) -> Outcome:
        """The triage team first: the first team of a town is it. Deputies when all teams are there."""
        teams = sorted(self._entries.teams, key=lambda entry: not entry.is_triage)
        for step in (self._save, self._set_deputy, self._set_ground_and_topics, self._set_state):
            for entry in teams:
                self._try(entry, step)
            if self._entries.problems:
                break
        outcome = Outcome(unused=self._entries.unused)
        if self._entries.rules is not None and not self._entries.problems:
            outcome.rules = len(self._entries.rules)
            outcome.rules_changed = self._set_rules(self._entries.rules)
        outcome.teams.update(self._done.values())
        return outcome

    def _try(self, entry: TeamEntry, step: Step) -> None:
        try:
            changed = step(entry)
        except TeamRefused as refused:
            self._entries.problems += [
                RowProblem(entry.line, f"{entry.label}, {flaw.field}", in_english(flaw)) for flaw in refused.flaws
            ]
        else:
            if changed and self._done.get(entry.facts.slug) != ADDED:
                self._done[entry.facts.slug] = CHANGED

    def _save(self, entry: TeamEntry) -> bool:
        facts = replace(entry.facts, is_demo=self._is_demo)
        team = find_team_by_slug(self._municipality, facts.slug)
        if team is None:
            operations.create_team(self._municipality, facts)
            self._done[facts.slug] = ADDED
            return False
        self._done[facts.slug] = UNCHANGED
        return operations.change_team(self._municipality, team.id, replace(facts, deputy_id=team.deputy_id))

    def _set_deputy(self, entry: TeamEntry) -> bool:
        team = self._team(entry.facts.slug)
        deputy = find_team_by_slug(self._municipality, entry.deputy) if entry.deputy else None
        if entry.deputy and deputy is None:
            self._entries.problems.append(
                RowProblem(entry.line, f"{entry.label}, deputy", f"there is no team {entry.deputy!a}")
            )
            return False
        facts = replace(entry.facts, is_demo=self._is_demo, deputy_id=deputy.id if deputy else None)
        return operations.change_team(self._municipality, team.id, facts)

    def _set_ground_and_topics(self, entry: TeamEntry) -> bool:
        team = self._team(entry.facts.slug)
        topics_changed = operations.set_topics(self._municipality, team.id, entry.topics)
        return operations.set_areas(self._municipality, team.id, entry.ground) or topics_changed

    def _set_state(self, entry: TeamEntry) -> bool:
        team = self._team(entry.facts.slug)
        before = (team.is_triage, team.is_active)
        if entry.is_active:
            operations.activate_team(self._municipality, team.id)
        if entry.is_triage:
            operations.make_triage_team(self._municipality, team.id)
        if not entry.is_active:
            operations.deactivate_team(self._municipality, team.id)
        return before != (team.is_triage, team.is_active)

    def _set_rules(self, rules: Sequence[RuleEntry]) -> bool:
        wanted = [facts for rule in rules if (facts := self._rule_facts(rule)) is not None]
        if self._entries.problems:
            return False
        try:
            return operations.set_rules(self._municipality, wanted)
        except TeamRefused as refused:
            for flaw in refused.flaws:
                number, _, name = flaw.field.partition(".")
                rule = rules[int(number) - 1] if number.isdigit() else rules[0]
                column = f"{rule.label}, {name or number}"
                self._entries.problems.append(RowProblem(rule.line, column, in_english(flaw)))
            return False

    def _rule_facts(self, rule: RuleEntry) -> RuleFacts | None:
        team = find_team_by_slug(self._municipality, rule.team)
        if team is None:
            self._entries.problems.append(
                RowProblem(rule.line, f"{rule.label}, team", f"there is no team {rule.team!a}")
            )
            return None
        return RuleFacts(team.id, rule.topics, rule.languages, rule.ground)

    def _team(self, slug: str) -> Team:
        team = find_team_by_slug(self._municipality, slug)
        assert team is not None  # saved in the first step
        return team
