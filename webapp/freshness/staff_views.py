"""For staff: what is most due, still right today, answers by mail, terms and volunteers."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.access import current_user, staff
from webapp.accounts.desk_cards import add_desk_card
from webapp.accounts.home import add_link
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.activities.item_links import KINDS, add_item_link
from webapp.activities.scope import Scope, get_item, scope_of
from webapp.areas.current import current_municipality
from webapp.areas.operations import lock_settings
from webapp.areas.queries import list_neighbourhoods
from webapp.core import clock
from webapp.core.crypto import unseal
from webapp.core.database import commit, rollback
from webapp.core.language import languages
from webapp.core.typed import Typed, meet
from webapp.core.words import _
from webapp.freshness import operations, people_queries, presenting, queries
from webapp.freshness.forms import days_of, read_terms, read_volunteer, terms_form

bp = Blueprint("freshness_staff", __name__, url_prefix="/staff/<slug:town>")
add_link("freshness_staff.freshness", lambda: _("Is it still right?"), (EDITOR, COORDINATOR), "check")
add_link("freshness_staff.checking", lambda: _("Terms and volunteers"), (COORDINATOR,), "users")
add_item_link("freshness_staff.checked", lambda: _("Still right today"), "check", order=20)
add_desk_card("freshness", presenting.desk_card)
ITEM = "/<any(places,activities):what>/<uuid:item_id>/checked"


def _scope() -> Scope:
    return scope_of(current_user(), current_municipality())


@bp.get("/freshness")
@staff(EDITOR, COORDINATOR)
def freshness() -> ResponseReturnValue:
    town, scope, today = current_municipality(), _scope(), clock.today()
    return render_template(
        "freshness/freshness.html",
        rows=presenting.rows_of(town, scope, today),
        answers=presenting.said_by_links(town, scope, today),
        done=request.args.get("done", 0, type=int),
    )


@bp.post("/freshness")
@staff(EDITOR, COORDINATOR)
def confirm_ticked() -> ResponseReturnValue:
    """`right`: what was ticked, as `places/ID`. What is not in the scope is not found."""
    town, scope = current_municipality(), _scope()
    ticked = [_read_ticked(value) for value in dict.fromkeys(request.form.getlist("right"))][: presenting.MOST_SHOWN]
    items = [get_item(scope, *one) for one in ticked if one is not None]
    for item in items:
        operations.confirm(town, item, by=current_user().id, how=operations.STAFF, now=clock.now())
        operations.handle_all_of(item, by=current_user().id, now=clock.now())
    commit()
    return redirect(url_for(".freshness", done=len(items) or None), 303)


def _read_ticked(value: str) -> tuple[str, UUID] | None:
    what, _slash, id_ = value.partition("/")
    try:
        return (what, UUID(id_)) if what in KINDS else None
    except ValueError:
        return None


@bp.get(ITEM)
@staff(EDITOR, COORDINATOR)
def checked(what: str, item_id: UUID) -> ResponseReturnValue:
    item = get_item(_scope(), what, item_id)
    return render_template(
        "freshness/checked.html",
        row=presenting.row_of(current_municipality(), item, clock.today()),
        checks=presenting.checks_of(item),
        edited_at=presenting.edited_at(item),
    )


@bp.post(ITEM)
@staff(EDITOR, COORDINATOR)
def confirm(what: str, item_id: UUID) -> ResponseReturnValue:
    town, item, user = current_municipality(), get_item(_scope(), what, item_id), current_user()
    operations.confirm(town, item, by=user.id, how=operations.STAFF, now=clock.now())
    operations.handle_all_of(item, by=user.id, now=clock.now())
    commit()
    return redirect(url_for(".checked", what=what, item_id=item_id), 303)


@bp.post("/freshness/answers/<uuid:ask_id>/done")
@staff(EDITOR, COORDINATOR)
def handled(ask_id: UUID) -> ResponseReturnValue:
    ask = queries.get_open_answer(_scope(), ask_id)
    operations.handle(ask, by=current_user().id, now=clock.now())
    commit()
    return redirect(url_for(".freshness"), 303)


# ---------------------------------------------------------------- the coordinator's


@bp.get("/freshness/settings")
@staff(COORDINATOR)
def checking() -> ResponseReturnValue:
    return _settings(terms_form(current_municipality()), Typed())


@bp.post("/freshness/settings")
@staff(COORDINATOR)
def set_terms() -> ResponseReturnValue:
    town, form = current_municipality(), read_terms(request.form)
    if form.problems:
        return _settings(form, Typed(), 422)
    lock_settings(town)
    meet(form, terms_form(town).values)
    if form.problems:
        rollback()
        return _settings(form, Typed(), 409)
    operations.set_terms(town, **days_of(form))
    commit()
    return redirect(url_for(".checking"), 303)


@bp.post("/freshness/volunteers")
@staff(COORDINATOR)
def add_volunteer() -> ResponseReturnValue:
    town = current_municipality()
    form = read_volunteer(request.form, [code for code, _level, _name in list_neighbourhoods(town)])
    if form.problems:
        return _settings(terms_form(town), form, 422)
    values = form.values
    operations.add_volunteer(town, values["area"], values["name"], values["email"], values["language"])
    commit()
    return redirect(url_for(".checking"), 303)


@bp.post("/freshness/volunteers/<uuid:volunteer_id>/remove")
@staff(COORDINATOR)
def remove_volunteer(volunteer_id: UUID) -> ResponseReturnValue:
    operations.remove_volunteer(people_queries.get_volunteer(current_municipality(), volunteer_id))
    commit()
    return redirect(url_for(".checking"), 303)


def _settings(terms: Typed, volunteer: Typed, status: int = 200) -> ResponseReturnValue:
    town = current_municipality()
    areas = list_neighbourhoods(town)
    names = {code: name for code, _level, name in areas}
    return render_template(
        "freshness/checking.html",
        terms_form=terms,
        form=volunteer,
        area_options=[("", _("Choose a neighbourhood"))] + [(code, name) for code, _level, name in areas],
        language_options=[(language.code, language.name) for language in languages()],
        volunteers=[
            (one.id, unseal(one.name), unseal(one.email), names.get(one.neighbourhood_code, one.neighbourhood_code))
            for one in people_queries.list_volunteers(town)
        ],
    ), status
