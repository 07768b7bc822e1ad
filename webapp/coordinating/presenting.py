"""Rules and dry runs as the pages show them, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from webapp.areas.models import Municipality
from webapp.areas.queries import list_neighbourhoods
from webapp.coordinating.dry_run import DAYS, Comparison
from webapp.coordinating.rules import LEAST_SHOWN, Move, least_moved
from webapp.core.language import current_language, language_names
from webapp.core.words import _
from webapp.taxonomy.rules import find_terms
from webapp.teams.models import RoutingArea
from webapp.teams.queries import RuleLine, list_rules, list_teams


@dataclass(frozen=True)
class RuleRow:
    id: UUID
    number: int
    team: str
    is_inactive: bool
    conditions: tuple[str, ...]
    is_first: bool
    is_last: bool


def rule_rows(town: Municipality) -> list[RuleRow]:
    lines, names = list_rules(town), {code: name for code, _level, name in list_neighbourhoods(town)}
    return [_rule_row(line, names, len(lines)) for line in lines]


def _rule_row(line: RuleLine, names: Mapping[str, str], count: int) -> RuleRow:
    number = line.rule.number
    return RuleRow(
        line.rule.id, number, line.team.name, not line.team.is_active, tuple(_conditions(line, names)),
        number == 1, number == count,
    )  # fmt: skip


def _conditions(line: RuleLine, names: Mapping[str, str]) -> list[str]:
    topics = ", ".join(map(topic_label, line.rule.topics))
    languages = ", ".join(language_names(line.rule.languages, current_language()))
    areas = ", ".join(area_labels(line.areas, names))
    return [
        *([_("about %(topics)s", topics=topics)] if topics else []),
        *([_("in %(languages)s", languages=languages)] if languages else []),
        *([_("from %(areas)s", areas=areas)] if areas else []),
    ]


def area_labels(areas: Sequence[RoutingArea], names: Mapping[str, str]) -> list[str]:
    """A code that is not there any more stays a code."""
    return [
        names.get(area.neighbourhood_code, area.neighbourhood_code) if area.neighbourhood_code else _("a drawn area")
        for area in areas
    ]


def topic_label(topic: str | None) -> str:
    found = find_terms("theme", [topic] if topic else [])
    return found[0].label(current_language()) if found else topic or _("no topic")


# ---------------------------------------------------------------- dry run


@dataclass(frozen=True)
class MoveRow:
    topic: str
    from_team: str
    to_team: str
    count: str


@dataclass(frozen=True)
class DryRun:
    summary: str
    rows: tuple[MoveRow, ...]


def dry_run(town: Municipality, comparison: Comparison) -> DryRun:
    names = {team.id: team.name for team in list_teams(town, with_inactive=True)}
    moves = sorted(comparison.moves, key=lambda move: (not move.is_shown, -move.count if move.is_shown else 0))
    rows = [_move_row(move, names) for move in moves]
    return DryRun(_summary(comparison), tuple(rows))


def _move_row(move: Move, names: Mapping[UUID, str]) -> MoveRow:
    return MoveRow(topic_label(move.topic), names[move.from_team], names[move.to_team], _count(move.count))


def _count(number: int) -> str:
    return str(number) if number >= LEAST_SHOWN else _("fewer than %(number)s", number=LEAST_SHOWN)


def _summary(comparison: Comparison) -> str:
    if not comparison.asked:
        return _("Nobody asked a question in the last %(days)s days, so there is nothing to compare.", days=DAYS)
    asked = _count(comparison.asked)
    if not comparison.moves:
        return _(
            "Questions in the last %(days)s days: %(asked)s. None would go to another team.", days=DAYS, asked=asked
        )
    number, is_all = least_moved(comparison.moves)
    if is_all:
        sentence = _("Questions in the last %(days)s days: %(asked)s. To another team would go: %(number)s.")
    elif number:
        sentence = _("Questions in the last %(days)s days: %(asked)s. To another team would go: more than %(number)s.")
    else:
        sentence = _("Questions in the last %(days)s days: %(asked)s. To another team would go: a few of each kind.")
    return sentence % {"days": DAYS, "asked": asked, "number": number}
