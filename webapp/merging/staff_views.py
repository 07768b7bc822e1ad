"""The coordinator looks at pairs, makes two one, says that they are two, and takes apart what was made one."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import home
from webapp.accounts.access import current_user, staff
from webapp.accounts.rules import COORDINATOR
from webapp.activities.item_links import PLACES
from webapp.areas.current import current_municipality
from webapp.core import clock
from webapp.core.database import commit, rollback
from webapp.core.errors import NotFound
from webapp.core.words import _
from webapp.merging import operations, presenting, queries
from webapp.merging.operations import MergeRefused
from webapp.merging.wording import done_sentence, refusal

bp = Blueprint("merging_staff", __name__, url_prefix="/staff/<slug:town>/duplicates")
home.add_link("merging_staff.duplicates", lambda: _("Twice in the list?"), (COORDINATOR,), icon="copy")
PAIR = "/<any(places,activities):what>/<uuid:kept_id>/<uuid:gone_id>"


@bp.get("")
@staff(COORDINATOR)
def duplicates() -> ResponseReturnValue:
    return _list_page(request.args.get("what", PLACES))


def _gone_page(what: str) -> ResponseReturnValue:
    """After the back button, or in another tab: the list says how it stands now."""
    return _list_page(what, _("One of these two is not there any more. Perhaps they have been made one already."), 404)


def _list_page(what: str, problem: str = "", status: int = 200) -> ResponseReturnValue:
    town = current_municipality()
    what = what if what in operations.MODELS else PLACES
    pairs = queries.list_pairs(town, what)
    return render_template(
        "merging/duplicates.html",
        what=what,
        number=len(pairs),
        pairs=presenting.pair_cards(town, what, pairs[: queries.MOST_SHOWN]),
        merges=presenting.merge_cards(town, queries.list_merges(town, clock.now())),
        typed=request.values,
        problem=problem,
        done=done_sentence(request.args.get("done", "")) if request.method == "GET" else "",
    ), status


@bp.get("/choose")
@staff(COORDINATOR)
def choose() -> ResponseReturnValue:
    """Two that the list does not have, by their addresses."""
    town, what = current_municipality(), request.args.get("what", PLACES)
    if what not in operations.MODELS:
        raise NotFound
    found = [queries.find_by_slug(town, what, _slug(request.args.get(name, ""))) for name in ("one", "other")]
    if None in found or found[0] == found[1]:
        return _list_page(what, _("We do not know these two addresses. Copy them from the pages of the two."), 422)
    return redirect(url_for(".pair", what=what, kept_id=found[0], gone_id=found[1]), 303)


def _slug(typed: str) -> str:
    return urlsplit(typed.strip()[:500]).path.rstrip("/").rpartition("/")[2]


@bp.route(PAIR, methods=["GET", "POST"])
@staff(COORDINATOR)
def pair(what: str, kept_id: UUID, gone_id: UUID) -> ResponseReturnValue:
    town = current_municipality()
    try:
        kept, gone = operations.get_both(town, what, kept_id, gone_id)
    except NotFound:
        return _gone_page(what)
    if request.method == "GET":
        return _pair_page(what, kept_id, gone_id)
    if request.form.get("seen") != presenting.seen(what, kept, gone):
        return _pair_page(what, kept_id, gone_id, refusal("changed"), 409)
    try:
        operations.merge(town, what, kept_id, gone_id, request.form, by=current_user().id, now=clock.now())
    except MergeRefused as refused:
        rollback()
        return _pair_page(what, kept_id, gone_id, refusal(refused.word), 422)
    commit()
    return _to_list(what, "one")


def _pair_page(what: str, kept_id: UUID, gone_id: UUID, problem: str = "", status: int = 200) -> ResponseReturnValue:
    town = current_municipality()
    kept, gone = operations.get_both(town, what, kept_id, gone_id)
    comparison = presenting.compare(town, what, kept, gone, request.form)
    return render_template("merging/pair.html", what=what, both=comparison, problem=problem), status


@bp.post(f"{PAIR}/two")
@staff(COORDINATOR)
def two(what: str, kept_id: UUID, gone_id: UUID) -> ResponseReturnValue:
    """They are not the same."""
    town = current_municipality()
    operations.note_two(town, what, kept_id, gone_id, by=current_user().id, now=clock.now())
    commit()
    return _to_list(what, "two")


@bp.post("/undo/<uuid:merge_id>")
@staff(COORDINATOR)
def undo(merge_id: UUID) -> ResponseReturnValue:
    town = current_municipality()
    merge = queries.get_merge(town, merge_id)
    what = merge.what
    try:
        operations.undo(town, merge, by=current_user().id, now=clock.now())
    except MergeRefused as refused:
        rollback()
        return _list_page(what, refusal(refused.word), 422)
    commit()
    return _to_list(what, "apart")


def _to_list(what: str, done: str) -> ResponseReturnValue:
    return redirect(url_for(".duplicates", what=what, done=done), 303)
