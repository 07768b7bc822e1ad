"""Practices of the town for its coordinator, who makes them and invites the first member; the own ones for a member."""

from typing import Any
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import belonging
from webapp.accounts.access import current_user, refuse_oneself, staff
from webapp.accounts.forms import invited_too_many, read_invited
from webapp.accounts.home import add_link
from webapp.accounts.rules import COORDINATOR, PRACTICE, may_enter
from webapp.areas.current import current_municipality
from webapp.core import clock
from webapp.core.database import commit, rollback
from webapp.core.errors import NotFound
from webapp.core.language import find_language
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.core.typed import Typed, meet
from webapp.core.words import _
from webapp.handouts.queries import list_areas
from webapp.handouts.rules import possible_themes
from webapp.practices import forms, operations, presenting, queries
from webapp.practices.models import Practice
from webapp.practices.poster import make_poster
from webapp.taxonomy.rules import terms

bp = Blueprint("practices_staff", __name__, url_prefix="/staff/<slug:town>/practices")
BOTH = ["GET", "POST"]
WHO = (COORDINATOR, PRACTICE)
add_link("practices_staff.practice_list", lambda: _("GP practices"), roles=WHO, icon="stethoscope")


@bp.get("")
@staff(*WHO)
def practice_list() -> ResponseReturnValue:
    town = current_municipality()
    mine = queries.list_practices(town) if _is_coordinator() else queries.list_practices_of(town, current_user().id)
    members = queries.count_members(town)
    lines = [(one, members.get(one.id, 0)) for one in mine]
    return _page("practices", lines=lines, is_coordinator=_is_coordinator())


@bp.route("/new", methods=BOTH)
@staff(COORDINATOR)
def new_practice() -> ResponseReturnValue:
    if request.method == "GET":
        return _facts_page(forms.blank_facts())
    return _save(forms.read_facts(request.form, current_municipality()))


@bp.route("/<uuid:practice_id>/facts", methods=BOTH)
@staff(*WHO)
def practice_facts(practice_id: UUID) -> ResponseReturnValue:
    found = _get(practice_id)
    if request.method == "GET":
        return _facts_page(forms.stored_facts(found), found)
    return _save(forms.read_facts(request.form, current_municipality()), found)


@bp.get("/<uuid:practice_id>")
@staff(*WHO)
def practice(practice_id: UUID) -> ResponseReturnValue:
    return _practice_page(_get(practice_id), Typed())


@bp.route("/<uuid:practice_id>/favourites/<theme>", methods=BOTH)
@staff(*WHO)
def favourites(practice_id: UUID, theme: str) -> ResponseReturnValue:
    """What stands first about a theme; of what can be given along now."""
    found, town = _get(practice_id), current_municipality()
    if theme not in possible_themes():
        raise NotFound
    offered = presenting.offered(town, found, theme, clock.now())
    if request.method == "GET":
        return _favourites_page(found, theme, presenting.liked(town, found, theme, offered))
    chosen = forms.read_favourites([one.id for one in offered])
    if presenting.is_too_many(len(chosen)):
        liked = presenting.liked(town, found, theme, offered, chosen)
        return _favourites_page(found, theme, liked, is_too_many=True), 422
    operations.set_favourites(found, theme, offered, chosen)
    commit()
    return _to(found)


@bp.post("/<uuid:practice_id>/invite")
@staff(*WHO)
def invite(practice_id: UUID) -> ResponseReturnValue:
    found, town = _get(practice_id), current_municipality()
    members = {user.email for user in queries.list_members(found)}
    form = read_invited(request.form, members, _("This colleague works with the practice already."))
    if form.problems:
        return _practice_page(found, form), 422
    if not belonging.invite(form.values["invited"], PRACTICE, town, clock.now(), by=current_user(), into=found):
        form.problems["invited"] = invited_too_many()
        return _practice_page(found, form), 429
    commit()
    return _to(found)


