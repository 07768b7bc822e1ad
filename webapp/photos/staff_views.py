"""Photos of one place or activity for who keeps it true; what waits for a second pair of eyes."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.access import current_user, staff
from webapp.accounts.home import add_link
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.activities.item_links import ACTIVITIES, PLACES, add_item_link
from webapp.activities.scope import Scope, get_item, organisation_of, scope_of
from webapp.areas.current import current_municipality
from webapp.core import clock
from webapp.core.database import commit, rollback
from webapp.core.errors import NotFound
from webapp.core.language import current_language, language_names
from webapp.core.texts import in_order, pick_field
from webapp.core.uploads import takes
from webapp.core.words import _
from webapp.photos import noting, operations, presenting, queries, wording
from webapp.photos.forms import PhotoForm, alt_languages, empty_form, read_form, stored_form
from webapp.photos.models import Photo
from webapp.photos.rules import MAX_PHOTOS, MAX_REQUEST_BYTES, Flaw, PhotoRefused
from webapp.photos.taking_in import take_in
from webapp.photos.views import MIMETYPES
from webapp.places.models import Place

bp = Blueprint("photos_staff", __name__, url_prefix="/staff/<slug:town>")
ITEM = "/<any(places, activities):what>/<uuid:item_id>/photos"
STEPS = {"earlier": -1, "later": 1}

add_item_link("photos_staff.photos", lambda: _("Photos"), icon="image", order=50)
add_link("photos_staff.waiting", lambda: _("Photos to look at"), (COORDINATOR,), icon="image")


@dataclass(frozen=True)
class _Kept:
    """The thing in the address, and what its keeper may do. Raises NotFound for one that is not in the scope."""

    what: str
    item: queries.Item
    scope: Scope

    @property
    def publishes(self) -> bool:
        return self.scope.publishes(organisation_of(self.item))

    @property
    def name(self) -> str:
        return _name_of(self.item)

    def noted(self, what: str) -> AbstractContextManager[None]:
        return noting.noted(self.item, what, by=current_user().id, now=clock.now())


def _name_of(item: queries.Item) -> str:
    return pick_field(in_order(list(item.texts), current_language()), "name").words


def _kept(what: str, item_id: UUID) -> _Kept:
    scope = scope_of(current_user(), current_municipality())
    return _Kept(what, get_item(scope, what, item_id), scope)


@bp.route(ITEM, methods=["GET", "POST"])
@staff(EDITOR, COORDINATOR)
@takes(MAX_REQUEST_BYTES)
def photos(what: str, item_id: UUID) -> ResponseReturnValue:
    kept = _kept(what, item_id)
    if request.method == "GET":
        return _page(kept, empty_form())
    form = read_form(request.form)
    try:
        _add(kept, form)
    except PhotoRefused as refused:
        rollback()
        form.problems = wording.sentences(refused.flaws)
        form.problems.setdefault("photo", wording.choose_again())
        return _page(_kept(what, item_id), form, status=422)
    commit()
    return redirect(url_for(".photos", what=what, item_id=item_id, done="added"), 303)


def _add(kept: _Kept, form: PhotoForm) -> None:
    """Everything that is wrong is said at once, so that a photo is not chosen three times."""
    flaws: dict[str, Flaw] = {} if form.has_permission else {"permission": Flaw.NO_PERMISSION}
    flaws |= operations.find_flaws(form.alt, form.credit)
    file = request.files.get("photo")
    if file is None or not file.filename:
        raise PhotoRefused({**flaws, "photo": Flaw.NO_FILE})
    try:
        baked = take_in(file.stream)
    except PhotoRefused as refused:
        raise PhotoRefused({**flaws, **refused.flaws}) from None
    if flaws:
        raise PhotoRefused(flaws)
    with kept.noted(noting.ADDED):
        operations.add_photo(
            kept.item,
            baked,
            form.alt,
            credit=form.credit,
            is_public=kept.publishes,
            by=current_user().id,
            now=clock.now(),
        )


@bp.post(f"{ITEM}/<uuid:photo_id>")
@staff(EDITOR, COORDINATOR)
def photo(what: str, item_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    kept = _kept(what, item_id)
    found = queries.get_photo(kept.item, photo_id)
    do = request.form.get("do", "")
    if do == "save":
        return _save(kept, found)
    if do in STEPS:
        with kept.noted(noting.CHANGED):
            operations.move_photo(kept.item, found.id, STEPS[do])
    elif do == "remove":
        with kept.noted(noting.REMOVED):
            operations.remove_photo(kept.item, found.id)
    elif do == "publish" and kept.publishes:
        with kept.noted(noting.SHOWN):
            operations.publish_photo(found)
    else:
        raise NotFound
    commit()
    return redirect(url_for(".photos", what=what, item_id=item_id, done=do), 303)


def _save(kept: _Kept, found: Photo) -> ResponseReturnValue:
    form = read_form(request.form)
    try:
        with kept.noted(noting.CHANGED):
            operations.describe_photo(found, form.alt, form.credit, publishes=kept.publishes)
    except PhotoRefused as refused:
        rollback()
        form.problems = wording.sentences(refused.flaws)
        return _page(_kept(kept.what, kept.item.id), empty_form(), {found.id: form}, 422)
    commit()
    return redirect(url_for(".photos", what=kept.what, item_id=kept.item.id, done="saved"), 303)


def _page(
    kept: _Kept, form: PhotoForm, changed: dict[UUID, PhotoForm] | None = None, status: int = 200
) -> ResponseReturnValue:
    photos = queries.list_photos(kept.item)
    return render_template(
        "photos/photos.html",
        thing=kept,
        form=form,
        rows=[(photo, _shown(kept, photo), (changed or {}).get(photo.id) or stored_form(photo)) for photo in photos],
        names=dict(zip(alt_languages(), language_names(alt_languages(), current_language()), strict=True)),
        is_full=len(photos) >= MAX_PHOTOS,
        most=MAX_PHOTOS,
        done=_done(request.args.get("done", ""), kept),
    ), status


def _shown(kept: _Kept, photo: Photo) -> presenting.ShownPhoto:
    def address(kind: str, width: int) -> str:
        return url_for(".picture", what=kept.what, item_id=kept.item.id, photo_id=photo.id, width=width, kind=kind)

    return presenting.shown(photo, current_language(), address)


def _done(what: str, kept: _Kept) -> str:
    added = (
        _("The photo is there. Residents see it now.")
        if kept.publishes
        else _("The photo is there. The coordinator looks at it first; then residents see it.")
    )
    said = {
        "added": added,
        "saved": _("Saved."),
        "earlier": _("Moved."),
        "later": _("Moved."),
        "remove": _("The photo is gone."),
        "publish": _("Residents see this photo now."),
    }
    return said.get(what, "")


@bp.get(f"{ITEM}/<uuid:photo_id>-<int(max=9999):width>.<any(webp, jpg):kind>")
@staff(EDITOR, COORDINATOR)
def picture(what: str, item_id: UUID, photo_id: UUID, width: int, kind: str) -> ResponseReturnValue:
    """Also of what residents do not see yet."""
    found = queries.get_photo(_kept(what, item_id).item, photo_id)
    return Response(queries.get_picture(found, kind, width), mimetype=MIMETYPES[kind])


@bp.get("/photos")
@staff(COORDINATOR)
def waiting() -> ResponseReturnValue:
    rows = queries.list_waiting(current_municipality())
    return render_template("photos/waiting.html", rows=[_line(row) for row in rows])


def _line(row: queries.Waiting) -> tuple[str, int, str]:
    what = PLACES if isinstance(row.item, Place) else ACTIVITIES
    return _name_of(row.item), row.number, url_for(".photos", what=what, item_id=row.item.id)
