"""Following a question: the address names it, the pass code opens it. Nothing here is ever kept by a browser."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality
from webapp.areas.models import Municipality
from webapp.core import bsn, clock
from webapp.core.access import public
from webapp.core.database import commit
from webapp.core.errors import NotFound
from webapp.core.limits import IPV6_SITE_BITS, visitor_key
from webapp.core.words import _
from webapp.following import presenting, wording
from webapp.questions import tickets
from webapp.questions.exporting import export_of
from webapp.questions.models import Question
from webapp.questions.operations import TooManyAdditions, add_words, open_question
from webapp.questions.operations import withdraw as take_back
from webapp.questions.queries import find_by_code
from webapp.questions.rules import MOST_LETTERS, tidy

bp = Blueprint("following", __name__)


@bp.get("/<lang:lang>/<slug:town>/question/<slug:code>")
@public
def question(code: str) -> ResponseReturnValue:
    """How it stands; never the text. With a fresh receipt also the pass code."""
    found = _get(code)
    is_fresh = tickets.is_receipt_of(request.args.get("receipt", ""), code)
    status = presenting.status_of(current_municipality(), found, clock.now(), with_pass_code=is_fresh)
    return _private(render_template("following/question.html", status=status, opened=None))


@bp.post("/<lang:lang>/<slug:town>/question/<slug:code>")
@public
def open_with_code(code: str) -> ResponseReturnValue:
    town = current_municipality()
    found = open_question(town.id, code, request.form.get("pass_code", "")[:40], visitor_key("pass", IPV6_SITE_BITS))
    commit()  # a wrong try counts
    if found is None:
        status = presenting.status_of(town, _get(code), clock.now())
        wrong = _("That is not the right pass code. Check the digits. After ten tries, wait an hour.")
        return _private(render_template("following/question.html", status=status, opened=None, wrong=wrong), 403)
    return _opened(town, found)


@bp.post("/<lang:lang>/<slug:town>/question/<slug:code>/add")
@public
def add(code: str) -> ResponseReturnValue:
    town, found = current_municipality(), _get_opened(code, lock=True)
    words = request.form.get("words", "")
    said, _hidden = bsn.mask(tidy(words))
    if not said or len(said) > MOST_LETTERS:
        wrong = wording.addition_sentence(is_long=bool(said))
        return _opened(town, found, words=words, wrong=wrong, status=422)
    try:
        if not add_words(town, found, said, clock.now()):
            abort(409)
    except TooManyAdditions:
        return _opened(town, found, words=words, wrong=wording.too_many_sentence(), status=429)
    commit()
    return _opened(town, found, done=_("We have added it. The team gets a message."))


@bp.post("/<lang:lang>/<slug:town>/question/<slug:code>/withdraw")
@public
def withdraw(code: str) -> ResponseReturnValue:
    town, found = current_municipality(), _get_opened(code, lock=True)
    take_back(town, found, clock.now())
    commit()
    return redirect(url_for("following.question", code=code), 303)


@bp.post("/<lang:lang>/<slug:town>/question/<slug:code>/export")
@public
def export(code: str) -> ResponseReturnValue:
    """All that we keep of a question, for its resident: a JSON file."""
    found = _get_opened(code)
    response = _private(export_of(current_municipality(), found))
    response.mimetype = "application/json"
    response.headers["Content-Disposition"] = f'attachment; filename="dichtbij-{code}.json"'
    return response


def _get(code: str, *, lock: bool = False) -> Question:
    found = find_by_code(current_municipality().id, code, lock=lock)
    if found is None:
        raise NotFound
    return found


def _get_opened(code: str, *, lock: bool = False) -> Question:
    """Of a page on which the pass code was given within the hour; else the page asks for it again."""
    if not tickets.is_opening_of(request.form.get("opened", ""), code):
        raise NotFound
    return _get(code, lock=lock)


def _opened(
    town: Municipality, found: Question, *, words: str = "", wrong: str = "", done: str = "", status: int = 200
) -> ResponseReturnValue:
    opened = presenting.opened(town, found, tickets.new_opening(found.code), words, wrong, done)
    shown = presenting.status_of(town, found, clock.now())
    return _private(render_template("following/question.html", status=shown, opened=opened), status)


def _private(body: str, status: int = 200) -> Response:
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response
