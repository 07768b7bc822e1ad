"""The picker of who refers. Nothing about a patient is asked, sent or kept."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.access import public
from webapp.core.errors import BadRequest
from webapp.handouts import forms, presenting, queries, wording
from webapp.handouts.rules import EVERYWHERE, Wish, WishError, choose, read_wish

bp = Blueprint("handouts", __name__)


@bp.get("/<lang:lang>/<slug:town>/refer")
@public
def refer() -> ResponseReturnValue:
    """First the subject, then where (once a device), then three cards; a choice in the address is not asked again."""
    town, wish = current_municipality(), _wish()
    area = queries.find_area(town, wish.area_code)
    areas = queries.list_areas(town)
    is_unknown = bool(wish.area_code) and area is None
    if not wish.has_subject:
        known = wish.changed(area="") if is_unknown else wish
        return render_template(
            "handouts/refer.html", themes=forms.themes(known), dimensions=forms.dimensions(known), wish=known, area=area
        )
    if is_unknown or (areas and not wish.area):
        complaint = wording.complaint(WishError("area", wish.area)) if is_unknown else ""
        page = render_template(
            "handouts/refer_area.html", areas=forms.areas(wish, areas), wish=wish, complaint=complaint
        )
        return page, 400 if is_unknown else 200
    return _cards(town, wish)


def _wish() -> Wish:
    try:
        return read_wish(request.values)
    except WishError as error:
        raise BadRequest(wording.complaint(error)) from error


def _cards(town: Municipality, wish: Wish, complaint: str = "") -> str:
    moment = clock.now()
    area = queries.find_area(town, wish.area_code)
    known = wish if wish.area else wish.changed(area=EVERYWHERE)
    candidates = queries.list_possible(town, wish, moment, area.position if area else None)
    picked = presenting.picked(town, known, area, choose(candidates, wish, moment), moment, complaint)
    return render_template("handouts/refer_cards.html", picked=picked, wish=known)
