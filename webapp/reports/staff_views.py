"""What visitors reported, for who keeps it up to date."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.access import current_user, staff
from webapp.accounts.desk_cards import add_desk_card
from webapp.accounts.home import add_link
from webapp.accounts.rules import COORDINATOR, EDITOR, may_enter
from webapp.activities.scope import Scope, scope_of
from webapp.areas.current import current_municipality
from webapp.core import bsn, clock
from webapp.core.database import commit
from webapp.core.words import _
from webapp.freshness.presenting import name_of
from webapp.reports import operations, presenting, queries
from webapp.reports.rules import NO_PROBLEM, SOLVED

bp = Blueprint("reports_staff", __name__, url_prefix="/staff/<slug:town>/reports")
add_link("reports_staff.reports", lambda: _("Reports of visitors"), (EDITOR, COORDINATOR), "message-circle")
add_desk_card("reports", presenting.desk_card)
MOST_LETTERS = 2_000


def _scope() -> Scope:
    return scope_of(current_user(), current_municipality())


@bp.get("")
@staff(EDITOR, COORDINATOR)
def reports() -> ResponseReturnValue:
    return _page()


@bp.post("/<uuid:report_id>")
@staff(EDITOR, COORDINATOR)
def settle(report_id: UUID) -> ResponseReturnValue:
    """`state`: solved or no_problem; `answer`: words to the visitor, who gets them where an address was given."""
    town, user, (words, hidden) = (
        current_municipality(),
        current_user(),
        bsn.mask(request.form.get("answer", "").strip()),
    )
    report = queries.lock_report(_scope(), report_id)
    state = request.form.get("state", "")
    if len(words) > MOST_LETTERS:
        problem = _("This is longer than %(most)s characters. Please make it shorter.", most=MOST_LETTERS)
        return _page(report_id, problem, words), 422
    if state not in (SOLVED, NO_PROBLEM):
        return _page(report_id, _("Choose what became of it."), words), 422
    if operations.settle(report, state, by=user, now=clock.now()) and words:
        operations.answer(town, report, words, name_of(queries.item_of(report)), by=user, now=clock.now())
    commit()
    return redirect(url_for(".reports", hidden=1 if hidden else None), 303)


def _page(wrong_id: UUID | None = None, problem: str = "", words: str = "") -> str:
    town = current_municipality()
    is_coordinator = may_enter(current_user().grants, (COORDINATOR,), town.id)
    return render_template(
        "reports/reports.html",
        reports=presenting.shown_reports(town, _scope()),
        counts=queries.count_by_organisation(town) if is_coordinator else [],
        wrong_id=wrong_id,
        problem=problem,
        words=words,
    )
