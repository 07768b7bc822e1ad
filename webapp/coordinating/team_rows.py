"""The list of teams: what each does, and what is wrong with it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from webapp.accounts.queries import map_user_names
from webapp.areas.models import Municipality
from webapp.areas.queries import list_neighbourhoods
from webapp.coordinating.hours import hours_words
from webapp.coordinating.presenting import area_labels, topic_label
from webapp.core.words import _
from webapp.questions.past_queries import count_undelivered
from webapp.teams.models import RoutingArea, Team
from webapp.teams.queries import list_areas, list_lost_codes, list_member_ids, list_teams


@dataclass(frozen=True)
class TeamRow:
    """`facts` are labels with values, `wrong` sentences that say what to do."""

    id: UUID
    name: str
    is_triage: bool
    is_active: bool
    facts: tuple[tuple[str, str], ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class _Known:
    """Of the whole town, read once."""

    teams: Mapping[UUID, str]
    neighbourhoods: Mapping[str, str]
    lost: Collection[str]
    undelivered: Mapping[UUID, int]


def team_rows(town: Municipality) -> list[TeamRow]:
    """Those that take no questions now come last."""
    teams = sorted(list_teams(town, with_inactive=True), key=lambda team: not team.is_active)
    names = {code: name for code, _level, name in list_neighbourhoods(town)}
    known = _Known({team.id: team.name for team in teams}, names, list_lost_codes(town), count_undelivered(town.id))
    return [_row(town, team, known) for team in teams]


def _row(town: Municipality, team: Team, known: _Known) -> TeamRow:
    areas, members = list_areas(town, team.id), list_member_ids(town, team.id)
    wrong = _wrong(team, areas, members, known)
    facts = tuple(_facts(team, areas, members, known))
    return TeamRow(team.id, team.name, team.is_triage, team.is_active, facts, tuple(wrong))


def _facts(
    team: Team, areas: Sequence[RoutingArea], members: Sequence[UUID], known: _Known
) -> Iterator[tuple[str, str]]:
    yield _("Mailbox"), team.email or _("none")
    yield _("Hours"), hours_words(team.working_hours)
    yield _("Topics"), ", ".join(map(topic_label, team.topics)) or _("all, in its areas")
    yield _("Areas"), ", ".join(area_labels(areas, known.neighbourhoods)) or _areas_of_none(team)
    yield _("Deputy"), known.teams.get(team.deputy_id, "") if team.deputy_id else _("none")
    yield _("Members"), ", ".join(sorted(map_user_names(members).values())) or _("none")


def _areas_of_none(team: Team) -> str:
    return (
        _("the whole town")
        if team.topics
        else _("none: it gets questions by a rule, as a deputy or for want of another")
    )


def _wrong(team: Team, areas: Sequence[RoutingArea], members: Sequence[UUID], known: _Known) -> Iterator[str]:
    if team.is_active and not team.email:
        yield _("This team can not be reached: it has no mailbox.")
    if team.is_active and not members:
        yield _("Nobody is in this team, so nobody can read its questions.")
    for area in areas:
        if area.neighbourhood_code in known.lost:
            yield _(
                "%(code)s is no neighbourhood of this town any more. Choose another one.", code=area.neighbourhood_code
            )
    if known.undelivered.get(team.id):
        yield _(
            "Mails about questions did not arrive: %(number)s. Check the mailbox.", number=known.undelivered[team.id]
        )
