"""Signing in with a passkey, and setting one up as the first second step. Each page has the other ways beside it."""

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import attempts, authenticators, fresh_codes, mails, operations, pending, queries
from webapp.accounts.forms import Form
from webapp.accounts.models import Passkey, StaffUser
from webapp.accounts.rules import device_words, inside_staff
from webapp.accounts.views import second_step_page, sign_in_page, signed_in, too_often
from webapp.accounts.wording import device_name
from webapp.core import clock
from webapp.core.access import public
from webapp.core.database import commit
from webapp.core.errors import NotFound
from webapp.core.words import _
from webapp.passkeys import ceremonies

bp = Blueprint("passkeys", __name__)
ALONE, SECOND, FIRST_KEY = "alone", "second step", "first key"  # purposes of a ceremony


@bp.post("/staff/sign-in/passkey/options")
@public
def sign_in_options() -> ResponseReturnValue:
    """The same for everyone: which keys there are stays with the browser."""
    _check_possible()
    return jsonify(authenticators.request_options(ceremonies.begin(ALONE)))


@bp.post("/staff/sign-in/passkey")
@public
def sign_in() -> ResponseReturnValue:
    """Both steps at once: the key is one, and the finger, face or code that it asked for is the other."""
    form = Form()
    if not attempts.may_try_passkey():
        return too_often("sign_in", form)
    found = _check(form, ALONE, None)
    if found is None:
        return sign_in_page(form)
    way_on = inside_staff(request.args.get("next", "")) or url_for("accounts_staff.home")
    pending.finish(found.user, "passkey")
    return signed_in(found.user, make_response(redirect(way_on, 303)))


@bp.post("/staff/second-step/passkey/options")
@public
def second_step_options() -> ResponseReturnValue:
    user = pending.find_user()
    if user is None:
        raise NotFound
    _check_possible()
    keys = [key for key in user.passkeys if key.copied_at is None]
    return jsonify(authenticators.request_options(ceremonies.begin(SECOND, user=str(user.id)), keys))


@bp.post("/staff/second-step/passkey")
@public
def second_step() -> ResponseReturnValue:
    """After the password any key of this user, also one that sees nobody."""
    user = pending.find_user()
    if user is None:
        return redirect(url_for("accounts.sign_in"), 303)
    form = Form()
    if not attempts.may_try_passkey():
        return too_often("second_step", form, user=user)
    if _check(form, SECOND, user) is None:
        return second_step_page(user, form, 422)
    way_on = pending.way_on() or url_for("accounts_staff.home")
    pending.finish(user, "password", "passkey")
    return signed_in(user, make_response(redirect(way_on, 303)))


@bp.route("/staff/set-up/passkey", methods=["GET", "POST"])
@public
def set_up() -> ResponseReturnValue:
    """Instead of an app for codes. The recovery codes are shown right after."""
    user = pending.find_user()
    if user is None or user.has_second_step:
        return redirect(url_for("accounts.sign_in"), 303)
    _check_possible()
    form = Form()
    if request.method == "GET" or not add_passkey(form, FIRST_KEY, user):
        options = authenticators.creation_options(
            user, ceremonies.begin(FIRST_KEY, user=str(user.id), name=_own_name())
        )
        page = render_template("passkeys/set_up.html", form=form, options=options)
        return page, 422 if form.errors else 200
    fresh_codes.make(user, clock.now())
    pending.finish(user, "password", "passkey")
    return signed_in(user, make_response(redirect(url_for("accounts_staff.new_codes"), 303)))


def add_passkey(form: Form, purpose: str, user: StaffUser) -> bool:
    """What the browser made, under the name told at the beginning of the ceremony. Complains in the form; the caller
    commits."""
    ceremony = ceremonies.take(purpose)
    if ceremony is None or ceremony.facts["user"] != str(user.id):
        form.complain("", _("That took too long. Try once more."))
        return False
    made = authenticators.read_new(request.form.get("credential", ""), ceremony.challenge)
    if made is None or not operations.add_passkey(user, made, ceremony.facts["name"], clock.now()):
        form.complain("", _("This did not work. Try once more, or with another key."))
        return False
    mails.send_passkey_added(user, ceremony.facts["name"])
    return True


def _check(form: Form, purpose: str, user: StaffUser | None) -> Passkey | None:
    """The key that answered: of this user, or of anyone in whose name it can speak. Complains in the form."""
    ceremony = ceremonies.take(purpose)
    if ceremony is None or (user is not None and ceremony.facts["user"] != str(user.id)):
        form.complain("", _("That took too long. Try once more."))
        return None
    answer = request.form.get("credential", "")
    key = _find(answer, user)
    signed = authenticators.check(answer, ceremony.challenge, key, has_seen_owner=user is None) if key else None
    if key is None or signed is None:
        form.complain("", _("This passkey does not work here. Use your password and a code."))
        return None
    if not operations.use_passkey(key, signed, clock.now()):
        mails.send_passkey_copied(key.user, key.name)
        commit()
        form.complain(
            "",
            _(
                "There may be a copy of this passkey, so it does not work any more. Use your password and a code. "
                "Then remove the passkey on “My account”."
            ),
        )
        return None
    return key


def _find(answer: str, user: StaffUser | None) -> Passkey | None:
    claim = authenticators.read_claim(answer)
    key = queries.lock_passkey(claim.credential_id) if claim else None
    if claim is None or key is None:
        return None
    is_theirs = claim.user_handle in (None, key.user_id.bytes) and (user is None or key.user_id == user.id)
    return key if is_theirs else None


def _own_name() -> str:
    """Of a key that is made on this device; it can be another, so this is to start with."""
    return device_name(*device_words(request.headers.get("User-Agent", "")))


def _check_possible() -> None:
    """Raises NotFound at an address for which browsers have no passkeys."""
    if not authenticators.are_possible():
        raise NotFound
