"""The question form. Without a cookie: nothing of a visitor is needed to send, so no page of others can misuse it."""

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality
from webapp.areas.models import Municipality
from webapp.asking import api, forms, guards, wording
from webapp.core import clock
from webapp.core.access import public
from webapp.core.database import commit
from webapp.core.language import speaking
from webapp.core.words import _
from webapp.questions import tickets
from webapp.questions.desk import promise_now, promise_of_question
from webapp.questions.operations import ask as store
from webapp.questions.routing import is_known_postcode
from webapp.questions.rules import MOST_LETTERS, read_asked
from webapp.questions.values import NewQuestion, OtherContent, Receipt, Unreachable
from webapp.teams.queries import Reach, get_reach, get_team

bp = Blueprint("asking", __name__)
SAFETY = "veilig"  # the theme with a fast way out


@bp.get("/<lang:lang>/<slug:town>/ask")
@public
def ask() -> ResponseReturnValue:
    town = current_municipality()
    reach = get_reach(town)
    if not reach.is_reachable:
        return render_template("asking/call_us.html")
    promise = promise_now(town, clock.now())
    form = forms.ask_form(town, forms.told_in_address(), promise, has_whatsapp=reach.has_whatsapp)
    response = make_response(_form_page(form))
    if form.values.get("topic") == SAFETY:
        response.headers["Cache-Control"] = "no-store"  # the back button must not bring it up from the memory
    return response


@bp.post("/<lang:lang>/<slug:town>/ask")
@public
def send() -> ResponseReturnValue:
    town, told = current_municipality(), forms.told_in_form()
    reach = get_reach(town)
    if not reach.is_reachable:
        return render_template("asking/call_us.html", words=told.get("question", "")), 503
    reading = read_asked(told, forms.known(reach.has_whatsapp))
    problems = dict(reading.problems)
    if reading.new is not None:
        problems |= _unknown(town, reading.new)
    again = "" if problems else guards.held_up()
    if not problems and not again and guards.is_too_many():
        again = "busy"
    commit()  # the count of what came from here
    if problems or again or reading.new is None:
        form = forms.ask_form(
            town, told, promise_now(town, clock.now()), has_whatsapp=reach.has_whatsapp,
            problems=wording.problem_sentences(problems), again=wording.again_sentence(again) if again else "",
        )  # fmt: skip
        return _form_page(form), 422 if problems else 429 if again == "busy" else 400
    return _stored(town, reading.new)


def _unknown(town: Municipality, new: NewQuestion) -> dict[str, str]:
    code = new.content.postcode
    return {"postcode": "unknown"} if code and not is_known_postcode(town, code) else {}


def _stored(town: Municipality, new: NewQuestion) -> ResponseReturnValue:
    """The same form twice is one question; another text under the same key, as on a kept page, is another question."""
    try:
        receipt = store(town, new, _key(), "web", clock.now())
    except OtherContent:
        receipt = store(town, new, uuid4(), "web", clock.now())
    except Unreachable:
        return render_template("asking/call_us.html", words=new.content.question), 503
    commit()
    ticket = tickets.new_receipt(receipt.code)
    return redirect(url_for("following.question", code=receipt.code, receipt=ticket), 303)


def _key() -> UUID:
    try:
        return UUID(request.form.get("key", ""))
    except ValueError:
        return uuid4()


def _form_page(form: forms.AskForm) -> str:
    return render_template("asking/ask.html", form=form, most_letters=MOST_LETTERS)


# ---------------------------------------------------------------- the same as JSON


@bp.post("/api/v1/<slug:town>/questions")
@public
def create() -> ResponseReturnValue:
    town = current_municipality()
    try:
        key, body = api.read_key(), api.read_body()
        with speaking(api.language_of(body)):
            return _created(town, key, body, get_reach(town))
    except api.Refused as refused:
        return jsonify(errors=refused.errors), refused.status


def _created(town: Municipality, key: UUID, body: dict[str, Any], reach: Reach) -> ResponseReturnValue:
    if not reach.is_reachable:
        raise api.Refused({"": _("This town cannot take questions here now. Please call.")}, 503)
    new = api.read_question(body, reach.has_whatsapp)
    problems = wording.problem_sentences(_unknown(town, new))
    if problems:
        raise api.Refused(problems)
    if guards.is_too_many():
        commit()
        raise api.Refused({"": wording.again_sentence("busy")}, 429)
    try:
        receipt = store(town, new, key, "api", clock.now())
    except OtherContent:
        raise api.Refused({"Idempotency-Key": _("This key belongs to another question. Make a new one.")}) from None
    except Unreachable:
        raise api.Refused({"": _("This town cannot take questions here now. Please call.")}, 503) from None
    answer = api.answer(town, receipt, api.language_of(body), _promise(town, new, receipt))
    commit()  # after what is told of it was read: a commit forgets what was read
    return answer


def _promise(town: Municipality, new: NewQuestion, receipt: Receipt) -> str:
    """As it was at the moment of asking, so that a repeat answers the same."""
    team = get_team(town, receipt.team_id)
    return promise_of_question(new.reply_by, team, receipt.answer_by, receipt.received_at)
