"""By when a question is read and answered, in the working time of its team."""

from dataclasses import dataclass
from datetime import datetime

from webapp.questions.models import Question
from webapp.teams.models import Team
from webapp.teams.queries import find_team, list_closed_days
from webapp.teams.working_time import NeverOpen, add_working_time, answer_by, next_opening


@dataclass(frozen=True)
class Promise:
    """None where the hours of the team say nothing; then nobody is promised a day."""

    back_at: datetime | None  # when somebody is there; now or earlier: at work
    unread_by: datetime | None
    answer_by: datetime | None


def promise_of(municipality_id: int, team: Team, moment: datetime) -> Promise:
    closed = list_closed_days(municipality_id, moment)
    try:
        return Promise(
            next_opening(team.hours, closed, moment),
            add_working_time(team.hours, closed, moment, team.unread_hours * 60),
            answer_by(team.hours, closed, moment, team.answer_days),
        )
    except NeverOpen:
        return Promise(None, None, None)


def renew(question: Question, moment: datetime) -> None:
    """For its present team, from now on: a new owner gets the whole time."""
    team = find_team(question.municipality_id, question.team_id)
    assert team is not None  # a question always has one, by its foreign key
    promise = promise_of(question.municipality_id, team, moment)
    question.unread_by, question.answer_by = promise.unread_by, promise.answer_by
