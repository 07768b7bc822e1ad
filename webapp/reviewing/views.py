"""Looking: what waits for a review, and all versions of an item with the difference of any two."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.accounts import home
from webapp.accounts.access import current_user, staff
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.activities.item_links import add_item_link
from webapp.activities.scope import scope_of
from webapp.areas.current import current_municipality
from webapp.core.words import _
from webapp.editing import presenting as parts
from webapp.editing.opening import open_desk
from webapp.editing.queries import list_by_ids
from webapp.editing.views import WORDS
from webapp.reviewing import presenting
from webapp.versions import rules
from webapp.versions.models import ItemVersion
from webapp.versions.queries import list_versions, list_waiting

bp = Blueprint("reviewing", __name__, url_prefix="/staff/<slug:town>")
home.add_link("reviewing.waiting", lambda: _("Waiting for your review"), (COORDINATOR,), icon="list-checks")
add_item_link("editing_staff.facts", lambda: _("Facts: address, contact, for whom"), icon="pencil", order=30)
add_item_link("editing_staff.texts", lambda: _("Texts in all languages"), icon="languages", order=40)
add_item_link("reviewing.versions", lambda: _("All versions"), icon="history", order=90)


@bp.get("/review")
@staff(COORDINATOR)
def waiting() -> ResponseReturnValue:
    town = current_municipality()
    versions = list_waiting(town.id)
    items = list_by_ids(
        scope_of(current_user(), town),
        [one.place_id for one in versions if one.place_id],
        [one.activity_id for one in versions if one.activity_id],
    )
    return render_template(
        "reviewing/waiting.html",
        rows=presenting.waiting_rows(versions, items, town.slug),
        done=request.args.get("done", ""),
    )


@bp.get(f"/{WORDS}/versions")
@staff(EDITOR, COORDINATOR)
def versions(what: str, item_id: UUID) -> ResponseReturnValue:
    desk = open_desk(current_municipality(), current_user(), what, item_id)
    all_versions = list_versions(desk.item)
    after = _find(all_versions, "to") or desk.public
    before = _find(all_versions, "from") or next((one for one in all_versions if one.number == after.base), None)
    changes = rules.differences(before.document if before else None, after.document)
    return render_template(
        "reviewing/versions.html",
        desk=desk,
        entries=presenting.history(all_versions),
        before=before,
        after=after,
        changes=parts.shown(desk.scope, desk.kind, changes),
    )


def _find(all_versions: Sequence[ItemVersion], name: str) -> ItemVersion | None:
    wanted = request.args.get(name, "")
    return next((one for one in all_versions if str(one.number) == wanted), None)
