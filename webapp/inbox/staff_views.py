"""Standard answers of a town: words that a team sends often, written once in each language."""

from collections.abc import Iterable
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import home
from webapp.accounts.access import staff
from webapp.accounts.rules import COORDINATOR, TEAM
from webapp.areas.current import current_municipality
from webapp.core import bsn
from webapp.core.database import commit, rollback
from webapp.core.language import current_language, language_names, languages
from webapp.core.words import _
from webapp.inbox.standard_forms import Form, meet, read_form, stored_form
from webapp.questions import standard_answers as kept

bp = Blueprint("inbox_staff", __name__, url_prefix="/staff/<slug:town>/standard-answers")
home.add_link("inbox_staff.standard_answers", lambda: _("Standard answers"), (TEAM, COORDINATOR), icon="pencil")


@bp.get("")
@staff(TEAM, COORDINATOR)
def standard_answers() -> ResponseReturnValue:
    rows = kept.list_rows(current_municipality().id)
    return render_template("inbox/standard_answers.html", rows=rows, names_of=_names)


@bp.get("/new")
@staff(TEAM, COORDINATOR)
def new_standard_answer() -> ResponseReturnValue:
    return _page(Form(), None)


@bp.post("/new")
@staff(TEAM, COORDINATOR)
def add_standard_answer() -> ResponseReturnValue:
    return _save(None)


@bp.get("/<uuid:answer_id>")
@staff(TEAM, COORDINATOR)
def standard_answer(answer_id: UUID) -> ResponseReturnValue:
    row = kept.get_answer(current_municipality().id, answer_id)
    return _page(stored_form(row.name, row.words), answer_id)


@bp.post("/<uuid:answer_id>")
@staff(TEAM, COORDINATOR)
def change_standard_answer(answer_id: UUID) -> ResponseReturnValue:
    kept.get_answer(current_municipality().id, answer_id)
    return _save(answer_id)


@bp.post("/<uuid:answer_id>/remove")
@staff(TEAM, COORDINATOR)
def remove_standard_answer(answer_id: UUID) -> ResponseReturnValue:
    kept.remove_answer(current_municipality().id, answer_id)
    commit()
    return redirect(url_for(".standard_answers"), 303)


def _save(answer_id: UUID | None) -> ResponseReturnValue:
    form = read_form(request.form)
    if form.errors:
        return _page(form, answer_id), 422
    if answer_id:
        row = kept.get_answer(current_municipality().id, answer_id, locks=True)
        meet(form, stored_form(row.name, row.words))
        if form.errors:
            rollback()
            return _page(form, answer_id), 409
    kept.save_answer(current_municipality().id, answer_id, form.name, form.words)
    commit()
    hidden = 1 if any(bsn.mask(words)[1] for words in request.form.values()) else None
    return redirect(url_for(".standard_answers", hidden=hidden), 303)


def _page(form: Form, answer_id: UUID | None) -> str:
    codes = [language.code for language in languages()]
    names = dict(zip(codes, _names(codes), strict=True))
    return render_template("inbox/standard_answer.html", form=form, answer_id=answer_id, names=names, name_max=80)


def _names(codes: Iterable[str]) -> tuple[str, ...]:
    """Of languages, as the reader calls them."""
    return language_names(codes, current_language())
