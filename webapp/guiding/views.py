"""Life events, and the helper with its four questions."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.access import public
from webapp.core.errors import BadRequest
from webapp.core.geo import Position
from webapp.core.language import current_language
from webapp.finding import complaints
from webapp.finding.origin import line_at
from webapp.finding.queries import find_located
from webapp.finding.rules import FilterError, Filters, read_what_makes_sense
from webapp.guiding import events, forms, presenting, queries
from webapp.guiding.cards import Mending, Result
from webapp.guiding.rules import (
    INFORMATION_POINTS,
    QUESTIONS,
    SHOWN,
    AnswerError,
    Answers,
    Candidate,
    Look,
    pick,
    read_answers,
)
from webapp.taxonomy.rules import terms

bp = Blueprint("guiding", __name__)

EVERYTHING = (Look(True, Filters()), Look(False, Filters()))


@bp.get("/<lang:lang>/<slug:town>/life-events")
@public
def life_events() -> ResponseReturnValue:
    return render_template("guiding/life_events.html", events=events.life_events().values())


@bp.get("/<lang:lang>/<slug:town>/life-events/<slug:slug>")
@public
def life_event(slug: str) -> ResponseReturnValue:
    event = events.get_life_event(slug)
    town, language, moment = current_municipality(), current_language(), clock.now()
    looks = [look for step in event.steps for look in step.see]
    candidates = queries.list_candidates(town, [*looks, INFORMATION_POINTS], moment)
    steps = presenting.shown_steps(town, event, candidates, language, moment)
    response = make_response(render_template("guiding/life_event.html", event=event, steps=steps))
    if event.needs_quick_exit:
        response.headers["Cache-Control"] = "no-store"  # the back button must not bring it up from the memory
    return response


@bp.get("/<lang:lang>/<slug:town>/helper")
@public
def helper() -> ResponseReturnValue:
    """What is wrong with where the visitor is, is mended on the same page, with what was answered kept."""
    answers = _answers()
    told = {name: request.args.get(name, "") for name in complaints.WHERE}
    name = answers.open_question
    place, slips = read_what_makes_sense(told, ())
    if name is not None:
        asked = forms.question(name, answers, place, current_language())
        page = render_template("guiding/helper.html", question=asked, mending=_mending(answers, slips))
    else:
        page = render_template("guiding/helper_result.html", result=_result(answers, place, slips))
    return (page, 400, {"Cache-Control": "no-store"}) if slips else page


def _mending(answers: Answers, slips: Sequence[FilterError]) -> Mending | None:
    if not slips:
        return None
    return Mending(
        carried=tuple(answers.as_arguments().items()),
        where=complaints.typed_where(slips),
        complaint=complaints.by_field(slips).get("where", ""),
    )


def _answers() -> Answers:
    try:
        return read_answers(request.args)
    except AnswerError as error:
        raise BadRequest(forms.complaint_sentence(error)) from error


def candidates_for(town: Municipality, about: str, moment: datetime, origin: Position | None) -> list[Candidate]:
    """Of the whole town only where its theme has too little: the fewer rows, the faster an old phone has its answer."""
    of_theme = [Look(look.is_place, Filters(theme=about)) for look in EVERYTHING]
    found = queries.list_candidates(town, of_theme, moment, origin)
    return found if len(found) >= SHOWN or not about else queries.list_candidates(town, EVERYTHING, moment, origin)


def _result(answers: Answers, place: Filters, slips: Sequence[FilterError]) -> Result:
    town, language, moment = current_municipality(), current_language(), clock.now()
    located = find_located(town, place)
    picked = pick(candidates_for(town, answers.to("about"), moment, located.position), answers, moment)
    chosen = presenting.complete(town, picked.chosen, language, moment, answers)
    return Result(
        picks=chosen.picks(picked.chosen),
        widened=forms.widened_sentence(picked.dropped),
        origin=line_at(located, town, place, partial(forms.address_at, answers)),
        answered=forms.answered(answers, place, language),
        carried=tuple(answers.as_arguments().items()),
        where=complaints.typed_where(slips) or place.where or place.postcode,
        complaint=complaints.by_field(slips).get("where", ""),
        more=forms.more_link(answers, place, language),
        back_url=forms.back_url(answers, place, len(QUESTIONS)),
        again_url=forms.address(Answers(), place),
        topic=answers.to("about") if answers.to("about") in terms("theme") else "",
    )
