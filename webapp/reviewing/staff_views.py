"""Deciding: a proposal becomes public or goes back with a sentence; an earlier version returns."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.access import current_user, staff
from webapp.accounts.queries import get_user
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.areas.current import current_municipality
from webapp.core import clock
from webapp.core.database import commit, rollback
from webapp.core.errors import BadRequest, NotFound
from webapp.core.words import _
from webapp.editing import presenting, saving
from webapp.editing.opening import Desk, open_desk
from webapp.editing.views import WORDS
from webapp.editing.wording import flaw_problems
from webapp.places.checks import FactsError
from webapp.reviewing.mails import PUBLISHED, SENT_BACK, tell_author
from webapp.schedule.checks import ScheduleError
from webapp.versions import operations, rules
from webapp.versions.models import ItemVersion
from webapp.versions.operations import Proposal, VersionConflict
from webapp.versions.queries import get_version
from webapp.versions.wording import say_what

bp = Blueprint("reviewing_staff", __name__, url_prefix="/staff/<slug:town>")
LONGEST_NOTE = 1_000  # characters


@bp.route(f"/review/{WORDS}/<int:number>", methods=["GET", "POST"])
@staff(COORDINATOR)
def review(what: str, item_id: UUID, number: int) -> ResponseReturnValue:
    desk = open_desk(current_municipality(), current_user(), what, item_id)
    proposed = get_version(desk.item, number)
    if request.method == "GET":
        return _review_page(desk, proposed)
    try:
        if request.form.get("do") == "publish":
            return _publish(desk, proposed)
        return _send_back(desk, proposed)
    except ValueError as error:
        if isinstance(error, FactsError):
            rollback()
            return _review_page(desk, proposed, {"": " ".join(flaw_problems(error.flaws).values())}, 422)
        rollback()  # somebody else dealt with it
        return redirect(url_for("reviewing.waiting", done="gone"), 303)


def _publish(desk: Desk, proposed: ItemVersion) -> ResponseReturnValue:
    author = proposed.by_user
    choices = saving.read_choices(request.form)
    if proposed.state != rules.REVIEW:
        raise ValueError("it does not wait any more")
    try:
        operations.publish_draft(desk.town, desk.item, proposed, by=desk.user.id, now=clock.now(), choices=choices)
    except VersionConflict:
        commit()
        return _review_page(desk, proposed, {"": _("Choose for each part below what it should be.")}, 409)
    _tell(desk, author, PUBLISHED, _note())
    commit()
    return redirect(url_for("reviewing.waiting", done="published"), 303)


def _send_back(desk: Desk, proposed: ItemVersion) -> ResponseReturnValue:
    note = _note()
    if not note:
        problem = _("Write in one sentence what should be different.")
        return _review_page(desk, proposed, {"note": problem}, 422)
    operations.send_back(proposed, note, by=desk.user.id, now=clock.now())
    _tell(desk, proposed.by_user, SENT_BACK, note)
    commit()
    return redirect(url_for("reviewing.waiting", done="sent_back"), 303)


def _note() -> str:
    return request.form.get("note", "").strip()[:LONGEST_NOTE]


def _tell(desk: Desk, author: UUID | None, occasion: str, note: str) -> None:
    """Who is shut out gets no mail."""
    user = get_user(author) if author is not None else None
    if user is not None and user.active and user.id != desk.user.id:
        path = url_for("editing.item", what=desk.what, item_id=desk.item.id)
        tell_author(desk.town, user, desk.name, path, occasion=occasion, note=note)


def _review_page(
    desk: Desk, proposed: ItemVersion, problems: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    """What would differ from what is public now, with what has to be chosen between."""
    if proposed.state != rules.REVIEW and not problems:
        return redirect(url_for("reviewing.waiting", done="gone"), 303)
    merged = rules.merge(_base_of(desk, proposed).document, proposed.document, desk.public.document)
    clashing = {clash.part for clash in merged.clashes}
    changes = [one for one in rules.differences(desk.public.document, merged.document) if one.part not in clashing]
    author = get_user(proposed.by_user) if proposed.by_user else None
    return render_template(
        "reviewing/review.html",
        desk=desk,
        proposed=proposed,
        what_label=say_what(proposed.what),
        author=author.name if author else _("somebody"),
        changes=presenting.shown(desk.scope, desk.kind, changes),
        choices=presenting.clash_choices(desk.scope, desk.kind, merged.clashes),
        sides=saving.read_choices(request.form).get(desk.public.number, {}),
        note=_note(),
        problems=problems or {},
    ), status


def _base_of(desk: Desk, proposed: ItemVersion) -> ItemVersion:
    return get_version(desk.item, proposed.base) if proposed.base is not None else desk.public


@bp.post(f"/{WORDS}/versions/<int:number>/restore")
@staff(EDITOR, COORDINATOR)
def restore(what: str, item_id: UUID, number: int) -> ResponseReturnValue:
    """As a new version; who may not publish proposes it."""
    desk = open_desk(current_municipality(), current_user(), what, item_id)
    wanted = get_version(desk.item, number)
    if wanted.state not in (rules.PUBLISHED, rules.SUPERSEDED):
        raise NotFound
    with_times = "with_times" in request.form
    try:
        if desk.publishes:
            operations.restore(desk.town, desk.item, number, by=desk.user.id, now=clock.now(), with_times=with_times)
            done = "publish"
        else:
            document = rules.restored(wanted.document, desk.public.document, with_times=with_times)
            done = saving.save(desk, Proposal(desk.public.number, document, what="restore"), "review")
    except (FactsError, ScheduleError, saving.Refused, VersionConflict) as error:
        rollback()
        raise BadRequest(
            _("This version cannot come back as a whole. Something in it is gone, or your draft differs.")
        ) from error
    commit()
    return redirect(url_for("editing.item", what=desk.what, item_id=desk.item.id, done=done), 303)
