"""The inbox. Every step asks first whether the question is one of the reader's own teams: else 404."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import home
from webapp.accounts.access import current_user, staff
from webapp.accounts.rules import TEAM
from webapp.areas.current import current_municipality
from webapp.core import bsn, clock
from webapp.core.database import commit, rollback
from webapp.core.errors import BadRequest, NotFound
from webapp.core.words import _
from webapp.inbox import presenting
from webapp.questions import answering, queries, standard_answers
from webapp.questions.models import Question
from webapp.questions.rules import MOST_LETTERS, tidy
from webapp.teams.queries import list_team_ids_of

bp = Blueprint("inbox", __name__, url_prefix="/staff/<slug:town>/questions")
home.add_link("inbox.questions", lambda: _("Questions of residents"), (TEAM,), icon="messages-square")


def _teams() -> list[UUID]:
    return list(list_team_ids_of(current_municipality(), current_user().id))


@bp.get("")
@staff(TEAM)
def questions() -> ResponseReturnValue:
    town, teams, moment = current_municipality(), _teams(), clock.now()
    ended = request.args.get("ended") == "1"
    found = (queries.list_ended if ended else queries.list_open)(town.id, teams)
    change = queries.get_change(town.id, teams)
    return render_template(
        "inbox/questions.html",
        rows=presenting.rows(town, found, current_user().id, moment),
        ended=ended,
        has_team=bool(teams),
        change=_numbers(change),
    )


@bp.get("/change")
@staff(TEAM)
def change() -> ResponseReturnValue:
    """What a page that is open asks now and then; only numbers."""
    return jsonify(_numbers(queries.get_change(current_municipality().id, _teams())))


def _numbers(change: queries.Change) -> dict[str, int]:
    return {"number": change.number, "last": change.last_event}


@bp.get("/<uuid:question_id>")
@staff(TEAM)
def question(question_id: UUID) -> ResponseReturnValue:
    return _page(_get(question_id))


def _get(question_id: UUID, *, lock: bool = False) -> Question:
    return queries.get_for_teams(current_municipality().id, question_id, _teams(), lock=lock)


def _page(found: Question, wrong: str = "", status: int = 200) -> ResponseReturnValue:
    town, moment, user = current_municipality(), clock.now(), current_user()
    content = answering.read(found, user.id, moment)
    commit()  # who reads is written down before anything is shown
    typed = request.form.to_dict() | {"part": _part()} if wrong else _prefilled(found)
    whole = presenting.whole(town, found, content, _teams(), user.id, moment, typed, wrong)
    answers = standard_answers.list_answers(town.id, found.language)
    return render_template("inbox/question.html", whole=whole, answers=answers), status


def _part() -> str:
    """Which of the forms of the page was sent: note, answer, hand_over, …"""
    return (request.endpoint or "").rpartition(".")[2]


def _prefilled(found: Question) -> dict[str, str]:
    """With a standard answer, where one was chosen."""
    chosen = request.args.get("standard", "")
    ready = standard_answers.list_answers(found.municipality_id, found.language)
    words = next((one.words for one in ready if str(one.id) == chosen), "")
    return {"words": words, "part": "answer"} if words else {}


Action = Callable[[Question, UUID, datetime], None]


def _do(question_id: UUID, action: Action, *, leaves: bool = False) -> ResponseReturnValue:
    """One step, under a lock, so that two colleagues never undo each other's; what is wrong is said on the page."""
    found = _get(question_id, lock=True)
    try:
        action(found, current_user().id, clock.now())
    except BadRequest as error:
        rollback()
        return _page(_get(question_id), error.sentence, 422)
    commit()
    hidden = 1 if bsn.mask(request.form.get("words", ""))[1] else None
    page = (
        url_for(".questions", hidden=hidden) if leaves else url_for(".question", question_id=question_id, hidden=hidden)
    )
    return redirect(page, 303)


def _words() -> str:
    """A citizen service number in them is hidden, before anything is stored or sent."""
    words, _hidden = bsn.mask(tidy(request.form.get("words", "")))
    if len(words) > MOST_LETTERS:
        raise BadRequest(_("This is longer than 4,000 characters. Please make it shorter. Nothing is lost."))
    return words


@bp.post("/<uuid:question_id>/take")
@staff(TEAM)
def take(question_id: UUID) -> ResponseReturnValue:
    return _do(question_id, answering.take)


@bp.post("/<uuid:question_id>/put-back")
@staff(TEAM)
def put_back(question_id: UUID) -> ResponseReturnValue:
    return _do(question_id, answering.put_back)


@bp.post("/<uuid:question_id>/answer")
@staff(TEAM)
def answer(question_id: UUID) -> ResponseReturnValue:
    town, how = current_municipality(), request.form.get("how", "")
    return _do(question_id, lambda found, by, at: answering.answer(town, found, by, how, _words(), at))


@bp.post("/<uuid:question_id>/note")
@staff(TEAM)
def note(question_id: UUID) -> ResponseReturnValue:
    return _do(question_id, lambda found, by, at: answering.note(found, by, _words(), at))


@bp.post("/<uuid:question_id>/hand-over")
@staff(TEAM)
def hand_over(question_id: UUID) -> ResponseReturnValue:
    town, consent = current_municipality(), request.form.get("consent", "")

    def give(found: Question, by: UUID, at: datetime) -> None:
        answering.hand_over(town, found, by, _chosen("team"), consent, _words(), at)

    return _do(question_id, give, leaves=True)


@bp.post("/<uuid:question_id>/merge")
@staff(TEAM)
def merge(question_id: UUID) -> ResponseReturnValue:
    def join(found: Question, by: UUID, at: datetime) -> None:
        answering.merge(found, _get(_chosen("into"), lock=True), by, at)

    queries.lock_in_order(current_municipality().id, [question_id, *_told("into")])
    return _do(question_id, join, leaves=True)


@bp.post("/<uuid:question_id>/close")
@staff(TEAM)
def close(question_id: UUID) -> ResponseReturnValue:
    outcome = request.form.get("outcome", "")
    return _do(question_id, lambda found, by, at: answering.close(found, by, outcome, at), leaves=True)


def _told(name: str) -> list[UUID]:
    """The one id of this field, if it is one."""
    try:
        return [UUID(request.form.get(name, ""))]
    except ValueError:
        return []


def _chosen(name: str) -> UUID:
    """Raises BadRequest where nothing was chosen, NotFound for what no page offers."""
    value = request.form.get(name, "")
    if not value:
        raise BadRequest(_("Choose one from the list first."))
    try:
        return UUID(value)
    except ValueError:
        raise NotFound from None
