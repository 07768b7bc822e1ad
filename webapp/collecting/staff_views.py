"""The coordinator puts collections together: what is in them, in which order, in which words."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.access import staff
from webapp.accounts.desk_cards import add_desk_card
from webapp.accounts.home import add_link
from webapp.accounts.rules import COORDINATOR
from webapp.areas.current import current_municipality
from webapp.collecting import arranging, forms, operations, presenting, queries, words
from webapp.collecting.models import Collection
from webapp.collecting.operations import CollectionError
from webapp.collecting.rules import DOWN, UP, moved
from webapp.collecting.wording import complaint
from webapp.core import clock
from webapp.core.database import commit, rollback
from webapp.core.errors import NotFound
from webapp.core.language import current_language, find_language, speaking
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.core.typed import Typed, meet, opened
from webapp.core.words import _

bp = Blueprint("collecting_staff", __name__, url_prefix="/staff/<slug:town>/collections")
BOTH = ["GET", "POST"]
STEPS = {"up": UP, "down": DOWN}
add_link("collecting_staff.collections", lambda: _("Collections"), roles=(COORDINATOR,), icon="book-open")
add_desk_card("collecting", arranging.desk_card)


@bp.get("")
@staff(COORDINATOR)
def collections() -> ResponseReturnValue:
    return _list_page(Typed({"title": ""}))


@bp.post("")
@staff(COORDINATOR)
def add_collection() -> ResponseReturnValue:
    """A draft with a title; what is in it comes next."""
    form = forms.read_title(request.form)
    if form.problems:
        return _list_page(form), 422
    try:
        added = operations.add_collection(current_municipality(), form.values["title"])
    except CollectionError as error:
        rollback()
        form.problems["title"] = complaint(error.reason)
        return _list_page(form), 422
    target = url_for(".collection", collection_id=added.id)
    commit()
    return redirect(target, 303)


def _list_page(form: Typed) -> str:
    listed = arranging.lines(queries.list_all(current_municipality()), current_language())
    return render_template("collecting/staff_collections.html", form=form, collections=listed)


@bp.post("/<uuid:collection_id>/<any(up, down):way>")
@staff(COORDINATOR)
def move_collection(collection_id: UUID, way: str) -> ResponseReturnValue:
    town = current_municipality()
    operations.move_collection(town, queries.get_collection(town, collection_id), STEPS[way])
    commit()
    return redirect(url_for(".collections"), 303)


@bp.get("/<uuid:collection_id>")
@staff(COORDINATOR)
def collection(collection_id: UUID) -> ResponseReturnValue:
    """All parts with their buttons, and a search for what is to be added: `?find=`."""
    return _arrange(queries.get_collection(current_municipality(), collection_id))


@bp.get("/<uuid:collection_id>/preview")
@staff(COORDINATOR)
def preview(collection_id: UUID) -> ResponseReturnValue:
    """The page as visitors will see it, also of a draft: `language`, else that of who looks."""
    town, found = current_municipality(), queries.get_collection(current_municipality(), collection_id)
    told = find_language(request.args.get("language", ""))
    language = told.code if told else current_language()
    with speaking(language):
        page = presenting.page_of(town, found, language, clock.now())
        others = arranging.previews(found, language)
        return render_template("collecting/preview.html", page=page, collection=found, languages=others)


def _arrange(found: Collection, problem: str = "") -> str:
    town, language = current_municipality(), current_language()
    find = " ".join(request.values.get("find", "").split())[:100]
    return render_template(
        "collecting/arrange.html",
        desk=arranging.desk_of(town, found, language),
        find=find,
        hits=arranging.hits(town, found, find, language),
        problem=problem,
    )


@bp.post("/<uuid:collection_id>/parts")
@staff(COORDINATOR)
def add_part(collection_id: UUID) -> ResponseReturnValue:
    """`pick` as `activities/slug`; without one a heading, whose words come next."""
    town = current_municipality()
    found = queries.get_collection(town, collection_id, locks=True)
    pick = request.form.get("pick", "")
    try:
        operations.add_part(found, arranging.find_thing(town, pick) if pick else None)
    except (CollectionError, NotFound) as error:
        rollback()
        reason = error.reason if isinstance(error, CollectionError) else "gone"
        return _arrange(queries.get_collection(town, collection_id), complaint(reason)), 422
    commit()
    here = url_for(".texts" if not pick else ".collection", collection_id=collection_id)
    return redirect(here, 303)


@bp.post("/<uuid:collection_id>/parts/<uuid:part_id>/<any(up, down, remove):way>")
@staff(COORDINATOR)
def change_part(collection_id: UUID, part_id: UUID, way: str) -> ResponseReturnValue:
    found = queries.get_collection(current_municipality(), collection_id, locks=True)
    try:
        order = moved(found.parts, part_id, STEPS.get(way, 0))
    except LookupError as error:
        raise NotFound from error
    operations.order_parts(found, [part for part in order if way != "remove" or part.id != part_id])
    commit()
    return redirect(url_for(".collection", collection_id=collection_id, _anchor=f"part-{part_id}"), 303)


@bp.post("/<uuid:collection_id>/state")
@staff(COORDINATOR)
def set_state(collection_id: UUID) -> ResponseReturnValue:
    """`to=public` or back to a draft."""
    town = current_municipality()
    found = queries.get_collection(town, collection_id, locks=True)
    try:
        operations.publish(found, request.form.get("to") == "public")
    except CollectionError as error:
        return _arrange(found, complaint(error.reason)), 422
    commit()
    return redirect(url_for(".collection", collection_id=collection_id), 303)


@bp.post("/<uuid:collection_id>/remove")
@staff(COORDINATOR)
def remove_collection(collection_id: UUID) -> ResponseReturnValue:
    operations.remove_collection(queries.get_collection(current_municipality(), collection_id, locks=True))
    commit()
    return redirect(url_for(".collections"), 303)


# ---------------------------------------------------------------- words


@bp.route("/<uuid:collection_id>/texts", methods=BOTH)
@staff(COORDINATOR)
def texts(collection_id: UUID) -> ResponseReturnValue:
    """All languages side by side."""
    town = current_municipality()
    if request.method == "GET":
        found = queries.get_collection(town, collection_id)
        return _texts_page(found, forms.opened_texts(found))
    found = queries.get_collection(town, collection_id, locks=True)
    form = forms.read_texts(request.form, found.parts)
    if form.problems:
        return _texts_page(found, form), 422
    meet(form, forms.stored_texts(found))
    if form.problems:
        rollback()
        return _texts_page(queries.get_collection(town, collection_id), form), 409
    fields = {code: forms.fields_in(form, code, found.parts) for code in forms.codes()}
    operations.save_texts(found, fields, forms.read_confirmed(request.form))
    commit()
    return redirect(url_for(".collection", collection_id=collection_id), 303)


def _texts_page(found: Collection, form: Typed) -> str:
    town, language = current_municipality(), current_language()
    return render_template(
        "collecting/texts.html",
        desk=arranging.desk_of(town, found, language),
        form=form,
        rows=forms.rows(found.parts),
        name_in=forms.name_in,
        source=FALLBACK_LANGUAGE,
        title_field=words.TITLE,
    )


# ---------------------------------------------------------------- address and themes


@bp.route("/<uuid:collection_id>/address", methods=BOTH)
@staff(COORDINATOR)
def facts(collection_id: UUID) -> ResponseReturnValue:
    town = current_municipality()
    found = queries.get_collection(town, collection_id, locks=request.method == "POST")
    if request.method == "GET":
        return _facts_page(found, opened(forms.stored_facts(found)))
    form = forms.read_facts(request.form)
    if form.problems:
        return _facts_page(found, form), 422
    meet(form, forms.stored_facts(found), choices=("themes", "is_ladder"))
    status = 409
    if not form.problems:
        try:
            told = form.values
            operations.set_facts(town, found, told["slug"], told["themes"].split(), bool(told["is_ladder"]))
        except CollectionError as error:
            form.problems["slug"], status = complaint(error.reason), 422
    if form.problems:
        rollback()
        return _facts_page(queries.get_collection(town, collection_id), form), status
    commit()
    return redirect(url_for(".collection", collection_id=collection_id), 303)


def _facts_page(found: Collection, form: Typed) -> str:
    language = current_language()
    return render_template(
        "collecting/facts.html",
        desk=arranging.desk_of(current_municipality(), found, language),
        form=form,
        themes=forms.theme_choices(language),
        chosen=form.values["themes"].split(),
        former=list(found.former_slugs),
    )
