"""How a question stands, for its resident: with a pass code also what was written, both ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.areas.models import Municipality
from webapp.core.crypto import unseal
from webapp.following import wording
from webapp.guiding.events import Line
from webapp.questions.codes import grouped
from webapp.questions.desk import promise_of_question
from webapp.questions.lines import lines_beside
from webapp.questions.models import Question
from webapp.questions.queries import content_of, list_told
from webapp.questions.values import OPEN, WAITING, Content, Told
from webapp.teams.models import Team
from webapp.teams.queries import get_team, list_teams

SHOWN_WORDS = ("answered", "added")  # notes of the team are its own


@dataclass(frozen=True)
class Status:
    """`pass_code` only right after sending."""

    code: str
    sentence: str
    team: Team
    promise: str
    is_late: bool
    is_open: bool
    can_be_opened: bool  # nothing is kept any more of what was taken back or forgotten
    pass_code: str
    lines: tuple[Line, ...]  # right after sending: who can be called at once about what was written
    received_at: datetime
    masked: int


@dataclass(frozen=True)
class Step:
    at: datetime
    sentence: str
    words: str


@dataclass(frozen=True)
class Opened:
    """What a resident sees with the pass code. `content` is None once it has been forgotten."""

    ticket: str
    content: Content | None
    lines: tuple[Line, ...]
    steps: tuple[Step, ...]
    words: str  # typed and not yet sent
    wrong: str
    done: str


def status_of(town: Municipality, question: Question, moment: datetime, *, with_pass_code: bool = False) -> Status:
    team = get_team(town, question.team_id)
    waits = question.state in WAITING
    promise = promise_of_question(question.reply_by, team.name, question.answer_by, moment) if waits else ""
    shown = unseal(question.pass_code) if with_pass_code and question.pass_code is not None else ""
    return Status(
        code=question.code,
        sentence=wording.state_sentence(question.state, team.name),
        team=team,
        promise=promise,
        is_late=waits and question.answer_by is not None and moment > question.answer_by,
        is_open=question.state in OPEN,
        can_be_opened=question.forgotten_at is None,
        pass_code=grouped(shown),
        lines=_lines(question, content_of(question)) if shown else (),
        received_at=question.received_at,
        masked=_masked(town, question) if with_pass_code else 0,
    )


def _masked(town: Municipality, question: Question) -> int:
    """How many service numbers were hidden; said once, right after sending."""
    first = next((told for told in list_told(town.id, question.id) if told.kind == "asked"), None)
    return int(first.facts.get("masked", 0)) if first else 0


def opened(town: Municipality, question: Question, ticket: str, words: str, wrong: str, done: str) -> Opened:
    told, content = list_told(town.id, question.id), content_of(question)
    return Opened(ticket, content, _lines(question, content), _steps(town, told), words, wrong, done)


def _lines(question: Question, content: Content | None) -> tuple[Line, ...]:
    """None once it is over."""
    return lines_beside(content.question, question.topic or "") if content and question.state in OPEN else ()


def _steps(town: Municipality, told: Sequence[Told]) -> tuple[Step, ...]:
    names = {team.id: team.name for team in list_teams(town, with_inactive=True)}
    steps = []
    for one in told:
        team = names.get(one.team_id, "") if one.team_id else ""
        sentence = wording.step_sentence(one.kind, one.facts, team)
        if sentence:
            steps.append(Step(one.at, sentence, one.words if one.kind in SHOWN_WORDS else ""))
    return tuple(steps)