@bp.post("/<uuid:practice_id>/invitations/<uuid:invitation_id>/withdraw")
@staff(*WHO)
def withdraw_member(practice_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    found = _get(practice_id)
    belonging.withdraw(found.municipality_id, found.id, invitation_id, clock.now())
    commit()
    return _to(found)


@bp.post("/<uuid:practice_id>/members/<uuid:user_id>/end")
@staff(*WHO)
def end_member(practice_id: UUID, user_id: UUID) -> ResponseReturnValue:
    found = _get(practice_id)
    refuse_oneself(user_id)
    operations.WORKING.end(found.municipality_id, found.id, user_id, clock.now())
    commit()
    return _to(found)


@bp.post("/<uuid:practice_id>/remove")
@staff(COORDINATOR)
def remove(practice_id: UUID) -> ResponseReturnValue:
    operations.remove_practice(_get(practice_id), clock.now())
    commit()
    return redirect(url_for(".practice_list"), 303)


@bp.get("/<uuid:practice_id>/poster")
@staff(*WHO)
def poster(practice_id: UUID) -> ResponseReturnValue:
    """To print from the browser; `words` is the language that stands first."""
    found = _get(practice_id)
    shown = make_poster(current_municipality(), found, _first_language())
    return _page("poster", practice=found, poster=shown)


@bp.get("/<uuid:practice_id>/poster.pdf")
@staff(*WHO)
def poster_pdf(practice_id: UUID) -> ResponseReturnValue:
    from webapp.practices import paper  # 20 MB that a worker which makes none never pays

    answer = make_response(paper.pdf(make_poster(current_municipality(), _get(practice_id), _first_language())))
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = 'inline; filename="dichtbij-poster.pdf"'
    return answer


def _first_language() -> str:
    told = request.args.get("words", "")
    return told if find_language(told) else FALLBACK_LANGUAGE


def _is_coordinator() -> bool:
    return may_enter(current_user().grants, (COORDINATOR,), current_municipality().id)


def _get(practice_id: UUID) -> Practice:
    """Raises NotFound, also for a practice of others."""
    found = queries.get_practice(current_municipality(), practice_id)
    if not _is_coordinator() and not queries.is_member(found, current_user().id):
        raise NotFound
    return found


def _save(form: Typed, found: Practice | None = None) -> ResponseReturnValue:
    town = current_municipality()
    if found is not None and not form.problems:
        operations.lock_practice(found)
        meet(form, forms.stored_facts(found).values, choices=("area",))
        if form.problems:
            rollback()
            return _facts_page(form, found), 409
    if form.problems:
        return _facts_page(form, found), 422
    is_demo = found.is_demo if found else town.is_demo
    saved = operations.save_practice(town, found, form.values["name"], form.values["area"], is_demo=is_demo)
    commit()
    return _to(saved)


def _facts_page(form: Typed, found: Practice | None = None) -> str:
    return _page("facts", form=form, practice=found, areas=list_areas(current_municipality()))


def _practice_page(found: Practice, form: Typed) -> str:
    """The numbers are for who works with the practice, and for nobody else."""
    town, moment = current_municipality(), clock.now()
    is_mine = queries.is_member(found, current_user().id)
    return _page(
        "practice",
        practice=found,
        form=form,
        area=dict(list_areas(town)).get(found.area or "", ""),
        members=queries.list_members(found),
        invited=belonging.list_invited(town.id, found.id, moment),
        themes=presenting.theme_lines(found),
        links=presenting.deep_links(town, found),
        numbers=presenting.numbers(found, moment) if is_mine else None,
        is_coordinator=_is_coordinator(),
    )


def _favourites_page(found: Practice, theme: str, liked: list[presenting.Liked], *, is_too_many: bool = False) -> str:
    label = terms("theme")[theme].spoken(current_user().language)
    return _page("favourites", practice=found, theme=theme, label=label, liked=liked, is_too_many=is_too_many)


def _to(found: Practice) -> ResponseReturnValue:
    return redirect(url_for(".practice", practice_id=found.id), 303)


def _page(name: str, **values: Any) -> str:
    return render_template(f"practices/{name}.html", **values)
