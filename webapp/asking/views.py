"""The question form. Without a cookie: nothing of a visitor is needed to send, so no page of others can misuse it."""

from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality
from webapp.areas.models import Municipality
from webapp.asking import api, coming, forms, wording
from webapp.core import clock, guards
from webapp.core.access import at_once, keeps, public
from webapp.core.connections import together
from webapp.core.database import commit
from webapp.core.language import speaking
from webapp.core.words import _
from webapp.questions import tickets
from webapp.questions.desk import promise_now, promise_of_question
from webapp.questions.lines import all_lines
from webapp.questions.operations import ask as store
from webapp.questions.operations import find_receipt
from webapp.questions.routing import is_known_postcode
from webapp.questions.rules import MOST_LETTERS, read_asked
from webapp.questions.values import WHATSAPP, NewQuestion, OtherContent, Receipt, Unreachable
from webapp.teams.queries import Reach, get_reach

bp = Blueprint("asking", __name__)
BUSY_SECONDS = 300  # after too many from one address; the sentence says "a few minutes"
SAFETY = "veilig"  # the theme with a fast way out


@bp.get("/<lang:lang>/<slug:town>/ask")
@public
@keeps(*forms.PREFILLED, "through")
def ask() -> ResponseReturnValue:
    town = current_municipality()
    reach = get_reach(town)
    if not reach.is_reachable:
        return _call_us_page("")
    promise = promise_now(town, clock.now())
    form = forms.ask_form(town, forms.told_in_address(), promise, has_whatsapp=reach.has_whatsapp)
    response = make_response(_form_page(form))
    if form.values.get("topic") == SAFETY:
        response.headers["Cache-Control"] = "no-store"  # the back button must not bring it up from the memory
    return response


@bp.get("/<lang:lang>/<slug:town>/waiting")
@public
def waiting() -> ResponseReturnValue:
    """What the phone keeps of questions, and a form that works without a connection. The same for everyone."""
    town = current_municipality()
    reach = get_reach(town)
    form = forms.blank_form(town, has_whatsapp=reach.has_whatsapp) if reach.is_reachable else None
    return render_template("asking/waiting.html", form=form, most_letters=MOST_LETTERS, lines=all_lines())


@bp.post("/<lang:lang>/<slug:town>/ask")
@public
@at_once
def send() -> ResponseReturnValue:
    town, told = current_municipality(), forms.told_in_form()
    reach = get_reach(town)
    if not reach.is_reachable:
        return _call_us_page(told.get("question", "")), 503
    reading = read_asked(told, forms.known(reach.has_whatsapp))
    problems = dict(reading.problems)
    if reading.new is not None:
        problems |= _unknown(town, reading.new)
    again = "" if problems else guards.held_up()
    if problems or reading.new is None:
        return _again(town, told, reach, 422, problems=wording.problem_sentences(problems))
    if again:
        return _again(town, told, reach, 400, again=wording.again_sentence(again))
    try:
        receipt = _received_once(town, reading.new)
    except guards.TooMany:
        return _again(town, told, reach, 429, again=wording.again_sentence("busy"))
    except Unreachable:
        return _call_us_page(told.get("question", "")), 503
    commit()
    after = url_for("following.question", code=receipt.code, receipt=tickets.new_receipt(receipt.code))
    if _asks_where_to_go():
        return jsonify(next=after), 201, {"Cache-Control": "no-store"}
    return redirect(after, 303)


def _asks_where_to_go() -> bool:
    """A script that stays on the form until it knows that all arrived; see static/js/outbox/send-form.js."""
    return request.accept_mimetypes.best == "application/json"


def _call_us_page(words: str) -> str:
    """`words` are what somebody wrote and cannot send here; lines where somebody answers now stand there always."""
    return render_template("asking/call_us.html", words=words, lines=all_lines())


