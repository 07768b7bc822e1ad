"""The page of a screen."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality, slug_in_query
from webapp.core import clock
from webapp.core.access import public
from webapp.core.addresses import absolute
from webapp.core.language import Language, current_language, find_language
from webapp.core.qr import drawing
from webapp.finding import complaints, forms
from webapp.finding.cards import ACTIVITY
from webapp.finding.queries import get_place
from webapp.finding.rules import read_what_makes_sense
from webapp.screens import presenting

bp = Blueprint("screens", __name__)


@bp.get("/<lang:lang>/<slug:town>/screen")
@public
def screen() -> ResponseReturnValue:
    """`place` for what one house holds, else the filters of the lists; `also` is a second language, in turn with that
    of the address. A place that is not there is not found: who puts up a screen should see it."""
    town = current_municipality()
    slug = slug_in_query("place")
    place = get_place(town, slug) if slug else None
    filters, slips = read_what_makes_sense(request.args, (forms.kind_axis(ACTIVITY),))
    home = absolute(url_for("finding.home"))
    page = render_template(
        "screens/screen.html",
        blocks=presenting.blocks(town, place, filters.without("open"), _languages(), clock.now()),
        slips=complaints.sentences(slips),
        home=home.partition("://")[2].rstrip("/"),
        qr_code=drawing(home),
    )
    return (page, 400) if slips else page


def _languages() -> list[Language]:
    codes = dict.fromkeys((current_language(), request.args.get("also", "")))
    return [found for code in codes if (found := find_language(code))]
