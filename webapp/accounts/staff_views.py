"""The first page of staff, and their own account: sign-ins, password, recovery codes, language."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import attempts, forms, fresh_codes, library, mails, operations, queries
from webapp.accounts.access import current_memberships, current_sign_in, current_user, idle, is_over, staff
from webapp.accounts.forms import Form
from webapp.accounts.home import add_link, links_for
from webapp.accounts.models import StaffUser
from webapp.accounts.people import Realm, list_invited, list_people, realm_of
from webapp.accounts.qr import set_up_values
from webapp.accounts.rules import ADMIN, INVITED, inside_staff
from webapp.areas.queries import list_open_municipalities
from webapp.core import clock
from webapp.core.database import commit
from webapp.core.errors import BadRequest, NotFound
from webapp.core.language import find_language
from webapp.core.words import _

bp = Blueprint("accounts_staff", __name__)
add_link("accounts_staff.accounts", lambda: _("Who works here"), roles=(ADMIN,), icon="users")


@bp.get("/staff/")
@staff()
def home() -> ResponseReturnValue:
    user = current_user()
    towns = {one.municipality.id: one.municipality for one in user.memberships if one.municipality}
    if any(one.municipality is None for one in user.memberships):
        towns = {town.id: town for town in list_open_municipalities()} | towns
    in_order = sorted(towns.values(), key=lambda town: town.name)
    return _page(
        "home",
        groups=links_for(user, in_order),
        codes_left=queries.count_recovery_codes(user),
        has_kept_codes=queries.find_fresh_codes(user) is None,
    )


@bp.post("/staff/kept/throw-away")
@staff()
def throw_away() -> ResponseReturnValue:
    """Of a form that waited for its writer; back to its page."""
    operations.drop_draft(current_user(), request.form.get("action", "").partition("?")[0])
    commit()
    return redirect(inside_staff(request.form.get("page", "")) or url_for(".home"), 303)


@bp.get("/staff/account")
@staff()
def account() -> ResponseReturnValue:
    user, moment = current_user(), clock.now()
    working = [one for one in queries.list_sign_ins(user, moment - idle()) if not is_over(one, moment)]
    return _page(
        "account",
        memberships=current_memberships(),
        sign_ins=working,
        here_id=current_sign_in().id,
        codes_left=queries.count_recovery_codes(user),
    )


@bp.post("/staff/account/language")
@staff()
def change_language() -> ResponseReturnValue:
    language = find_language(request.form.get("language", ""))
    if language is None:
        raise BadRequest(_("We do not know this language. Choose one from the list."))
    current_user().language = language.code
    commit()
    return redirect(url_for(".account"), 303)


@bp.post("/staff/account/sign-ins/<uuid:sign_in_id>/end")
@staff()
def end_sign_in(sign_in_id: UUID) -> ResponseReturnValue:
    sign_in = queries.find_own_sign_in(current_user(), sign_in_id)
    if sign_in is None:
        raise NotFound
    is_this_one = sign_in.id == current_sign_in().id
    operations.end_sign_in(sign_in, clock.now())
    commit()
    return _to_sign_in() if is_this_one else redirect(url_for(".account"), 303)


@bp.post("/staff/account/sign-ins/end-all")
@staff()
def end_all_sign_ins() -> ResponseReturnValue:
    """This browser too."""
    operations.end_all_sign_ins(current_user(), clock.now())
    commit()
    return _to_sign_in()


@bp.route("/staff/account/password", methods=["GET", "POST"])
@staff()
def password() -> ResponseReturnValue:
    """Ends all sign-ins: whoever knew the old one is out."""
    user = current_user()
    if request.method == "GET":
        return _page("password", form=Form())
    form = forms.read_changed_password(request.form, user.name, user.email)
    if form.errors or not is_current_password(form):
        return _page("password", form=form), 422
    operations.set_password(user, form["password"], clock.now())
    mails.send_password_changed(user)
    commit()
    return _to_sign_in()


@bp.route("/staff/account/recovery-codes", methods=["GET", "POST"])
@staff()
def recovery_codes() -> ResponseReturnValue:
    """New ones for the old ones, after the password: somebody at an open computer must not get a way in."""
    if request.method == "GET":
        return _page("new_recovery_codes", form=Form())
    form = Form({"current": request.form.get("current", "")})
    if not is_current_password(form):
        return _page("new_recovery_codes", form=form), 422
    fresh_codes.make(current_user(), clock.now())
    commit()
    return redirect(url_for(".new_codes"), 303)


@bp.get("/staff/account/recovery-codes/new")
@staff()
def new_codes() -> ResponseReturnValue:
    """Until their owner says to have them, for half an hour: also after a second tap, and when the page is loaded
    again."""
    user = current_user()
    if queries.find_fresh_codes(user) is None:
        return redirect(url_for(".recovery_codes"))
    return _page("recovery_codes", codes=fresh_codes.show(user, clock.now()))


@bp.post("/staff/account/recovery-codes/kept")
@staff()
def keep_codes() -> ResponseReturnValue:
    fresh_codes.say_kept(current_user())
    commit()
    return redirect(url_for(".home"), 303)


@bp.route("/staff/account/app", methods=["GET", "POST"])
@staff()
def new_app() -> ResponseReturnValue:
    """Another phone. The old app works until the new one has shown a right code."""
    user = current_user()
    secret = session.setdefault("new_secret", library.new_secret())
    if request.method == "GET":
        return _page("new_app", form=Form(), **set_up_values(user, secret))
    form = forms.read_code(request.form)
    form.values["current"] = request.form.get("current", "")
    if form.errors or not is_current_password(form) or not _is_code_of(user, secret, form):
        return _page("new_app", form=form, **set_up_values(user, secret)), 422
    session.pop("new_secret")
    mails.send_app_changed(user)
    commit()
    return redirect(url_for(".account"), 303)


@bp.route("/staff/accounts", methods=["GET", "POST"])
@staff(ADMIN)
def accounts() -> ResponseReturnValue:
    """Who works here in the towns of this admin; invites one more."""
    realm = realm_of(current_user())
    if request.method == "GET":
        return _accounts_page(realm, Form())
    slugs = [town.slug for town in realm.towns]
    form = forms.read_invitation(request.form, slugs, is_everywhere=realm.is_everywhere)
    if form.errors:
        return _accounts_page(realm, form), 422
    admin = current_user()
    invited, token = operations.invite(form["email"], form["role"], realm.town(form["town"]), clock.now(), by=admin)
    mails.send_invitation(invited, token, admin.language)
    commit()
    return redirect(url_for(".accounts"), 303)


@bp.post("/staff/accounts/roles/<uuid:membership_id>/end")
@staff(ADMIN)
def end_role(membership_id: UUID) -> ResponseReturnValue:
    """An admin cannot lock the door from outside: the own role is somebody else's to take away."""
    membership = queries.get_membership(realm_of(current_user()).ids, membership_id)
    if membership.user.id == current_user().id:
        raise BadRequest(_("You cannot take away your own role. Ask another administrator."))
    operations.take_away(membership, clock.now())
    commit()
    return redirect(url_for(".accounts"), 303)


