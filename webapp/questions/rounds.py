"""What the worker does each minute: who does not read or was not reached is passed by; what is over is forgotten."""

from datetime import datetime, timedelta

from webapp.accounts.queries import list_users_of_town
from webapp.areas.models import Municipality
from webapp.areas.queries import get_municipality_of
from webapp.extensions import db
from webapp.questions import mails
from webapp.questions.answering import close_by_itself, move, take_up_again
from webapp.questions.forgetting import forget
from webapp.questions.models import Question
from webapp.questions.queries import (
    list_answer_failures,
    list_answered_before,
    list_mail_failures,
    list_to_forget,
    list_unread,
)
from webapp.questions.recording import record
from webapp.teams.models import Team
from webapp.teams.queries import find_triage_team, get_team

ITS_TEAM, DEPUTY, COORDINATOR = 0, 1, 2  # whom a question has reached
QUIET_DAYS = 28  # after an answer without another word a question is over


def escalate(moment: datetime) -> int:
    """Unread for too long in the working time of its team: to the deputy, then to the coordinator. How many moved."""
    unread = list_unread(moment)
    for question in unread:
        _pass_on(get_municipality_of(question.municipality_id), question, moment, "unread")
    return len(unread)


def pass_undelivered(moment: datetime) -> int:
    """A mail to a team that will never arrive, or came back: to the deputy and the coordinator at once."""
    failed = list_mail_failures()
    for question, message_id in failed:
        record(question, "undelivered", moment, message=str(message_id))
        question.mail_failed = True
        town = get_municipality_of(question.municipality_id)
        if question.reached < COORDINATOR:
            _tell_coordinators(town, question, get_team(town, question.team_id), "undelivered")
        _pass_on(town, question, moment, "undelivered")
    return len(failed)


def take_up_unanswered(moment: datetime) -> int:
    """An answer by mail that will never arrive, or came back: nobody has answered then."""
    failed = list_answer_failures()
    for question, message_id in failed:
        take_up_again(get_municipality_of(question.municipality_id), question, moment, message_id)
    return len(failed)


def _pass_on(town: Municipality, question: Question, moment: datetime, why: str) -> None:
    """One step further. At the coordinator it stays, and is told again each time the team's time has run out."""
    team = get_team(town, question.team_id)
    deputy = _deputy_of(town, team) if question.reached == ITS_TEAM else None
    if deputy is not None:
        question.reached = DEPUTY
        move(town, question, deputy.id, moment, why)
        mails.tell_team(town, question.id, question.topic, deputy, "deputy")
        return
    question.reached = COORDINATOR
    question.unread_by = moment + timedelta(days=1)
    db.session.flush()
    record(question, "coordinator_told", moment, why=why)
    _tell_coordinators(town, question, team, why)


def _deputy_of(town: Municipality, team: Team) -> Team | None:
    """The first along the deputies that can be reached; each is asked once."""
    seen = {team.id}
    while team.deputy_id is not None and team.deputy_id not in seen:
        team = get_team(town, team.deputy_id)
        seen.add(team.id)
        if team.is_active and team.email:
            return team
    return None


def _tell_coordinators(town: Municipality, question: Question, team: Team, why: str) -> None:
    """Where there is none, those of the triage team: somebody always hears it."""
    addresses = [user.email for user in list_users_of_town(town.id, "coordinator")]
    triage = find_triage_team(town)
    if not addresses and triage is not None and triage.email:
        addresses = [triage.email]
    for address in addresses:
        mails.tell_coordinator(town, address, question, team, why)


def close_answered(moment: datetime) -> int:
    quiet = list_answered_before(moment - timedelta(days=QUIET_DAYS))
    for question in quiet:
        close_by_itself(question, moment)
    return len(quiet)


def forget_ended(moment: datetime) -> int:
    """The content of ended questions that were kept long enough. How many."""
    over = list_to_forget(moment)
    for question in over:
        forget(question, moment)
    return len(over)
