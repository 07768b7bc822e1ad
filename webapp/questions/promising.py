"""By when a question is read and answered, in the working time of its team."""

from dataclasses import dataclass
from datetime import datetime

from webapp.areas.models import Municipality
from webapp.questions.models import Question
from webapp.teams.models import Team
from webapp.teams.queries import get_closed_days, get_team
from webapp.teams.working_time import NeverOpen, add_working_time, answer_by


@dataclass(frozen=True)
class Promise:
    """None where the hours of the team say nothing; then nobody is promised a day."""

    unread_by: datetime | None
    answer_by: datetime | None


def promise_of(town: Municipality, team: Team, moment: datetime) -> Promise:
    closed = get_closed_days(town, moment)
    hours = team.working_hours
    try:
        return Promise(
            add_working_time(hours, closed, moment, team.unread_hours * 60),
            answer_by(hours, closed, moment, team.answer_days),
        )
    except NeverOpen:
        return Promise(None, None)


def renew(town: Municipality, question: Question, moment: datetime) -> None:
    """For its present team, from now on: a new owner gets the whole time."""
    promise = promise_of(town, get_team(town, question.team_id), moment)
    question.unread_by, question.answer_by = promise.unread_by, promise.answer_by
