"""What the inbox shows: a row a question without a word of it, and one question whole for its team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from webapp.accounts.queries import map_user_names
from webapp.areas.models import Municipality
from webapp.core.language import current_language, language_names
from webapp.core.words import _
from webapp.inbox import wording
from webapp.questions import queries
from webapp.questions.models import Question
from webapp.questions.values import OPEN, WAITING, Content, Told
from webapp.taxonomy.rules import find_terms
from webapp.teams.models import Team
from webapp.teams.queries import list_teams
from webapp.teams.rules import Reason
from webapp.teams.wording import sentence


@dataclass(frozen=True)
class Row:
    """A line of the list: the subject and how long it waits, never what was written."""

    id: UUID
    code: str
    subject: str
    state: str
    way: str
    received_at: datetime
    answer_by: datetime | None
    is_urgent: bool
    is_late: bool
    is_mine: bool
    taken_by: str
    team: str


@dataclass(frozen=True)
class Step:
    at: datetime
    label: str
    words: str
    by: str


@dataclass(frozen=True)
class Whole:
    row: Row
    content: Content | None
    facts: tuple[tuple[str, str], ...]  # label and value
    reasons: tuple[str, ...]
    steps: tuple[Step, ...]
    accesses: tuple[tuple[datetime, str], ...]
    is_open: bool
    ways: Mapping[str, str]
    outcomes: Mapping[str, str]
    consents: Mapping[str, str]
    other_teams: tuple[tuple[UUID, str], ...]
    alike: tuple[tuple[UUID, str], ...]
    language: str
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: str = ""


def rows(town: Municipality, found: Sequence[Question], user_id: UUID, moment: datetime) -> list[Row]:
    names = map_user_names({one.taken_by for one in found if one.taken_by is not None})
    teams = {team.id: team.name for team in list_teams(town, with_inactive=True)}
    return [_row(one, names, teams, user_id, moment) for one in found]


def _row(
    question: Question, names: Mapping[UUID, str], teams: Mapping[UUID, str], user_id: UUID, moment: datetime
) -> Row:
    waits = question.state in WAITING
    return Row(
        id=question.id,
        code=question.code,
        subject=subject_label(question),
        state=wording.state_label(question.state),
        way=wording.way_label(question.reply_by),
        received_at=question.received_at,
        answer_by=question.answer_by if waits else None,
        is_urgent=waits and question.is_urgent,
        is_late=waits and question.answer_by is not None and moment > question.answer_by,
        is_mine=question.taken_by == user_id,
        taken_by=names.get(question.taken_by, "") if question.taken_by else "",
        team=teams.get(question.team_id, ""),
    )


def subject_label(question: Question) -> str:
    found = find_terms("theme", [question.topic] if question.topic else [])
    return found[0].label(current_language()) if found else _("No subject chosen")


def whole(
    town: Municipality, question: Question, content: Content | None, teams: Sequence[UUID], user_id: UUID,
    moment: datetime, typed: Mapping[str, str], wrong: str,
) -> Whole:  # fmt: skip
    told = queries.list_told(town.id, question.id)
    accesses = queries.list_accesses(town.id, question.id)
    names = map_user_names({one.by for one in told if one.by} | {one.user_id for one in accesses})
    is_open = question.state in OPEN
    alike = queries.list_like(town.id, question, teams) if is_open else []
    return Whole(
        row=rows(town, [question], user_id, moment)[0],
        content=content,
        facts=tuple(_facts(question, content)),
        reasons=tuple(filter(None, (sentence(Reason.read(document)) for document in question.reasons))),
        steps=tuple(_step(one, names) for one in told),
        accesses=tuple((one.at, names.get(one.user_id, "")) for one in accesses),
        is_open=is_open,
        ways=wording.ways_of_answering(question.reply_by == "email" and content is not None),
        outcomes=wording.outcomes(),
        consents=wording.consents(),
        other_teams=tuple((team.id, team.name) for team in list_teams(town) if _may_get(team, question)),
        alike=tuple((one.id, f"{one.code}, {subject_label(one)}") for one in alike),
        language=question.language,
        typed=typed,
        wrong=wrong,
    )


def _may_get(team: Team, question: Question) -> bool:
    return team.id != question.team_id and bool(team.email)


def _step(told: Told, names: Mapping[UUID, str]) -> Step:
    return Step(
        told.at, wording.step_label(told.kind, told.facts), told.words, names.get(told.by, "") if told.by else ""
    )


def _facts(question: Question, content: Content | None) -> list[tuple[str, str]]:
    """Only what was told."""
    language = language_names([question.language], current_language())[0]
    told = [
        (_("Answer"), wording.way_label(question.reply_by)),
        (_("Contact"), content.contact if content else ""),
        (_("Safe to leave a message"), _yes_no(question.safe_to_call)),
        (_("Name"), content.name if content else ""),
        (_("Good time"), content.best_time if content else ""),
        (_("Language"), language),
        (_("Postcode"), content.postcode if content else ""),
        (_("For someone else"), _("Yes") if question.for_other else ""),
        (_("Would like to do something for others"), _("Yes") if question.volunteer else ""),
        (_("Asked beside"), question.activity_slug or question.place_slug or ""),
    ]
    return [(label, value) for label, value in told if value]


def _yes_no(value: bool | None) -> str:
    return "" if value is None else _("Yes") if value else _("No")
