"""Finding what one may change, and one item with all that can be done with it."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.accounts import home
from webapp.accounts.access import current_user, staff
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.activities.item_links import item_links
from webapp.activities.scope import scope_of
from webapp.areas.current import current_municipality
from webapp.core import clock
from webapp.core.words import _
from webapp.editing import presenting, queries, text_forms, wording
from webapp.editing.opening import open_desk
from webapp.versions import rules
from webapp.versions.queries import list_open, map_open

WORDS = "<any(places, activities):what>/<uuid:item_id>"
NOT_CHECKED_DAYS = 183  # half a year: what the list calls long ago
bp = Blueprint("editing", __name__, url_prefix="/staff/<slug:town>")
home.add_link("editing.offer", lambda: _("Places and activities"), (EDITOR, COORDINATOR), icon="pencil")
bp.context_processor(wording.template_words)
ALL, PUBLIC, HIDDEN, WAITING, OLD = STATES = ("", "public", "hidden", "waiting", "old")


@bp.get("/offer")
@staff(EDITOR, COORDINATOR)
def offer() -> ResponseReturnValue:
    town, user = current_municipality(), current_user()
    scope, waiting = scope_of(user, town), map_open(town.id)
    typed = "".join(filter(str.isprintable, request.args.get("q", "")))
    words = " ".join(typed.split())[:100]
    state = request.args.get("state", ALL)
    places, activities = queries.list_items(
        scope,
        words,
        published={PUBLIC: True, HIDDEN: False}.get(state),
        only=waiting if state == WAITING else None,
        checked_before=clock.today() - timedelta(days=NOT_CHECKED_DAYS) if state == OLD else None,
    )
    return render_template(
        "editing/offer.html",
        words=words,
        state=state if state in STATES else ALL,
        places=presenting.rows(places[: queries.MOST], waiting, town.slug),
        activities=presenting.rows(activities[: queries.MOST], waiting, town.slug),
        has_more=len(places) > queries.MOST or len(activities) > queries.MOST,
        is_member=scope.whole_town or bool(scope.organisations),
    )


@bp.get(f"/{WORDS}")
@staff(EDITOR, COORDINATOR)
def item(what: str, item_id: UUID) -> ResponseReturnValue:
    town = current_municipality()
    desk = open_desk(town, current_user(), what, item_id)
    document = desk.head.document
    form = text_forms.stored_form(document, desk.head.number, desk.kind)
    changes = rules.differences(desk.public.document, document) if desk.draft else []
    return render_template(
        "editing/item.html",
        desk=desk,
        columns=[column for column in form.columns if not column.is_empty or column.language in text_forms.FIRST],
        facts=presenting.fact_lines(desk.scope, desk.kind, document),
        changes=presenting.shown(desk.scope, desk.kind, changes),
        others=[one for one in list_open(desk.item) if one.by_user != desk.user.id],
        links=item_links(town.slug, desk.what, item_id),
        done=request.args.get("done", ""),
    )
