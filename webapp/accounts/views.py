"""Signing in, accepting an invitation, a new password: what somebody sees who is not signed in yet."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import (
    attempts,
    authenticators,
    devices,
    forms,
    fresh_codes,
    library,
    mails,
    operations,
    pending,
    queries,
    sent_forms,
)
from webapp.accounts.access import current_sign_in, find_current_user
from webapp.accounts.forms import Form
from webapp.accounts.models import Invitation, StaffUser
from webapp.accounts.qr import set_up_values
from webapp.accounts.rules import inside_staff
from webapp.accounts.wording import role_label
from webapp.core import clock
from webapp.core.access import public
from webapp.core.database import commit
from webapp.core.language import current_language
from webapp.core.words import _

bp = Blueprint("accounts", __name__)
BOTH = ["GET", "POST"]
WAIT_SECONDS = 120


@bp.route("/staff/sign-in", methods=BOTH)
@public
def sign_in() -> ResponseReturnValue:
    """The same answer, after as much work, for a wrong password and for an address that nobody has."""
    if request.method == "GET":
        return redirect(url_for("accounts_staff.home")) if find_current_user() else _page("sign_in", Form())
    form = forms.read_sign_in(request.form)
    if form.errors:
        return _page("sign_in", form, 422)
    if not attempts.may_try_password(form["email"]):
        return too_often("sign_in", form)
    user = operations.check_password(form["email"], form["password"])
    if user is None:
        form.complain("", _("The address or the password is not right. Try again."))
        return _page("sign_in", form, 422)
    attempts.password_was_right(form["email"])
    pending.begin(user, inside_staff(request.args.get("next", "")))
    return redirect(_step_after_password(user), 303)


@bp.post("/staff/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """Also for somebody whose last role was taken away, and for who is only half in."""
    if find_current_user() is not None:
        operations.end_sign_in(current_sign_in(), clock.now())
        commit()
    session.clear()
    return redirect(url_for(".sign_in"), 303)


@bp.route("/staff/second-step", methods=BOTH)
@public
def second_step() -> ResponseReturnValue:
    user = pending.find_user()
    if user is None:
        return redirect(url_for(".sign_in"), 303)
    if not user.has_second_step:
        return redirect(url_for(".set_up"), 303)
    if request.method == "GET":
        return second_step_page(user, Form())
    form = forms.read_code(request.form)
    if form.errors:
        return second_step_page(user, form, 422)
    if not attempts.may_try_code(user):
        return too_often("second_step", form, user=user)
    if not operations.use_code(user, form["code"]):
        form.complain("code", _("This code is not right. Codes change every half minute and work once."))
        return second_step_page(user, form, 422)
    way_on = pending.way_on() or url_for("accounts_staff.home")
    pending.finish(user)
    return signed_in(user, make_response(redirect(way_on, 303)))


@bp.route("/staff/set-up", methods=BOTH)
@public
def set_up() -> ResponseReturnValue:
    """The first time: an app that makes codes. The recovery codes are shown right after."""
    user = pending.find_user()
    if user is None or user.has_second_step:
        return redirect(url_for(".sign_in"), 303)
    secret = pending.secret(library.new_secret)
    if request.method == "GET":
        return _set_up_page(user, secret, Form())
    form = forms.read_code(request.form)
    if form.errors:
        return _set_up_page(user, secret, form, 422)
    if not attempts.may_try_code(user):
        return too_often("set_up", form, **set_up_values(user, secret))
    if not operations.set_up_codes(user, secret, form["code"]):
        form.complain("code", _("This code is not right. Look in the app for the newest one."))
        return _set_up_page(user, secret, form, 422)
    fresh_codes.make(user, clock.now())
    pending.finish(user)
    return signed_in(user, make_response(redirect(url_for("accounts_staff.new_codes"), 303)))


@bp.route("/staff/invitation/<token>", methods=BOTH)
@public
def invitation(token: str) -> ResponseReturnValue:
    """Looking at it uses nothing up: a mail program that opens links to check them must not accept it."""
    moment = clock.now()
    found = queries.find_invitation(token)
    if found is None or not found.is_open(moment):
        return _invitation_over(found)
    user = queries.find_user(found.email)
    values: dict[str, Any] = {"invitation": found, "role": role_label(found.role), "has_account": user is not None}
    if request.method == "GET":
        return _page("invitation", Form({"language": current_language()}), **values)
    form = Form() if user is not None else forms.read_new_account(request.form, found.email)
    if form.errors:
        return _page("invitation", form, 422, **values)
    accepted = operations.accept(found, user, moment, **form.values)
    if accepted is None:
        return _invitation_over(found)
    commit()
    if user is not None:  # who has an account already signs in as always: the mail alone opens nothing
        return redirect(url_for(".sign_in"), 303)
    pending.begin(accepted)
    return redirect(url_for(".set_up"), 303)


@bp.route("/staff/forgotten", methods=BOTH)
@public
def forgotten() -> ResponseReturnValue:
    """Says the same for every address, also where nobody has it and no mail goes."""
    if request.method == "GET":
        return _page("forgotten", Form(), is_sent=False)
    form = forms.read_email(request.form)
    if form.errors:
        return _page("forgotten", form, 422, is_sent=False)
    if attempts.is_second_tap(request.form.get(sent_forms.FIELD, "")):
        return _page("forgotten", Form(), is_sent=True)
    if not attempts.may_ask_for_mail(form["email"]):
        return too_often("forgotten", form, is_sent=False)
    mails.send_new_password_if_known(form["email"])
    commit()
    return _page("forgotten", Form(), is_sent=True)


@bp.route("/staff/new-password/<token>", methods=BOTH)
@public
def new_password(token: str) -> ResponseReturnValue:
    """The mail replaces the password only: the second step stays."""
    user = library.find_reset_user(token)
    if user is None:
        return _second_tap(library.reset_email(token)) or _page("link_over", Form(), 404)
    if request.method == "GET":
        return _page("new_password", Form(), email=user.email)
    form = forms.read_new_password(request.form, user.name, user.email)
    if form.errors:
        return _page("new_password", form, 422, email=user.email)
    operations.set_password(user, form["password"], clock.now())
    mails.send_password_changed(user)
    commit()
    pending.begin(user)
    return redirect(_step_after_password(user), 303)


def _invitation_over(found: Invitation | None) -> ResponseReturnValue:
    """Used (by a second tap, perhaps), too old, or not known: each has another way on."""
    if found is None:
        return _page("invitation_over", Form(), 404, why="unknown")
    if found.accepted_at is None:
        names = queries.map_user_names([found.invited_by] if found.invited_by else [])
        by = next(iter(names.values()), "")
        return _page("invitation_over", Form(), 404, why="old", by=by, until=found.expires_at)
    if request.method == "POST" and "password" not in request.form:
        return redirect(url_for(".sign_in"), 303)
    return _second_tap(found.email) or _page("invitation_over", Form(), 404, why="used")


def _second_tap(email: str) -> ResponseReturnValue | None:
    """What chose a password arrives again: with that password somebody goes on as after signing in. None for anything
    else."""
    password = request.form.get("password", "")
    if not (email and password and attempts.may_try_password(email)):
        return None
    user = operations.check_password(email, password)
    if user is None:
        return None
    attempts.password_was_right(email)
    pending.begin(user)
    return redirect(_step_after_password(user), 303)


def signed_in(user: StaffUser, answer: Response) -> Response:
    attempts.code_was_right(user)
    devices.remember(answer, user.email)
    commit()
    return answer


def _step_after_password(user: StaffUser) -> str:
    return url_for(".second_step") if user.has_second_step else url_for(".set_up")


def second_step_page(user: StaffUser, form: Form, status: int = 200) -> ResponseReturnValue:
    return _page("second_step", form, status, user=user)


def sign_in_page(form: Form, status: int = 422) -> ResponseReturnValue:
    return _page("sign_in", form, status)


def _set_up_page(user: StaffUser, secret: str, form: Form, status: int = 200) -> ResponseReturnValue:
    return _page("set_up", form, status, **set_up_values(user, secret))


def too_often(page: str, form: Form, **values: Any) -> ResponseReturnValue:
    """Before any work, so that trying costs us nothing."""
    form.complain("", _("That was too often. Wait some minutes, then try again."))
    answer = make_response(_page(page, form, 429, **values))
    answer.headers["Retry-After"] = str(WAIT_SECONDS)
    return answer


def _page(name: str, form: Form, status: int = 200, **values: Any) -> ResponseReturnValue:
    can_have_passkeys = authenticators.are_possible()
    return render_template(f"accounts/{name}.html", form=form, can_have_passkeys=can_have_passkeys, **values), status
