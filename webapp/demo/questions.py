"""Invented questions, so that the inbox of a demonstration shows every state; loaded once."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from webapp.accounts.models import StaffUser
from webapp.areas.models import Municipality
from webapp.questions import answering
from webapp.questions.models import Question
from webapp.questions.operations import ask, withdraw
from webapp.questions.queries import get_for_teams, has_questions
from webapp.questions.standard_answers import list_rows, save_answer
from webapp.questions.values import Content, NewQuestion
from webapp.teams.operations import add_member
from webapp.teams.queries import find_team_by_slug, list_teams

FILE = "questions.toml"
SEALED = ("question", "name", "contact", "best_time")


def join_teams(town: Municipality, folder: Path, user: StaffUser) -> None:
    """The account of role `team` works in the teams that the content names."""
    for slug in _read(folder).get("members_of", []):
        team = find_team_by_slug(town, slug)
        if team is not None:
            add_member(town, team.id, user.id)


def load_questions(town: Municipality, folder: Path, user: StaffUser, moment: datetime) -> int:
    """How many were asked: none where the town has questions already. Raises ValueError for a town that is real."""
    if not town.is_demo:
        raise ValueError(f"{town.name} is no demonstration town")
    content = _read(folder)
    if has_questions(town.id) or not list_teams(town):
        return 0
    if not list_rows(town.id):
        for one in content.get("standard_answer", []):
            save_answer(town.id, None, one["name"], {"nl": one["nl"], "en": one["en"]})
    questions = content.get("question", [])
    for one in questions:
        _ask(town, dict(one), user.id, moment)
    return len(questions)


def _ask(town: Municipality, told: dict[str, Any], by: UUID, moment: datetime) -> None:
    asked_at, steps = moment - timedelta(hours=told.pop("hours_ago")), told.pop("steps", [])
    sealed = Content(**{name: told.pop(name) for name in SEALED if name in told})
    receipt = ask(town, NewQuestion(sealed, **told), uuid4(), "demo", asked_at)
    teams = [team.id for team in list_teams(town)]
    question = get_for_teams(town.id, receipt.question_id, teams)
    for step in steps:
        _STEPS[step["do"]](town, question, by, step, asked_at + timedelta(hours=step["after_hours"]))


Step = Callable[[Municipality, Question, UUID, Mapping[str, Any], datetime], object]
_STEPS: dict[str, Step] = {
    "read": lambda _town, question, by, _step, at: answering.read(question, by, at),
    "take": lambda _town, question, by, _step, at: answering.take(question, by, at),
    "note": lambda _town, question, by, step, at: answering.note(question, by, step["words"], at),
    "answer": lambda town, question, by, step, at: answering.answer(town, question, by, step["how"], step["words"], at),
    "close": lambda _town, question, by, step, at: answering.close(question, by, step["outcome"], at),
    "withdraw": lambda town, question, _by, _step, at: withdraw(town, question, at),
}


def _read(folder: Path) -> dict[str, Any]:
    path = folder / FILE
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
