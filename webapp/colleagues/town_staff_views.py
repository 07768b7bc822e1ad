"""The colleagues of a town: who has which role; the coordinator invites and ends. Never administrators."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.access import current_user, staff
from webapp.accounts.home import add_link
from webapp.accounts.operations import take_away, withdraw
from webapp.accounts.queries import get_membership, get_open_invitation
from webapp.accounts.rules import ADMIN, COORDINATOR, EDITOR
from webapp.areas.current import current_municipality
from webapp.colleagues import forms, operations, people
from webapp.colleagues.forms import ROLES, Form
from webapp.core import clock
from webapp.core.database import commit
from webapp.core.errors import BadRequest, NotFound
from webapp.core.words import _
from webapp.places.editors import list_organisations
from webapp.places.models import Organisation

bp = Blueprint("colleagues_staff", __name__, url_prefix="/staff/<slug:town>/colleagues")
add_link("colleagues_staff.colleagues", lambda: _("Colleagues"), roles=(COORDINATOR,), icon="users")


@bp.route("", methods=["GET", "POST"])
@staff(COORDINATOR)
def colleagues() -> ResponseReturnValue:
    if request.method == "GET":
        return _page(Form())
    form = forms.read_invitation(request.form, ROLES)
    organisation = _organisation(form)
    if form.problems:
        return _page(form), 422
    town = current_municipality()
    if not operations.invite(
        form.values["invited"],
        form.values["role"],
        town,
        clock.now(),
        by=current_user(),
        organisation=organisation,
    ):
        form.problems["invited"] = _("You have sent many invitations today. Try again tomorrow.")
        return _page(form), 429
    commit()
    return _back()


@bp.post("/roles/<uuid:membership_id>/end")
@staff(COORDINATOR)
def end_role(membership_id: UUID) -> ResponseReturnValue:
    membership = get_membership([current_municipality().id], membership_id)
    if membership.role == ADMIN:
        raise NotFound
    if membership.user.id == current_user().id:
        raise BadRequest(_("You cannot take away your own role. Ask a colleague or the coordinator."))
    take_away(membership, clock.now())
    commit()
    return _back()


@bp.post("/invitations/<uuid:invitation_id>/withdraw")
@staff(COORDINATOR)
def withdraw_invitation(invitation_id: UUID) -> ResponseReturnValue:
    invitation = get_open_invitation(current_municipality().id, invitation_id, clock.now())
    if invitation.role == ADMIN:
        raise NotFound
    withdraw(invitation)
    commit()
    return _back()


def _organisation(form: Form) -> Organisation | None:
    """For an editor one is needed; for any other role none."""
    if form.values["role"] != EDITOR:
        return None
    found = [one for one in list_organisations(current_municipality().id) if str(one.id) == form.values["organisation"]]
    if not found:
        form.problems["organisation"] = _("Choose the organisation for which this colleague edits.")
    return found[0] if found else None


def _page(form: Form) -> str:
    town = current_municipality()
    return render_template(
        "colleagues/colleagues.html",
        form=form,
        people=[(one, people.edits_for_nobody(one)) for one in people.colleagues_of(town)],
        invited=people.invited_into(town, clock.now()),
        organisations=[(one.id, one.name) for one in list_organisations(town.id)],
        roles=ROLES,
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for(".colleagues"), 303)