@bp.post("/staff/accounts/<uuid:user_id>/<any(disable, enable):change>")
@staff(ADMIN)
def change_access(user_id: UUID, change: str) -> ResponseReturnValue:
    """Shut out, or let in again; an admin of one town takes roles away instead. Raises NotFound for such."""
    user = queries.get_user(user_id)
    if not realm_of(current_user()).is_everywhere:
        raise NotFound
    if user.id == current_user().id:
        raise BadRequest(_("You cannot shut yourself out. Ask another administrator."))
    if change == "disable":
        operations.disable(user, clock.now())
    else:
        operations.enable(user)
    commit()
    return redirect(url_for(".accounts"), 303)


def _accounts_page(realm: Realm, form: Form) -> str:
    invited = list_invited(realm, clock.now())
    return _page("accounts", form=form, realm=realm, people=list_people(realm), invited=invited, roles=INVITED)


def _is_code_of(user: StaffUser, secret: str, form: Form) -> bool:
    if not attempts.may_try_code(user):
        form.complain("", _("That was too often. Wait some minutes, then try again."))
        return False
    if not operations.set_up_codes(user, secret, form["code"]):
        form.complain("code", _("This code is not right. Look in the app for the newest one."))
        return False
    attempts.code_was_right(user)
    return True


def is_current_password(form: Form) -> bool:
    user = current_user()
    if not attempts.may_try_password(user.email):
        form.complain("current", _("That was too often. Wait some minutes, then try again."))
        return False
    if not library.is_password(form["current"], user.password):
        form.complain("current", _("This is not the password that you use now."))
        return False
    attempts.password_was_right(user.email)
    return True


def _to_sign_in() -> ResponseReturnValue:
    session.clear()
    return redirect(url_for("accounts.sign_in"), 303)


def _page(name: str, **values: Any) -> str:
    return render_template(f"accounts/{name}.html", **values)