def _again(
    town: Municipality,
    told: dict[str, str],
    reach: Reach,
    status: int,
    *,
    problems: dict[str, str] | None = None,
    again: str = "",
) -> ResponseReturnValue:
    """The form once more, with all that was typed."""
    promise = promise_now(town, clock.now())
    form = forms.ask_form(town, told, promise, has_whatsapp=reach.has_whatsapp, problems=problems, again=again)
    return _form_page(form), status


def _received_once(town: Municipality, new: NewQuestion) -> Receipt:
    """The same form twice is one question; another text under the same key, as on a kept page, is another question."""
    try:
        return _received(town, new, _key(), forms.through())
    except OtherContent:
        return _stored(town, new, uuid4(), forms.through())


def _received(town: Municipality, new: NewQuestion, key: UUID, through: str, source: str = "web") -> Receipt:
    """Raises OtherContent, Unreachable, and guards.TooMany. What was stored before is said again, also to an address
    that has sent too much, and counts for nothing: it is counted first and then taken back, so that of many at once
    none slips through."""
    try:
        guards.count_one_more("question")
    except guards.TooMany:
        with suppress(OtherContent):
            earlier = find_receipt(town, new, key)
            if earlier is not None:
                return earlier
        raise
    receipt = _stored(town, new, key, through, source)
    if receipt.is_repeated:
        guards.count_one_less("question")
    return receipt


def _stored(town: Municipality, new: NewQuestion, key: UUID, through: str, source: str = "web") -> Receipt:
    """Who came through a practice is marked so, whichever way the question was sent."""
    moment = clock.now()
    if through:
        together()
    receipt = store(town, new, key, coming.PRACTICE if through else source, moment)
    if not receipt.is_repeated:
        coming.count(town, through, moment)
    return receipt


def _unknown(town: Municipality, new: NewQuestion) -> dict[str, str]:
    code = new.content.postcode
    return {"postcode": "unknown"} if code and not is_known_postcode(town, code) else {}


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
@at_once
def create() -> ResponseReturnValue:
    town = current_municipality()
    try:
        key, body = api.read_key(), api.read_body()
        with speaking(api.language_of(body)):
            return _created(town, key, body)
    except api.Refused as refused:
        answer = jsonify(errors=refused.errors)
        answer.headers["Cache-Control"] = "no-store"
        if refused.status == 429:
            answer.headers["Retry-After"] = str(BUSY_SECONDS)
        return answer, refused.status


def _created(town: Municipality, key: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    through = api.take_through(body)
    new = _read_for(town, body)
    try:
        receipt = _received(town, new, key, through, "api")
    except guards.TooMany:
        raise api.Refused({"": wording.again_sentence("busy")}, 429) from None
    except OtherContent:
        raise api.Refused({"Idempotency-Key": _("This key belongs to another question. Make a new one.")}) from None
    except Unreachable:
        raise _nobody_here() from None
    answer = api.answer(town, receipt, api.language_of(body), _promise(new, receipt))
    commit()  # after what is told of it was read: a commit forgets what was read
    return answer


def _read_for(town: Municipality, body: dict[str, Any]) -> NewQuestion:
    """Raises api.Refused; where nobody can be reached with that, as then there is nothing to mend. A question in which
    nothing is wrong and that asks for no WhatsApp hears so from the routing, which has to ask anyway."""
    reach = get_reach(town) if body.get("reply_by") == WHATSAPP else None
    try:
        new = api.read_question(body, reach is not None and reach.has_whatsapp)
        problems = wording.problem_sentences(_unknown(town, new))
        if problems:
            raise api.Refused(problems)
    except api.Refused:
        if not (reach or get_reach(town)).is_reachable:
            raise _nobody_here() from None
        raise
    return new


def _nobody_here() -> api.Refused:
    return api.Refused({"": _("This town cannot take questions here now. Please call.")}, 503)


def _promise(new: NewQuestion, receipt: Receipt) -> str:
    """As it was at the moment of asking, so that a repeat answers the same."""
    return promise_of_question(new.reply_by, receipt.team_name, receipt.answer_by, receipt.received_at)
