"""The pin of one place or activity: looked up by address, dragged, typed, saved."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.access import current_user, staff
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.activities.item_links import add_item_link
from webapp.activities.models import Activity
from webapp.activities.scope import get_item, organisation_of, scope_of
from webapp.areas.current import current_municipality
from webapp.areas.queries import get_outlines
from webapp.core import clock
from webapp.core.database import commit, rollback
from webapp.core.errors import BadRequest, NotFound
from webapp.core.language import current_language
from webapp.core.limits import hit
from webapp.core.texts import in_order, pick_field
from webapp.core.words import _
from webapp.geocoding.queries import Found, find_candidates
from webapp.maps.page import script_headers
from webapp.pinning import forms, operations, town_map, wording
from webapp.pinning.forms import Item, PinForm
from webapp.pinning.operations import Mover
from webapp.pinning.queries import find_standing
from webapp.pinning.rules import PinRefused, Slip, read_point
from webapp.places.checks import FactsError
from webapp.places.models import Place
from webapp.places.moving import Location
from webapp.taxonomy.rules import terms
from webapp.versions.operations import VersionConflict

bp = Blueprint("pinning_staff", __name__, url_prefix="/staff/<slug:town>")
ITEM = "/<any(places, activities):what>/<uuid:item_id>/pin"
LOOK_UPS = "120/hour"  # of one user: a person at work, not a program

add_item_link("pinning_staff.pin", lambda: _("Pin on the map"), icon="map-pin", order=60)


def _item(what: str, item_id: UUID) -> Item:
    return get_item(scope_of(current_user(), current_municipality()), what, item_id)


def _mover(item: Item) -> Mover:
    scope = scope_of(current_user(), current_municipality())
    return Mover(current_user().id, scope.publishes(organisation_of(item)), clock.now())


@bp.route(ITEM, methods=["GET", "POST"])
@staff(EDITOR, COORDINATOR)
def pin(what: str, item_id: UUID) -> ResponseReturnValue:
    item = _item(what, item_id)
    if request.method == "GET":
        found = _look_up(request.args.get("address", ""))
        return _page(what, item, forms.offered_form(item, request.args), found)
    if _is_nowhere(item):
        raise NotFound
    if request.form.get("do") == "remove":
        return _remove(what, item)
    return _save(what, item)


def _look_up(address: str) -> Found | None:
    if not address.strip():
        return None
    if not hit(f"geocoder:{current_user().id}", LOOK_UPS):
        raise BadRequest(_("That was a lot at once. Please try again in a few minutes."))
    return find_candidates(current_municipality(), address)


def _save(what: str, item: Item) -> ResponseReturnValue:
    town, form, mover = current_municipality(), forms.read_form(request.form), _mover(item)
    if form.seen != forms.mark_of(forms.stored_location(item)):
        return _page(what, item, _changed_meanwhile(form, item), status=422)
    try:
        to = Location(read_point(form.values["lat"], form.values["lon"]), **forms.address_of(form))
        operations.save_pin(town, item, to, mover, is_confirmed=form.is_confirmed)
    except PinRefused as refused:
        form.problems = wording.slip_sentences(refused.slips, town.name)
        form.asks_to_confirm = Slip.OUTSIDE in refused.slips.values()
    except FactsError as error:
        form.problems = wording.flaw_sentences(error.flaws)
    except VersionConflict:
        form.problems = {"": wording.own_draft_differs()}
    if form.problems:
        rollback()
        return _page(what, _item(what, item.id), form, status=422)
    commit()
    return _done_with(what, item, "saved" if mover.publishes else "waits")


def _changed_meanwhile(form: PinForm, item: Item) -> PinForm:
    stored = forms.stored_form(item)
    form.problems[""] = wording.moved_meanwhile(", ".join(part for part in stored.values.values() if part))
    form.seen = stored.seen
    return form


def _remove(what: str, item: Item) -> ResponseReturnValue:
    if not isinstance(item, Activity):
        raise NotFound
    mover = _mover(item)
    try:
        operations.save_pin(current_municipality(), item, Location(None), mover)
    except VersionConflict:
        rollback()
        raise BadRequest(wording.own_draft_differs()) from None
    commit()
    return _done_with(what, item, "removed" if mover.publishes else "waits")


def _done_with(what: str, item: Item, done: str) -> ResponseReturnValue:
    return redirect(url_for(".pin", what=what, item_id=item.id, done=done), 303)


def _page(what: str, item: Item, form: PinForm, found: Found | None = None, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "pinning/pin.html",
        what=what,
        item=item,
        name=pick_field(in_order(list(item.texts), current_language()), "name").words,
        is_place=isinstance(item, Place),
        is_nowhere=_is_nowhere(item),
        has_own_point=item.point is not None,
        form=form,
        found=found,
        offers=[(one, _offer_url(what, item, one)) for one in found.candidates] if found else [],
        address=request.args.get("address", ""),
        neighbourhood=_neighbourhood(form),
        map=town_map.to_drag(current_municipality(), item),
        done=_done(request.args.get("done", "")),
    ), status


def _is_nowhere(item: Item) -> bool:
    """By phone or online."""
    kind = terms("place_kind" if isinstance(item, Place) else "activity_kind").get(item.kind)
    return bool(kind and kind.pinless) or (isinstance(item, Activity) and item.online)


def _offer_url(what: str, item: Item, candidate: Any) -> str:
    """The same page with the candidate filled in; nothing is saved by following it."""
    parts = {name: getattr(candidate, name) for name in forms.ADDRESS if getattr(candidate, name)}
    values = {**forms.point_values(candidate.position), **(parts if isinstance(item, Place) else {})}
    return url_for(".pin", what=what, item_id=item.id, **values, _anchor="pin")


def _neighbourhood(form: PinForm) -> str:
    try:
        position = read_point(form.values["lat"], form.values["lon"])
    except PinRefused:
        return ""
    return find_standing(current_municipality(), position).neighbourhood


def _done(what: str) -> str:
    said = {
        "saved": _("Saved. Residents see the pin here now."),
        "removed": _("Saved. Residents see it where its place is."),
        "waits": _("Saved. The coordinator looks at it first; then residents see it."),
    }
    return said.get(what, "")


@bp.get("/pin/map.<digest>.js")
@staff(EDITOR, COORDINATOR)
def map_script(digest: str) -> ResponseReturnValue:
    script = town_map.script(current_municipality())
    return Response(script.body, headers=script_headers(script, digest))


@bp.get("/pin/outlines.geojson")
@staff(EDITOR, COORDINATOR)
def outlines() -> ResponseReturnValue:
    """The borders under the map, also of a town that is not open to residents yet."""
    return Response(get_outlines(current_municipality()), mimetype="application/geo+json")
