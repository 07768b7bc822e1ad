"""Who takes questions in a town, and the words of the promise before and after sending."""

from datetime import datetime

from webapp.areas.models import Municipality
from webapp.core.words import _
from webapp.questions.values import NONE, VISIT
from webapp.teams.models import Team
from webapp.teams.queries import find_triage_team, get_closed_days
from webapp.teams.wording import presence, promise
from webapp.teams.working_time import NeverOpen, answer_by


def promise_now(town: Municipality, moment: datetime) -> str:
    """Before sending: that of the triage team, as which team it will be is known after sending only."""
    team = find_triage_team(town)
    return promise_of_team(town, team, moment) if team is not None else ""


def promise_of_team(town: Municipality, team: Team, moment: datetime) -> str:
    """ "The team is back on Monday at 9:00. You get an answer on Wednesday at the latest.", from its real hours."""
    closed, hours = get_closed_days(town, moment), team.working_hours
    try:
        until = promise(answer_by(hours, closed, moment, team.answer_days), moment)
    except NeverOpen:
        return ""
    return " ".join(filter(None, (presence(hours, closed, moment), until)))


def promise_of_question(reply_by: str, team_name: str, answer_until: datetime | None, moment: datetime) -> str:
    """After sending, for the way of answering that was chosen."""
    if reply_by == NONE:
        return _("%(team)s reads your question. You will get no answer, as you asked.", team=team_name)
    if answer_until is None or answer_until <= moment:
        return ""
    if reply_by == VISIT:
        return _("You can walk in at %(team)s. They have your question.", team=team_name)
    return promise(answer_until, moment)
