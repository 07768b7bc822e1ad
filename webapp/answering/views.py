"""The search page, and the suggestions that are the same answers while somebody types."""

from collections.abc import Sequence

from flask import Blueprint, Response, g, json, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.answering import presenting, queries
from webapp.answering.ahead import ahead_of
from webapp.answering.cards import SearchPage
from webapp.areas.current import current_municipality
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.access import public
from webapp.core.connections import writing
from webapp.core.database import commit
from webapp.core.language import current_language
from webapp.finding import asking, complaints, forms, origin
from webapp.finding import presenting as showing
from webapp.finding.cards import ACTIVITY, PLACE, Link, ThemeTile
from webapp.finding.count_queries import total_activities, total_places
from webapp.finding.queries import find_located, list_coming_slots
from webapp.finding.rules import FilterError, Filters, read_what_makes_sense
from webapp.search.operations import count_missed
from webapp.taxonomy.rules import Term

bp = Blueprint("answering", __name__)

UNDERSTOOD = ("q", "near", "postcode", "where")  # what a search takes; filters belong to the lists
TOTALS = {ACTIVITY: total_activities, PLACE: total_places}
SUGGESTIONS_LIVE = "public, max-age=60"  # seconds; the same letters are typed again and again


@bp.get("/<lang:lang>/<slug:town>/search")
@public
def search() -> ResponseReturnValue:
    """A slip in one field does not throw away what was filled in in the other."""
    town = current_municipality()
    filters, slips = read_what_makes_sense(_understood(), ())
    page = _page(town, filters, slips)
    if page.is_empty:
        with writing():
            count_missed(town.id, filters.q, clock.today())
            commit()  # a counter like a log, and nothing that a visitor sees
    answer = render_template("answering/search.html", page=page)
    return (answer, 400, {"Cache-Control": "no-store"}) if slips else answer


@bp.get("/api/v1/<slug:town>/search.json")
@public
def suggest() -> ResponseReturnValue:
    """`{"answers": [{type, name, lang, where, url, icon}]}`, at most eight, the best first, after what is put ahead."""
    town, moment = current_municipality(), clock.now()
    filters = complaints.read_or_refuse(_understood(), ())
    wanted = asking.understood(town, filters.q)
    position = find_located(town, filters).position
    found = queries.list_answers(town, wanted, g.language, moment, position, presenting.MOST_SUGGESTIONS)
    answers = [*ahead_of(filters.q), *presenting.suggestions(wanted, found, g.language)]
    body = json.dumps({"answers": [vars(one) for one in answers]})
    return Response(body, mimetype="application/json", headers={"Cache-Control": SUGGESTIONS_LIVE})


def _understood() -> dict[str, str]:
    return {name: request.args[name] for name in UNDERSTOOD if name in request.args}


def _page(town: Municipality, filters: Filters, slips: Sequence[FilterError]) -> SearchPage:
    language, moment = current_language(), clock.now()
    wanted, located = asking.understood(town, filters.q), find_located(town, filters)
    things = queries.list_things(town, queries.list_answers(town, wanted, language, moment, located.position))
    slots = list_coming_slots(town, [found.thing for found in things], moment)
    return SearchPage(
        q=filters.q,
        themes=tuple(map(_tile, presenting.themes_meant(wanted))),
        cards=showing.cards(things, slots, language, moment),
        lists=_lists(town, filters) if things else (),
        typed=complaints.typed(slips).get("q", filters.q),
        where=complaints.typed_where(slips) or filters.where or filters.postcode,
        complaints=complaints.by_field(slips),
        origin=origin.line(located, town, filters, "answering.search"),
    )


def _tile(term: Term) -> ThemeTile:
    return ThemeTile(term, 0, url_for("finding.activities", theme=term.id))


def _lists(town: Municipality, filters: Filters) -> tuple[Link, ...]:
    """Everything that fits, in the lists with their filters."""
    moment = clock.now()
    counted = [(type_, count(town, filters, moment)) for type_, count in TOTALS.items()]
    return tuple(
        Link(forms.list_label(type_), url_for(forms.endpoint_of(type_), **filters.as_arguments()), count=number)
        for type_, number in counted
        if number
    )
