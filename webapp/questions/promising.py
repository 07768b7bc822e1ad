"""By when a question is read and answered by its present team."""

from datetime import datetime

from webapp.areas.models import Municipality
from webapp.questions.models import Question
from webapp.teams.queries import get_deadlines, get_team


def renew(town: Municipality, question: Question, moment: datetime) -> None:
    """From now on: a new owner gets the whole time."""
    deadlines = get_deadlines(town, get_team(town, question.team_id), moment)
    question.unread_by, question.answer_by = deadlines.unread_until, deadlines.answer_by
