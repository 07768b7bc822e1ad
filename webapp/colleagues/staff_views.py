"""Organisations and who edits for them: of the whole town for a coordinator, the own ones for an editor. And the
colleagues of the town, whom the coordinator invites and whose roles end here; never administrators."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import belonging
from webapp.accounts.access import current_user, refuse_oneself, staff
from webapp.accounts.forms import invited_too_many, read_invited
from webapp.accounts.home import add_link
from webapp.accounts.operations import take_away, withdraw
from webapp.accounts.queries import get_membership, get_open_invitation
from webapp.accounts.rules import COORDINATOR, EDITOR, OF_OTHERS
from webapp.activities.scope import scope_of
from webapp.areas.current import current_municipality
from webapp.colleagues import forms, operations, people
from webapp.colleagues.forms import ROLES
from webapp.core import clock
from webapp.core.database import commit, rollback
from webapp.core.errors import NotFound
from webapp.core.language import current_language
from webapp.core.typed import Typed, meet
from webapp.core.words import _
from webapp.places.checks import FactsError
from webapp.places.editors import EDITING, get_organisation, get_organisation_by_id, list_organisations
from webapp.places.models import Organisation
from webapp.places.operations import lock_organisation, save_organisation
from webapp.taxonomy.rules import terms

bp = Blueprint("colleagues_staff", __name__, url_prefix="/staff/<slug:town>")
BOTH = ["GET", "POST"]
add_link(
    "colleagues_staff.organisation_list",
    lambda: _("Organisations and editors"),
    roles=(COORDINATOR, EDITOR),
    icon="building-2",
)

add_link("colleagues_staff.colleagues", lambda: _("Colleagues"), roles=(COORDINATOR,), icon="users")

# ---------------------------------------------------------------- organisations and their editors


@bp.get("/organisations")
@staff(COORDINATOR, EDITOR)
def organisation_list() -> ResponseReturnValue:
    scope = scope_of(current_user(), current_municipality())
    return _page("organisations", lines=people.organisation_lines(scope), is_coordinator=scope.whole_town)


@bp.route("/organisations/new", methods=BOTH)
@staff(COORDINATOR)
def new_organisation() -> ResponseReturnValue:
    if request.method == "GET":
        return _facts_page(Typed({"provider_type": "professioneel"}))
    form = forms.read_facts(request.form)
    slug = operations.free_organisation_slug(current_municipality(), form.values["name"])
    return _save(form, slug)


@bp.route("/organisations/<uuid:organisation_id>/facts", methods=BOTH)
@staff(COORDINATOR)
def organisation_facts(organisation_id: UUID) -> ResponseReturnValue:
    found = _get(organisation_id)
    if request.method == "GET":
        return _facts_page(forms.stored_facts(found), found)
    return _save(forms.read_facts(request.form), found.slug, found)


@bp.get("/organisations/<uuid:organisation_id>")
@staff(COORDINATOR, EDITOR)
def organisation(organisation_id: UUID) -> ResponseReturnValue:
    return _organisation_page(_get(organisation_id), Typed())


@bp.post("/organisations/<uuid:organisation_id>/invite")
@staff(COORDINATOR, EDITOR)
def invite(organisation_id: UUID) -> ResponseReturnValue:
    found, town = _get(organisation_id), current_municipality()
    editors = {editor.user.email for editor in people.editors_of(found)}
    form = read_invited(request.form, editors, _("This colleague edits for this organisation already."))
    if form.problems:
        return _organisation_page(found, form), 422
    if not belonging.invite(form.values["invited"], EDITOR, town, clock.now(), by=current_user(), into=found):
        form.problems["invited"] = invited_too_many()
        return _organisation_page(found, form), 429
    commit()
    return _to(found)


@bp.post("/organisations/<uuid:organisation_id>/invitations/<uuid:invitation_id>/withdraw")
@staff(COORDINATOR, EDITOR)
def withdraw_editor(organisation_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    found = _get(organisation_id)
    belonging.withdraw(found.municipality_id, found.id, invitation_id, clock.now())
    commit()
    return _to(found)


@bp.post("/organisations/<uuid:organisation_id>/editors/<uuid:user_id>/end")
@staff(COORDINATOR, EDITOR)
def end_editing(organisation_id: UUID, user_id: UUID) -> ResponseReturnValue:
    found = _get(organisation_id)
    refuse_oneself(user_id)
    EDITING.end(found.municipality_id, found.id, user_id, clock.now())
    commit()
    return _to(found)


@bp.post("/organisations/<uuid:organisation_id>/editors/<uuid:user_id>/<any(reviewed, direct):way>")
@staff(COORDINATOR)
def publishing(organisation_id: UUID, user_id: UUID, way: str) -> ResponseReturnValue:
    """Whether what this colleague changes is public at once."""
    found = _get(organisation_id)
    operations.set_publishing(found, user_id, publishes=way == "direct")
    commit()
    return _to(found)


def _get(organisation_id: UUID) -> Organisation:
    """Raises NotFound, also for an organisation of others."""
    town = current_municipality()
    if not scope_of(current_user(), town).holds(organisation_id):
        raise NotFound
    return get_organisation_by_id(town.id, organisation_id)


def _save(form: Typed, slug: str, found: Organisation | None = None) -> ResponseReturnValue:
    town = current_municipality()
    is_demo = found.is_demo if found else town.is_demo
    if found is not None and not form.problems:
        lock_organisation(found)
        meet(form, forms.stored_facts(found).values, choices=("provider_type",))
        if form.problems:
            rollback()
            return _facts_page(form, found), 409
    facts = forms.facts_of(form, slug, is_demo=is_demo)
    same = operations.find_same(town, facts) if found is None else None
    if same is not None:
        return _to(same)
    try:
        save_organisation(town, facts)
    except FactsError as error:
        forms.complain(form, [flaw.column for flaw in error.flaws])
    if form.problems:
        rollback()
        return _facts_page(form, found), 422
    commit()
    return _to(get_organisation(town.id, slug))


def _facts_page(form: Typed, found: Organisation | None = None) -> str:
    kinds = [(term.id, term.label(current_language())) for term in terms("provider_type").values()]
    return _page("facts", form=form, organisation=found, kinds=kinds)


def _organisation_page(found: Organisation, form: Typed) -> str:
    return _page(
        "organisation",
        organisation=found,
        form=form,
        editors=people.editors_of(found),
        invited=belonging.list_invited(found.municipality_id, found.id, clock.now()),
        is_coordinator=scope_of(current_user(), current_municipality()).whole_town,
    )


def _to(found: Organisation) -> ResponseReturnValue:
    return redirect(url_for(".organisation", organisation_id=found.id), 303)


def _page(name: str, **values: Any) -> str:
    return render_template(f"colleagues/{name}.html", **values)


# ---------------------------------------------------------------- the colleagues of the town


@bp.route("/colleagues", methods=BOTH)
@staff(COORDINATOR)
def colleagues() -> ResponseReturnValue:
    if request.method == "GET":
        return _colleagues_page(Typed())
    form = forms.read_invitation(request.form, ROLES)
    organisation = _organisation(form)
    if form.problems:
        return _colleagues_page(form), 422
    town, told = current_municipality(), form.values
    if not belonging.invite(told["invited"], told["role"], town, clock.now(), by=current_user(), into=organisation):
        form.problems["invited"] = invited_too_many()
        return _colleagues_page(form), 429
    commit()
    return _back()


@bp.post("/colleagues/roles/<uuid:membership_id>/end")
@staff(COORDINATOR)
def end_role(membership_id: UUID) -> ResponseReturnValue:
    membership = get_membership([current_municipality().id], membership_id)
    if membership.role in OF_OTHERS:
        raise NotFound
    refuse_oneself(membership.user.id)
    take_away(membership, clock.now())
    commit()
    return _back()


@bp.post("/colleagues/invitations/<uuid:invitation_id>/withdraw")
@staff(COORDINATOR)
def withdraw_colleague(invitation_id: UUID) -> ResponseReturnValue:
    invitation = get_open_invitation(current_municipality().id, invitation_id, clock.now())
    if invitation.role in OF_OTHERS:
        raise NotFound
    withdraw(invitation)
    commit()
    return _back()


def _organisation(form: Typed) -> Organisation | None:
    """For an editor one is needed; for any other role none."""
    if form.values["role"] != EDITOR:
        return None
    found = [one for one in list_organisations(current_municipality().id) if str(one.id) == form.values["organisation"]]
    if not found:
        form.problems["organisation"] = _("Choose the organisation for which this colleague edits.")
    return found[0] if found else None


def _colleagues_page(form: Typed) -> str:
    town = current_municipality()
    return _page(
        "colleagues",
        form=form,
        people=[(one, people.edits_for_nobody(one)) for one in people.colleagues_of(town)],
        invited=people.invited_into(town, clock.now()),
        organisations=[(one.id, one.name) for one in list_organisations(town.id)],
        roles=ROLES,
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for(".colleagues"), 303)
