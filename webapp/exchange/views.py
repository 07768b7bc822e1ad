"""Calendar files: one activity, one place, and everything that a filter leaves."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality
from webapp.core import clock
from webapp.core.access import public
from webapp.core.errors import BadRequest
from webapp.core.language import current_language
from webapp.exchange import calendars
from webapp.finding import forms, queries
from webapp.finding.cards import ACTIVITY, PLACE
from webapp.finding.rules import FilterError, read_filters

bp = Blueprint("exchange", __name__)

MOST = 500  # things in one calendar; a phone has to read it every day


@bp.get("/<lang:lang>/<slug:town>/places/<slug:slug>.ics")
@public
def place_calendar(slug: str) -> ResponseReturnValue:
    town, language, moment = current_municipality(), current_language(), clock.now()
    return _file(calendars.calendar_of(town, queries.get_place(town, slug), language, moment), slug)


@bp.get("/<lang:lang>/<slug:town>/activities/<slug:slug>.ics")
@public
def activity_calendar(slug: str) -> ResponseReturnValue:
    town, language, moment = current_municipality(), current_language(), clock.now()
    return _file(calendars.calendar_of(town, queries.get_activity(town, slug), language, moment), slug)


@bp.get("/<lang:lang>/<slug:town>/calendar.ics")
@public
def town_calendar() -> ResponseReturnValue:
    """The activities that the filters leave; with `type=place` the places."""
    town, language, moment = current_municipality(), current_language(), clock.now()
    type_ = PLACE if request.args.get("type") == PLACE else ACTIVITY
    try:
        filters = read_filters(request.args, (forms.kind_axis(type_),)).without_order()
    except FilterError as error:
        raise BadRequest(forms.complaint_sentence(error)) from error
    listing = queries.list_places if type_ == PLACE else queries.list_activities
    found = listing(town, filters, language, moment, limit=MOST)
    things = [one.thing for one in found]
    return _file(calendars.calendar_of_all(town, things, language, moment), f"{town.slug}")


def _file(content: bytes, name: str) -> Response:
    return Response(
        content,
        mimetype="text/calendar",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"', "Cache-Control": "public, max-age=3600"},
    )
